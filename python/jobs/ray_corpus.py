"""Archives to tables on Ray: a list of paths in, Parquet out, the same rows as `khabar corpus` writes.

    ray job submit --address http://HOST:8265 --working-dir jobs -- python ray_corpus.py paths.txt OUT [--drop near-duplicate]

`paths.txt` has a path or address a line, which every worker can open; OUT is a folder that all can write to. What was read stands in
OUT/staged until the end, so that the same command goes on where a job was stopped after reading.
"""

import argparse
import os

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.fs
import ray
import ray.data

import khabar.ray

COLUMNS = {
    "address-duplicate": "addressDuplicateOf",
    "exact-duplicate": "exactDuplicateOf",
    "near-duplicate": "nearDuplicateOf",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("paths", help="file with a path or address a line")
    parser.add_argument("out", help="folder to write to")
    parser.add_argument("--drop", default="", help="marks whose rows are left out: " + ", ".join(COLUMNS))
    parser.add_argument("--size", type=int, help="bytes of a piece of an archive, which is a task (64 MiB)")
    parser.add_argument("--partitions", type=int, help="into how many parts what is compared is shuffled")
    parser.add_argument("--no-statements", action="store_true", help="do not read who said what")
    arguments = parser.parse_args()
    drop = [mark for mark in arguments.drop.split(",") if mark]
    for mark in drop:
        if mark not in COLUMNS:
            parser.error(f"--drop: there is no mark {mark!r}, but {', '.join(COLUMNS)}")

    ray.init()
    files, listed = place(arguments.paths)
    with files.open_input_stream(listed) as lines:
        paths = [line.strip() for line in lines.read().decode().splitlines() if line.strip()]
    files, out = place(arguments.out)
    staged, done = f"{out}/staged", f"{out}/staged.done"

    if files.get_file_info(done).type == pyarrow.fs.FileType.NotFound:
        clear(files, staged)
        rows = khabar.ray.read_warc(
            paths, size=arguments.size, statements=not arguments.no_statements
        )
        rows.write_parquet(staged, filesystem=files)
        files.open_output_stream(done).close()
    rows = ray.data.read_parquet(staged, filesystem=files)
    for folder in ("failures", "pages"):
        clear(files, f"{out}/{folder}")
    failed = rows.map_batches(failures, batch_format="pyarrow")
    failed.write_parquet(f"{out}/failures", filesystem=files)
    marked = khabar.ray.mark_duplicates(rows, partitions=arguments.partitions)

    def kept(table: pa.Table) -> pa.Table:
        for mark in drop:
            table = table.filter(pc.is_null(table[COLUMNS[mark]]))
        return table.drop_columns(["row"])

    marked.map_batches(kept, batch_format="pyarrow").write_parquet(f"{out}/pages", filesystem=files)
    # What says that reading is done goes first: nobody may take what is left of it for all.
    files.delete_file(done)
    clear(files, staged)


def place(name: str) -> tuple[pyarrow.fs.FileSystem, str]:
    """Where a path or an address leads."""
    return pyarrow.fs.FileSystem.from_uri(name if "://" in name else os.path.abspath(name))


def failures(table: pa.Table) -> pa.Table:
    table = table.filter(pc.is_valid(table["failure"]))
    columns = {name: table[name] for name in ("id", "file", "entry", "offset", "address")}
    for name in ("cause", "message"):
        columns[name] = pc.struct_field(table["failure"], name)
    return pa.table(columns)


def clear(files: pyarrow.fs.FileSystem, folder: str) -> None:
    """Removes what another start left."""
    if files.get_file_info(folder).type != pyarrow.fs.FileType.NotFound:
        files.delete_dir(folder)


if __name__ == "__main__":
    main()
