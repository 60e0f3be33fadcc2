"""The document loader for LangChain."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from conftest import GONE, QUAY, QUAY_URL

pytest.importorskip("langchain_core")

import khabar
from khabar.langchain import KhabarLoader


def test_a_document_a_report(samples: Path) -> None:
    first, second, third = KhabarLoader([(QUAY, QUAY_URL), samples / "harbour.html", QUAY]).load()
    assert first.page_content.startswith("The harbour of Port Amal")
    assert first.metadata == {
        "source": QUAY_URL,
        "title": "Quay opens",
        "authors": ["Lina Haddad"],
        "date_published": "2026-03-02T09:40:00+02:00",
        "language": "en",
        "page_kind": "article",
        "word_count": 25,
    }
    assert second.metadata["source"] == str(samples / "harbour.html")
    assert second.metadata["publisher"] == "The Coastal Courier"
    assert "source" not in third.metadata


def test_a_document_a_statement() -> None:
    documents = KhabarLoader([(QUAY, QUAY_URL)], split="statement").load()
    said = documents[-1]
    assert said.page_content == "We waited for a year"
    assert said.metadata["speaker"] == "Rima Nassar" and said.metadata["role"] == "Mayor"
    assert said.metadata["kind"] == "direct" and said.metadata["addressee"] == "reporters"
    assert said.metadata["title"] == "Quay opens"
    body = khabar.read(QUAY).body
    assert body[said.metadata["begin"] : said.metadata["end"]] == "We waited for a year"


def test_pages_without_a_report_and_pages_that_cannot_be_read(caplog: pytest.LogCaptureFixture) -> None:
    pages = [(QUAY, "a"), (b"", "b"), (GONE, "c"), (QUAY, "d")]
    assert [found.metadata["source"] for found in KhabarLoader(pages).lazy_load()] == ["a", "d"]
    assert "b is left out: pages[1]: there is nothing in it" in caplog.text
    found = KhabarLoader(pages, reports_only=False).load()
    assert [document.metadata["source"] for document in found] == ["a", "c", "d"]
    with pytest.raises(khabar.ReadError, match="nothing in it"):
        KhabarLoader(pages, on_error="raise").load()


def test_an_archive(samples: Path) -> None:
    documents = KhabarLoader(archive=samples / "crawl.warc.gz").load()
    assert len(documents) > 90
    assert documents[0].metadata["source"] == "https://coastal-courier.example/region/harbour"


def test_it_is_lazy_and_can_be_asked_again() -> None:
    taken = []

    def pages():  # type: ignore[no-untyped-def]
        for at in range(10_000):
            taken.append(at)
            yield QUAY, str(at)

    first = next(KhabarLoader(pages(), threads=1).lazy_load())
    assert first.metadata["source"] == "0" and len(taken) < 100
    loader = KhabarLoader([QUAY] * 3)
    assert len(loader.load()) == len(loader.load()) == 3


def test_asynchronously() -> None:
    assert len(asyncio.run(KhabarLoader([QUAY, QUAY]).aload())) == 2


def test_wrong_arguments(samples: Path) -> None:
    with pytest.raises(ValueError, match="archive"):
        KhabarLoader([QUAY], archive=samples / "crawl.warc.gz")
    with pytest.raises(ValueError, match="split"):
        KhabarLoader([QUAY], split="sentence")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="on_error"):
        KhabarLoader([QUAY], on_error="ignore")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="put it in a list"):
        KhabarLoader(QUAY).load()
    with pytest.raises(OSError, match="nowhere"):
        KhabarLoader(archive="nowhere.warc.gz").load()
