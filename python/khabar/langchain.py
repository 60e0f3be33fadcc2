"""Khabar as a document loader of LangChain.

>>> from khabar.langchain import KhabarLoader
>>> page = '''<html lang="en"><meta property="article:published_time" content="2026-03-02"><h1>Quay opens</h1>
... <p>The harbour of Port Amal reopened on Monday, two years after the storm, said Mayor Rima Nassar.</p>'''
>>> [document] = KhabarLoader([(page, "https://courier.example/quay")]).load()
>>> document.page_content
'The harbour of Port Amal reopened on Monday, two years after the storm, said Mayor Rima Nassar.'
>>> document.metadata["source"], document.metadata["title"], document.metadata["date_published"]
('https://courier.example/quay', 'Quay opens', '2026-03-02')

A document for each statement, to look up who said what:

>>> [document] = KhabarLoader([(page, "https://courier.example/quay")], split="statement").load()
>>> document.page_content
'The harbour of Port Amal reopened on Monday, two years after the storm'
>>> document.metadata["speaker"], document.metadata["role"], document.metadata["kind"]
('Rima Nassar', 'Mayor', 'indirect')
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from langchain_core.document_loaders import BaseLoader
from langchain_core.documents import Document

import khabar

__all__ = ["KhabarLoader"]

_log = logging.getLogger(__name__)


class KhabarLoader(BaseLoader):
    """Loads reports from pages, files or an archive, on all cores.

    The content of a document is the body of a report, or the words of a statement. Its metadata are text, numbers, true
    or false, or lists of text, as stores want them: `source` (the address, else the path, else the place in the
    archive), `title`, `description`, `authors`, `date_published`, `date_modified`, `section`, `keywords`, `language`,
    `publisher`, `page_kind`, `word_count`. Documents of statements have `speaker`, `role`, `kind`, `cue`, `addressee`,
    `when` (the day, where it can be told, else the words), `begin` and `end` (characters of the report's body) too. What
    a page does not give is left out.
    """

    def __init__(
        self,
        pages: Iterable[Any] = (),
        *,
        archive: str | os.PathLike[str] | None = None,
        split: Literal["report", "statement"] = "report",
        reports_only: bool = True,
        on_error: Literal["warn", "raise"] = "warn",
        threads: int | None = None,
        max_bytes: int = 33_554_432,
        max_seconds: float = 10.0,
    ) -> None:
        """Says what is to be loaded. Nothing is read yet.

        Args:
            pages: pages as `khabar.read_many` takes them: text, bytes, a `pathlib.Path`, an open file, or a tuple of
                one of these and its address. A list can be loaded several times, a generator once.
            archive: an archive as `khabar.read_warc` takes it, instead of pages.
            split: whether a document is a report or a statement.
            reports_only: whether pages that carry no report are left out.
            on_error: whether a page that cannot be read is logged and left out, or raised as its `khabar.ReadError`.
            threads: how many read at once; as many as there are cores where nothing is said.
            max_bytes: bytes a page may have.
            max_seconds: seconds a page may take.

        Raises:
            ValueError: of both pages and an archive, and of other values than these.
        """
        if archive is not None and pages != ():
            raise ValueError("archive: give pages or an archive, not both")
        if split not in ("report", "statement"):
            raise ValueError(f'split: {split!r} is none; give "report" or "statement"')
        if on_error not in ("warn", "raise"):
            raise ValueError(f'on_error: {on_error!r} is none; give "warn" or "raise"')
        self.pages = pages
        self.archive = archive
        self.split = split
        self.reports_only = reports_only
        self.on_error = on_error
        self.options: dict[str, Any] = {
            "threads": threads,
            "statements": split == "statement",
            "max_bytes": max_bytes,
            "max_seconds": max_seconds,
        }

    def lazy_load(self) -> Iterator[Document]:
        """The documents, read some at a time.

        Raises:
            khabar.ReadError: of a page that cannot be read, where `on_error` is `"raise"`.
            OSError: where a file or the archive cannot be opened.
        """
        for source, read in self._readings():
            if isinstance(read, khabar.ReadError):
                if self.on_error == "raise":
                    raise read
                _log.warning("%s is left out: %s", source or "a page", read)
            elif read.is_report or not self.reports_only:
                yield from self._documents(source, read)

    def _readings(self) -> Iterator[tuple[str | None, khabar.Report | khabar.ReadError]]:
        if self.archive is not None:
            for page in khabar.read_warc(self.archive, **self.options):
                read = page.report if page.report is not None else page.error
                assert read is not None
                yield page.url or page.id, read
            return
        # The names of pages that were taken and not yet given back.
        names: deque[str | None] = deque()

        def named() -> Iterator[Any]:
            for page in self.pages:
                names.append(_name(page))
                yield page

        if isinstance(self.pages, (str, bytes)):
            raise TypeError("pages: one page was given instead of several; put it in a list")
        for read in khabar.read_many(named(), **self.options):
            yield names.popleft(), read

    def _documents(self, source: str | None, report: khabar.Report) -> Iterator[Document]:
        metadata = _known(
            source=source or report.url,
            title=report.headline,
            description=report.description,
            authors=[author.name for author in report.authors],
            date_published=report.date_published.isoformat() if report.date_published else None,
            date_modified=report.date_modified.isoformat() if report.date_modified else None,
            section=report.section,
            keywords=report.keywords,
            language=report.language,
            publisher=report.publisher,
            page_kind=report.page_kind,
            word_count=report.word_count,
        )
        if self.split == "report":
            yield Document(page_content=report.body, metadata=metadata)
            return
        for said in report.statements:
            speaker = said.speaker
            about = _known(
                speaker=speaker.name if speaker else said.source and said.source.text,
                role=speaker and speaker.role,
                kind=said.kind,
                cue=said.cue and said.cue.text,
                addressee=said.addressee and said.addressee.text,
                when=said.when and (said.when.date or said.when.text),
                begin=said.content[0].begin,
                end=said.content[-1].end,
            )
            yield Document(page_content=said.words, metadata={**metadata, **about})


def _name(page: Any) -> str | None:
    """The address of a page, or the path of its file."""
    if isinstance(page, tuple):
        page, url = page if len(page) == 2 else (None, None)
        if url is not None:
            return str(url)
    if isinstance(page, os.PathLike):
        return os.fsdecode(page)
    name = getattr(page, "name", None)
    return name if isinstance(name, str) else None


def _known(**values: Any) -> dict[str, Any]:
    """What there is a value of."""
    return {name: value for name, value in values.items() if value is not None and value != []}
