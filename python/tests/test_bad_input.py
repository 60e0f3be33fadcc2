"""What is no page, or is made to get a reader stuck: it costs an exception or a warning, and no more."""

from __future__ import annotations

import array
import io
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import khabar

from conftest import QUAY


def cause_of(page: Any, **options: Any) -> str:
    with pytest.raises(khabar.ReadError) as raised:
        khabar.read(page, **options)
    assert isinstance(raised.value, ValueError)
    assert raised.value.cause in ("empty", "not-text", "too-large")
    return raised.value.cause


@pytest.mark.parametrize(
    "page", [None, 3, 1.5, [QUAY], {"html": QUAY}, object(), str, array.array("b", [60])], ids=repr
)
def test_what_is_no_page(page: Any) -> None:
    with pytest.raises(TypeError, match="page: a page is str, bytes, a pathlib.Path or a file that is open, not"):
        khabar.read(page)


@pytest.mark.parametrize("page", ["", b"", " \n\t ", b"\r\n", bytes(1000), bytearray(), memoryview(b"")], ids=repr)
def test_what_is_empty(page: Any) -> None:
    assert cause_of(page) == "empty"


@pytest.mark.parametrize(
    "page", [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", b"\x89PNG\r\n\x1a\n" + bytes(50), b"PK\x03\x04" + bytes(50)]
)
def test_what_is_something_else(page: bytes) -> None:
    assert cause_of(page) == "not-text"


def test_nul_among_text() -> None:
    assert khabar.read("\0" + QUAY).headline == "Quay opens"
    assert khabar.read(QUAY.replace("harbour", "har\0bour").encode()).headline == "Quay opens"
    assert "\0" not in khabar.read(QUAY.replace("harbour", "har\0bour")).body


def test_lone_surrogates_are_named() -> None:
    with pytest.raises(ValueError, match=rf"page: a lone surrogate at {len(QUAY)} is no text; give the page's bytes"):
        khabar.read(QUAY + "\udc80")
    [found] = khabar.read_many(["\ud800"])
    assert isinstance(found, ValueError) and "pages: a lone surrogate at 0" in str(found)
    with pytest.raises(ValueError):
        khabar.read(QUAY, "https://a.example/\ud800")


def test_bytes_in_the_wrong_encoding() -> None:
    for encoding in ["utf-16", "windows-1256"]:
        assert khabar.read(QUAY.encode(), encoding=encoding).headline == "Quay opens"
    broken = QUAY.encode().replace(b"harbour", b"har\xff\xfebour")
    assert khabar.read(broken).headline == "Quay opens"
    with pytest.raises(ValueError, match="encoding: \"klingon\" is none"):
        khabar.read(QUAY.encode(), encoding="klingon")


def test_numbers_that_are_none() -> None:
    for arguments in [{"max_bytes": -1}, {"max_bytes": 0}, {"max_seconds": float("nan")}]:
        with pytest.raises(ValueError, match=next(iter(arguments))):
            khabar.read(QUAY, **arguments)
    with pytest.raises(ValueError, match="threads: -1"):
        khabar.read_many([QUAY], threads=-1)


def test_a_huge_page_is_refused() -> None:
    page = b"<p>" + b"a " * 100_000_000
    assert cause_of(page) == "too-large"
    with pytest.raises(khabar.ReadError, match="more than 33554432 bytes; if it is a page all the same, raise"):
        khabar.read(page)
    [error] = khabar.read_many([page])
    assert isinstance(error, khabar.ReadError) and error.cause == "too-large"


def test_deep_nesting() -> None:
    report = khabar.read("<div>" * 100_000 + QUAY)
    assert [warning.code for warning in report.warnings] == ["limit-reached"]
    assert "two years after the storm" in khabar.read("<b>" * 100_000 + QUAY).body
    assert "ready" in khabar.read("<table><tr><td>" * 30_000 + "<p>The quay was ready, she said.").body


def test_many_attributes_and_entities() -> None:
    assert khabar.read("<p " + " ".join(f"a{at}=1" for at in range(50_000)) + ">" + QUAY).headline == "Quay opens"
    assert khabar.read("<p>" + "&amp;" * 100_000 + QUAY).headline == "Quay opens"


# Paths and files.


def test_a_path_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="page: .*nowhere.html could not be read"):
        khabar.read(tmp_path / "nowhere.html")
    with pytest.raises(OSError, match="could not be read"):
        khabar.read(tmp_path)
    (tmp_path / "empty.html").touch()
    assert cause_of(tmp_path / "empty.html") == "empty"


def test_a_text_is_never_a_path(samples: Path) -> None:
    assert not khabar.read(str(samples / "harbour.html")).is_report


def test_a_closed_file(samples: Path) -> None:
    with (samples / "harbour.html").open() as file:
        pass
    with pytest.raises(
        ValueError, match="page: the file could not be read .*closed file.*; leave it open"
    ):
        khabar.read(file)


def test_a_file_to_be_written(tmp_path: Path) -> None:
    with (tmp_path / "out.html").open("w") as file, pytest.raises((OSError, ValueError), match="not readable"):
        khabar.read(file)


def test_a_text_file_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"<p>\xe9\xff</p>")
    with path.open(encoding="utf-8") as file, pytest.raises(ValueError, match="page: the file could not be read"):
        khabar.read(file)


class Gives:
    """A file that gives something."""

    def __init__(self, given: Any) -> None:
        self.given = given

    def read(self) -> Any:
        if isinstance(self.given, BaseException):
            raise self.given
        return self.given


@pytest.mark.parametrize("given", [None, 3, [QUAY], Path("page.html")], ids=repr)
def test_a_file_that_gives_something_else(given: Any) -> None:
    with pytest.raises(TypeError, match="page"):
        khabar.read(Gives(given))


def test_a_file_that_gives_a_file() -> None:
    with pytest.raises(TypeError, match="page: the file gives Gives, neither str nor bytes"):
        khabar.read(Gives(Gives(QUAY)))


def test_a_file_that_fails_says_why() -> None:
    with pytest.raises(OSError, match="the cable is out"):
        khabar.read(Gives(OSError(5, "the cable is out")))


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_a_file_does_not_swallow_who_wants_to_stop(stop: type[BaseException]) -> None:
    with pytest.raises(stop):
        khabar.read(Gives(stop()))


def test_buffers_that_are_not_whole() -> None:
    raw = QUAY.encode()
    spread = memoryview(bytes(byte for each in raw for byte in (each, 0)))[::2]
    assert khabar.read(spread).headline == "Quay opens"
    released = memoryview(raw)
    released.release()
    with pytest.raises(ValueError, match="released"):
        khabar.read(released)


# Arguments.


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"kind": "pdf"}, 'kind: "pdf" is none; give "auto", "html", "text"'),
        ({"max_seconds": 0}, "max_seconds: 0 is no time"),
        ({"max_seconds": -1.5}, "max_seconds: -1.5 is no time"),
        ({"max_seconds": float("nan")}, "max_seconds: NaN is no time"),
    ],
)
def test_wrong_values(options: dict[str, Any], error: str) -> None:
    with pytest.raises(ValueError, match=error):
        khabar.read(QUAY, **options)
    with pytest.raises(ValueError, match=error):
        khabar.read_many([QUAY], **options)


@pytest.mark.parametrize("options", [{"max_bytes": -1}, {"max_bytes": 1 << 70}])
def test_numbers_out_of_range(options: dict[str, Any]) -> None:
    with pytest.raises((ValueError, OverflowError)):
        khabar.read(QUAY, **options)


def test_threads() -> None:
    with pytest.raises(ValueError, match="threads: 0 read nothing"):
        khabar.read_many([QUAY], threads=0)
    with pytest.raises((ValueError, OverflowError)):
        khabar.read_many([QUAY], threads=-1)


@pytest.mark.parametrize("name", ["url", "kind", "encoding", "source"])
def test_wrong_types(name: str) -> None:
    with pytest.raises(TypeError):
        khabar.read(QUAY, **{name: 3})


# Iterables.


@pytest.mark.parametrize("pages", [QUAY, QUAY.encode()])
def test_one_page_is_not_many(pages: Any) -> None:
    with pytest.raises(TypeError, match="pages: one page was given instead of several; use khabar.read"):
        khabar.read_many(pages)


def test_what_is_no_iterable() -> None:
    for wrong in [None, 3]:
        with pytest.raises(TypeError, match="pages: give a list or another iterable of pages, not (NoneType|int)"):
            khabar.read_many(wrong)  # type: ignore[arg-type]


def each(reports: Iterator[Any]) -> tuple[list[Any], BaseException | None]:
    """What comes, and what is raised at its end."""
    read: list[Any] = []
    while True:
        try:
            read.append(next(reports))
        except StopIteration:
            return read, None
        except BaseException as error:  # noqa: BLE001 - it is looked at
            return read, error


def test_an_iterable_that_fails_in_the_middle() -> None:
    def pages() -> Iterator[str]:
        yield QUAY
        yield QUAY
        raise RuntimeError("the disk is gone")

    reports = khabar.read_many(pages())
    read, error = each(reports)
    assert [report.headline for report in read] == ["Quay opens"] * 2
    assert isinstance(error, RuntimeError) and str(error) == "the disk is gone"
    assert each(reports) == ([], None)


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_an_iterable_does_not_swallow_who_wants_to_stop(stop: type[BaseException]) -> None:
    def pages() -> Iterator[str]:
        yield QUAY
        raise stop

    _, error = each(khabar.read_many(pages()))
    assert isinstance(error, stop)


def test_an_item_that_is_no_page() -> None:
    read, error = each(khabar.read_many([QUAY, None, QUAY]))  # type: ignore[list-item]
    assert len(read) == 1
    assert isinstance(error, TypeError) and str(error).startswith("pages: a page is str, bytes")


@pytest.mark.parametrize("pair", [(QUAY,), (QUAY, 3), (QUAY, "a", "b"), ()], ids=len)
def test_a_tuple_that_is_no_pair(pair: Any) -> None:
    _, error = each(khabar.read_many([pair]))
    assert isinstance(error, TypeError) and "a page and its address" in str(error)


def test_an_iterator_goes_on_where_it_stands() -> None:
    pages = iter([QUAY.replace("Quay opens", f"Quay {at}") for at in range(100)])
    next(pages)
    reports = khabar.read_many(pages, threads=1)
    assert next(reports).headline == "Quay 1"
    assert len(list(reports)) == 98
    assert list(reports) == [] and list(pages) == []


def test_two_readers_of_one_iterator() -> None:
    pages = iter([QUAY] * 100)
    first, second = khabar.read_many(pages, threads=1), khabar.read_many(pages, threads=1)
    count = 0
    for reports in [first, second] * 10:
        count += sum(1 for _ in reports)
    assert count == 100


def test_an_iterable_that_asks_for_its_own_reports() -> None:
    def pages() -> Iterator[str]:
        yield QUAY
        next(reports)

    reports = khabar.read_many(pages())
    read, error = each(reports)
    assert len(read) <= 1 and isinstance(error, (RuntimeError, ValueError))


def test_two_threads_on_one_reader() -> None:
    """Each page is given once; who asks while another is asking may be told so."""

    def pages() -> Iterator[str]:
        for at in range(400):
            yield QUAY.replace("Quay opens", f"Quay {at}")

    reports = khabar.read_many(pages(), threads=2)
    found: list[str] = []
    strange: list[BaseException] = []

    def take() -> None:
        while True:
            read, error = each(reports)
            found.extend(report.headline for report in read)
            if error is None:
                return
            if not isinstance(error, RuntimeError):
                strange.append(error)
                return

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert strange == []
    assert sorted(found) == sorted(f"Quay {at}" for at in range(400))


def test_lines_of_a_file_are_pages_of_their_own() -> None:
    file = io.StringIO("<h1>First</h1><p>One, she said.</p>\n<h1>Second</h1><p>Two, she said.</p>\n")
    assert [report.headline for report in khabar.read_many(file)] == ["First", "Second"]
