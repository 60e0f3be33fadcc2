"""Khabar reads the news: from any page the report itself, and who said what to whom, and when.

>>> import khabar
>>> report = khabar.read("<h1>Quay opens</h1><p>The harbour of Port Amal reopened on Monday, two years after the storm, "
...                      "the mayor said. “We waited for a year,” she told reporters.</p>")
>>> report.headline
'Quay opens'
>>> report.statements[-1].words
'We waited for a year'

`khabar.read` reads a page, `read_many` many, `read_warc` an archive, `read_batch` a column of a table of Arrow. `khabar.spark`
and `khabar.ray` do so on a cluster.
"""

from ._khabar import (
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
