"""The extractor for datatrove."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import GONE, QUAY, QUAY_URL

pytest.importorskip("datatrove")

from datatrove.data import Document, MediaType
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

from khabar.datatrove import Khabar


def document(text: str, id: str = "1", **metadata: object) -> Document:
    return Document(text=text, id=id, metadata={"url": QUAY_URL, **metadata})


def test_the_body_stands_in_the_place_of_the_page() -> None:
    [read] = Khabar().run([document(QUAY, date="2026-05-05")])
    assert read.text.startswith("The harbour of Port Amal") and "<p>" not in read.text
    assert read.metadata["headline"] == "Quay opens"
    assert read.metadata["authors"] == ["Lina Haddad"]
    assert read.metadata["date_published"] == "2026-03-02T09:40:00+02:00"
    assert read.metadata["language"] == "en"
    assert read.metadata["is_report"] is True
    assert [said["speaker"]["name"] for said in read.metadata["statements"]] == ["Rima Nassar", "Rima Nassar"]
    assert "date_modified" not in read.metadata
    # What the archive said is not what the page says.
    assert read.metadata["url"] == QUAY_URL and read.metadata["date"] == "2026-05-05"
    json.dumps(read.metadata)


def test_images_are_media() -> None:
    [read] = Khabar().run([document(QUAY)])
    [image] = read.media
    assert (image.url, image.alt, image.type) == ("https://courier.example/quay.jpg", "A quay", MediaType.IMAGE)
    assert image.metadata == {"caption": "The quay on Monday.", "credit": "Rami Aoun"}
    [read] = Khabar(images=False).run([document(QUAY)])
    assert read.media == []


def test_a_page_that_cannot_be_read_costs_one_document() -> None:
    step = Khabar(max_bytes=100_000)
    poisoned = ["", "%PDF-1.7 \0\1\2", "x" * 200_000, "a lone \udc80 surrogate", None, 3]
    pages = [
        document(QUAY, "first"),
        *(document(page, f"bad-{at}") for at, page in enumerate(poisoned)),
        document(QUAY, "last"),
    ]
    assert [read.id for read in step.run(pages)] == ["first", "last"]
    assert step.stats["unreadable"].total == len(poisoned)
    assert step.stats["forwarded"].total == 2


def test_pages_without_a_report_can_be_dropped() -> None:
    [read] = Khabar().run([document(GONE)])
    assert read.metadata["is_report"] is False and read.metadata["page_kind"] == "error"
    step = Khabar(reports_only=True)
    assert list(step.run([document(GONE)])) == []
    assert step.stats["no_report"].total == 1


def test_fields_are_chosen() -> None:
    [read] = Khabar(fields=["headline", "images", "confidence", "blocks"]).run([document(QUAY)])
    assert set(read.metadata) == {"url", "headline", "images", "confidence", "blocks"}
    json.dumps(read.metadata)
    with pytest.raises(ValueError, match="a report has no title, but .*headline"):
        Khabar(fields=["title"])


def test_extract_gives_the_body_alone() -> None:
    assert Khabar().extract(QUAY).endswith("she told reporters.")


def test_a_pipeline_with_two_workers(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for shard in range(2):
        rows = [{"text": QUAY, "id": f"{shard}-{at}", "url": QUAY_URL} for at in range(3)] + [
            {"text": "%PDF-1.7", "id": "bad"}
        ]
        (pages / f"{shard}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    LocalPipelineExecutor(
        [JsonlReader(str(pages)), Khabar(), JsonlWriter(str(tmp_path / "out"), compression=None)],
        tasks=2,
        workers=2,
        logging_dir=str(tmp_path / "logs"),
    ).run()
    lines = [
        line for file in (tmp_path / "out").glob("*.jsonl") for line in file.read_text(encoding="utf-8").splitlines()
    ]
    read = [json.loads(line) for line in lines]
    assert sorted(row["id"] for row in read) == ["0-0", "0-1", "0-2", "1-0", "1-1", "1-2"]
    assert all(row["metadata"]["headline"] == "Quay opens" for row in read)
