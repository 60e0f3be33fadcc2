"""Archives of made-up pages, what `khabar corpus` makes of them, and processes that are really started and really killed."""

from __future__ import annotations

import gzip
import os
import random
import runpy
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset
import pytest

from khabar import _marks

ROOT = Path(__file__).parent.parent.parent.parent
JOBS = ROOT / "python" / "jobs"

#: Bytes of a piece: small, so that there are many tasks and one can be lost.
SIZE = 12_000
#: How long anything here may take, in seconds, before it counts as stuck.
PATIENCE = 420


def record(number: int, body: bytes, url: str, status: int = 200) -> bytes:
    """A record of WARC, packed by itself."""
    answer = f"HTTP/1.1 {status} OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n".encode() + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Record-ID: <urn:uuid:{number:032x}>\r\nWARC-Target-URI: {url}\r\n"
        "WARC-Date: 2026-03-02T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(answer)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + answer + b"\r\n\r\n", mtime=0)


def page(number: int, rnd: random.Random) -> bytes:
    """A report on one of many harbours, as others tell it or with some of its words changed, and what its site says below."""
    topic = rnd.randrange(160)
    changed = rnd.choice([0, 0, 8, 20])
    words = [f"harbour{topic}word{i if i >= changed else 1000 + changed + i}" for i in range(120)]
    paragraphs = "".join(
        f"<p>The {' '.join(words[at : at + 30])} reopened on Monday, Mayor Rima Nassar said.</p>"
        for at in range(0, 120, 30)
    )
    below = f"<p>Read on in the newsletter of site {number % 3}, which comes every Friday at noon.</p>"
    return (
        f"<html lang=en><title>Report {number}</title><article><h1>Report {number} of harbour {topic}</h1>"
        f"{paragraphs}{below}</article></html>"
    ).encode()


@pytest.fixture(scope="session")
def archives(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Three archives of pages, some of which are copies, empty, no pages at all, or damaged."""
    folder = tmp_path_factory.mktemp("archives")
    rnd = random.Random(2026)
    paths = []
    number = 0
    for file in range(3):
        records = []
        for _ in range(110):
            number += 1
            url = f"https://www.site{number % 3}.example/{number if number % 11 else number // 2}?utm_source=x"
            body, status = page(number, rnd), 200
            if number % 37 == 5:
                body = b""
            elif number % 41 == 7:
                body = b"%PDF-1.7 and so on"
            elif number % 43 == 9:
                status = 404
            packed = record(number, body, url, status)
            if number % 97 == 50:
                packed = packed[: len(packed) // 2] + b"\0" * 40 + packed[len(packed) // 2 + 40 :]
            records.append(packed)
        path = folder / f"part-{file}.warc.gz"
        path.write_bytes(b"".join(records))
        paths.append(str(path))
    return paths


@dataclass
class Corpus:
    """What a run wrote."""

    folder: Path

    def rows(self, table: str, schema: pa.Schema | None = None) -> dict[str, dict[str, object]]:
        """The rows of a table by their names, as if it had these columns."""
        read = pyarrow.dataset.dataset(self.folder / table, format="parquet").to_table()
        if schema is not None:
            assert sorted(read.column_names) == sorted(schema.names)
            read = read.select(schema.names).cast(schema)
        rows = {row["id"]: row for row in read.to_pylist()}
        assert len(rows) == len(read), f"rows of {table} stand there twice"
        return rows

    def schema(self, table: str) -> pa.Schema:
        return pyarrow.dataset.dataset(self.folder / table, format="parquet").schema


@pytest.fixture(scope="session")
def corpus(archives: list[str], tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """What the program itself makes of the archives."""
    out = tmp_path_factory.mktemp("corpus") / "out"
    khabar = os.environ.get("KHABAR", "khabar")
    subprocess.run([khabar, "corpus", *archives, "-o", str(out), "--quiet"], check=True)
    made = Corpus(out)
    pages = made.rows("pages").values()
    # So that what is compared is there to be compared.
    for column in ("addressDuplicateOf", "exactDuplicateOf", "nearDuplicateOf", "repeated"):
        assert sum(1 for row in pages if row[column]) > 3, column
    assert len(made.rows("failures")) > 10
    return made


def hold_equal(found: Corpus, expected: Corpus) -> None:
    """Every row of every table, column by column."""
    for table in ("pages", "failures"):
        schema = expected.schema(table)
        rows, wanted = found.rows(table, schema), expected.rows(table)
        assert rows.keys() == wanted.keys()
        for name, row in wanted.items():
            assert rows[name] == row, name


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(what: str, holds: Callable[[], object], process: subprocess.Popen[bytes] | None = None) -> None:
    """Waits until something holds; fails where it never does, or the process is gone before."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, f"{what} never came"
        assert process is None or process.poll() is None, f"the job was at its end before {what}"
        time.sleep(0.05)


def processes(word: str, *starters: subprocess.Popen[bytes]) -> list[int]:
    """Processes that these started, of whose command line `word` is a part."""
    sessions = {starter.pid for starter in starters}
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ")
            # Behind the name, which may hold anything: state, parent, group, session.
            _, parent, _, session = (entry / "stat").read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if word.encode() in command and int(session) in sessions:
            parents[int(entry.name)] = int(parent)
    # One that was just forked off has the command line of its parent for a moment.
    return sorted(process for process, parent in parents.items() if parent not in parents)


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts processes, each with a log, and ends them and all they started."""
    running: list[subprocess.Popen[bytes]] = []

    def start(*command: object, log: str, **environment: str) -> subprocess.Popen[bytes]:
        bin_folder = Path(sys.executable).parent
        environment = {
            **os.environ,
            "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
            "PYSPARK_PYTHON": sys.executable,
            **environment,
        }
        with open(tmp_path / log, "wb") as file:
            process = subprocess.Popen(
                [str(part) for part in command],
                stdout=file,
                stderr=subprocess.STDOUT,
                env=environment,
                start_new_session=True,
            )
        running.append(process)
        return process

    yield start
    for process in running:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()


@pytest.fixture
def paths_file(archives: list[str], tmp_path: Path) -> Path:
    path = tmp_path / "paths.txt"
    path.write_text("\n".join(archives) + "\n")
    return path


def finished(process: subprocess.Popen[bytes], log: Path) -> str:
    """The log of a job that came to its end."""
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        pytest.fail(f"the job is stuck:\n{log.read_text()[-4000:]}")
    text = log.read_text()
    assert process.returncode == 0, text[-8000:]
    return text


def hold_what_goes_on(name: str, archives: list[str], folder: Path, patch: pytest.MonkeyPatch) -> None:
    """A job that is stopped after reading goes on from there when it is started again, and minds its options."""
    archive = folder / "part.warc.gz"
    shutil.copy(archives[0], archive)
    listed = folder / "paths.txt"
    listed.write_text(f"{archive}\n\n")
    options = ["--drop", "near-duplicate,address-duplicate,repeated", "--no-statements"]
    expected = Corpus(folder / "expected")
    khabar = os.environ.get("KHABAR", "khabar")
    subprocess.run([khabar, "corpus", archive, "-o", expected.folder, "--quiet", *options], check=True)
    assert len(expected.rows("pages")) < 100
    found = Corpus(folder / "out")

    def run(*options: str) -> None:
        patch.setattr(sys, "argv", [name, str(listed), str(found.folder), *options])
        runpy.run_path(str(JOBS / name), run_name="__main__")

    def stopped(*_: object, **__: object) -> None:
        raise InterruptedError("by hand")

    with patch.context() as patched:
        patched.setattr(_marks, "find", stopped)
        with pytest.raises(InterruptedError, match="by hand"):
            run(*options)
    archive.unlink()
    run(*options)
    hold_equal(found, expected)
    # What was read otherwise is not taken for it.
    with pytest.raises(Exception, match="part.warc.gz"):
        run()
    with pytest.raises(SystemExit):
        run("--drop", "near")
