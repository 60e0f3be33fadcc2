"""Rows set beside each other by an engine that shuffles: the marks of `khabar corpus`, in rounds.

Which rounds there are and what one does with the records of a part is Rust (`_khabar.rounds`, `_khabar.Step`); how records come
together is the engine's, a class with the methods that `Engine` names.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Protocol, TypeVar

import pyarrow as pa

from . import read_batch, read_piece, table_schema
from ._khabar import Step, rounds

Records = TypeVar("Records")

# The columns that set a row beside the others, in the order in which `khabar corpus` has them.
MARKS = ("addressDuplicateOf", "exactDuplicateOf", "nearDuplicateOf", "repeated", "repeatedShare")
# For what a row can be left out, as `khabar corpus --drop` calls it, of what depends on other rows.
DROPPABLE = ("address-duplicate", "exact-duplicate", "near-duplicate", "repeated")
# The columns of a row that its keys are made of.
KEYS = ("row", "id", "articleBody", "address", "url", "site")
# The columns that are no columns of `khabar corpus`.
OWN = ("row", "failure")

# Rows are numbered so that those of earlier inputs have smaller numbers: a file by its place in the list, a piece by its
# place in the file, a row by its place in the piece.
_PIECE_BITS, _ROW_BITS = 15, 24
ROWS_OF_PIECE = 1 << _ROW_BITS

# What rounds take and give: the part that records go to, their kind, and as many of them as there are. What is made into such
# records, and what the last round gives.
RECORDS = pa.schema(Step.round("same", 1).gives)
KEYED = pa.schema(Step.keys().gives)
MARKED = pa.schema(Step.round("marks", 1).gives)
# Rows whose bands, paragraphs and sketches a part holds: some 250 MB of them. And so many that a part is worth a task.
ROWS_OF_PART, LEAST_ROWS_OF_PART = 50_000, 2_000

Batches = Iterable[pa.RecordBatch]


class Engine(Protocol[Records]):
    """What an engine must be able to do with records."""

    def round(
        self, records: Records, function: Callable[[Batches], Batches], parts: int, schema: pa.Schema
    ) -> Records:
        """What a function gives of the records of each part, of which there are so many: parts count modulo their number, so that
        one may have several places."""

    def of_kinds(self, records: Records, kinds: Sequence[str]) -> Records:
        """Those of some kinds."""

    def union(self, records: Sequence[Records]) -> Records:
        """All of several."""

    def keep(self, records: Records) -> Records:
        """The records, made once however often they are asked for."""


def find(engine: Engine[Records], source: Callable[[Sequence[str]], Records], parts: int) -> Records:
    """What there is to say of rows, for `marks`, each at the place of its row, in so many parts.

    `source` gives the records of some kinds that keys give (`send`).
    """
    all_rounds = rounds()
    found: list[tuple[list[str], Records]] = []
    for number, (name, of_keys, of_rounds, gives, has_all) in enumerate(all_rounds):
        taken = [source(of_keys)] if of_keys else []
        for kinds, records in found:
            wanted = [kind for kind in kinds if kind in of_rounds]
            if wanted:
                taken.append(engine.of_kinds(records, wanted))
        records = engine.union(taken)
        if gives:
            records = engine.round(records, partial(_in_round, name, parts), 1 if has_all else parts, RECORDS)
            takers = [later for later in all_rounds[number + 1 :] if not set(gives).isdisjoint(later[2])]
            if len(takers) > 1:
                records = engine.keep(records)
            found.append((gives, records))
    return records


def parts_for(rows: int, slots: int) -> int:
    """Into how many parts the records of so many rows are shuffled, where so many tasks run at once."""
    full = -(-rows // ROWS_OF_PART)
    # As many as run at once have work to do, unless that is next to nothing.
    return max(1, min(-(-full // slots) * slots, max(full, -(-rows // LEAST_ROWS_OF_PART))))


def keys(batches: Batches) -> Iterator[pa.RecordBatch]:
    """What rows are compared by; they have the columns `KEYS`."""
    return _through(Step.keys(), batches)


def send(kinds: Sequence[str], parts: int, batches: Batches) -> Iterator[pa.RecordBatch]:
    """Records of what rows are compared by."""
    return _through(Step.records(list(kinds), parts), batches)


def marks(batches: Batches) -> Iterator[pa.RecordBatch]:
    """The marks of the rows of a place, of which there is any: a row's number, `row`, and the columns `MARKS`."""
    return _through(Step.round("marks", 1), batches)


def _in_round(name: str, parts: int, batches: Batches) -> Iterator[pa.RecordBatch]:
    return _through(Step.round(name, parts), batches)


def _through(step: Step, batches: Batches) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield from pa.table(step.take(batch)).to_batches()
    yield from pa.table(step.finish()).to_batches()


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

    def pieces(self, batches: Batches) -> Iterator[pa.RecordBatch]:
        """Reads pieces, each with the number of its first row."""
        for batch in batches:
            for first, piece in zip(batch["first"].to_pylist(), batch["piece"].to_pylist()):
                yield from self.piece(piece, first)

    def piece(self, piece: str, first: int) -> Iterator[pa.RecordBatch]:
        """Reads a piece of an archive whose first row has the number `first`."""
        count = 0
        for table in read_piece(piece, threads=1, **self.options):
            read = pa.record_batch(table)
            yield numbered(read, read.select([]), first + count)
            count += len(read)
            hold_countable(piece, count)


def hold_countable(piece: str, rows: int) -> None:
    """Raises an error where the rows of a piece are more than can be numbered."""
    if rows > ROWS_OF_PIECE:
        name = json.loads(piece)["name"]
        raise ValueError(f"{name}: it has more rows than can be numbered, {ROWS_OF_PIECE}; cut it into several files, or unpack it")


def numbered(read: pa.RecordBatch, kept: pa.RecordBatch, first: int) -> pa.RecordBatch:
    """What was read, behind the numbers of its rows and columns that were kept."""
    numbers = pa.array(range(first, first + len(read)), pa.int64())
    fields = [pa.field("row", pa.int64()), *kept.schema, *read.schema]
    schema = pa.schema(fields, read.schema.metadata)
    return pa.RecordBatch.from_arrays([numbers, *kept.columns, *read.columns], schema=schema)
