from pathlib import Path
from typing import final

from . import (
    Author,
    Block,
    Image,
    Mention,
    Page,
    Pages,
    Passage,
    PieceTables,
    ReadError,
    Report,
    Reports,
    Schema,
    Speaker,
    Statement,
    Table,
    Warning,
    When,
    __version__,
    _Data,
    pieces,
    read,
    read_batch,
    read_many,
    read_piece,
    read_warc,
    table_schema,
)

__all__ = [
    "Author",
    "Block",
    "Image",
    "Mention",
    "Page",
    "Pages",
    "Passage",
    "PieceTables",
    "ReadError",
    "Report",
    "Reports",
    "Schema",
    "Speaker",
    "Statement",
    "Staged",
    "Step",
    "Table",
    "Warning",
    "When",
    "__version__",
    "keys_in",
    "pieces",
    "read",
    "read_batch",
    "read_many",
    "read_piece",
    "read_to",
    "read_warc",
    "rounds",
    "table_schema",
    "write_part",
]

@final
class Step:
    """A step of setting rows beside each other, for the engines."""

    @staticmethod
    def keys() -> Step: ...
    @staticmethod
    def records(kinds: list[str], parts: int) -> Step: ...
    @staticmethod
    def round(name: str, parts: int) -> Step: ...
    @property
    def gives(self) -> Schema: ...
    def take(self, data: _Data) -> Table: ...
    def finish(self) -> Table: ...

@final
class Staged:
    """A piece read into files of a folder."""

    @property
    def pages(self) -> int: ...
    @property
    def failures(self) -> int: ...
    @property
    def rows(self) -> Path: ...
    @property
    def keys(self) -> Path: ...
    @property
    def failed(self) -> Path: ...

def read_to(piece: str, folder: str, *, statements: bool, max_bytes: int, max_seconds: float) -> Staged:
    """Reads a piece into files of a folder."""

def keys_in(path: str, rows: int, first: int, place: int) -> Table:
    """What the rows of such a file are compared by, for `Step.records`."""

def write_part(rows: str, first: int, records: _Data, drop: list[str], to: str) -> int:
    """Writes the rows of such a file as a part with the marks that records say, but those with a mark in `drop`; says how many there are."""

def rounds() -> list[tuple[str, list[str], list[str], list[str], bool]]:
    """The rounds between which an engine shuffles."""
