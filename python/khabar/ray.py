"""Khabar on Ray: pages read in Ray's workers, duplicates found by Ray's own tasks and objects.

`corpus` takes archives to Parquet in one go; `read` reads the pages of a Dataset, `read_warc` those of archives, `mark_duplicates` sets
rows beside each other. The columns are those of `khabar corpus`, and so is what stands in them. Workers need this package and pyarrow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import ray.data
from ray.data import Dataset

from . import _corpus, _marks
from ._corpus import listed
from ._marks import DROPPABLE, Batches

__all__ = ["DROPPABLE", "corpus", "drop_duplicates", "listed", "mark_duplicates", "read", "read_warc"]


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
    pieces of about `size` bytes (64 MiB), each a task of its own. Rows with a mark in `drop`, one of `DROPPABLE`, are left out.
    What is compared is shuffled into so many `partitions`, by default one for 50,000 rows and as many as there are cores.

    What is read stands in `out` until all is done: the same call goes on where one was stopped.
    """
    options = {"statements": statements, "max_bytes": max_bytes, "max_seconds": max_seconds}
    _corpus.make(_Ray(), paths, out, drop=drop, size=size, parts=_parts(partitions), **options)


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
    schema = reading.schema()

    def run(table: pa.Table) -> Iterator[pa.Table]:
        yield schema.empty_table()
        for batch in reading.pieces(table.to_batches()):
            yield pa.Table.from_batches([batch], schema)

    plan = _corpus.planned(_Ray(), paths, size).to_pylist()
    tasks = ray.data.from_items(plan, override_num_blocks=max(1, len(plan)))
    return tasks.map_batches(run, batch_format="pyarrow", batch_size=1)


def mark_duplicates(ds: Dataset, *, partitions: int | None = None) -> Dataset:
    """Sets rows beside each other, and adds what `khabar corpus` says of that: `addressDuplicateOf`, `exactDuplicateOf`,
    `nearDuplicateOf`, `repeated`, `repeatedShare` (docs/corpora.md).

    `ds` is what `read_warc` gave, or the same read back from where it was written, which saves reading the pages once more: write it
    first. The work begins at once, and rows that could not be read are left out. Earlier is what has the smaller `row`, of which each
    row has one of its own: read archives in one go, since the rows of the next begin anew. What is compared is shuffled into so many
    `partitions`, by default one for 50,000 rows and as many as there are cores.
    """
    columns = ds.schema()
    names = columns.names if columns else []
    missing = [name for name in _marks.KEYS if name not in names]
    if missing:
        raise ValueError(f"there is no column {missing[0]!r}; give what khabar.ray.read_warc gave")
    partitions = _parts(partitions)
    engine = _Ray()
    # Ray forgets the columns of what has no rows.
    nothing = columns.base_schema.empty_table()
    blocks = ds.materialize().to_arrow_refs() or [nothing]
    keyed = [_keyed.remote(nothing, place, block) for place, block in enumerate(blocks)]
    parts = partitions or _marks.parts_for(sum(ray.get([rows for rows, _ in keyed])), engine.slots())
    # Blocks may be many, and small.
    together = -(-len(blocks) // parts)
    keys = [[keys for _, keys in keyed[begin : begin + together]] for begin in range(0, len(blocks), together)]

    def source(kinds: Sequence[str]) -> _Records:
        send = partial(_marks.send, list(kinds), parts)
        return [_Task(send, of_task, _marks.RECORDS) for of_task in keys]

    of_parts = [engine.made(task) for task in engine.round(_marks.find(engine, source, parts), iter, parts, _marks.RECORDS)]
    columns = [name for name in names if name not in _marks.OWN]
    marked = [
        _marked.remote(nothing, columns, place, block, of_parts[place % parts]) for place, block in enumerate(blocks)
    ]
    return ray.data.from_arrow_refs(marked)


def _parts(partitions: int | None) -> int | None:
    if partitions is not None and partitions < 1:
        raise ValueError("partitions: at least one is needed")
    return partitions


def drop_duplicates(ds: Dataset, *, partitions: int | None = None) -> Dataset:
    """The rows that are no near duplicate of an earlier one, with the marks of `mark_duplicates`."""
    marked = mark_duplicates(ds, partitions=partitions)
    return marked.map_batches(_those_first, batch_format="pyarrow", zero_copy_batch=True)


def _those_first(table: pa.Table) -> pa.Table:
    return table.filter(pc.is_null(table["nearDuplicateOf"]))


# Done again where a node is lost, and where a store fails for a time.
_again = ray.remote(max_retries=3, retry_exceptions=True)


@dataclass
class _Task:
    """Records that a function makes of tables, which are here or at Ray's."""

    function: Callable[[Batches], Batches]
    tables: Sequence[object]
    schema: pa.Schema
    kinds: Sequence[str] | None = None


_Records = list[_Task]


class _Ray:
    """Ray as an engine of `_marks` and `_corpus`: its tasks and objects, of which those of a part are given to one task."""

    def round(
        self, records: _Records, function: Callable[[Batches], Batches], parts: int, schema: pa.Schema
    ) -> _Records:
        return [_Task(function, of_part, schema) for of_part in self.parted(records, parts)]

    def parted(self, records: _Records, parts: int) -> list[Sequence[object]]:
        """The tables of each part."""
        split = _split.options(num_returns=parts)
        made = [split.remote(parts, task.kinds, task.schema, task.function, *task.tables) for task in records]
        return list(zip(*made)) if parts > 1 else [made]

    def of_kinds(self, records: _Records, kinds: Sequence[str]) -> _Records:
        return [replace(task, kinds=kinds) for task in records]

    def union(self, records: Sequence[_Records]) -> _Records:
        return [task for some in records for task in some]

    def keep(self, records: _Records) -> _Records:
        return [_Task(iter, (self.made(task),), task.schema) for task in records]

    def each(
        self, rows: pa.Table, function: Callable[[Batches], Batches], schema: pa.Schema, tasks: int | None = None
    ) -> _Records:
        length = max(1, -(-len(rows) // (tasks or max(1, len(rows)))))
        begins = range(0, max(1, len(rows)), length)
        return [_Task(function, (rows.slice(begin, length),), schema) for begin in begins]

    def all(self, records: _Records) -> pa.Table:
        schema = records[0].schema
        return pa.concat_tables(ray.get([self.made(task) for task in records])).cast(schema)

    def slots(self) -> int:
        return max(1, int(ray.cluster_resources().get("CPU", 1)))

    def made(self, task: _Task) -> ray.ObjectRef:
        """The table of a task."""
        return _made.remote(task.schema, task.function, *task.tables)


@_again
def _made(schema: pa.Schema, function: Callable[[Batches], Batches], *tables: pa.Table) -> pa.Table:
    batches = (batch for table in tables for batch in table.to_batches())
    return pa.Table.from_batches(function(batches), schema)


@_again
def _split(
    parts: int, kinds: Sequence[str] | None, schema: pa.Schema, function: Callable[[Batches], Batches], *tables: pa.Table
) -> list[pa.Table] | pa.Table:
    """The records of each part, of some kinds."""
    batches = (batch for table in tables for batch in table.to_batches())
    made = pa.Table.from_batches(function(batches), schema)
    if kinds is not None:
        made = made.filter(pc.is_in(made["kind"], pa.array(kinds)))
    # Arrow has no remainder.
    number = made["part"]
    number = pc.subtract(number, pc.multiply(pc.divide(number, parts), parts))
    split = [made.filter(pc.equal(number, part)) for part in range(parts)]
    return split if parts > 1 else split[0]


@ray.remote(num_returns=2, max_retries=3, retry_exceptions=True)
def _keyed(nothing: pa.Table, place: int, rows: pa.Table) -> tuple[int, pa.Table]:
    """How many rows of a block could be read, and what they are compared by; their place is the block."""
    rows = _those_read(rows if len(rows) else nothing)
    keys = pa.Table.from_batches(_marks.keys(rows.to_batches()), _marks.KEYED)
    at = keys.column_names.index("place")
    return len(keys), keys.set_column(at, keys.schema.field(at), pa.repeat(pa.scalar(place, pa.int32()), len(keys)))


@_again
def _marked(nothing: pa.Table, columns: Sequence[str], place: int, rows: pa.Table, records: pa.Table) -> pa.Table:
    """The rows of a block that could be read, with their marks."""
    rows = _those_read(rows if len(rows) else nothing)
    records = records.filter(pc.equal(records["part"], place))
    marks = pa.Table.from_batches(_marks.marks(records.to_batches()), _marks.MARKED)
    at = pc.index_in(rows["row"].cast(pa.int64()), value_set=marks["row"].combine_chunks())
    marked = rows.select(["row", *columns])
    for mark in _marks.MARKS:
        marked = marked.append_column(mark, marks[mark].take(at))
    return marked


def _those_read(table: pa.Table) -> pa.Table:
    if "failure" not in table.column_names:
        return table
    return table.filter(pc.is_null(table["failure"]))
