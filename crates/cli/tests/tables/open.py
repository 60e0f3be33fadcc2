"""Opens the tables that `khabar corpus` wrote with DuckDB, Polars and pandas, and asks each the same questions."""

import sys
from pathlib import Path

import duckdb
import pandas
import polars

work = Path(sys.argv[1])
parts = f"{work}/parquet/pages/*.parquet"


def by_duckdb():
    rows, reports, words = duckdb.sql(
        f"SELECT count(*), count(*) FILTER (isReport), sum(wordCount) FROM '{parts}'"
    ).fetchall()[0]
    (statements,) = duckdb.sql(
        f"SELECT count(*) FROM (SELECT unnest(statements) AS s FROM '{parts}') WHERE s.content[1].text <> ''"
    ).fetchall()[0]
    (days,) = duckdb.sql(f"SELECT count(DISTINCT publishedDay) FROM '{parts}'").fetchall()[0]
    return rows, reports, int(words), statements, days


def by_polars():
    table = polars.read_parquet(parts)
    said = table.explode("statements")
    said = said.filter(polars.col("statements").is_not_null())
    return (
        table.height,
        table["isReport"].sum(),
        table["wordCount"].sum(),
        said.height,
        table["publishedDay"].drop_nulls().n_unique(),
    )


def by_pandas():
    table = pandas.read_parquet(work / "parquet" / "pages")
    return (
        len(table),
        int(table["isReport"].sum()),
        int(table["wordCount"].sum()),
        int(table["statements"].map(len).sum()),
        table["publishedDay"].dropna().nunique(),
    )


def by_duckdb_from_lines():
    lines = f"read_json('{work}/jsonl/pages/*.jsonl.zst', format='newline_delimited', sample_size=-1)"
    rows, reports, words = duckdb.sql(
        f"SELECT count(*), count(*) FILTER (isReport), sum(wordCount) FROM {lines}"
    ).fetchall()[0]
    (statements,) = duckdb.sql(f"SELECT sum(len(statements)) FROM {lines}").fetchall()[0]
    (days,) = duckdb.sql(f"SELECT count(DISTINCT publishedDay) FROM {lines}").fetchall()[0]
    return rows, reports, int(words), int(statements), days


answers = {ask.__name__: ask() for ask in (by_duckdb, by_polars, by_pandas, by_duckdb_from_lines)}
for name, answer in answers.items():
    print(name, answer)
first = answers["by_duckdb"]
assert first[0] > 100 and first[3] > 100, first
assert all(tuple(answer) == first for answer in answers.values())

# Offsets are those of the body, whoever reads them.
for row in pandas.read_parquet(work / "parquet" / "pages").itertuples():
    for statement in row.statements:
        for passage in statement["content"]:
            assert row.articleBody[passage["begin"] : passage["end"]] == passage["text"], row.id
print("3 passed, 0 failed")
