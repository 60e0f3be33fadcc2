"""Archives to tables on Spark: a list of paths in, Parquet out, the same rows as `khabar corpus` writes.

    spark-submit --master spark://HOST:7077 spark_corpus.py paths.txt OUT [--drop near-duplicate,exact-duplicate] [--size BYTES]

`paths.txt` has a path or address a line, which every executor can open; OUT is a folder that all can write to. What was read stands in
OUT/staged-… until the end, so that the same command goes on where a job was stopped.
"""

import argparse

from pyspark.sql import SparkSession

import khabar.spark


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("paths", help="file with a path or address a line")
    parser.add_argument("out", help="folder to write to")
    parser.add_argument("--drop", default="", help="marks whose rows are left out: " + ", ".join(khabar.spark.DROPPABLE))
    parser.add_argument("--size", type=int, help="bytes of a piece of an archive, which is a task (64 MiB)")
    parser.add_argument("--no-statements", action="store_true", help="do not read who said what")
    arguments = parser.parse_args()

    spark = SparkSession.builder.appName("khabar corpus").getOrCreate()
    try:
        khabar.spark.corpus(
            spark,
            khabar.spark.listed(arguments.paths),
            arguments.out,
            drop=[mark for mark in arguments.drop.split(",") if mark],
            size=arguments.size,
            statements=not arguments.no_statements,
        )
    except ValueError as error:
        parser.error(str(error))
    finally:
        spark.stop()


if __name__ == "__main__":
    main()
