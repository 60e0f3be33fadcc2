"""Says whether jobs wrote the rows that `khabar corpus` wrote.

    same.py CORPUS OUT...

For each OUT a line {"pages", "failures", "differing"} goes to standard output: how many rows it has, and how many are not those of
CORPUS. Rows are set beside each other by their `id`, and by a hash of all their columns, each as `khabar corpus` has it: Spark knows
times to the microsecond alone. The first rows that differ are shown on standard error.
"""

import hashlib
import json
import pathlib
import sys

import pyarrow as pa
import pyarrow.parquet as pq

# Rows that are shown.
SHOWN = 3


def files_of(folder):
    return sorted(path for path in pathlib.Path(folder).glob("*.parquet") if not path.name.startswith(("_", ".")))


def schema_of(folder):
    files = files_of(folder)
    return pq.read_schema(files[0]) if files else None


def rows(folder, schema):
    for path in files_of(folder):
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=256):
                table = pa.Table.from_batches([batch])
                other = set(table.column_names) ^ set(schema.names)
                if other:
                    raise SystemExit(f"{path}: columns of one side alone: {', '.join(sorted(other))}")
                yield from table.select(schema.names).cast(schema).to_pylist()


def hashes(folder, schema):
    found = {}
    for row in rows(folder, schema):
        digest = hashlib.blake2b(repr(row).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        found.setdefault(row["id"], []).append(digest)
    return {name: sorted(digests) for name, digests in found.items()}


def show(corpus, out, schema, names):
    one = {row["id"]: row for row in rows(corpus, schema) if row["id"] in names}
    other = {row["id"]: row for row in rows(out, schema) if row["id"] in names}
    for name in sorted(names):
        if name not in one or name not in other:
            print(f"{name}: a row of {corpus if name in one else out} alone", file=sys.stderr)
            continue
        for column in schema.names:
            if one[name][column] != other[name][column]:
                both = f"{one[name][column]!r:.200} and {other[name][column]!r:.200}"
                print(f"{name}, {column}: {both}", file=sys.stderr)


def main():
    corpus, *outs = sys.argv[1:]
    figures = {out: {"differing": 0} for out in outs}
    for table in ("pages", "failures"):
        own = f"{corpus}/{table}"
        schema = schema_of(own)
        expected = hashes(own, schema) if schema else {}
        for out in outs:
            other = f"{out}/{table}"
            found = hashes(other, schema or schema_of(other)) if schema_of(other) else {}
            differing = [name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)]
            if differing and schema:
                show(own, other, schema, set(sorted(differing)[:SHOWN]))
            figures[out][table] = sum(map(len, found.values()))
            figures[out]["differing"] += len(differing)
    for out in outs:
        print(json.dumps(figures[out]))


if __name__ == "__main__":
    main()
