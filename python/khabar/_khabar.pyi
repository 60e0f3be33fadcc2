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
    "Step",
    "Table",
    "Warning",
    "When",
    "__version__",
    "pieces",
    "read",
    "read_batch",
    "read_many",
    "read_piece",
    "read_warc",
    "table_schema",
]

@final
class Step:
    """A step of setting rows beside each other, for the engines."""

    @staticmethod
    def keys() -> Step: ...
    @staticmethod
    def records(kinds: list[str], parts: int, place: int | None = None) -> Step: ...
    @staticmethod
    def round(name: str, parts: int) -> Step: ...
    @property
    def takes(self) -> Schema: ...
    @property
    def gives(self) -> Schema: ...
    def take(self, data: _Data) -> Table: ...
    def finish(self) -> Table: ...

def rounds() -> list[tuple[str, list[str], list[str], list[str], str]]:
    """The rounds between which an engine shuffles."""
