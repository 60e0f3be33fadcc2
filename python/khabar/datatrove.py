"""Khabar as an extractor of datatrove, for pipelines that make corpora of web pages.

>>> from datatrove.data import Document
>>> from khabar.datatrove import Khabar
>>> page = '''<html lang="en"><meta property="article:published_time" content="2026-03-02"><h1>Quay opens</h1>
... <p>The harbour of Port Amal reopened on Monday, two years after the storm, said Mayor Rima Nassar.</p>'''
>>> [document] = Khabar().run([Document(text=page, id="1", metadata={"url": "https://courier.example/quay"})])
>>> document.text
'The harbour of Port Amal reopened on Monday, two years after the storm, said Mayor Rima Nassar.'
>>> document.metadata["headline"], document.metadata["date_published"], document.metadata["language"]
('Quay opens', '2026-03-02', 'en')
>>> document.metadata["statements"][0]["speaker"]
{'name': 'Rima Nassar', 'role': 'Mayor'}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from datatrove.data import Document, DocumentsPipeline, Media, MediaType
from datatrove.pipeline.extractors.base import BaseExtractor
from datatrove.utils.logging import logger
from datatrove.utils.typeshelper import StatHints

import khabar

__all__ = ["FIELDS", "Khabar"]

#: What a document's metadata get, by the name of the attribute of a report.
FIELDS = (
    "is_report",
    "page_kind",
    "headline",
    "description",
    "authors",
    "date_published",
    "date_modified",
    "section",
    "keywords",
    "language",
    "publisher",
    "word_count",
    "statements",
)

# Attributes that are objects of their own, by their names in JSON, where they are plain already.
_IN_JSON = {"blocks": "blocks", "dates": "dates", "statements": "statements", "warnings": "warnings"}


class Khabar(BaseExtractor):
    """Puts the body of the report in the place of a page, and what the page says about it into the metadata.

    Pages are read in the process of the task: a page has its limits of bytes and time, and one that fails costs its
    document alone, so there is no process beside it to be started and watched.

    The address of a page is taken from `metadata["url"]`, where datatrove's readers put it. Metadata of the names in
    `fields` are written over; all others stay. Dates are text (ISO 8601), authors a list of names, statements a list of
    dictionaries as in `Report.to_dict()`. What a page does not give is left out.

    A page that cannot be read is dropped and counted as `unreadable`, one without any text as `no_text`, one without a
    report, where only reports are wanted, as `no_report`.
    """

    name = "📰 Khabar"
    _warned_error: bool

    def __init__(
        self,
        timeout: float = 10,
        *,
        fields: Iterable[str] = FIELDS,
        images: bool = True,
        reports_only: bool = False,
        max_bytes: int = 33_554_432,
    ) -> None:
        """Says what is wanted.

        Args:
            timeout: seconds a page may take; what it has given until then is kept, with a warning.
            fields: attributes of `khabar.Report` that become metadata; without `statements` pages are read faster.
            images: whether the images of the report become media of the document.
            reports_only: whether documents whose page carries no report are dropped.
            max_bytes: bytes a page may have; a longer one is dropped.

        Raises:
            ValueError: where a field is no attribute of a report, or a limit is none.
        """
        super().__init__(timeout)
        self.fields = tuple(fields)
        known = {name for name in vars(khabar.Report) if not name.startswith(("_", "to_"))}
        if unknown := [name for name in self.fields if name not in known]:
            raise ValueError(f"fields: a report has no {', '.join(unknown)}, but {', '.join(sorted(known))}")
        self.images = images
        self.reports_only = reports_only
        self.max_bytes = max_bytes
        # Said wrongly it fails here, rather than on every document.
        self.read("A page.")

    def read(self, page: str | bytes, url: str | None = None) -> khabar.Report:
        """Reads a page as this step does.

        Raises:
            khabar.ReadError: where it is none.
        """
        return khabar.read(
            page,
            url,
            statements="statements" in self.fields,
            max_bytes=self.max_bytes,
            max_seconds=self.timeout,
        )

    def extract(self, text: str) -> str:
        """The body of a page; empty where there is none.

        Raises:
            khabar.ReadError: where it is no page.
        """
        return self.read(text).body

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Reads the documents one after the other and hands on those that have text then."""
        for document in data or ():
            self.stat_update(StatHints.total)
            with self.track_time():
                why_not = self._put(document)
            if why_not:
                self.stat_update(StatHints.dropped, why_not)
                continue
            self.stat_update(StatHints.forwarded)
            self.update_doc_stats(document)
            yield document

    def _put(self, document: Document) -> str | None:
        """Puts the reading into the document, or says why it is dropped."""
        url = document.metadata.get("url")
        try:
            report = self.read(document.text, url if isinstance(url, str) else None)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a document, it costs that document
            if not self._warned_error:
                logger.warning(f"{document.id}: {error}; it is dropped. Others will be counted only.")
                self._warned_error = True
            return "unreadable"
        if self.reports_only and not report.is_report:
            return "no_report"
        if not report.body:
            return "no_text"
        document.text = report.body
        document.metadata.update(self._metadata(report))
        if self.images:
            document.media.extend(_media(report))
        return None

    def _metadata(self, report: khabar.Report) -> Iterator[tuple[str, Any]]:
        whole = report.to_dict() if any(name in _IN_JSON for name in self.fields) else {}
        for name in self.fields:
            value = whole.get(_IN_JSON[name], []) if name in _IN_JSON else getattr(report, name)
            if value is None:
                continue
            if name == "authors":
                value = [author.name for author in value]
            elif name == "images":
                value = [image.url for image in value]
            elif name in ("date_published", "date_modified"):
                value = value.isoformat()
            yield name, value


def _media(report: khabar.Report) -> Iterator[Media]:
    for image in report.images:
        about = {"caption": image.caption, "credit": image.credit}
        yield Media(
            id=image.url,
            type=MediaType.IMAGE,
            url=image.url,
            alt=image.alt,
            metadata={name: text for name, text in about.items() if text is not None},
        )
