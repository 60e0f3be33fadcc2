"""Rows set beside each other by an engine that shuffles: the marks of `khabar corpus`, in steps.

What a step does with the records of a partition is Rust (`_khabar.Step`); how records come together is the engine's. An engine
is a class with the methods that `Engine` names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Protocol, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from . import read_batch, read_piece, table_schema
from ._khabar import Step

Records = TypeVar("Records")

# The columns that set a row beside the others, in the order in which `khabar corpus` has them.
MARKS = ("addressDuplicateOf", "exactDuplicateOf", "nearDuplicateOf", "repeated", "repeatedShare")
# Of what a row can be a duplicate, as `khabar corpus --drop` calls it, and the column that says so.
DUPLICATES = dict(zip(("address-duplicate", "exact-duplicate", "near-duplicate"), MARKS))
# The columns of a row that its keys are made of.
KEYS = ("row", "id", "articleBody", "address", "url", "site")
# The columns that are no columns of `khabar corpus`.
OWN = ("row", "failure")

# By which all records come together.
ALL = "*"

# Rows are numbered so that those of earlier inputs have smaller numbers: a file by its place in the list, a piece by its
# place in the file, a row by its place in the piece.
_PIECE_BITS, _ROW_BITS = 15, 24
ROWS_OF_PIECE = 1 << _ROW_BITS


class Engine(Protocol[Records]):
    """What an engine must be able to do with its records."""

    def run(
        self, records: Records, step: str, *, by: str | None = None, order: Sequence[str] = ()
    ) -> Records:
        """A step over all records; where `by` names a column of numbers, over the records of each number together, in `order`;
        where it is `ALL`, over all of them together."""

    def map(
        self, records: Records, function: Callable[[pa.RecordBatch], pa.RecordBatch], schema: pa.Schema
    ) -> Records:
        """A function over batches of records."""

    def select(self, records: Records, columns: dict[str, str]) -> Records:
        """Columns under new names: `{new: old}`."""

    def join(self, left: Records, right: Records, on: Sequence[str], how: str) -> Records:
        """Records that have the same values: `inner`, `left_outer` or `left_anti`."""

    def union(self, one: Records, other: Records) -> Records:
        """The records of both."""

    def keep(self, records: Records) -> Records:
        """The records, made once however often they are asked for."""


def find(engine: Engine[Records], rows: Records) -> Records:
    """The marks of rows: of each row that has any its number, `row`, and the columns `MARKS`.

    `rows` has the columns `KEYS`.
    """
    return of_keys(engine, engine.keep(engine.run(rows, "keys")))


def of_keys(engine: Engine[Records], keys: Records) -> Records:
    """The same of what the step `keys` gave."""

    def firsts(of: str) -> Records:
        keyed = engine.run(keys, of)
        return engine.keep(engine.run(keyed, "firsts", by="bucket", order=("key", "row")))

    exact, addresses = firsts("texts"), firsts("addresses")
    near = engine.keep(_near(engine, keys, exact))
    repeated = _repeated(engine, keys, near)
    schema = step_schema("marks")
    marks = engine.map(repeated, partial(_wide, {}, schema), schema)
    for name, records in zip(MARKS, (addresses, exact, near)):
        wide = engine.map(records, partial(_wide, {name: "firstId"}, schema), schema)
        marks = engine.union(marks, wide)
    return engine.run(marks, "marks", by="row", order=("row",))


def _wide(names: dict[str, str], schema: pa.Schema, batch: pa.RecordBatch) -> pa.RecordBatch:
    """Records of some marks as records of all: `names` says which column holds a mark where it is called otherwise."""
    there = batch.schema.names
    columns = []
    for field in schema:
        name = names.get(field.name, field.name)
        if name in there:
            columns.append(batch[name].cast(field.type))
        else:
            columns.append(pa.nulls(len(batch), field.type))
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _near(engine: Engine[Records], keys: Records, exact: Records) -> Records:
    """Rows that are nearly the same as an earlier one, and the name of that: `row`, `firstId`."""
    # A copy of a text leads where the text does.
    own = engine.join(
        engine.select(keys, {name: name for name in ("row", "id", "bands", "sketch")}),
        engine.select(exact, {"row": "row"}),
        ("row",),
        "left_anti",
    )
    own = engine.keep(own)
    pairs = engine.run(engine.run(own, "bands"), "pairs", by="key", order=("key", "row"))
    pairs = engine.run(pairs, "distinct", by="row", order=("row", "earlier"))
    sketches = engine.run(own, "sketches")
    earlier = {"earlier": "row", "earlierSketch": "sketch", "earlierId": "id"}
    ours = engine.select(sketches, {"row": "row", "sketch": "sketch"})
    pairs = engine.join(pairs, ours, ("row",), "inner")
    pairs = engine.join(pairs, engine.select(sketches, earlier), ("earlier",), "inner")
    alike = engine.run(pairs, "alike")
    near = engine.keep(engine.run(alike, "groups", by=ALL, order=("row", "earlier")))
    copies = engine.join(
        exact, engine.select(near, {"first": "row", "near": "firstId"}), ("first",), "left_outer"
    )
    return engine.union(near, engine.map(copies, _of_copies, step_schema("groups")))


def _of_copies(batch: pa.RecordBatch) -> pa.RecordBatch:
    """What copies of texts are nearly the same as: what their text is, or the text itself."""
    near = pc.coalesce(batch["near"], batch["firstId"])
    return pa.record_batch({"row": batch["row"], "firstId": near.cast(pa.string())})


def _repeated(engine: Engine[Records], keys: Records, copies: Records) -> Records:
    """Rows with paragraphs that stand on other pages of their site too."""
    schema = pa.schema([("row", pa.int64()), ("isCopy", pa.bool_())])
    copies = engine.map(copies, _as_copies, schema)
    sites = engine.select(keys, {name: name for name in ("row", "site", "paragraphs")})
    rows = engine.join(sites, copies, ("row",), "left_outer")
    paragraphs = engine.keep(engine.run(rows, "paragraphs"))
    counted = engine.run(paragraphs, "counted", by="hash", order=("site", "hash", "row"))
    found = engine.join(paragraphs, counted, ("site", "hash"), "inner")
    return engine.run(found, "repeated", by="row", order=("row", "number"))


def _as_copies(batch: pa.RecordBatch) -> pa.RecordBatch:
    return pa.record_batch({"row": batch["row"], "isCopy": pa.array([True] * len(batch), pa.bool_())})


def step_schema(name: str) -> pa.Schema:
    """The columns that a step gives."""
    return pa.schema(Step(name).gives)


def step_columns(name: str) -> list[str]:
    """The columns that a step takes."""
    return Step(name).takes.names


def through(name: str, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """A step over batches, one after the other."""
    step = Step(name)
    for batch in batches:
        yield pa.record_batch(step.take(batch))
    yield pa.record_batch(step.finish())


def first_row(file: int, piece: int) -> int:
    """The number of the first row of a piece of a file."""
    if file >= 1 << (63 - _PIECE_BITS - _ROW_BITS) or piece >= 1 << _PIECE_BITS:
        raise ValueError(
            f"file {file}, piece {piece}: rows of so many files or pieces cannot be numbered; read fewer at once, or larger "
            "pieces (size)"
        )
    return (file << (_PIECE_BITS + _ROW_BITS)) | (piece << _ROW_BITS)


class Reading:
    """How rows are read, for those who read them elsewhere; it travels with the work."""

    def __init__(self, **options: object) -> None:
        # Said wrongly it fails here, rather than on a hundred machines.
        read_batch(pa.record_batch({"html": pa.array([], pa.string())}), **options)
        self.options = options

    def schema(self, kept: Sequence[pa.Field] = ()) -> pa.Schema:
        """The columns of what is read: the number of the row, those that are kept, and those of `khabar corpus`."""
        own = pa.schema(table_schema())
        taken = {"row", *own.names}
        for field in kept:
            if field.name in taken:
                raise ValueError(f"keep: there is a column {field.name!r} already; rename yours")
            taken.add(field.name)
        return pa.schema([pa.field("row", pa.int64()), *kept, *own], own.metadata)

    def batch(
        self, batch: pa.RecordBatch, source: str, offset: int, **columns: object
    ) -> pa.RecordBatch:
        """Reads a batch whose first row is number `offset` of its source."""
        table = read_batch(
            batch, source=source, first_row=offset, threads=1, **columns, **self.options
        )
        return pa.record_batch(table)

    def pieces(self, batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        """Reads pieces, each with the number of its first row."""
        for first, piece in zip(batch["first"].to_pylist(), batch["piece"].to_pylist()):
            yield from self.piece(piece, first)

    def piece(self, piece: str, first: int) -> Iterator[pa.RecordBatch]:
        """Reads a piece of an archive whose first row has the number `first`."""
        count = 0
        for table in read_piece(piece, threads=1, **self.options):
            read = pa.record_batch(table)
            yield numbered(read, read.select([]), first + count)
            count += len(read)
            if count > ROWS_OF_PIECE:
                raise ValueError(
                    f"{piece}: it has more rows than can be numbered, {ROWS_OF_PIECE}; cut it into several files, or unpack it"
                )


def numbered(read: pa.RecordBatch, kept: pa.RecordBatch, first: int) -> pa.RecordBatch:
    """What was read, behind the numbers of its rows and columns that were kept."""
    numbers = pa.array(range(first, first + len(read)), pa.int64())
    fields = [pa.field("row", pa.int64()), *kept.schema, *read.schema]
    schema = pa.schema(fields, read.schema.metadata)
    return pa.RecordBatch.from_arrays([numbers, *kept.columns, *read.columns], schema=schema)
