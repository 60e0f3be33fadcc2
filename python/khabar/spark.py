"""Khabar on Spark: pages read in the executors, duplicates found by Spark's own shuffles.

`corpus` takes archives to Parquet in one go; `read` reads the pages of a DataFrame, `read_warc` those of archives, `mark_duplicates`
sets rows beside each other. The columns are those of `khabar corpus`, and so is what stands in them. Executors need this package and pyarrow.
"""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial, reduce
from uuid import uuid4

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.taskcontext import TaskContext

from . import _corpus, _marks
from ._corpus import listed
from ._marks import DROPPABLE, Batches

__all__ = ["DROPPABLE", "corpus", "drop_duplicates", "listed", "mark_duplicates", "read", "read_warc"]

# As `monotonically_increasing_id` numbers rows: those of a partition come after all of the one before.
_PARTITION_BITS = 33


def corpus(
    spark: SparkSession,
    paths: Sequence[str],
    out: str,
    *,
    drop: Sequence[str] = (),
    size: int | None = None,
    statements: bool = True,
    max_bytes: int = 32 << 20,
    max_seconds: float = 10.0,
) -> None:
    """Makes a corpus of archives: `pages/` and `failures/` in the folder `out`, the rows that `khabar corpus` writes.

    `paths` are those of archives, WARC and whatever else `khabar corpus` takes; every executor opens them itself, and the files in
    `out` too, which the executors write (`s3://`, `gs://`, `hdfs://` or a path that all machines share). An archive is cut into
    pieces of about `size` bytes (64 MiB), each a task of its own. Rows with a mark in `drop`, one of `DROPPABLE`, are left out.

    What is read stands in `out` until all is done: the same call goes on where one was stopped.
    """
    address = out if "://" in out else pathlib.Path(out).absolute().as_uri()
    engine = _Spark(spark, f"{address}/{_corpus.SCRATCH}")
    options = {"statements": statements, "max_bytes": max_bytes, "max_seconds": max_seconds}
    _corpus.make(engine, paths, out, drop=drop, size=size, **options)


def read(
    df: DataFrame,
    html: str | None = "html",
    url: str | None = "url",
    *,
    text: str | None = None,
    id: str | None = None,
    keep: Sequence[str] = (),
    statements: bool = True,
    max_bytes: int = 32 << 20,
    max_seconds: float = 10.0,
) -> DataFrame:
    """Reads the pages of a DataFrame: a row a page, in the same partitions.

    `html` names the column of pages, strings or binary, `url` that of their addresses, `text` one of texts that other tools took
    from pages, for rows without `html`. `id` names a column that names rows, strings or integers; without it a row is named by its
    partition and its place there. Columns in `keep` go along.

    What comes back has `row`, a number by which rows are ordered, the kept columns, those of `khabar corpus` (docs/corpora.md), and
    `failure`, which says why a page could not be read: a page that is empty, too large or poisoned costs its row alone.
    """
    columns = {"html": html, "url": url, "text": text, "id": id}
    if url == "url" and url not in df.columns:
        columns["url"] = None
    named = {argument: name for argument, name in columns.items() if name is not None}
    for argument, name in [*named.items(), *(("keep", name) for name in keep)]:
        if name not in df.columns:
            raise ValueError(f"{argument}: there is no column {name!r}, but {', '.join(df.columns)}")
    named = list(dict.fromkeys(named.values()))
    given = df.select(*dict.fromkeys([*named, *keep]))
    reading = _marks.Reading(statements=statements, max_bytes=max_bytes, max_seconds=max_seconds)
    fields = {field.name: field for field in _arrow_schema(given)}
    schema = reading.schema([fields[name] for name in keep])
    keep = list(keep)

    def run(batches: Batches) -> Iterator[pa.RecordBatch]:
        partition = TaskContext.get().partitionId()
        offset = 0
        for batch in batches:
            first = (partition << _PARTITION_BITS) + offset
            source = f"part-{partition:05}"
            # Nothing is taken for a page that was not named as one.
            read = reading.batch(batch.select(named), source, offset, **columns)
            read = _marks.numbered(read, batch.select(keep), first)
            offset += len(read)
            yield _for_spark(read)

    return given.mapInArrow(run, from_arrow_schema(_spark_schema(schema)))


def read_warc(
    spark: SparkSession,
    paths: Sequence[str],
    *,
    size: int | None = None,
    statements: bool = True,
    max_bytes: int = 32 << 20,
    max_seconds: float = 10.0,
) -> DataFrame:
    """Reads archives: WARC, and whatever else `khabar corpus` takes, at paths or addresses that every executor can open.

    An archive is cut into pieces of about `size` bytes (64 MiB), each a task of its own. Rows, their `id` and their order are
    those of `khabar corpus` over the same paths; there are `row` and `failure` besides, as in `read`.
    """
    reading = _marks.Reading(statements=statements, max_bytes=max_bytes, max_seconds=max_seconds)
    engine = _Spark(spark, None)

    def run(batches: Batches) -> Iterator[pa.RecordBatch]:
        return map(_for_spark, reading.pieces(batches))

    return engine.each(_corpus.planned(engine, paths, size), run, _spark_schema(reading.schema()))


def mark_duplicates(df: DataFrame, *, scratch: str | None = None) -> DataFrame:
    """Sets rows beside each other, and adds what `khabar corpus` says of that: `addressDuplicateOf`, `exactDuplicateOf`,
    `nearDuplicateOf`, `repeated`, `repeatedShare` (docs/corpora.md).

    `df` is what `read` or `read_warc` gave, or the same read back from where it was written, which saves reading the pages once
    more: write it first. Rows that could not be read are left out. Earlier is what has the smaller `row`, of which each row has one
    of its own: read archives in one go, since the rows of the next begin anew.

    What is found on the way is written to a folder in `scratch`, an address that all executors can write to; remove it when the
    result is written. Without it that stays with the executors, and a job fails that loses one of them.
    """
    missing = [name for name in _marks.KEYS if name not in df.columns]
    if missing:
        raise ValueError(
            f"there is no column {missing[0]!r}; give what khabar.spark.read or read_warc gave"
        )
    if "failure" in df.columns:
        df = df.where("failure IS NULL")
    engine = _Spark(df.sparkSession, scratch)
    keys = engine.keep(df.select(*_marks.KEYS).mapInArrow(_marks.keys, from_arrow_schema(_marks.KEYED)))
    parts = _marks.parts_for(keys.count(), engine.slots())

    def source(kinds: Sequence[str]) -> DataFrame:
        return keys.mapInArrow(partial(_marks.send, kinds, parts), from_arrow_schema(_marks.RECORDS))

    found = _marks.find(engine, source, parts)
    marks = engine.round(found, _marks.marks, parts, _marks.MARKED)
    columns = [name for name in df.columns if name not in _marks.OWN]
    return df.join(marks, "row", "left_outer").select("row", *columns, *_marks.MARKS)


def drop_duplicates(df: DataFrame, *, scratch: str | None = None) -> DataFrame:
    """The rows that are no near duplicate of an earlier one, with the marks of `mark_duplicates`."""
    return mark_duplicates(df, scratch=scratch).where("nearDuplicateOf IS NULL")


def _arrow_schema(df: DataFrame) -> pa.Schema:
    from pyspark.sql.pandas.types import to_arrow_schema

    return to_arrow_schema(df.schema, timezone="UTC")


def _spark_type(kind: pa.DataType) -> pa.DataType:
    """The type of a column as Spark knows it: its points of time are of microseconds."""
    return pa.timestamp("us", kind.tz) if pa.types.is_timestamp(kind) else kind


def _spark_schema(schema: pa.Schema) -> pa.Schema:
    # A row that fails has no more than a name: nothing but that must be there.
    return pa.schema([pa.field(field.name, _spark_type(field.type)) for field in schema])


def _for_spark(batch: pa.RecordBatch) -> pa.RecordBatch:
    schema = _spark_schema(batch.schema)
    columns = [column.cast(field.type) for column, field in zip(batch.columns, schema)]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


class _Spark:
    """Spark as an engine of `_marks` and `_corpus`."""

    def __init__(self, spark: SparkSession, scratch: str | None) -> None:
        self.spark = spark
        self.scratch = scratch and f"{scratch.rstrip('/')}/khabar-{uuid4()}"
        self.kept = 0

    def round(
        self, records: DataFrame, function: Callable[[Batches], Batches], parts: int, schema: pa.Schema
    ) -> DataFrame:
        parted = records.repartitionById(parts, "part")
        return parted.mapInArrow(function, from_arrow_schema(schema))

    def of_kinds(self, records: DataFrame, kinds: Sequence[str]) -> DataFrame:
        return records.where(F.col("kind").isin(*kinds))

    def union(self, records: Sequence[DataFrame]) -> DataFrame:
        return reduce(DataFrame.union, records)

    def keep(self, records: DataFrame) -> DataFrame:
        # Kept so that the plan begins anew: one that holds all rounds before it again and again outgrows the driver.
        if self.scratch is None:
            return records.localCheckpoint()
        self.kept += 1
        path = f"{self.scratch}/{self.kept:02}"
        records.write.parquet(path)
        return self.spark.read.schema(records.schema).parquet(path)

    def each(
        self, rows: pa.Table, function: Callable[[Batches], Batches], schema: pa.Schema, tasks: int | None = None
    ) -> DataFrame:
        numbers = pa.array(range(len(rows)), pa.int64())
        plan = self.spark.createDataFrame(rows.append_column("number", numbers))
        # A range has as many partitions as it is told to, and a broadcast join leaves them alone.
        slots = self.spark.range(0, len(rows), 1, max(1, min(len(rows), tasks or len(rows))))
        joined = slots.join(F.broadcast(plan), slots["id"] == plan["number"])
        return joined.select(*rows.column_names).mapInArrow(function, from_arrow_schema(schema))

    def all(self, records: DataFrame) -> pa.Table:
        return records.toArrow()

    def slots(self) -> int:
        # What Spark Connect does not tell.
        context = getattr(self.spark, "sparkContext", None)
        return context.defaultParallelism if context else 1
