from typing import final

from . import (
    _Data,
    Author as Author,
    Block as Block,
    Image as Image,
    Mention as Mention,
    Page as Page,
    Pages as Pages,
    Passage as Passage,
    PieceTables as PieceTables,
    ReadError as ReadError,
    Report as Report,
    Reports as Reports,
    Schema as Schema,
    Speaker as Speaker,
    Statement as Statement,
    Table as Table,
    Warning as Warning,
    When as When,
    __version__ as __version__,
    pieces as pieces,
    read as read,
    read_batch as read_batch,
    read_many as read_many,
    read_piece as read_piece,
    read_warc as read_warc,
    table_schema as table_schema,
)

__all__ = [
    "__version__",
    "ReadError",
    "Report",
    "Author",
    "Image",
    "Block",
    "Mention",
    "Warning",
    "Statement",
    "Passage",
    "When",
    "Speaker",
    "Reports",
    "Page",
    "Pages",
    "Table",
    "Schema",
    "PieceTables",
    "Step",
    "read",
    "read_many",
    "read_warc",
    "read_batch",
    "pieces",
    "read_piece",
    "table_schema",
]

@final
class Step:
    """A step of setting rows beside each other, for the engines."""

    def __new__(cls, name: str) -> Step: ...
    @property
    def takes(self) -> Schema: ...
    @property
    def gives(self) -> Schema: ...
    def take(self, data: _Data) -> Table: ...
    def finish(self) -> Table: ...
