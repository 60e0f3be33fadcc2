"""Archives to tables on Ray: a list of paths in, Parquet out, the same rows as `khabar corpus` writes.

    ray job submit --address http://HOST:8265 --working-dir jobs -- python ray_corpus.py paths.txt OUT [--drop near-duplicate]

`paths.txt` has a path or address a line, which every worker can open; OUT is a folder that all can write to. What was read stands in
OUT/staged-… until the end, so that the same command goes on where a job was stopped.
"""

import argparse

import ray

import khabar.ray


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("paths", help="file with a path or address a line")
    parser.add_argument("out", help="folder to write to")
    parser.add_argument("--drop", default="", help="marks whose rows are left out: " + ", ".join(khabar.ray.DROPPABLE))
    parser.add_argument("--size", type=int, help="bytes of a piece of an archive, which is a task (64 MiB)")
    parser.add_argument("--partitions", type=int, help="into how many parts what is compared is shuffled")
    parser.add_argument("--no-statements", action="store_true", help="do not read who said what")
    arguments = parser.parse_args()

    ray.init()
    try:
        khabar.ray.corpus(
            khabar.ray.listed(arguments.paths),
            arguments.out,
            drop=[mark for mark in arguments.drop.split(",") if mark],
            size=arguments.size,
            partitions=arguments.partitions,
            statements=not arguments.no_statements,
        )
    except ValueError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
