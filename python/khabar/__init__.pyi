from collections.abc import Iterable, Sequence
from datetime import date, datetime
from os import PathLike
from typing import Any, ClassVar, Final, Literal, Protocol, TypeAlias, final, type_check_only

from typing_extensions import Self

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

__version__: Final[str]

@type_check_only
class _File(Protocol):
    def read(self) -> str | bytes | bytearray | memoryview: ...

@type_check_only
class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...

@type_check_only
class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: Any = None) -> Any: ...

_Page: TypeAlias = str | bytes | bytearray | memoryview | PathLike[str] | PathLike[bytes] | _File
_Data: TypeAlias = _ArrowStream | _ArrowArray
_Kind: TypeAlias = Literal["auto", "html", "text", "body"]
_PageKind: TypeAlias = Literal[
    "article",
    "live-blog",
    "paywall-stub",
    "section-front",
    "listing",
    "collection",
    "forum",
    "product",
    "documentation",
    "service",
    "error",
    "cookie-wall",
]

def read(
    page: _Page,
    url: str | None = None,
    *,
    kind: _Kind = "auto",
    encoding: str | None = None,
    source: str | None = None,
    statements: bool = True,
    max_bytes: int = 33554432,
    max_seconds: float = 10.0,
) -> Report:
    """Reads one page.

    `page` is its HTML or text as `str`, its bytes, a `pathlib.Path`, or a file that is open. A `str` is always the page
    itself, never the name of a file. Bytes may be in any encoding, which is found out; nothing is fetched. Other
    threads run meanwhile.

    - `url`: the address the page comes from, to make addresses in it absolute.
    - `kind`: `"auto"` (found out), `"html"`, `"text"` (a dump of all text of a page) or `"body"` (the text of a report
      and nothing else, taken as it is).
    - `encoding`: what the server said the bytes are in, such as `"windows-1256"`; it is believed unless the bytes say
      otherwise.
    - `source`: a name for the page, which `Report.source` gives back.
    - `statements`: whether to look for who said what; without, a page takes less time and `statements` stays empty.
    - `max_bytes`: bytes a page may have; a longer one is refused.
    - `max_seconds`: seconds a page may take, `float("inf")` for no limit; what is left then stays out, and a warning
      says so.

    Raises `ReadError` where it is no page at all (empty, a PDF document, longer than `max_bytes`), `OSError` where the
    path cannot be read, `ValueError` of other values, `TypeError` of types that are none of these. A page that carries
    no report raises nothing: `Report.is_report` is false, and `Report.warnings` says why.

    ```python
    >>> import khabar
    >>> page = '''<h1>Quay opens</h1>
    ... <p>The harbour of Port Amal reopened on Monday, two years after the storm, said Mayor Rima Nassar.</p>
    ... <p>“We waited for a year,” she told reporters.</p>'''
    >>> report = khabar.read(page, "https://courier.example/quay")
    >>> report.headline
    'Quay opens'
    >>> [(said.speaker.name, said.kind) for said in report.statements]
    [('Rima Nassar', 'indirect'), ('Rima Nassar', 'direct')]
    >>> khabar.read(b"%PDF-1.7")
    Traceback (most recent call last):
    khabar.ReadError: page: it is a PDF document, not a page
    ```
    """

def read_many(
    pages: Iterable[_Page | tuple[_Page, str | None]],
    *,
    threads: int | None = None,
    kind: _Kind = "auto",
    statements: bool = True,
    max_bytes: int = 33554432,
    max_seconds: float = 10.0,
) -> Reports:
    """Reads many pages on all cores and gives their reports in the order of the pages.

    - `pages`: any iterable of pages, each as `khabar.read` takes it, or a tuple of the page and its address. Pages are
      taken from it some at a time (16 for each thread), so it may be longer than memory.
    - `threads`: how many read at once; as many as there are cores where nothing is said.
    - `kind`: what all of them are, as for `khabar.read`.
    - `statements`: whether to look for who said what; without, a page takes less time and `statements` stays empty.
    - `max_bytes`: bytes a page may have; a longer one is refused.
    - `max_seconds`: seconds a page may take, `float("inf")` for no limit; what is left then stays out, and a warning
      says so.

    A page that cannot be read raises nothing: in its place comes its `ReadError`, or the `OSError` of a path that leads nowhere
    and the `ValueError` of a text that is none, so that one page costs one page. What
    the iterable itself raises, and the `TypeError` of an item that is no page, is raised once all reports before it
    were given; after that there are none. Raises `TypeError` of a single page, `ValueError` of other arguments.

    ```python
    >>> import khabar
    >>> pages = [("<h1>Quay opens</h1><p>The harbour reopened on Monday.</p>", "https://courier.example/quay"), b""]
    >>> for read in khabar.read_many(pages):
    ...     print(read.cause if isinstance(read, khabar.ReadError) else read.headline)
    Quay opens
    empty
    ```
    """

def read_warc(
    path: str | PathLike[str],
    *,
    threads: int | None = None,
    statements: bool = True,
    max_bytes: int = 33554432,
    max_seconds: float = 10.0,
) -> Pages:
    """Reads the pages of an archive, in the order they lie in it.

    - `path`: a file or a folder, as `str` or `pathlib.Path`, or an address of a store: WARC, WET and WACZ, ZIP, JSON
      Lines and Parquet, as `khabar corpus` reads them (`s3://`, `gs://` and `https://` too). Pages are read ahead some
      at a time; the archive need not fit into memory.
    - `threads`: how many read at once; as many as there are cores where nothing is said.
    - `statements`: whether to look for who said what; without, a page takes less time and `statements` stays empty.
    - `max_bytes`: bytes a page may have; a longer one is refused.
    - `max_seconds`: seconds a page may take, `float("inf")` for no limit; what is left then stays out, and a warning
      says so.

    What cannot be read, a page or a damaged record, is a `Page` with `error` instead of `report`; reading goes on after
    it. Raises `OSError` where the archive cannot be opened, `ValueError` and `TypeError` of arguments.

    ```python
    >>> import khabar
    >>> for page in khabar.read_warc("samples/crawl.warc.gz"):
    ...     print(page.id, page.report.headline)
    ...     break
    samples/crawl.warc.gz#439 Harbour of Port Amal reopens after a year of repairs
    ```
    """

def read_batch(
    data: _Data,
    *,
    html: str | None = None,
    text: str | None = None,
    url: str | None = None,
    id: str | None = None,
    keep: Sequence[str] = [],
    source: str = "batch",
    first_row: int = 0,
    threads: int | None = None,
    statements: bool = True,
    max_bytes: int = 33554432,
    max_seconds: float = 10.0,
) -> Table:
    """Reads a column of pages into a table with a row for each, in their order.

    - `data`: anything that hands out Arrow's structures (`__arrow_c_stream__` or `__arrow_c_array__`): a `Table` or
      `RecordBatch` of pyarrow, a `DataFrame` of Polars or pandas, a relation of `duckdb`.
    - `html`: the column of pages, texts or bytes; `"html"` where nothing is said.
    - `text`: the column of dumps of text, which is taken in rows whose page is null; `"text"` where nothing is said and
      there is one.
    - `url`: the column of addresses; `"url"` where nothing is said and there is one.
    - `id`: a column of texts or integers that names the rows in the column `id`; without, a row is named `batch#0`,
      after `source` and its number.
    - `keep`: columns of `data` that stand unchanged before those that are read.
    - `source`: what stands in the column `file` and before the number in `id`, where there is no column of ids.
    - `first_row`: the number of the first row.
    - `threads`: how many read at once; as many as there are cores where nothing is said.
    - `statements`: whether to look for who said what; without, a page takes less time and `statements` stays empty.
    - `max_bytes`: bytes a page may have; a longer one is refused.
    - `max_seconds`: seconds a page may take, `float("inf")` for no limit; what is left then stays out, and a warning
      says so.

    The columns are those of `khabar.table_schema()`. A page that cannot be read, or is null, is a row whose `failure`
    says why; beside its place and address it holds nothing, and `isReport` is false. Raises `TypeError` where `data` is
    no table or a column holds neither text nor bytes, `ValueError` where a column is missing or the texts of a batch
    come to more than 2 GiB.

    ```python
    >>> import khabar, pyarrow
    >>> pages = pyarrow.table({"number": [7, 8], "html": ["<h1>Quay opens</h1><p>The harbour reopened on Monday.</p>", None]})
    >>> read = pyarrow.table(khabar.read_batch(pages, keep=["number"]))
    >>> read.select(["number", "headline", "failure"]).to_pylist()[0]
    {'number': 7, 'headline': 'Quay opens', 'failure': None}
    >>> read.select(["number", "headline", "failure"]).to_pylist()[1]
    {'number': 8, 'headline': None, 'failure': {'cause': 'empty', 'message': 'there is nothing in it'}}
    ```
    """

def table_schema() -> Schema:
    """The columns of what `khabar.read_batch` and `khabar.read_piece` give, with their types.

    ```python
    >>> import khabar
    >>> khabar.table_schema().names[:4]
    ['id', 'file', 'entry', 'offset']
    ```
    """

def pieces(path: str | PathLike[str], *, size: int | None = None) -> list[str]:
    """Cuts an archive into pieces that can be read one by one, by other processes and on other machines.

    - `path`: as for `khabar.read_warc`; other machines must find the archive under the same name.
    - `size`: about so many bytes a piece has; 64 MiB where nothing is said.

    Each piece is a text for `khabar.read_piece`. Together they hold every page once. Raises `OSError` where the archive
    cannot be opened, `ValueError` of a size of 0.

    ```python
    >>> import khabar
    >>> len(khabar.pieces("samples/crawl.warc.gz"))
    1
    ```
    """

def read_piece(
    piece: str,
    *,
    threads: int | None = 1,
    statements: bool = True,
    max_bytes: int = 33554432,
    max_seconds: float = 10.0,
) -> PieceTables:
    """Reads a piece of an archive into tables, some rows at a time.

    - `piece`: what `khabar.pieces` gave.
    - `threads`: how many read at once; `None` for as many as there are cores.
    - `statements`: whether to look for who said what; without, a page takes less time and `statements` stays empty.
    - `max_bytes`: bytes a page may have; a longer one is refused.
    - `max_seconds`: seconds a page may take, `float("inf")` for no limit; what is left then stays out, and a warning
      says so.

    Raises `OSError` where the archive cannot be opened, `ValueError` of what is no piece.

    ```python
    >>> import khabar
    >>> [piece] = khabar.pieces("samples/crawl.warc.gz")
    >>> tables = khabar.read_piece(piece)
    >>> next(tables).column_names[:3]
    ['id', 'file', 'entry']
    ```
    """

class ReadError(ValueError):
    """A page that could not be read. `cause` says why in a word that stays the same: `empty`, `not-text`, `too-large`,
    `defect` and so on; the message says it in a sentence, with what to do.
    """

    cause: str

@final
class Report:
    """A page, read: the report it carries and what the page says about it.

    What a page does not give is `None` or empty; nothing is guessed to fill a gap. Reports cannot be changed, and
    threads may share them. To hand one to another process or keep it, take `to_json()` or `to_dict()`. In a notebook it
    shows itself as a card.

    ```python
    >>> import khabar
    >>> report = khabar.read('''<html lang="en">
    ... <meta property="article:published_time" content="2026-03-02T09:40:00+02:00"><h1>Quay opens</h1>
    ... <p class="byline">By <a rel="author" href="/staff/lina">Lina Haddad</a></p>
    ... <p>The harbour of Port Amal reopened on Monday, two years after the storm, said Mayor Rima Nassar.</p>
    ... <p>“We waited for a year,” she told reporters.</p>''', "https://courier.example/quay")
    >>> report
    <Report 'Quay opens', en, 2026-03-02, 25 words, 2 statements>
    >>> report.date_published.isoformat()
    '2026-03-02T09:40:00+02:00'
    >>> report.authors[0].url
    'https://courier.example/staff/lina'
    ```
    """

    @property
    def is_report(self) -> bool:
        """Whether the page carries a report. Where it does not, `warnings` says why, and `body` holds what running text
        there was.
        """
    @property
    def page_kind(self) -> _PageKind | None:
        """What kind of page it is: `article`, `live-blog` or `paywall-stub`, which carry a report; `section-front`,
        `listing`, `collection`, `forum`, `product`, `documentation`, `service`, `error` or `cookie-wall`. `None` of a
        dump of text.
        """
    @property
    def headline(self) -> str | None:
        """The headline, without the site's name; `None` where there is none."""
    @property
    def alternative_headline(self) -> str | None:
        """A second headline: one that stands over the first, or one that markup has and that differs from the printed one;
        else `None`.
        """
    @property
    def description(self) -> str | None:
        """The standfirst as the page gives it, or `None`."""
    @property
    def authors(self) -> list[Author]:
        """Who wrote the report, in the page's order."""
    @property
    def date_published(self) -> datetime | date | None:
        """When the report was first published, as precise as the page says it: a `datetime.date` where it gives a day, a
        `datetime.datetime` where it gives a time, which is aware where it gives an offset too. `None` where it gives
        nothing.
        """
    @property
    def date_modified(self) -> datetime | date | None:
        """When the report was last changed, as `date_published`; `None` where the page does not say so."""
    @property
    def dateline(self) -> str | None:
        """The place, and often the agency, that an agency report opens with: `BEIRUT (Reuters)`; else `None`."""
    @property
    def section(self) -> str | None:
        """The section of the outlet it stands in, or `None`."""
    @property
    def keywords(self) -> list[str]:
        """Tags of the page, in its order, each once."""
    @property
    def language(self) -> str | None:
        """BCP 47 language of the body, told from the text itself: `ar`, `pt`; `None` where that cannot be told."""
    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """Which way the text runs: `ltr` or `rtl`."""
    @property
    def publisher(self) -> str | None:
        """The outlet's name, or `None`."""
    @property
    def url(self) -> str | None:
        """Canonical address of the page: what it says of itself, else the address that was given; `None` where there is
        neither.
        """
    @property
    def images(self) -> list[Image]:
        """Images that belong to the report, the lead image first."""
    @property
    def is_accessible_for_free(self) -> bool | None:
        """False behind a paywall, true where the page says that it is free, `None` where it says nothing."""
    @property
    def body(self) -> str:
        """The text of the report: paragraphs parted by a blank line, items of a list and rows of a table by a line break,
        cells by a tab. Empty where there is none. Every `begin` and `end` of a report counts characters of this text,
        as Python counts them: `body[begin:end]`.
        """
    @property
    def word_count(self) -> int:
        """Words of `body`, in scripts that set no spaces too."""
    @property
    def blocks(self) -> list[Block]:
        """The structure of `body`, in reading order, with images where they stand."""
    @property
    def statements(self) -> list[Statement]:
        """Who said what to whom, and when, in the order of the body; empty where nobody says anything, or where
        `statements=False` was given.
        """
    @property
    def dates(self) -> list[Mention]:
        """Expressions of time in the body whose meaning can be told, in its order."""
    @property
    def other_headlines(self) -> list[str]:
        """Headlines of other reports that the page links to."""
    @property
    def confidence(self) -> dict[str, float]:
        """How likely each field is right, 0 to 1, by the name of its attribute; fields that the page does not give are not
        in it. Of `body` it is the word F1 to expect.
        """
    @property
    def warnings(self) -> list[Warning]:
        """What was odd, cut or missing."""
    @property
    def source(self) -> str | None:
        """The name that was given for the page as `source`, or `None`."""
    def to_json(self, *, indent: bool = False) -> str:
        """The reading as JSON text: one JSON-LD object with schema.org's names, as `khabar read` writes it; on one line,
        or indented.

        ```python
        >>> import khabar
        >>> khabar.read("The quay is open.", kind="body").to_json()[:32]
        '{"@context":"https://schema.org"'
        ```
        """
    def to_dict(self) -> dict[str, Any]:
        """The object of `to_json()` as dictionaries, lists and texts; dates are texts in it."""
    def to_markdown(self) -> str:
        """The report as Markdown, with its headings, lists, tables, quotations, links and images."""
    def to_text(self) -> str:
        """The report as plain text: headline, byline and body."""
    def to_html(self) -> str:
        """The report as a clean HTML document of its own. Everything from the page is escaped in it."""
    def _repr_html_(self) -> str: ...

@final
class Author:
    """Who wrote a report. `str(author)` is the name."""

    @property
    def name(self) -> str:
        """The name alone, without "By", role or outlet."""
    @property
    def url(self) -> str | None:
        """The author's page, or `None`."""
    @property
    def kind(self) -> Literal["Person", "Organization"]:
        """`Person`, or `Organization` where an agency or the outlet signs."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Image:
    """An image of a report."""

    @property
    def url(self) -> str:
        """Its address, absolute where the page's address is known."""
    @property
    def caption(self) -> str | None:
        """The caption without the credit, or `None`."""
    @property
    def credit(self) -> str | None:
        """Photographer or agency, without "Photo:", or `None`."""
    @property
    def alt(self) -> str | None:
        """Its `alt` text, or `None`."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Block:
    """A block of the body: a paragraph, a heading, an item of a list, a row of a table, code or an image."""

    @property
    def kind(self) -> Literal["paragraph", "heading", "list-item", "table-row", "code", "image"]:
        """`paragraph`, `heading`, `list-item`, `table-row`, `code` or `image`."""
    @property
    def text(self) -> str:
        """Its text; cells are parted by a tab. Empty of an image."""
    @property
    def begin(self) -> int | None:
        """Where it begins in `Report.body`, in characters; `None` of an image."""
    @property
    def end(self) -> int | None:
        """One past where it ends in `Report.body`, in characters; `None` of an image."""
    @property
    def level(self) -> int | None:
        """Level of a heading, 1 to 6; else `None`."""
    @property
    def depth(self) -> int | None:
        """How deep a list item's list lies in other lists, 0 for the outermost; else `None`."""
    @property
    def number(self) -> int | None:
        """The number of an item in an ordered list; else `None`."""
    @property
    def quote_depth(self) -> int:
        """How many block quotations it stands in."""
    @property
    def cells(self) -> list[str] | None:
        """Texts of the cells of a table row, each in its column, empty ones too; else `None`."""
    @property
    def is_header(self) -> bool:
        """Whether it is a table row of header cells."""
    @property
    def code_language(self) -> str | None:
        """The language of code as the markup names it; else `None`."""
    @property
    def image(self) -> Image | None:
        """The image; `None` of all other blocks."""
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Mention:
    """An expression of time in the body, and what it means."""

    @property
    def text(self) -> str:
        """Its words."""
    @property
    def begin(self) -> int:
        """Where it begins in `Report.body`, in characters."""
    @property
    def end(self) -> int:
        """One past where it ends in `Report.body`, in characters."""
    @property
    def date(self) -> str:
        """What it means, in ISO 8601: a day (`2026-03-02`, with a time where the text has one), a week (`2026-W10`), a
        month (`2026-03`) or a year (`2026`).
        """
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Warning:
    """Something that was odd, cut or missing. `str(warning)` is the message."""

    @property
    def code(self) -> str:
        """Which, in a word that stays the same: `no-report`, `cookie-wall`, `error-page`, `section-front`, `paywall`,
        `limit-reached`, `encoding`, `empty-body` or `record`.
        """
    @property
    def message(self) -> str:
        """What was found, in a sentence, and what to do where something can be done."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Statement:
    """One act of saying, writing or announcing that a report attributes to a source. Parts that the text does not give are
    `None`.

    ```python
    >>> import khabar
    >>> text = "Mayor Rima Nassar said the quay was ready. “We waited for a year,” she told reporters on Monday."
    >>> said = khabar.read(text, kind="body").statements[-1]
    >>> said
    <Statement direct: 'Rima Nassar' 'We waited for a year'>
    >>> str(said.source), str(said.antecedent), str(said.addressee), str(said.when)
    ('she', 'Mayor Rima Nassar', 'reporters', 'Monday')
    >>> text[said.content[0].begin:said.content[0].end]
    'We waited for a year'
    ```
    """

    @property
    def kind(self) -> Literal["direct", "indirect", "mixed"]:
        """`direct` (word for word), `indirect` (in the reporter's words) or `mixed` (some of them quoted)."""
    @property
    def source(self) -> Passage | None:
        """The speaker as named beside the reporting words; `None` where these imply it."""
    @property
    def antecedent(self) -> Passage | None:
        """The earlier mention that says who that is, where `source` is missing, a pronoun or a bare role; else `None`."""
    @property
    def cue(self) -> Passage | None:
        """The reporting words; `None` of a quotation that has none of its own."""
    @property
    def content(self) -> list[Passage]:
        """What was said; several passages where the attribution interrupts it. Never empty."""
    @property
    def addressee(self) -> Passage | None:
        """Whom it was said to, or `None`."""
    @property
    def when(self) -> When | None:
        """When it was said, where the clause tells; else `None`."""
    @property
    def speaker(self) -> Speaker | None:
        """Who is behind it by the whole text; `None` where that does not tell."""
    @property
    def words(self) -> str:
        """All of what was said, its passages one space apart."""
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: ClassVar[None]  # type: ignore[assignment]

@final
class Passage:
    """Words of the body and where they stand: `report.body[passage.begin:passage.end] == passage.text`. `str(passage)` is
    the text.
    """

    @property
    def text(self) -> str:
        """The words as written."""
    @property
    def begin(self) -> int:
        """Where they begin in `Report.body`, in characters."""
    @property
    def end(self) -> int:
        """One past where they end in `Report.body`, in characters."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class When:
    """The expression of time that dates a saying. `str(when)` is its text."""

    @property
    def text(self) -> str:
        """Its words."""
    @property
    def begin(self) -> int:
        """Where it begins in `Report.body`, in characters."""
    @property
    def end(self) -> int:
        """One past where it ends in `Report.body`, in characters."""
    @property
    def date(self) -> str | None:
        """What it means, as `Mention.date`; `None` where that cannot be told."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Speaker:
    """Who is behind a statement, followed through the text to the fullest mention. `str(speaker)` is the name."""

    @property
    def name(self) -> str:
        """The name, or where none is given the fullest description: `the police`."""
    @property
    def role(self) -> str | None:
        """Office, title or belonging where it is told apart from the name, or `None`."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Reports:
    """Reports in the order of their pages: what `khabar.read_many` gives. In the place of a page that cannot be read
    stands its `ReadError`. It can be gone through once, by one thread at a time: another one that asks meanwhile gets a
    `RuntimeError`.
    """

    def __iter__(self) -> Self: ...
    def __next__(self) -> Report | ReadError: ...

@final
class Page:
    """A page of an archive: where it lies, and either `report` or `error`."""

    @property
    def id(self) -> str:
        """Its name, the same in every run over the same archive: file, entry and offset."""
    @property
    def file(self) -> str:
        """The file it lies in."""
    @property
    def entry(self) -> str | None:
        """The entry of a ZIP or WACZ archive; else `None`."""
    @property
    def offset(self) -> int | None:
        """Byte at which its record or line begins in the file, in JSON Lines that are packed in what they unpack to; the
        row's number in a table; else `None`.
        """
    @property
    def record_id(self) -> str | None:
        """Its `WARC-Record-ID`, or `None`."""
    @property
    def url(self) -> str | None:
        """The address it was fetched from, or `None`. What the page says of itself is `report.url`."""
    @property
    def fetched(self) -> str | None:
        """When it was fetched, as the archive writes it, mostly ISO 8601; or `None`."""
    @property
    def report(self) -> Report | None:
        """The page, read; `None` where it could not be."""
    @property
    def error(self) -> ReadError | None:
        """Why it could not be read, a `ReadError` that was not raised; else `None`."""

@final
class Pages:
    """Pages of an archive, one after the other: what `khabar.read_warc` gives. It can be gone through once, by one thread
    at a time: another one that asks meanwhile gets a `RuntimeError`.
    """

    def __iter__(self) -> Self: ...
    def __next__(self) -> Page: ...

@final
class Table:
    """Rows in columns, for other libraries to take over without a copy: `pyarrow.table(table)`, `polars.DataFrame(table)`,
    `pandas.DataFrame.from_arrow(table)`, and whatever else takes `__arrow_c_stream__`. `len(table)` is the number of
    rows.

    ```python
    >>> import khabar, pyarrow
    >>> table = khabar.read_batch(pyarrow.table({"html": ["<h1>Quay opens</h1><p>The harbour reopened on Monday.</p>"]}))
    >>> len(table), table.column_names[:2]
    (1, ['id', 'file'])
    >>> pyarrow.table(table)["headline"].to_pylist()
    ['Quay opens']
    ```
    """

    @property
    def num_rows(self) -> int:
        """How many rows there are."""
    @property
    def column_names(self) -> list[str]:
        """The names of the columns, in their order."""
    @property
    def schema(self) -> Schema:
        """The columns and their types."""
    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> Any: ...
    def __arrow_c_array__(self, requested_schema: Any = None) -> tuple[Any, Any]: ...
    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...

@final
class Schema:
    """Columns and their types, for `pyarrow.schema(schema)` and whatever else takes `__arrow_c_schema__`. `len(schema)` is
    the number of columns.
    """

    @property
    def names(self) -> list[str]:
        """The names of the columns, in their order."""
    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> Any: ...

@final
class PieceTables:
    """The readings of a piece, some rows at a time: what `khabar.read_piece` gives. It can be gone through once, by one
    thread at a time.
    """

    def __iter__(self) -> Self: ...
    def __next__(self) -> Table: ...
