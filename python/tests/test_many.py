"""Many pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import khabar

from conftest import QUAY, QUAY_URL


def page(number: int) -> str:
    return f"<h1>Quay {number} opens</h1><p>The harbour of Port Amal reopened on Monday, the mayor said.</p>"


@pytest.mark.parametrize("threads", [None, 1, 2, 5])
def test_reports_come_in_the_order_of_their_pages(threads: int | None) -> None:
    read = list(khabar.read_many((page(at) for at in range(200)), threads=threads))
    assert [report.headline for report in read] == [f"Quay {at} opens" for at in range(200)]


def test_a_page_that_cannot_be_read_stands_in_its_place() -> None:
    first, second, third = khabar.read_many([QUAY, b"%PDF-1.7", QUAY])
    assert isinstance(second, khabar.ReadError) and second.cause == "not-text"
    assert str(second) == "pages[1]: it is a PDF document, not a page"
    assert first.headline == third.headline == "Quay opens"


def test_pages_come_in_many_ways(samples: Path) -> None:
    path = samples / "harbour.html"
    with path.open("rb") as file:
        read = list(khabar.read_many([(QUAY, QUAY_URL), (QUAY, None), QUAY.encode(), path, file, (path, QUAY_URL)]))
    assert [report.url for report in read[:3]] == [QUAY_URL, None, None]
    assert read[3].headline == read[4].headline == read[5].headline


def test_the_same_as_one_by_one(samples: Path) -> None:
    pages = [samples / "harbour.html", samples / "desalination.html", QUAY]
    assert [r.to_json() for r in khabar.read_many(pages)] == [khabar.read(p).to_json() for p in pages]


def test_options() -> None:
    [report] = khabar.read_many(["The mayor said it was ready."], kind="body")
    assert len(report.statements) == 1
    [report] = khabar.read_many([QUAY], statements=False)
    assert report.statements == []
    [error] = khabar.read_many([QUAY], max_bytes=10)
    assert error.cause == "too-large"


def test_pages_are_taken_as_they_are_needed() -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield QUAY

    reports = khabar.read_many(endless(), threads=2)
    assert taken == 0
    next(reports)
    assert taken <= 32


def test_no_pages() -> None:
    reports = khabar.read_many([])
    assert iter(reports) is reports
    assert list(reports) == []


def test_what_is_wrong_with_one_costs_that_one(tmp_path) -> None:
    given = [QUAY, tmp_path / "nowhere.html", "a\ud800b", QUAY]
    found = list(khabar.read_many(given, threads=2**40))
    assert [type(one).__name__ for one in found] == ["Report", "FileNotFoundError", "ValueError", "Report"]
