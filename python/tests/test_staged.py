"""What tasks of an engine leave in the output for each other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pa = pytest.importorskip("pyarrow")
import pyarrow.compute  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

import khabar  # noqa: E402
from khabar import _corpus, _marks  # noqa: E402

PAGE = "<h1>Quay opens</h1><p>The harbour of Port Amal reopened on Monday, said Mayor Rima Nassar.</p>"


class Here:
    """An engine of one task at a time."""

    def each(self, rows, function, schema, tasks=None):
        batches = [batch for at in range(len(rows)) for batch in function(rows.slice(at, 1).to_batches())]
        return pa.Table.from_batches(batches, schema)

    def round(self, records, function, parts, schema):
        part = pa.array([number % parts for number in records["part"].to_pylist()], pa.int32())
        of_parts = (records.filter(pa.compute.equal(part, number)) for number in range(parts))
        batches = [batch for of_part in of_parts for batch in function(of_part.to_batches())]
        return pa.Table.from_batches(batches, schema)

    def of_kinds(self, records, kinds):
        return records.filter(pa.compute.is_in(records["kind"], pa.array(kinds)))

    def union(self, records):
        return pa.concat_tables(records)

    def keep(self, records):
        return records

    def all(self, records):
        return records

    def slots(self):
        return 2


@pytest.fixture
def archives(tmp_path: Path) -> list[str]:
    paths = []
    for number in range(3):
        path = tmp_path / f"{number}.jsonl"
        pages = [PAGE, "", PAGE.replace("Monday", f"Friday {number}")]
        path.write_text("".join(json.dumps({"html": page}) + "\n" for page in pages))
        paths.append(str(path))
    return paths


def folder(out: Path) -> _corpus.Folder:
    return _corpus.Folder(str(out), "staged", _marks.Reading(statements=True, max_bytes=1 << 20, max_seconds=10.0))


def test_what_another_task_read_is_left_as_it_is(
    archives: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = folder(tmp_path / "out")
    [piece] = khabar.pieces(archives[0])
    task = pa.table({"first": [7], "piece": [piece]}).to_batches()
    assert [batch.to_pylist() for batch in staged.read(task)] == [[{"first": 7, "pages": 2}]]
    [read] = (tmp_path / "out/staged/read").iterdir()
    before = read.read_bytes(), read.stat().st_mtime_ns
    # As one that began before the other was done.
    is_there = staged._is_there
    asked = iter([False])
    monkeypatch.setattr(staged, "_is_there", lambda path: next(asked, True) and is_there(path))
    assert [batch.to_pylist() for batch in staged.read(task)] == [[{"first": 7, "pages": 2}]]
    assert (read.read_bytes(), read.stat().st_mtime_ns) == before
    assert list((tmp_path / "out/staged/unfinished").iterdir()) == []


def test_a_task_that_fails_leaves_nothing_that_is_taken_for_whole(
    archives: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = folder(tmp_path / "out")
    [piece] = khabar.pieces(archives[0])
    task = pa.table({"first": [7], "piece": [piece]}).to_batches()
    with monkeypatch.context() as patched:
        patched.setattr(_corpus, "copy_files", lambda *_, **__: (_ for _ in ()).throw(OSError("the store is away")))
        with pytest.raises(OSError, match="the store is away"):
            list(staged.read(task))
    assert list((tmp_path / "out/staged").glob("read/*")) == []
    assert list(staged.read(task))


def test_damage_says_what_to_do(archives: list[str], tmp_path: Path) -> None:
    damaged = tmp_path / "keys"
    damaged.write_bytes(b"no keys")
    with pytest.raises(OSError, match="remove the folder staged-"):
        _corpus.keys_in(str(damaged), 3, 0, 0)


@pytest.mark.parametrize("parts", [1, 2, 7])
def test_a_corpus_of_parts(archives: list[str], tmp_path: Path, parts: int) -> None:
    out = tmp_path / "out"
    options = {"statements": False, "max_bytes": 1 << 20, "max_seconds": 10.0}
    _corpus.make(Here(), archives, str(out), parts=parts, **options)
    assert sorted(entry.name for entry in out.iterdir()) == ["failures", "pages"]
    assert len(pq.read_table(out / "pages")) == 6 and len(pq.read_table(out / "failures")) == 3
    rows = {row["id"]: row for row in pq.read_table(out / "pages").to_pylist()}
    copies = [row["exactDuplicateOf"] for row in rows.values() if row["exactDuplicateOf"]]
    assert len(copies) == 2 and set(copies) == {next(iter(rows))}
    _corpus.make(Here(), archives, str(tmp_path / "dropped"), parts=parts, drop=["exact-duplicate"], **options)
    assert len(pq.read_table(tmp_path / "dropped/pages")) == 4
    with pytest.raises(ValueError, match="drop: there is no mark 'near', but"):
        _corpus.make(Here(), archives, str(out), drop=["near"], **options)
