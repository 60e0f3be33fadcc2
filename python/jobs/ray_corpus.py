"""Archives to tables on Ray: a list of paths in, Parquet out, the same rows as `khabar corpus` writes.

    ray job submit --address http://HOST:8265 --working-dir jobs -- python ray_corpus.py paths.txt OUT [--drop near-duplicate]

`paths.txt` has a path or address a line, which every worker can open; OUT is a folder that all can write to. What was read stands in
OUT/staged-… until the end, so that the same command goes on where a job was stopped after reading.
"""

import argparse
import hashlib
import json
import os
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.fs
import pyarrow.parquet
import ray
import ray.data

import khabar.ray


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("paths", help="file with a path or address a line")
    parser.add_argument("out", help="folder to write to")
    parser.add_argument("--drop", default="", help="marks whose rows are left out: " + ", ".join(khabar.ray.DUPLICATES))
    parser.add_argument("--size", type=int, help="bytes of a piece of an archive, which is a task (64 MiB)")
    parser.add_argument("--partitions", type=int, help="into how many parts what is compared is shuffled")
    parser.add_argument("--no-statements", action="store_true", help="do not read who said what")
    arguments = parser.parse_args()
    drop = [mark for mark in arguments.drop.split(",") if mark]
    for mark in drop:
        if mark not in khabar.ray.DUPLICATES:
            parser.error(f"--drop: there is no mark {mark!r}, but {', '.join(khabar.ray.DUPLICATES)}")

    ray.init()
    files, listed = place(arguments.paths)
    with files.open_input_stream(listed) as lines:
        paths = [line.strip() for line in lines.read().decode().splitlines() if line.strip()]
    files, out = place(arguments.out)
    # Named after what is read and how, so that what was read of another list is not taken for it.
    read = json.dumps([paths, arguments.size, arguments.no_statements])
    staged = f"{out}/staged-{hashlib.sha256(read.encode()).hexdigest()[:16]}"
    done = f"{staged}.done"

    if files.get_file_info(done).type == pyarrow.fs.FileType.NotFound:
        clear(files, staged)
        rows = khabar.ray.read_warc(
            paths, size=arguments.size, statements=not arguments.no_statements
        )
        rows.write_parquet(staged, filesystem=files)
        files.open_output_stream(done).close()
    rows = staged_rows(files, staged)
    failed = rows.map_batches(failures, batch_format="pyarrow")
    write(failed, files, f"{out}/failures", lambda: failures(pa.schema(khabar.table_schema()).empty_table()))
    marked = khabar.ray.mark_duplicates(rows, partitions=arguments.partitions)

    def kept(table: pa.Table) -> pa.Table:
        for mark in drop:
            table = table.filter(pc.is_null(table[khabar.ray.DUPLICATES[mark]]))
        return table.drop_columns(["row"])

    pages = marked.map_batches(kept, batch_format="pyarrow")
    write(pages, files, f"{out}/pages", lambda: kept(marked.schema().base_schema.empty_table()))
    # What says that reading is done goes first: nobody may take what is left of it for all.
    files.delete_file(done)
    clear(files, staged)


def place(name: str) -> tuple[pyarrow.fs.FileSystem, str]:
    """Where a path or an address leads."""
    return pyarrow.fs.FileSystem.from_uri(name if "://" in name else os.path.abspath(name))


def staged_rows(files: pyarrow.fs.FileSystem, folder: str) -> ray.data.Dataset:
    """What was read, by tasks, which are done again where a node is lost; what `ray.data.read_parquet` asks for the ends of files
    is not."""
    found = files.get_file_info(pyarrow.fs.FileSelector(folder))
    names = sorted(file.path for file in found if file.path.endswith(".parquet"))

    def load(row: pa.Table) -> pa.Table:
        return pyarrow.parquet.read_table(row["path"][0].as_py(), filesystem=files)

    plan = ray.data.from_items([{"path": name} for name in names], override_num_blocks=max(1, len(names)))
    return plan.map_batches(load, batch_format="pyarrow", batch_size=1)


def failures(table: pa.Table) -> pa.Table:
    table = table.filter(pc.is_valid(table["failure"]))
    columns = {name: table[name] for name in ("id", "file", "entry", "offset", "address")}
    for name in ("cause", "message"):
        columns[name] = pc.struct_field(table["failure"], name)
    return pa.table(columns)


def write(
    rows: ray.data.Dataset, files: pyarrow.fs.FileSystem, folder: str, nothing: Callable[[], pa.Table]
) -> None:
    """Writes rows in place of what another start left; of no rows, of which Ray writes nothing, a file of `nothing`."""
    clear(files, folder)
    rows.write_parquet(folder, filesystem=files)
    found = files.get_file_info(pyarrow.fs.FileSelector(folder, allow_not_found=True))
    if not any(file.path.endswith(".parquet") for file in found):
        files.create_dir(folder)
        pyarrow.parquet.write_table(nothing(), f"{folder}/part-00000.parquet", filesystem=files)


def clear(files: pyarrow.fs.FileSystem, folder: str) -> None:
    """Removes what another start left."""
    if files.get_file_info(folder).type != pyarrow.fs.FileType.NotFound:
        files.delete_dir(folder)


if __name__ == "__main__":
    main()
