"""A corpus made by an engine: archives in, Parquet out, row for row what `khabar corpus` writes.

What is large never goes through the engine. Its tasks read pieces of archives into the files that `khabar corpus` has of a part, the
rows and the keys by which they are compared; only records of keys are shuffled (`_marks`); and tasks put the marks that were found to
the rows that have them.

    OUT/staged-…/plan.parquet
                           the pieces
    OUT/staged-…/rows/     what was read: a file a piece
    OUT/staged-…/failures/ what could not be read of it, where there is any
    OUT/staged-…/keys/     what is compared of it; comes last
    OUT/staged-…/done      says that all pieces are there, and how many pages they have
    OUT/pages/, failures/  what is asked for

What is staged goes when all is done, so that a job goes on where it was stopped, piece by piece.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow.fs import FileSystem, FileType, LocalFileSystem, copy_files

from . import _marks, pieces
from ._khabar import keys_in, read_to, write_part
from ._marks import Batches, Records

# What tasks are of: a path by its place in the list; a piece of it by the number of its first row, which names what is written.
_PATH = pa.schema([("file", pa.int64()), ("path", pa.string())])
_PIECE = pa.schema([("first", pa.int64()), ("piece", pa.string())])
# What they say of a piece they read, and of one they wrote.
_READ = pa.schema([("first", pa.int64()), ("pages", pa.int64())])
_WRITTEN = pa.schema([("first", pa.int64())])


class Engine(_marks.Engine[Records], Protocol[Records]):
    """What an engine must be able to do besides."""

    def each(
        self, rows: pa.Table, function: Callable[[Batches], Batches], schema: pa.Schema, tasks: int | None = None
    ) -> Records:
        """What a function gives of the rows of a table, by a task for each or by so many, which are done again where they are
        lost."""

    def all(self, records: Records) -> pa.Table:
        """The records here."""

    def slots(self) -> int:
        """How many tasks run at once."""


def place(name: str) -> tuple[FileSystem, str]:
    """Where a path or an address leads."""
    if "://" not in name:
        name = os.path.abspath(name)
    # As Hadoop calls it.
    return FileSystem.from_uri(f"s3://{name[6:]}" if name.startswith("s3a://") else name)


def listed(name: str) -> list[str]:
    """The paths in a list: one a line."""
    files, path = place(name)
    with files.open_input_stream(path) as lines:
        paths = [line.strip() for line in lines.read().decode().splitlines()]
    return [path for path in paths if path]


def planned(engine: Engine[Records], paths: Sequence[str], size: int | None) -> pa.Table:
    """The pieces of archives, in order: a task each."""
    if isinstance(paths, str):
        raise TypeError("paths: give a list of paths, not one")

    def count(tasks: Batches) -> Iterator[pa.RecordBatch]:
        for file, path in _rows(tasks, "file", "path"):
            found = pieces(path, size=size)
            firsts = [_marks.first_row(file, number) for number in range(len(found))]
            yield pa.record_batch([pa.array(firsts, pa.int64()), pa.array(found, pa.string())], schema=_PIECE)

    files = pa.table([pa.array(range(len(paths)), pa.int64()), pa.array(list(paths), pa.string())], schema=_PATH)
    return engine.all(engine.each(files, count, _PIECE)).sort_by("first")


def make(
    engine: Engine[Records],
    paths: Sequence[str],
    out: str,
    *,
    drop: Sequence[str] = (),
    size: int | None = None,
    parts: int | None = None,
    **options: object,
) -> None:
    """Makes a corpus of archives. What the engine keeps meanwhile may lie in the folder `scratch` of `out`; what is compared is
    shuffled into so many parts."""
    for mark in drop:
        if mark not in _marks.DUPLICATES:
            raise ValueError(f"drop: there is no mark {mark!r}, but {', '.join(_marks.DUPLICATES)}")
    reading = _marks.Reading(**options)
    # Named after what is read and how, so that what was read of other archives is not taken for it.
    what = json.dumps([list(paths), size, options])
    staged = Folder(out, f"staged-{hashlib.sha256(what.encode()).hexdigest()[:16]}", reading)

    plan = staged.plan()
    if plan is None:
        plan = staged.begin(planned(engine, paths, size))
    places = plan.append_column("place", pa.array(range(len(plan)), pa.int32()))
    pages = staged.pages()
    if pages is None:
        read = engine.all(engine.each(places, staged.read, _READ))
        pages = staged.finish(pc.sum(read["pages"]).as_py() or 0)

    parts = parts or _marks.parts_for(pages, engine.slots())
    # Every piece comes, also without marks.
    found = [engine.each(places, _of_places, _marks.RECORDS, parts)]
    if pages:

        def source(kinds: Sequence[str]) -> Records:
            return engine.each(places, partial(staged.send, parts, list(kinds)), _marks.RECORDS, parts)

        found.append(_marks.find(engine, source, parts))
    staged.clear("pages", "failures")
    write = partial(staged.write, list(drop), plan["first"].to_pylist())
    engine.all(engine.round(engine.union(found), write, parts, _WRITTEN))
    staged.clear("scratch")
    staged.remove()


def _rows(batches: Batches, *columns: str) -> Iterator[tuple]:
    """The values of some columns, row by row."""
    for batch in batches:
        yield from zip(*(batch[name].to_pylist() for name in columns))


def _of_places(tasks: Batches) -> Iterator[pa.RecordBatch]:
    """A record of no kind that is known for each piece."""
    for (place,) in _rows(tasks, "place"):
        yield pa.RecordBatch.from_pylist([{"part": place, "kind": "place", "data": b""}], _marks.RECORDS)


class Folder:
    """What tasks write and read; it travels with them."""

    def __init__(self, out: str, name: str, reading: _marks.Reading) -> None:
        self.files, self.out = place(out)
        self.staged = f"{self.out}/{name}"
        self.reading = reading

    def plan(self) -> pa.Table | None:
        """The pieces, where they were counted before."""
        path = f"{self.staged}/plan.parquet"
        return pq.read_table(path, filesystem=self.files) if self._is_there(path) else None

    def begin(self, plan: pa.Table) -> pa.Table:
        with TemporaryDirectory(prefix="khabar-") as here:
            pq.write_table(plan, f"{here}/plan")
            self._bring(f"{here}/plan", f"{self.staged}/plan.parquet")
        return plan

    def pages(self) -> int | None:
        """How many pages were read, where all pieces were."""
        if not self._is_there(f"{self.staged}/done"):
            return None
        with self.files.open_input_stream(f"{self.staged}/done") as done:
            return int(done.read())

    def finish(self, pages: int) -> int:
        with self.files.open_output_stream(f"{self.staged}/done") as done:
            done.write(str(pages).encode())
        return pages

    def clear(self, *names: str) -> None:
        for name in names:
            if self._is_there(f"{self.out}/{name}"):
                self.files.delete_dir(f"{self.out}/{name}")

    def remove(self) -> None:
        """Removes what is staged. What says that it is whole goes first: nobody may take what is left of it for that."""
        self.files.delete_file(f"{self.staged}/done")
        self.files.delete_dir(self.staged)

    def read(self, tasks: Batches) -> Iterator[pa.RecordBatch]:
        """Reads pieces, but those that have been read."""
        for first, piece, place in _rows(tasks, "first", "piece", "place"):
            if not self._is_there(self._path("keys", first)):
                with TemporaryDirectory(prefix="khabar-") as here:
                    read = read_to(piece, here, **self.reading.options)
                    if read.pages > _marks.ROWS_OF_PIECE:
                        raise ValueError(
                            f"{piece}: it has more rows than can be numbered, {_marks.ROWS_OF_PIECE}; cut it into several files, or "
                            "unpack it"
                        )
                    # The first says what columns there are, also where nothing failed.
                    if read.failures or place == 0:
                        self._bring(read.failed, self._path("failures", first))
                    self._bring(read.rows, self._path("rows", first))
                    self._bring(read.keys, self._path("keys", first))
            yield pa.RecordBatch.from_pylist([{"first": first, "pages": self._count(first)}], _READ)

    def send(self, parts: int, kinds: Sequence[str], tasks: Batches) -> Iterator[pa.RecordBatch]:
        """Records of the keys of pieces."""
        for first, place in _rows(tasks, "first", "place"):
            with TemporaryDirectory(prefix="khabar-") as here:
                keys = keys_in(self._fetch("keys", first, here), first, self._count(first))
            yield from _marks.send(kinds, parts, place, pa.table(keys).to_batches())

    def write(self, drop: list[str], firsts: list[int], records: Batches) -> Iterator[pa.RecordBatch]:
        """Writes the rows of pieces with their marks."""
        taken = pa.Table.from_batches(records, _marks.RECORDS)
        for place in pc.unique(taken["part"]).to_pylist():
            first = firsts[place]
            of_place = taken.filter(pc.equal(taken["part"], place))
            with TemporaryDirectory(prefix="khabar-") as here:
                part = f"{here}/part"
                rows = write_part(self._fetch("rows", first, here), first, of_place, drop, part)
                # The first says what columns there are, also where there are no rows.
                if rows or place == 0:
                    self._bring(part, f"{self.out}/pages/{_part(first)}")
                if self._is_there(self._path("failures", first)):
                    self._bring(self._fetch("failures", first, here), f"{self.out}/failures/{_part(first)}")
            yield pa.record_batch([pa.array([first], pa.int64())], schema=_WRITTEN)

    def _count(self, first: int) -> int:
        """How many rows a piece has."""
        return pq.read_metadata(self._path("rows", first), filesystem=self.files).num_rows

    def _path(self, kind: str, first: int) -> str:
        return f"{self.staged}/{kind}/{first:016x}{'' if kind == 'keys' else '.parquet'}"

    def _fetch(self, kind: str, first: int, here: str) -> str:
        """A file of a piece, on this machine."""
        path = f"{here}/{kind}"
        copy_files(self._path(kind, first), path, source_filesystem=self.files, destination_filesystem=LocalFileSystem())
        return path

    def _bring(self, file: str | Path, path: str) -> None:
        """Brings a file of this machine to where it is there once it is whole; another task that does the same may be there before."""
        folder, _, name = path.rpartition("/")
        self.files.create_dir(folder)
        unfinished = f"{folder}/.{name}-{uuid4()}"
        try:
            copy_files(str(file), unfinished, source_filesystem=LocalFileSystem(), destination_filesystem=self.files)
            if self._is_there(path):
                self.files.delete_file(path)
            self.files.move(unfinished, path)
        except BaseException:
            if self._is_there(unfinished):
                self.files.delete_file(unfinished)
            raise

    def _is_there(self, path: str) -> bool:
        return self.files.get_file_info(path).type != FileType.NotFound


def _part(first: int) -> str:
    return f"part-{first:016x}.parquet"
