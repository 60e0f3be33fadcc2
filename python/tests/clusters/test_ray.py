"""Ray: pages of a Dataset, and a whole job on a cluster that loses a node half-way."""

from __future__ import annotations

import os
import runpy
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

ray = pytest.importorskip("ray")
import ray.data  # noqa: E402
from conftest import (  # noqa: E402
    JOBS,
    SIZE,
    Corpus,
    finished,
    free_port,
    hold_equal,
    hold_what_goes_on,
    processes,
    wait_for,
)

import khabar.ray  # noqa: E402

RAY = Path(sys.executable).parent / "ray"
#: Of all processes of a cluster, which know each other by a word of their own.
SETTINGS = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_DATA_DISABLE_PROGRESS_BARS": "1",
    "RAY_AUTH_MODE": "token",
    "RAY_AUTH_TOKEN": secrets.token_hex(32),
}


def test_a_job_that_loses_a_node(started, paths_file: Path, corpus: Corpus, tmp_path: Path) -> None:
    port, dashboard = free_port(), free_port()
    common = ["--num-cpus", 1, "--object-store-memory", 200_000_000, "--disable-usage-stats", "--block"]
    started(RAY, "start", "--head", "--node-ip-address", "127.0.0.1", "--port", port, "--dashboard-port", dashboard,
            *common, log="head.log", **SETTINGS)
    head = tmp_path / "head.log"
    wait_for("the head", lambda: "Ray runtime started" in head.read_text())
    second = started(RAY, "start", "--address", f"127.0.0.1:{port}", *common, log="node.log", **SETTINGS)
    node = tmp_path / "node.log"
    wait_for("the node", lambda: "Ray runtime started" in node.read_text(), second)

    out = tmp_path / "out"
    submit = (RAY, "job", "submit", "--address", f"http://127.0.0.1:{dashboard}", "--working-dir", JOBS, "--")
    work = (sys.executable, "ray_corpus.py", paths_file, out, "--size", SIZE, "--partitions", 2)
    log = tmp_path / "job.log"

    def submitted() -> subprocess.Popen[bytes] | None:
        job = started(*submit, *work, log="job.log", **SETTINGS)
        wait_for("an answer", lambda: job.poll() is not None or "submitted successfully" in log.read_text())
        return None if job.poll() and "No available agent" in log.read_text() else job

    # What takes jobs begins a little after the head.
    jobs: list[subprocess.Popen[bytes] | None] = [None]
    wait_for("what takes jobs", lambda: jobs.append(submitted()) or jobs[-1])
    job = jobs[-1]
    wait_for("the third file", lambda: len(list(out.glob("staged-*/read/*.zip"))) >= 3, job)
    # The node with all its workers, which are of its session.
    for process in processes("raylet/raylet", second):
        os.kill(process, signal.SIGKILL)
    os.killpg(second.pid, signal.SIGKILL)
    assert not list(out.glob("staged-*/done"))

    finished(job, log)
    hold_equal(Corpus(out), corpus)
    assert sorted(entry.name for entry in out.iterdir()) == ["failures", "pages"]


@pytest.fixture(scope="module")
def on_this_machine() -> Iterator[None]:
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    ray.init("local", num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield
    ray.shutdown()


PAGE = "<h1>Quay opens</h1><p>The harbour of Port Amal reopened on Monday, said Mayor Rima Nassar to reporters.</p>"


def test_a_poisoned_page_costs_its_row(on_this_machine: None) -> None:
    pages = [PAGE, None, "", "%PDF-1.7 and so on", "x" * 5000, PAGE.replace("Monday", "Friday")]
    table = pa.table({"number": list(range(6)), "html": pages})
    read = khabar.ray.read(ray.data.from_arrow(table), keep=["number"], id="number", max_bytes=4000, batch_size=4)
    rows = {row["number"]: row for row in read.take_all()}
    assert [rows[number]["id"] for number in range(6)] == list("012345")
    causes = [rows[number]["failure"] and rows[number]["failure"]["cause"] for number in range(6)]
    assert causes == [None, "empty", "empty", "not-text", "too-large", None]
    assert rows[0]["statements"][0]["speaker"]["name"] == "Rima Nassar"


def test_rows_without_names_have_names_of_their_own(on_this_machine: None) -> None:
    table = pa.table({"html": [PAGE] * 6, "row": list(range(6))})
    read = khabar.ray.read(ray.data.from_arrow(table), keep=["row"], batch_size=2).take_all()
    assert len({row["id"] for row in read}) == 6
    assert sorted(row["row"] for row in read) == list(range(6))


@pytest.mark.parametrize("partitions", [None, 1, 2])
def test_duplicates_of_pages_in_blocks(on_this_machine: None, partitions: int | None) -> None:
    words = " ".join(f"harbour{number}" for number in range(60))
    page = f"<h1>Quay</h1><p>{words} reopened on Monday, the mayor said to all who came.</p>"
    pages = [page, page.replace("harbour7 ", "quay "), "", page, PAGE]
    table = pa.table({"row": [10, 20, 30, 40, 50], "html": pages})
    read = khabar.ray.read(ray.data.from_arrow(table).repartition(3), keep=["row"])
    marked = {row["row"]: row for row in khabar.ray.mark_duplicates(read, partitions=partitions).take_all()}
    assert sorted(marked) == [10, 20, 40, 50]
    assert marked[20]["nearDuplicateOf"] == marked[10]["id"]
    assert (marked[40]["exactDuplicateOf"], marked[40]["nearDuplicateOf"]) == (marked[10]["id"], marked[10]["id"])
    left = khabar.ray.drop_duplicates(read, partitions=partitions)
    assert sorted(row["row"] for row in left.take_all()) == [10, 50]


def test_nothing_has_no_marks(on_this_machine: None, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.warc.gz"
    damaged.write_bytes(b"\x1f\x8b\x08\x00" + b"no archive" * 20)
    read = khabar.ray.read_warc([str(damaged)])
    assert [row["failure"] is None for row in read.take_all()] == [False]
    marked = khabar.ray.mark_duplicates(read)
    assert marked.count() == 0
    assert "nearDuplicateOf" in marked.schema().names


def test_a_job_that_is_started_again(
    on_this_machine: None, archives: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # That of the job is that of the other tests here.
    monkeypatch.setattr(ray, "init", lambda: None)
    hold_what_goes_on("ray_corpus.py", archives, tmp_path, monkeypatch)


def test_no_rows_are_files_too(
    on_this_machine: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    (tmp_path / "paths.txt").write_text(str(page))
    monkeypatch.setattr(ray, "init", lambda: None)
    monkeypatch.setattr(sys, "argv", ["", str(tmp_path / "paths.txt"), str(tmp_path / "out")])
    runpy.run_path(str(JOBS / "ray_corpus.py"), run_name="__main__")
    written = Corpus(tmp_path / "out")
    assert len(written.rows("pages")) == 1 and written.rows("failures") == {}
    assert written.schema("failures").names[-1] == "message"


def test_wrong_arguments(on_this_machine: None) -> None:
    ds = ray.data.from_arrow(pa.table({"html": [PAGE]}))
    with pytest.raises(ValueError, match="max_seconds"):
        khabar.ray.read(ds, max_seconds=0)
    with pytest.raises(TypeError, match="paths"):
        khabar.ray.read_warc("one.warc.gz")
    with pytest.raises(ValueError, match="no column 'row'"):
        khabar.ray.mark_duplicates(ds)
    with pytest.raises(ValueError, match="partitions"):
        rows = pa.table({name: pa.array([], pa.string()) for name in ("id", "articleBody", "address", "url", "site")})
        khabar.ray.mark_duplicates(ray.data.from_arrow(rows.append_column("row", pa.array([], pa.int64()))), partitions=0)
