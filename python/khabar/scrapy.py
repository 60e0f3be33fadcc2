"""Khabar as an item pipeline of Scrapy: what a spider yields of a page becomes the reading of it.

In the settings of a project:

    ITEM_PIPELINES = {"khabar.scrapy.KhabarPipeline": 300}

and in a spider:

    def parse(self, response):
        yield {"html": response}

| setting | default | what it says |
|---|---|---|
| `KHABAR_HTML_FIELD` | `"html"` | the field that holds the page: a response, text or bytes |
| `KHABAR_URL_FIELD` | `"url"` | the field that holds its address; not needed beside a response |
| `KHABAR_REPORT_FIELD` | `"report"` | the field that the reading is put into, as `Report.to_dict()` |
| `KHABAR_KEEP_HTML` | `False` | whether the page stays in the item too |
| `KHABAR_REPORTS_ONLY` | `False` | whether items without a report are dropped; else their reading says `"@type": "WebPage"` and why |
| `KHABAR_STATEMENTS` | `True` | whether to look for who said what |
| `KHABAR_MAX_BYTES` | 33554432 | bytes a page may have |
| `KHABAR_MAX_SECONDS` | 10.0 | seconds a page may take |
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

from itemadapter import ItemAdapter
from scrapy.exceptions import DropItem
from scrapy.http import Response
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.threads import deferToThread
from w3lib.encoding import http_content_type_encoding

import khabar

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["KhabarPipeline"]


class KhabarPipeline:
    """Reads the page that an item holds, beside the crawl and not in its way.

    Items without the field of the page, or with `None` in it, pass as they are. An item whose page cannot be read (it is
    empty, a PDF document, too long) is dropped, with the reason. Scrapy's stats count `khabar/read`,
    `khabar/no_report` and, by its cause, `khabar/unreadable/too-large` and so on.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Takes the settings of a crawl."""
        settings = crawler.settings
        self.stats = crawler.stats
        self.html_field: str = settings.get("KHABAR_HTML_FIELD", "html")
        self.url_field: str = settings.get("KHABAR_URL_FIELD", "url")
        self.report_field: str = settings.get("KHABAR_REPORT_FIELD", "report")
        self.keep_html = settings.getbool("KHABAR_KEEP_HTML", False)
        self.reports_only = settings.getbool("KHABAR_REPORTS_ONLY", False)
        self.statements = settings.getbool("KHABAR_STATEMENTS", True)
        self.max_bytes = settings.getint("KHABAR_MAX_BYTES", 33_554_432)
        self.max_seconds = settings.getfloat("KHABAR_MAX_SECONDS", 10.0)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> KhabarPipeline:
        """As Scrapy makes its components."""
        return cls(crawler)

    async def process_item(self, item: Any) -> Any:
        """The item with its reading.

        Raises:
            DropItem: where the page cannot be read, or carries no report and only reports are wanted.
            TypeError: where the field holds no page.
        """
        adapter = ItemAdapter(item)
        page = adapter.get(self.html_field)
        if page is None:
            return item
        url, encoding = adapter.get(self.url_field), None
        if isinstance(page, Response):
            url = url or page.url
            encoding = _declared(page)
            page = page.body
        try:
            report = await _beside(self._read, page, url, encoding)
        except khabar.ReadError as error:
            self._count(f"unreadable/{error.cause}")
            raise DropItem(f"{url or 'an item'}: {error}") from error
        if not report.is_report:
            self._count("no_report")
            if self.reports_only:
                why = "; ".join(warning.message for warning in report.warnings)
                raise DropItem(f"{url or 'an item'}: no report ({why or report.page_kind})")
        self._count("read")
        adapter[self.report_field] = report.to_dict()
        if not self.keep_html and self.report_field != self.html_field:
            _take_out(item, self.html_field)
        return item

    def _read(self, page: Any, url: str | None, encoding: str | None) -> khabar.Report:
        return khabar.read(
            page,
            url,
            encoding=encoding,
            statements=self.statements,
            max_bytes=self.max_bytes,
            max_seconds=self.max_seconds,
        )

    def _count(self, what: str) -> None:
        if self.stats is not None:
            self.stats.inc_value(f"khabar/{what}")


def _declared(response: Response) -> str | None:
    """The encoding that the server named, in its own word: not what Scrapy makes of the page, nor what Python calls it."""
    header = (response.headers.get(b"Content-Type") or b"").decode("latin-1")
    if http_content_type_encoding(header) is None:
        return None
    named = re.search(r"charset\s*=\s*[\"']?([\w.:+-]+)", header, re.IGNORECASE)
    return named and named[1]


def _take_out(item: Any, field: str) -> None:
    """Takes a field out of an item, or what it holds where the item is an object, which cannot do without it."""
    if isinstance(item, MutableMapping):
        del item[field]
    else:
        setattr(item, field, None)


async def _beside(function: Any, *arguments: Any) -> Any:
    """Calls a function in another thread, whichever reactor there is."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return await maybe_deferred_to_future(deferToThread(function, *arguments))
    return await asyncio.to_thread(function, *arguments)
