"""Several threads that read at once get what one gets."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa

import khabar

from conftest import QUAY

THREADS = 8


def test_pages(samples: Path) -> None:
    pages = [(samples / name).read_bytes() for name in ("harbour.html", "desalination.html")] + [QUAY, b"%PDF-1.7"]

    def read(page: str | bytes) -> str:
        try:
            return khabar.read(page).to_json()
        except khabar.ReadError as error:
            return error.cause

    expected = [read(page) for page in pages]
    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(read, pages * 25)) == expected * 25


def test_one_report_in_many_hands(samples: Path) -> None:
    report = khabar.read(samples / "harbour.html")
    with ThreadPoolExecutor(THREADS) as pool:
        bodies = {body for body in pool.map(lambda _: report.body, range(100))}
        words = {words for words in pool.map(lambda _: tuple(said.words for said in report.statements), range(100))}
    assert len(bodies) == len(words) == 1


def test_tables() -> None:
    pages = pa.table({"html": [QUAY, None] * 20})
    with ThreadPoolExecutor(THREADS) as pool:
        tables = list(pool.map(lambda _: pa.table(khabar.read_batch(pages, threads=2)), range(16)))
    assert all(table == tables[0] for table in tables)


def test_readers_of_many(samples: Path) -> None:
    def headlines(_: int) -> list[str]:
        return [report.headline for report in khabar.read_many([QUAY] * 40, threads=2)]

    def places(_: int) -> list[str]:
        return [page.id for page in khabar.read_warc(samples / "crawl.warc.gz", threads=2, statements=False)]

    with ThreadPoolExecutor(THREADS) as pool:
        assert set(map(tuple, pool.map(headlines, range(16)))) == {("Quay opens",) * 40}
        assert len(set(map(tuple, pool.map(places, range(4))))) == 1
