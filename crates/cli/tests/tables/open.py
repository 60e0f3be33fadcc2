"""Opens the tables that `khabar corpus` and `khabar archive export` wrote with DuckDB, Polars and pandas, and asks each the
same questions."""

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


common = f"{work}/common"
# What the tables of an archive are joined by.
KEYS = {"stories": "story", "story-reports": "report", "speakers": "speaker", "statements": "statement", "reports": "report"}


def common_by_duckdb():
    sizes = tuple(
        duckdb.sql(f"SELECT count(DISTINCT {key}) FROM '{common}/{table}.parquet'").fetchall()[0][0]
        for table, key in KEYS.items()
    )
    (said,) = duckdb.sql(
        f"SELECT count(*) FROM '{common}/statements.parquet' JOIN '{common}/speakers.parquet' USING (speaker)"
        f" JOIN '{common}/stories.parquet' USING (story) JOIN '{common}/reports.parquet' USING (report)"
        " WHERE words <> ''"
    ).fetchall()[0]
    (names,) = duckdb.sql(
        f"SELECT count(*) FROM (SELECT unnest(names) AS n FROM '{common}/speakers.parquet') WHERE n.name <> ''"
    ).fetchall()[0]
    return sizes, said, names


def common_by_polars():
    read = {table: polars.read_parquet(f"{common}/{table}.parquet") for table in KEYS}
    sizes = tuple(read[table][key].n_unique() for table, key in KEYS.items())
    said = read["statements"].join(read["speakers"], on="speaker").join(read["stories"], on="story")
    said = said.join(read["reports"], on="report").filter(polars.col("words") != "")
    names = read["speakers"].explode("names")["names"].drop_nulls()
    return sizes, said.height, names.len()


def common_by_pandas():
    read = {table: pandas.read_parquet(f"{common}/{table}.parquet") for table in KEYS}
    sizes = tuple(read[table][key].nunique() for table, key in KEYS.items())
    said = read["statements"].dropna(subset="speaker").merge(read["speakers"], on="speaker").merge(read["stories"], on="story")
    said = said.merge(read["reports"], on="report")
    return sizes, len(said), int(read["speakers"]["names"].map(len).sum())


answers = {ask.__name__: ask() for ask in (common_by_duckdb, common_by_polars, common_by_pandas)}
for name, answer in answers.items():
    print(name, answer)
first = answers["common_by_duckdb"]
assert min(first[0]) > 0 and first[1] > 0 and first[2] > 0, first
assert all(answer == first for answer in answers.values())
# The other forms have the same rows.
for table, size in zip(KEYS, first[0]):
    assert len(pandas.read_csv(f"{common}/{table}.csv")) == size, table
    assert len(pandas.read_json(f"{common}/{table}.jsonl", lines=True)) == size, table
print("5 passed, 0 failed")
