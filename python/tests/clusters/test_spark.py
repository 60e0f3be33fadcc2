"""Spark: pages of a DataFrame, and a whole job on a cluster that loses an executor half-way."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pyspark = pytest.importorskip("pyspark")

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
from pyspark.sql import SparkSession  # noqa: E402
from pyspark.sql import functions as F  # noqa: E402

import khabar.spark  # noqa: E402

BIN = Path(pyspark.__file__).parent / "bin"


def test_a_job_that_loses_an_executor(started, paths_file: Path, corpus: Corpus, tmp_path: Path) -> None:
    port, ui = free_port(), free_port()
    local = {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_DIRS": str(tmp_path / "spark")}
    spark_class, package = BIN / "spark-class", "org.apache.spark.deploy"
    started(spark_class, f"{package}.master.Master", "--host", "127.0.0.1", "--port", port, "--webui-port", ui,
            log="master.log", **local)
    workers = [
        started(spark_class, f"{package}.worker.Worker", "--cores", 1, "--memory", "1g", "--work-dir",
                tmp_path / f"worker-{worker}", "--webui-port", free_port(), f"spark://127.0.0.1:{port}",
                log=f"worker-{worker}.log", **local)
        for worker in range(2)
    ]
    master = tmp_path / "master.log"
    wait_for("two workers", lambda: master.read_text().count("Registering worker") == 2)

    out = tmp_path / "out"
    job = started(BIN / "spark-submit", "--master", f"spark://127.0.0.1:{port}",
                  "--conf", "spark.ui.enabled=false",
                  "--conf", "spark.executor.memory=600m", "--conf", "spark.driver.host=127.0.0.1",
                  JOBS / "spark_corpus.py", paths_file, out, "--size", SIZE, log="job.log", **local)
    wait_for("the third file", lambda: len(list(out.glob("staged-*/read/*.zip"))) >= 3, job)
    executors = processes("CoarseGrainedExecutorBackend --driver-url", *workers)
    assert len(executors) == 2
    os.kill(executors[0], signal.SIGKILL)
    assert not list(out.glob("staged-*/done"))

    log = finished(job, tmp_path / "job.log")
    assert "Lost executor" in log
    hold_equal(Corpus(out), corpus)
    assert sorted(entry.name for entry in out.iterdir()) == ["failures", "pages"]


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.shuffle.partitions", "2")
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


PAGE = "<h1>Quay opens</h1><p>The harbour of Port Amal reopened on Monday, said Mayor Rima Nassar to reporters.</p>"


def test_a_poisoned_page_costs_its_row(spark: SparkSession) -> None:
    pages = [PAGE, None, "", "%PDF-1.7 and so on", "x" * 5000, PAGE.replace("Monday", "Friday")]
    df = spark.createDataFrame([(number, html) for number, html in enumerate(pages)], "number int, html string")
    read = khabar.spark.read(df.coalesce(1), keep=["number"], id="number", max_bytes=4000)
    rows = {row["number"]: row for row in read.collect()}
    assert [rows[number]["id"] for number in range(6)] == list("012345")
    causes = [rows[number]["failure"] and rows[number]["failure"]["cause"] for number in range(6)]
    assert causes == [None, "empty", "empty", "not-text", "too-large", None]
    assert rows[0]["headline"] == "Quay opens"
    assert rows[0]["statements"][0]["speaker"]["name"] == "Rima Nassar"
    assert [rows[number]["row"] for number in range(6)] == sorted(rows[number]["row"] for number in range(6))


def test_binary_pages_and_texts(spark: SparkSession) -> None:
    df = spark.createDataFrame(
        [(bytearray(PAGE.encode()), None, "https://www.courier.example/1"),
         (None, "The harbour opened.\nIt was a Monday.", None)],
        "raw binary, dump string, link string",
    )
    read = khabar.spark.read(df, html="raw", text="dump", url="link").orderBy("row").collect()
    assert [row["site"] for row in read] == ["courier.example", None]
    assert all(row["failure"] is None for row in read)


def test_a_text_that_is_none_costs_its_row(spark: SparkSession) -> None:
    df = spark.sql(f"SELECT cast(X'3c703ee93c2f703e' AS string) AS html UNION ALL SELECT '{PAGE}'")
    read = khabar.spark.read(df.coalesce(1)).collect()
    assert [row["failure"] for row in read] == [None, None]
    assert read[1]["headline"] == "Quay opens"


def test_duplicates_of_pages_in_a_frame(spark: SparkSession, tmp_path: Path) -> None:
    words = " ".join(f"harbour{number}" for number in range(60))
    page = f"<h1>Quay</h1><p>{words} reopened on Monday, the mayor said to all who came.</p>"
    df = spark.createDataFrame(
        [(1, page), (2, page.replace("harbour7 ", "quay ")), (3, page), (4, PAGE)], "number int, html string"
    )
    read = khabar.spark.read(df.repartition(3, "number").sortWithinPartitions("number"), keep=["number"], id="number")
    read = read.localCheckpoint().withColumn("row", F.col("number").cast("long"))
    scratch = str(tmp_path / "scratch")
    marked = {row["number"]: row for row in khabar.spark.mark_duplicates(read, scratch=scratch).collect()}
    assert list(tmp_path.glob("scratch/khabar-*/01/*.parquet"))
    assert marked[2]["nearDuplicateOf"] == "1"
    assert (marked[3]["exactDuplicateOf"], marked[3]["nearDuplicateOf"]) == ("1", "1")
    assert sorted(row["number"] for row in khabar.spark.drop_duplicates(read).collect()) == [1, 4]


def test_a_job_that_is_started_again(
    spark: SparkSession, archives: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # That of the job is that of the other tests here.
    monkeypatch.setattr(SparkSession, "stop", lambda session: None)
    hold_what_goes_on("spark_corpus.py", archives, tmp_path, monkeypatch)


def test_wrong_arguments(spark: SparkSession) -> None:
    df = spark.createDataFrame([(PAGE,)], "html string")
    with pytest.raises(ValueError, match="no column 'page', but html"):
        khabar.spark.read(df, html="page")
    with pytest.raises(ValueError, match="no column 'link'"):
        khabar.spark.read(df, url="link")
    with pytest.raises(ValueError, match="keep: there is a column 'url' already"):
        khabar.spark.read(df.withColumn("url", df.html), keep=["url"])
    with pytest.raises(ValueError, match="max_bytes"):
        khabar.spark.read(df, max_bytes=-1)
    with pytest.raises(TypeError, match="paths"):
        khabar.spark.read_warc(spark, "one.warc.gz")
    with pytest.raises(ValueError, match="no column 'row'"):
        khabar.spark.mark_duplicates(df)
