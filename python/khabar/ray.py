"""Khabar on Ray: pages read in Ray's workers, duplicates found by Ray Data's own shuffles.

`corpus` takes archives to Parquet in one go; `read` reads the pages of a Dataset, `read_warc` those of archives, `mark_duplicates` sets
rows beside each other. The columns are those of `khabar corpus`, and so is what stands in them. Workers need this package and pyarrow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import ray.data
from ray.data import Dataset
from ray.data.context import ShuffleStrategy

from . import _corpus, _marks
from ._corpus import listed
from ._marks import DUPLICATES

__all__ = ["DUPLICATES", "corpus", "drop_duplicates", "listed", "mark_duplicates", "read", "read_warc"]

# The column by which records are brought together.
_PARTITION = "partition"


def corpus(
    paths: Sequence[str],
    out: str,
    *,
    drop: Sequence[str] = (),
    size: int | None = None,
    partitions: int | None = None,
    statements: bool = True,
    max_bytes: int = 32 << 20,
    max_seconds: float = 10.0,
) -> None:
    """Makes a corpus of archives: `pages/` and `failures/` in the folder `out`, the rows that `khabar corpus` writes.

    `paths` are those of archives, WARC and whatever else `khabar corpus` takes; every worker opens them itself, and the files in
    `out` too, which the workers write (`s3://`, `gs://`, `hdfs://` or a path that all machines share). An archive is cut into
    pieces of about `size` bytes (64 MiB), each a task of its own. Rows with a mark in `drop`, one of `DUPLICATES`, are left out.
    What is compared is shuffled into so many `partitions`, by default two for each core of the cluster.

    What is read stands in `out` until all is done: the same call goes on where one was stopped.
    """
    options = {"statements": statements, "max_bytes": max_bytes, "max_seconds": max_seconds}
    _corpus.make(_Ray(partitions), paths, out, drop=drop, size=size, **options)


def read(
    ds: Dataset,
    html: str | None = None,
    url: str | None = None,
    *,
    text: str | None = None,
    id: str | None = None,
    keep: Sequence[str] = (),
    batch_size: int = 256,
    statements: bool = True,
    max_bytes: int = 32 << 20,
    max_seconds: float = 10.0,
) -> Dataset:
    """Reads the pages of a Dataset: a row a page.

    `html` names the column of pages, text or bytes, `url` that of their addresses, `text` one of texts that other tools took from
    pages, for rows without `html`; columns that are called so are taken where nothing is said. `id` names a column that names rows,
    without which they have other names each time.
    Columns in `keep` go along. `batch_size` pages are read at once in a task.

    What comes back has the kept columns, those of `khabar corpus` (docs/corpora.md), and `failure`, which says why a page could not
    be read: a page that is empty, too large or poisoned costs its row alone.
    """
    reading = _marks.Reading(statements=statements, max_bytes=max_bytes, max_seconds=max_seconds)
    if id is None and "row" in keep:
        # Names that stay the same however often the rows are made.
        id = "row"
    columns = {"html": html, "url": url, "text": text, "id": id, "keep": list(keep)}

    def run(table: pa.Table) -> pa.Table:
        # A task does not know which of the batches it has.
        source = f"batch-{uuid4()}"
        batches = table.to_batches() or [pa.RecordBatch.from_pylist([], table.schema)]
        read = []
        offset = 0
        for batch in batches:
            read.append(reading.batch(batch, source, offset, **columns))
            offset += len(batch)
        return pa.Table.from_batches(read)

    return ds.map_batches(run, batch_format="pyarrow", batch_size=batch_size, zero_copy_batch=True)


def read_warc(
    paths: Sequence[str],
    *,
    size: int | None = None,
    statements: bool = True,
    max_bytes: int = 32 << 20,
    max_seconds: float = 10.0,
) -> Dataset:
    """Reads archives: WARC, and whatever else `khabar corpus` takes, at paths or addresses that every worker can open.

    An archive is cut into pieces of about `size` bytes (64 MiB), each a task of its own. Rows, their `id` and their order are
    those of `khabar corpus` over the same paths; there is `row` besides, a number by which rows are ordered, and `failure`, as in
    `read`.
    """
    reading = _marks.Reading(statements=statements, max_bytes=max_bytes, max_seconds=max_seconds)
    engine = _Ray(None)
    return engine.each(_corpus.planned(engine, paths, size), reading.pieces, reading.schema()).ds


def mark_duplicates(ds: Dataset, *, partitions: int | None = None) -> Dataset:
    """Sets rows beside each other, and adds what `khabar corpus` says of that: `addressDuplicateOf`, `exactDuplicateOf`,
    `nearDuplicateOf`, `repeated`, `repeatedShare` (docs/corpora.md).

    `ds` is what `read_warc` gave, or the same read back from where it was written, which saves reading the pages once more: write it
    first. Rows that could not be read are left out. Earlier is what has the smaller `row`. What is compared is shuffled into so
    many `partitions`, by default two for each core of the cluster.
    """
    columns = ds.schema()
    names = columns.names if columns else []
    missing = [name for name in _marks.KEYS if name not in names]
    if missing:
        raise ValueError(f"there is no column {missing[0]!r}; give what khabar.ray.read_warc gave")
    if "failure" in names:
        ds = ds.map_batches(_those_read, batch_format="pyarrow", zero_copy_batch=True)
    engine = _Ray(partitions)
    rows = _Records(ds, columns.base_schema)
    columns = [name for name in names if name not in _marks.OWN]
    wanted = ["row", *columns, *_marks.MARKS]
    if ds.limit(1).count() == 0:
        there = {field.name: field for field in [*rows.schema, *_marks.step_schema("marks")]}
        nothing = pa.schema([there[name] for name in wanted]).empty_table()
        return ray.data.from_arrow(nothing)
    keys = engine.select(rows, {name: name for name in _marks.KEYS})
    marked = engine.join(rows, _marks.find(engine, keys), ("row",), "left_outer")
    return engine.select(marked, {name: name for name in wanted}).ds


def drop_duplicates(ds: Dataset, *, partitions: int | None = None) -> Dataset:
    """The rows that are no near duplicate of an earlier one, with the marks of `mark_duplicates`."""
    marked = mark_duplicates(ds, partitions=partitions)
    return marked.map_batches(_those_first, batch_format="pyarrow", zero_copy_batch=True)


def _those_read(table: pa.Table) -> pa.Table:
    return table.filter(pc.is_null(table["failure"]))


def _those_first(table: pa.Table) -> pa.Table:
    return table.filter(pc.is_null(table["nearDuplicateOf"]))


@dataclass
class _Records:
    """A Dataset and its columns, which Ray forgets of one without rows."""

    ds: Dataset
    schema: pa.Schema


class _Ray:
    """Ray Data as an engine of `_marks` and `_corpus`."""

    def __init__(self, partitions: int | None) -> None:
        if partitions is not None and partitions < 1:
            raise ValueError("partitions: at least one is needed")
        cores = int(ray.cluster_resources().get("CPU", 1))
        self.partitions = partitions or 2 * cores

    def run(
        self, records: _Records, step: str, *, by: str | None = None, order: Sequence[str] = ()
    ) -> _Records:
        columns, schema = _marks.step_columns(step), _marks.step_schema(step)

        def run(table: pa.Table) -> pa.Table:
            if order:
                table = table.sort_by([(name, "ascending") for name in order])
            batches = table.select(columns).to_batches()
            return pa.Table.from_batches(_marks.through(step, batches), schema)

        ds = _each(records.ds, run) if by is None else self._together(records.ds, by, run)
        return _Records(ds, schema)

    def map(
        self,
        records: _Records,
        function: Callable[[pa.RecordBatch], pa.RecordBatch],
        schema: pa.Schema,
    ) -> _Records:
        def run(table: pa.Table) -> pa.Table:
            return pa.Table.from_batches(map(function, table.to_batches()), schema)

        return _Records(_each(records.ds, run), schema)

    def select(self, records: _Records, columns: dict[str, str]) -> _Records:
        def run(table: pa.Table) -> pa.Table:
            return table.select(list(columns.values())).rename_columns(list(columns))

        schema = run(records.schema.empty_table()).schema
        return _Records(_each(records.ds, run), schema)

    def join(self, left: _Records, right: _Records, on: Sequence[str], how: str) -> _Records:
        join = _Join(left.schema, right.schema, list(on), how)
        both = _each(left.ds, join.of_left).union(_each(right.ds, join.of_right))
        # Of several the last, which is the one of more values.
        ds = self._together(both, on[-1], join.joined)
        return _Records(ds, join.joined(join.schema.empty_table()).schema)

    def union(self, one: _Records, other: _Records) -> _Records:
        return _Records(one.ds.union(other.ds), one.schema)

    def keep(self, records: _Records) -> _Records:
        return _Records(records.ds.materialize(), records.schema)

    def _together(
        self, ds: Dataset, by: str, function: Callable[[pa.Table], pa.Table]
    ) -> Dataset:
        """A function over the records of a partition, among which are all whose `by` is the same."""
        partitions = self.partitions

        def part(table: pa.Table) -> pa.Table:
            if by == _marks.ALL:
                return table.append_column(_PARTITION, pa.array([0] * len(table), pa.int64()))
            # Numbers are hashes, or count rows. What is left of a division is negative of a negative number.
            number = table[by].combine_chunks()
            whole = pc.multiply(pc.divide(number, partitions), partitions)
            return table.append_column(_PARTITION, pc.abs(pc.subtract(number, whole)))

        return _groups(_each(ds, part), _PARTITION, function)

    def each(
        self, tasks: pa.Table, function: Callable[[pa.RecordBatch], Iterator[pa.RecordBatch]], schema: pa.Schema
    ) -> _Records:
        def run(table: pa.Table) -> Iterator[pa.Table]:
            yield schema.empty_table()
            for task in table.to_batches():
                for batch in function(task):
                    yield pa.Table.from_batches([batch], schema)

        plan = ray.data.from_items(tasks.to_pylist(), override_num_blocks=max(1, len(tasks)))
        return _Records(plan.map_batches(run, batch_format="pyarrow", batch_size=1), schema)

    def group(
        self, records: _Records, by: str, function: Callable[[pa.Table], pa.Table], schema: pa.Schema, tasks: int
    ) -> _Records:
        return _Records(_groups(records.ds, by, function), schema)

    def all(self, records: _Records) -> pa.Table:
        tables = ray.get(records.ds.to_arrow_refs())
        return pa.concat_tables([records.schema.empty_table(), *(table for table in tables if len(table))])


def _groups(ds: Dataset, by: str, function: Callable[[pa.Table], pa.Table]) -> Dataset:
    """A function over the records of each number in `by` together."""
    # By tasks, which are done again where a node is lost, and which wait for no core that another shuffle holds: the actors of
    # Ray's other shuffles hold theirs until all of a chain of shuffles is done, and with few cores none gets on.
    ds.context.shuffle_strategy = ShuffleStrategy.SORT_SHUFFLE_PULL_BASED
    return ds.groupby(by).map_groups(function, batch_format="pyarrow")


def _each(ds: Dataset, function: Callable[[pa.Table], pa.Table]) -> Dataset:
    return ds.map_batches(function, batch_format="pyarrow", batch_size=None, zero_copy_batch=True)


class _Join:
    """A join of records of two kinds that lie in one table. Arrow's own knows no lists and records."""

    _SIDE, _AT = "side", "at "

    def __init__(self, left: pa.Schema, right: pa.Schema, on: list[str], how: str) -> None:
        self.left, self.right, self.on = left, right, on
        self.how = how.replace("_", " ")
        self.others = [field for field in right if field.name not in on]
        self.schema = pa.schema([*left, *self.others, pa.field(self._SIDE, pa.bool_())])

    def of_left(self, table: pa.Table) -> pa.Table:
        return self._wide(table, False)

    def of_right(self, table: pa.Table) -> pa.Table:
        return self._wide(table, True)

    def _wide(self, table: pa.Table, is_right: bool) -> pa.Table:
        def column(field: pa.Field) -> pa.Array | pa.ChunkedArray:
            if field.name == self._SIDE:
                return pa.array([is_right] * len(table), pa.bool_())
            if field.name in table.column_names:
                return table[field.name].cast(field.type)
            return pa.nulls(len(table), field.type)

        return pa.table([column(field) for field in self.schema], self.schema)

    def joined(self, table: pa.Table) -> pa.Table:
        is_right = table[self._SIDE]
        left = table.filter(pc.invert(is_right)).select(self.left.names)
        right = table.filter(is_right).select(self.right.names)
        pairs = self._numbered(left, "left").join(
            self._numbered(right, "right"), keys=self.on, join_type=self.how
        )
        taken = left.take(pairs[self._AT + "left"])
        for name in self.on:
            at = taken.column_names.index(name)
            taken = taken.set_column(at, name, pairs[name])
        if self.how == "left anti":
            return taken
        beside = right.take(pairs[self._AT + "right"])
        for field in self.others:
            taken = taken.append_column(field, beside[field.name])
        return taken

    def _numbered(self, table: pa.Table, side: str) -> pa.Table:
        numbers = pa.array(range(len(table)), pa.int64())
        return table.select(self.on).append_column(self._AT + side, numbers)
