"""A corpus made by an engine: archives in, Parquet out, row for row what `khabar corpus` writes.

What is large never goes through the engine. Its tasks read pieces of archives into the files that `khabar corpus` has of a part, the
rows and the keys by which they are compared; only records of keys are shuffled (`_marks`); and tasks put the marks that were found to
the rows that have them.

    OUT/staged-…/plan.parquet
                           the pieces
    OUT/staged-…/read/     what was read: a ZIP a piece, of the files of its rows, keys and failures, which are so of one reading
    OUT/staged-…/done      says that all pieces are there, and how many pages they have
    OUT/staged-…/unfinished/
                           files on their way to their names
    OUT/pages/, failures/  what is asked for

What is staged goes when all is done, so that a job goes on where it was stopped, piece by piece.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol
from uuid import uuid4
from zipfile import ZipFile

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow.fs import FileSystem, FileType, LocalFileSystem, copy_files

from . import _marks, pieces
from ._khabar import keys_in, read_to, write_part
from ._marks import Batches, Records

# Where an engine may keep what it needs again.
SCRATCH = "staged-scratch"

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


def located(name: str) -> tuple[FileSystem, str]:
    """Where a path or an address leads."""
    if "://" not in name:
        name = os.path.abspath(name)
    # As Hadoop calls it.
    return FileSystem.from_uri(f"s3://{name[6:]}" if name.startswith("s3a://") else name)


def listed(name: str) -> list[str]:
    """The paths in a list: one a line."""
    files, path = located(name)
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
    """Makes a corpus of archives. What the engine keeps meanwhile may lie in the folder `SCRATCH` of `out`; what is compared is
    shuffled into so many parts."""
    for mark in drop:
        if mark not in _marks.DROPPABLE:
            raise ValueError(f"drop: there is no mark {mark!r}, but {', '.join(_marks.DROPPABLE)}")
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
    staged.clear(SCRATCH)
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
        self.files, self.out = located(out)
        self.staged = f"{self.out}/{name}"
        self._of_plan = f"{self.staged}/plan.parquet"
        self._done = f"{self.staged}/done"
        self.reading = reading

    def plan(self) -> pa.Table | None:
        """The pieces, where they were counted before."""
        return pq.read_table(self._of_plan, filesystem=self.files) if self._is_there(self._of_plan) else None

    def begin(self, plan: pa.Table) -> pa.Table:
        with _temporary() as here:
            pq.write_table(plan, here / "plan")
            self._bring(here / "plan", self._of_plan)
        return plan

    def pages(self) -> int | None:
        """How many pages were read, where all pieces were."""
        if not self._is_there(self._done):
            return None
        with self.files.open_input_stream(self._done) as done:
            return int(done.read())

    def finish(self, pages: int) -> int:
        with _temporary() as here:
            (here / "done").write_text(str(pages))
            self._bring(here / "done", self._done)
        return pages

    def clear(self, *names: str) -> None:
        for name in names:
            if self._is_there(f"{self.out}/{name}"):
                self.files.delete_dir(f"{self.out}/{name}")

    def remove(self) -> None:
        """Removes what is staged. What says that it is whole goes first: nobody may take what is left of it for that."""
        self.files.delete_file(self._done)
        self.files.delete_dir(self.staged)

    def read(self, tasks: Batches) -> Iterator[pa.RecordBatch]:
        """Reads pieces, but those that have been read."""
        for first, piece in _rows(tasks, "first", "piece"):
            if not self._is_there(self._of_piece(first)):
                with _temporary() as here:
                    read = read_to(piece, str(here), **self.reading.options)
                    _marks.hold_countable(piece, read.pages)
                    # Packed they are already.
                    with ZipFile(here / "read", "w") as together:
                        together.write(read.rows, "rows")
                        together.write(read.keys, "keys")
                        together.write(read.failed, "failures")
                        together.writestr("counts", json.dumps([read.pages, read.failures]))
                    self._bring(here / "read", self._of_piece(first))
            pages, _ = self._counts(first)
            yield pa.RecordBatch.from_pylist([{"first": first, "pages": pages}], _READ)

    def send(self, parts: int, kinds: Sequence[str], tasks: Batches) -> Iterator[pa.RecordBatch]:
        """Records of the keys of pieces."""
        return _marks.send(kinds, parts, self._keys(tasks))

    def _keys(self, tasks: Batches) -> Iterator[pa.RecordBatch]:
        for first, place in _rows(tasks, "first", "place"):
            with _temporary() as here:
                pages, _ = self._counts(first)
                keys = keys_in(str(self._fetch("keys", first, here)), pages, first, place)
            yield from pa.table(keys).to_batches()

    def write(self, drop: list[str], firsts: list[int], records: Batches) -> Iterator[pa.RecordBatch]:
        """Writes the rows of pieces with their marks."""
        taken = pa.Table.from_batches(records, _marks.RECORDS)
        for place in pc.unique(taken["part"]).to_pylist():
            first = firsts[place]
            name = f"part-{first:016x}.parquet"
            of_place = taken.filter(pc.equal(taken["part"], place))
            with _temporary() as here:
                _, failures = self._counts(first)
                rows = write_part(str(self._fetch("rows", first, here)), first, of_place, drop, str(here / "part"))
                # The first says what columns there are, also where there are no rows.
                if rows or place == 0:
                    self._bring(here / "part", f"{self.out}/pages/{name}")
                if failures or place == 0:
                    self._bring(self._fetch("failures", first, here), f"{self.out}/failures/{name}")
            yield pa.record_batch([pa.array([first], pa.int64())], schema=_WRITTEN)

    def _of_piece(self, first: int) -> str:
        """What was read of a piece."""
        return f"{self.staged}/read/{first:016x}.zip"

    def _counts(self, first: int) -> tuple[int, int]:
        """How many pages were read, and how many could not be."""
        with self._opened(first) as together:
            pages, failures = json.loads(together.read("counts"))
        return pages, failures

    def _fetch(self, name: str, first: int, here: Path) -> Path:
        """A file of what was read, on this machine."""
        with self._opened(first) as together:
            return Path(together.extract(name, here))

    @contextmanager
    def _opened(self, first: int) -> Iterator[ZipFile]:
        with self.files.open_input_file(self._of_piece(first)) as file, ZipFile(file) as together:
            yield together

    def _bring(self, file: Path, path: str) -> None:
        """Brings a file of this machine to where it is there once it is whole. Where another task that does the same was before it
        is left as it is, since somebody may have it by now."""
        unfinished = f"{self.staged}/unfinished/{uuid4()}"
        for folder in (f"{self.staged}/unfinished", path.rpartition("/")[0]):
            self.files.create_dir(folder)
        copy_files(str(file), unfinished, source_filesystem=LocalFileSystem(), destination_filesystem=self.files)
        try:
            if not self._is_there(path):
                self.files.move(unfinished, path)
                return
        except OSError:
            # Some stores do not put one file in the place of another.
            if not self._is_there(path):
                raise
        self.files.delete_file(unfinished)

    def _is_there(self, path: str) -> bool:
        return self.files.get_file_info(path).type != FileType.NotFound


@contextmanager
def _temporary() -> Iterator[Path]:
    """A folder on this machine."""
    with TemporaryDirectory(prefix="khabar-") as folder:
        yield Path(folder)
