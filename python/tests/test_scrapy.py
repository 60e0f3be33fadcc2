"""The item pipeline for Scrapy."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conftest import GONE, QUAY, QUAY_URL

pytest.importorskip("scrapy")

import scrapy
from scrapy.exceptions import DropItem
from scrapy.http import HtmlResponse, Response
from scrapy.utils.test import get_crawler

from khabar.scrapy import KhabarPipeline


def pipeline(**settings: Any) -> KhabarPipeline:
    return KhabarPipeline.from_crawler(get_crawler(settings_dict=settings))


def process(item: Any, made: KhabarPipeline | None = None) -> Any:
    return asyncio.run((made or pipeline()).process_item(item))


def test_a_response_becomes_a_reading() -> None:
    item = process({"html": HtmlResponse(QUAY_URL, body=QUAY.encode()), "section": "Region"})
    assert item["report"]["headline"] == "Quay opens"
    assert item["report"]["author"][0]["url"] == "https://courier.example/staff/lina"
    assert item["section"] == "Region"
    assert "html" not in item
    json.dumps(item)


def test_text_and_bytes_with_an_address() -> None:
    assert process({"html": QUAY, "url": QUAY_URL})["report"]["url"] == QUAY_URL
    assert process({"html": QUAY.encode(), "url": None})["report"]["headline"] == "Quay opens"


def test_the_encoding_that_the_server_names() -> None:
    page = "<h1>Новый причал</h1><p>Порт Амаль открылся в понедельник, сказал мэр Пётр Ильин.</p>".encode("cp1251")
    response = Response(QUAY_URL, body=page, headers={"Content-Type": "text/html; charset=windows-1251"})
    assert process({"html": response})["report"]["headline"] == "Новый причал"


def test_items_of_other_kinds() -> None:
    class Found(scrapy.Item):
        html = scrapy.Field()
        report = scrapy.Field()

    assert process(Found(html=QUAY))["report"]["headline"] == "Quay opens"

    @dataclass
    class Page:
        html: str | None
        url: str = QUAY_URL
        report: dict[str, Any] | None = None

    page = process(Page(QUAY))
    assert page.report["headline"] == "Quay opens" and page.html is None


def test_what_holds_no_page_passes() -> None:
    assert process({"name": "x"}) == {"name": "x"}
    assert process({"html": None}) == {"html": None}


def test_fields_are_named_by_settings() -> None:
    made = pipeline(
        KHABAR_HTML_FIELD="body", KHABAR_URL_FIELD="at", KHABAR_REPORT_FIELD="news", KHABAR_KEEP_HTML="True"
    )
    item = process({"body": QUAY, "at": QUAY_URL}, made)
    assert item["news"]["url"] == QUAY_URL and item["body"] == QUAY
    made = pipeline(KHABAR_REPORT_FIELD="html", KHABAR_STATEMENTS=False)
    item = process({"html": QUAY}, made)
    assert item["html"]["headline"] == "Quay opens" and "statements" not in item["html"]


def test_pages_without_a_report_are_marked_or_dropped() -> None:
    made = pipeline()
    assert process({"html": GONE}, made)["report"]["@type"] == "WebPage"
    assert made.stats.get_value("khabar/no_report") == 1
    with pytest.raises(DropItem, match="https://a.example/: no report .the page says"):
        process({"html": GONE, "url": "https://a.example/"}, pipeline(KHABAR_REPORTS_ONLY=True))


@pytest.mark.parametrize(
    ("page", "cause"), [("", "empty"), (b"%PDF-1.7 \0\1", "not-text"), (b"<p>" + b"a" * 2000, "too-large")]
)
def test_a_page_that_cannot_be_read_drops_its_item(page: str | bytes, cause: str) -> None:
    made = pipeline(KHABAR_MAX_BYTES=1000)
    with pytest.raises(DropItem):
        process({"html": page}, made)
    assert made.stats.get_value(f"khabar/unreadable/{cause}") == 1
    assert made.stats.get_value("khabar/read") is None


def test_what_is_no_page_is_an_error() -> None:
    with pytest.raises(TypeError, match="not int"):
        process({"html": 3})


SPIDER = """
import pathlib, sys
import scrapy
from scrapy.crawler import CrawlerProcess

class Press(scrapy.Spider):
    name = "press"
    start_urls = [pathlib.Path(path).absolute().as_uri() for path in sys.argv[3:]]

    def parse(self, response):
        yield {"html": response}

process = CrawlerProcess({
    "ITEM_PIPELINES": {"khabar.scrapy.KhabarPipeline": 300},
    "FEEDS": {sys.argv[1]: {"format": "jsonlines"}},
    "TWISTED_REACTOR": sys.argv[2],
    "TELNETCONSOLE_ENABLED": False,
    "LOG_LEVEL": "WARNING",
})
process.crawl(Press)
process.start()
"""


@pytest.mark.parametrize("reactor", ["asyncioreactor.AsyncioSelectorReactor", "selectreactor.SelectReactor"])
def test_a_crawl(reactor: str, samples: Path, tmp_path: Path) -> None:
    (tmp_path / "spider.py").write_text(SPIDER, encoding="utf-8")
    pages = [str(samples / "harbour.html"), str(samples / "desalination.html")]
    done = subprocess.run(
        [sys.executable, "spider.py", "out.jsonl", f"twisted.internet.{reactor}", *pages],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    languages = sorted(json.loads(line)["report"]["inLanguage"] for line in lines)
    assert languages == ["ar", "en"], done.stderr
    assert "Traceback" not in done.stderr and "Deprecat" not in done.stderr
