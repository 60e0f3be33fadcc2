"""Archives, and pieces of them."""

from __future__ import annotations

import gzip
import multiprocessing
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyarrow as pa
import pytest

import khabar

from conftest import QUAY, QUAY_URL


def record(url: str, body: bytes, content_type: str = "text/html; charset=utf-8") -> bytes:
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n\r\n".encode() + body
    head = (
        "WARC/1.1\r\nWARC-Type: response\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: 2026-03-02T10:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def archive(folder: Path, *records: bytes) -> Path:
    path = folder / "crawl.warc.gz"
    path.write_bytes(b"".join(map(gzip.compress, records)))
    return path


def test_the_sample_archive(samples: Path) -> None:
    pages = list(khabar.read_warc(samples / "crawl.warc.gz"))
    assert len(pages) > 100 and all(page.error is None for page in pages)
    first = pages[0]
    assert first.url == "https://coastal-courier.example/region/harbour"
    assert first.fetched == "2026-03-02T10:00:01Z"
    assert first.record_id is not None and first.record_id.startswith("urn:uuid:")
    assert (first.entry, first.offset) == (None, 439)
    assert first.file == str(samples / "crawl.warc.gz") and first.id == f"{first.file}#439"
    assert first.report is not None and first.report.headline.startswith("Harbour")
    assert len({page.id for page in pages}) == len(pages)


@pytest.mark.parametrize("threads", [1, 3])
def test_the_order_is_that_of_the_archive(samples: Path, threads: int) -> None:
    offsets = [page.offset for page in khabar.read_warc(str(samples / "crawl.warc.gz"), threads=threads)]
    assert offsets == sorted(offsets)


def test_the_address_is_that_of_the_record(tmp_path: Path) -> None:
    [page] = khabar.read_warc(archive(tmp_path, record(QUAY_URL, QUAY.encode())))
    assert page.url == QUAY_URL and page.report.authors[0].url == "https://courier.example/staff/lina"
    assert repr(page).startswith("<Page ") and "Quay opens" in repr(page)


def test_a_page_that_cannot_be_read_costs_itself(tmp_path: Path) -> None:
    path = archive(
        tmp_path,
        record("https://a.example/1", QUAY.encode()),
        record("https://a.example/2", b"   "),
        record("https://a.example/3", QUAY.encode()),
    )
    first, second, third = khabar.read_warc(path)
    assert first.report.headline == third.report.headline == "Quay opens"
    assert second.report is None and isinstance(second.error, khabar.ReadError)
    assert second.error.cause == "empty" and second.url == "https://a.example/2"


def test_a_damaged_archive_is_read_on(tmp_path: Path) -> None:
    members = [gzip.compress(record(f"https://a.example/{at}", QUAY.encode())) for at in range(3)]
    broken = bytearray(members[1])
    broken[len(broken) // 2 :] = b"\0" * (len(broken) - len(broken) // 2)
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(members[0] + bytes(broken) + members[2])
    pages = list(khabar.read_warc(path))
    assert [page.url for page in pages if page.report] == ["https://a.example/0", "https://a.example/2"]
    assert any(page.error is not None for page in pages)


def test_a_cut_archive_says_so(tmp_path: Path) -> None:
    path = archive(tmp_path, record(QUAY_URL, QUAY.encode()), record(QUAY_URL, QUAY.encode()))
    path.write_bytes(path.read_bytes()[:-40])
    pages = list(khabar.read_warc(path))
    assert pages[0].report is not None
    assert pages[-1].error is not None and pages[-1].error.cause == "cut-off"


def test_other_inputs(samples: Path, tmp_path: Path) -> None:
    shutil.copy(samples / "harbour.html", tmp_path)
    (tmp_path / "pages.jsonl").write_text('{"html": "<h1>Quay opens</h1><p>It did, she said.</p>"}\n', encoding="utf-8")
    headlines = [page.report.headline for page in khabar.read_warc(tmp_path)]
    assert headlines == ["Harbour of Port Amal reopens after a year of repairs", "Quay opens"]


def test_what_is_not_there() -> None:
    with pytest.raises(OSError, match="nowhere.warc.gz: it could not be opened"):
        khabar.read_warc("nowhere.warc.gz")
    with pytest.raises(OSError, match="nowhere"):
        khabar.pieces("nowhere.warc.gz")
    with pytest.raises(TypeError, match="path: give a str or a pathlib.Path"):
        khabar.read_warc(3)  # type: ignore[arg-type]


def test_pieces_hold_every_page_once(samples: Path, tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes((samples / "crawl.warc.gz").read_bytes())
    whole = [page.id for page in khabar.read_warc(path)]
    pieces = khabar.pieces(path, size=50_000)
    assert len(pieces) > 3 and all(isinstance(piece, str) for piece in pieces)
    found = [row for piece in pieces for table in khabar.read_piece(piece) for row in pa.table(table)["id"].to_pylist()]
    assert found == whole


def test_a_file_of_a_folder_is_cut_by_itself(samples: Path, tmp_path: Path) -> None:
    for name in ["a.warc.gz", "b.warc.gz"]:
        (tmp_path / name).write_bytes((samples / "crawl.warc.gz").read_bytes())
    pieces = khabar.pieces(tmp_path, size=200_000)
    (tmp_path / "a.warc.gz").unlink()
    assert sum(len(table) for piece in pieces if "b.warc.gz" in piece for table in khabar.read_piece(piece)) > 100
    (tmp_path / "b.warc.gz").write_bytes(b"another")
    with pytest.raises(OSError, match="b.warc.gz: it has changed since its pieces were counted"):
        khabar.read_piece(pieces[-1])


def test_what_is_no_piece() -> None:
    for wrong in ["", "{}", "crawl.warc.gz"]:
        with pytest.raises(ValueError, match="piece: .*give what khabar.pieces gave"):
            khabar.read_piece(wrong)
    with pytest.raises(ValueError, match="size: 0 bytes are no piece; give at least 1"):
        khabar.pieces("nowhere.warc.gz", size=0)
    with pytest.raises(OSError, match="nowhere"):
        khabar.read_piece('{"name": "nowhere.warc.gz", "size": 1, "number": 0, "bytes": 1}')


def test_a_piece_that_is_no_more(samples: Path) -> None:
    name = str(samples / "crawl.warc.gz").replace("\\", "/")
    with pytest.raises(OSError, match="count them again"):
        list(khabar.read_piece(f'{{"name": "{name}", "size": 67108864, "number": 7, "bytes": 1}}'))


def _count(piece: str) -> int:
    return sum(len(table) for table in khabar.read_piece(piece))


def test_pieces_of_an_address_are_read_by_processes_that_were_forked(samples: Path) -> None:
    page = (samples / "harbour.html").read_bytes()

    class Served(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()

        def do_GET(self) -> None:
            first, last = self.headers["Range"].removeprefix("bytes=").split("-")
            part = page[int(first) : int(last) + 1]
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {first}-{int(first) + len(part) - 1}/{len(page)}")
            self.send_header("Content-Length", str(len(part)))
            self.end_headers()
            self.wfile.write(part)

        def log_message(self, *arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Served) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/harbour.html"
        found = khabar.pieces(address)
        with multiprocessing.get_context("fork").Pool(1) as pool:
            assert pool.apply_async(_count, found).get(60) == 1
        assert _count(found[0]) == 1
        server.shutdown()
