"""Archives to tables on Spark: a list of paths in, Parquet out, the same rows as `khabar corpus` writes.

    spark-submit --master spark://HOST:7077 spark_corpus.py paths.txt OUT [--drop near-duplicate,exact-duplicate] [--size BYTES]

`paths.txt` has a path or address a line, which every executor can open; OUT is a folder that all can write to. What was read stands in
OUT/staged-… until the end, so that the same command goes on where a job was stopped after reading.
"""

import argparse
import hashlib
import json

from pyspark.sql import SparkSession

import khabar.spark


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("paths", help="file with a path or address a line")
    parser.add_argument("out", help="folder to write to")
    parser.add_argument("--drop", default="", help="marks whose rows are left out: " + ", ".join(khabar.spark.DUPLICATES))
    parser.add_argument("--size", type=int, help="bytes of a piece of an archive, which is a task (64 MiB)")
    parser.add_argument("--no-statements", action="store_true", help="do not read who said what")
    arguments = parser.parse_args()
    drop = [mark for mark in arguments.drop.split(",") if mark]
    for mark in drop:
        if mark not in khabar.spark.DUPLICATES:
            parser.error(f"--drop: there is no mark {mark!r}, but {', '.join(khabar.spark.DUPLICATES)}")

    spark = SparkSession.builder.appName("khabar corpus").getOrCreate()
    # As other programs write points of time, in UTC; Spark's own form has no zone.
    spark.conf.set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
    paths = [row.value.strip() for row in spark.read.text(arguments.paths).collect()]
    paths = [path for path in paths if path]
    # Named after what is read and how, so that what was read of another list is not taken for it.
    read = json.dumps([paths, arguments.size, arguments.no_statements])
    staged = f"{arguments.out}/staged-{hashlib.sha256(read.encode()).hexdigest()[:16]}"
    scratch = f"{arguments.out}/scratch"

    if not exists(spark, f"{staged}/_SUCCESS"):
        rows = khabar.spark.read_warc(
            spark, paths, size=arguments.size, statements=not arguments.no_statements
        )
        rows.write.mode("overwrite").parquet(staged)
    rows = spark.read.parquet(staged)
    failed = rows.where("failure IS NOT NULL")
    failed = failed.select("id", "file", "entry", "offset", "address", "failure.cause", "failure.message")
    failed.write.mode("overwrite").parquet(f"{arguments.out}/failures")
    marked = khabar.spark.mark_duplicates(rows, scratch=scratch)
    for mark in drop:
        marked = marked.where(f"{khabar.spark.DUPLICATES[mark]} IS NULL")
    marked.drop("row").write.mode("overwrite").parquet(f"{arguments.out}/pages")
    # What says that reading is done goes first: nobody may take what is left of it for all.
    for path in (f"{staged}/_SUCCESS", staged, scratch):
        remove(spark, path)
    spark.stop()


def exists(spark: SparkSession, path: str) -> bool:
    files, path = _file_system(spark, path)
    return files.exists(path)


def remove(spark: SparkSession, path: str) -> None:
    files, path = _file_system(spark, path)
    files.delete(path, True)


def _file_system(spark: SparkSession, path: str):
    """Hadoop's, which knows every kind of address that Spark writes to."""
    context = spark.sparkContext
    path = context._jvm.org.apache.hadoop.fs.Path(path)
    return path.getFileSystem(context._jsc.hadoopConfiguration()), path


if __name__ == "__main__":
    main()
