"""One page: what goes in, what a report has."""

from __future__ import annotations

import io
import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

import khabar

from conftest import GONE, QUAY, QUAY_URL


@pytest.fixture(scope="module")
def harbour(samples: Path) -> khabar.Report:
    return khabar.read(samples / "harbour.html")


def test_what_a_report_says_of_itself(harbour: khabar.Report) -> None:
    assert harbour.is_report and harbour.page_kind == "article"
    assert harbour.headline == "Harbour of Port Amal reopens after a year of repairs"
    assert harbour.alternative_headline is None
    assert harbour.description is not None and harbour.description.startswith("The first freighters")
    lina, tomas = harbour.authors
    assert (lina.name, lina.kind, str(lina)) == ("Lina Haddad", "Person", "Lina Haddad")
    assert lina.url == "https://coastal-courier.example/staff/lina-haddad" and tomas.url is None
    offset = timezone(timedelta(hours=2))
    assert harbour.date_published == datetime(2026, 3, 2, 9, 40, tzinfo=offset)
    assert harbour.date_modified == datetime(2026, 3, 2, 16, 5, tzinfo=offset)
    assert harbour.section == "Region"
    assert harbour.keywords == ["Port Amal", "harbour", "storm of 2025"]
    assert (harbour.language, harbour.direction) == ("en", "ltr")
    assert harbour.publisher == "The Coastal Courier"
    assert harbour.url == "https://coastal-courier.example/region/2026/03/02/port-amal-reopens"
    assert harbour.is_accessible_for_free is True
    assert harbour.word_count == 343
    assert harbour.warnings == [] and harbour.source is None
    assert "Teachers end their strike after nine days" in harbour.other_headlines
    [image] = harbour.images
    assert image.caption == "The freighter Selma enters the harbour on Monday morning."
    assert (image.credit, image.alt) == ("Rami Aoun", "A freighter between two breakwaters")


def test_who_said_what(harbour: khabar.Report) -> None:
    told = next(said for said in harbour.statements if said.kind == "direct")
    assert told.words == "We have built for the storms that are coming, not for those that have been"
    assert told.speaker is not None and told.speaker.name == "Samira Khalil"
    assert told.cue is not None and str(told.cue) == "told"
    for said in harbour.statements:
        for part in [said.source, said.antecedent, said.cue, *said.content, said.addressee]:
            assert part is None or harbour.body[part.begin : part.end] == part.text == str(part)


def test_blocks_stand_in_the_body(harbour: khabar.Report) -> None:
    kinds = {block.kind for block in harbour.blocks}
    assert kinds == {"paragraph", "heading", "list-item", "table-row", "image"}
    for block in harbour.blocks:
        if block.kind == "image":
            assert block.begin is None and block.end is None and block.text == ""
            assert block.image is not None and block.image == harbour.images[0]
        else:
            assert harbour.body[block.begin : block.end] == block.text
    rows = [block for block in harbour.blocks if block.kind == "table-row"]
    assert [row.is_header for row in rows] == [True, False, False, False]
    assert rows[1].cells == ["Port Amal", "412", "38"]
    quoted = [block.text for block in harbour.blocks if block.quote_depth]
    assert quoted[0].startswith("We were the first to lose our boats")
    heading = next(block for block in harbour.blocks if block.kind == "heading")
    assert heading.level == 2 and heading.depth is None and heading.cells is None


def test_offsets_count_characters_in_any_script(samples: Path) -> None:
    report = khabar.read(samples / "desalination.html")
    assert (report.language, report.direction) == ("ar", "rtl")
    numbered = [block.number for block in report.blocks if block.kind == "list-item"]
    assert numbered == [1, 2, 3]
    parts = [part for said in report.statements for part in said.content] + report.dates
    assert len(parts) > 5
    for part in parts:
        assert report.body[part.begin : part.end] == part.text
    # Characters outside the first plane are one character each.
    report = khabar.read("😀😀 Mayor Rima Nassar said the quay was ready.", kind="body")
    [said] = report.statements
    assert report.body[said.content[0].begin : said.content[0].end] == "the quay was ready"


def test_expressions_of_time(harbour: khabar.Report) -> None:
    monday = harbour.dates[0]
    assert harbour.body[monday.begin : monday.end] == monday.text
    dates = {mention.text: mention.date for mention in harbour.dates}
    assert dates["February 2025"] == "2025-02"


def test_dates_are_as_precise_as_the_page() -> None:
    def published(when: str) -> object:
        return khabar.read(QUAY.replace("2026-03-02T09:40:00+02:00", when)).date_published

    day = published("2026-03-02")
    assert day == date(2026, 3, 2) and not isinstance(day, datetime)
    assert published("2026-03-02T09:40:00") == datetime(2026, 3, 2, 9, 40)
    aware = published("2026-03-02T09:40:00Z")
    assert isinstance(aware, datetime) and aware.utcoffset() == timedelta(0)
    half = published("2026-03-02T09:40:00+05:30")
    assert isinstance(half, datetime) and half.utcoffset() == timedelta(hours=5, minutes=30)


def test_json_has_all_that_the_attributes_have(harbour: khabar.Report) -> None:
    said = json.loads(harbour.to_json())
    assert said == harbour.to_dict() == json.loads(harbour.to_json(indent=True))
    assert "\n" not in harbour.to_json() and harbour.to_json(indent=True).startswith("{\n")
    assert said["@type"] == "NewsArticle"
    assert said["headline"] == harbour.headline
    assert said["articleBody"] == harbour.body
    assert said["inLanguage"] == harbour.language
    assert len(said["statements"]) == len(harbour.statements)
    assert said["wordCount"] == harbour.word_count


def test_confidence_is_by_attribute_and_round(harbour: khabar.Report) -> None:
    confidence = harbour.confidence
    assert {"headline", "authors", "date_published", "language", "body", "page_kind"} <= set(confidence)
    said = harbour.to_dict()["confidence"]
    assert len(said) == len(confidence)
    assert confidence["body"] == said["articleBody"] and confidence["authors"] == said["author"]
    for name, share in confidence.items():
        assert hasattr(harbour, name)
        assert 0 <= share <= 1 and len(str(share)) <= 5, f"{name}: {share}"


def test_other_forms(harbour: khabar.Report) -> None:
    assert harbour.to_markdown().startswith("# Harbour of Port Amal")
    assert "| Port Amal | 412 | 38 |" in harbour.to_markdown()
    assert harbour.to_text().startswith("Harbour of Port Amal")
    assert harbour.to_html().startswith("<!DOCTYPE html>")


def test_a_page_without_a_report_says_why() -> None:
    report = khabar.read(GONE)
    assert not report.is_report and report.page_kind == "error"
    [warning] = report.warnings
    assert warning.code == "error-page" and str(warning) == warning.message
    assert report.to_dict()["@type"] == "WebPage"
    assert "none: error" in repr(report)


def test_a_page_comes_in_many_ways(samples: Path) -> None:
    path = samples / "harbour.html"
    raw = path.read_bytes()
    text = raw.decode()
    expected = khabar.read(raw).to_json()
    for page in [text, bytearray(raw), memoryview(raw), path, io.BytesIO(raw), io.StringIO(text)]:
        assert khabar.read(page).to_json() == expected
    with path.open() as as_text, path.open("rb") as as_bytes:
        assert khabar.read(as_text).to_json() == khabar.read(as_bytes).to_json() == expected


def test_a_file_is_read_from_where_it_stands() -> None:
    file = io.StringIO("rubbish" + QUAY)
    file.seek(7)
    assert khabar.read(file).headline == "Quay opens"


def test_text_has_been_decoded_whatever_the_page_says() -> None:
    page = '<meta charset="windows-1256"><h1>“Quay” – opens</h1><p>The harbour reopened on Monday, the mayor said.</p>'
    assert khabar.read(page).headline == "“Quay” – opens"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1256", "iso-8859-6"])
def test_bytes_in_their_encodings(encoding: str) -> None:
    page = "<h1>افتتاح الميناء</h1><p>افتتح ميناء أمل يوم الاثنين، وقالت العمدة ريما نصار إن الرصيف جاهز للسفن.</p>"
    assert khabar.read(page.encode(encoding), encoding=encoding.removesuffix("-sig")).headline == "افتتاح الميناء"


def test_addresses_are_made_absolute() -> None:
    assert khabar.read(QUAY, QUAY_URL).authors[0].url == "https://courier.example/staff/lina"
    assert khabar.read(QUAY, url=QUAY_URL).url == QUAY_URL
    assert khabar.read(QUAY).url is None


def test_kinds_of_input() -> None:
    text = "Mayor Rima Nassar said the quay was ready. “We waited for a year,” she told reporters on Monday."
    report = khabar.read(text, kind="body")
    assert report.body == text and report.page_kind is None and len(report.statements) == 2
    # Markup is text where text is asked for.
    assert khabar.read("<b>bold</b>", kind="body").body == "<b>bold</b>"
    dump = khabar.read("Menu\nQuay opens\n\n" + text + "\n\nSubscribe", kind="text")
    assert text in dump.body and dump.page_kind is None


def test_statements_can_be_left_out() -> None:
    report = khabar.read(QUAY, statements=False)
    assert report.statements == [] and report.headline == "Quay opens"
    assert "statements" not in report.to_dict()


def test_a_name_for_the_page() -> None:
    assert khabar.read(QUAY, source="page 7").source == "page 7"
    assert khabar.read(QUAY, source="page 7").to_dict()["source"] == "page 7"


def test_limits_are_told() -> None:
    report = khabar.read("<p>" + "word " * 500_000)
    assert "limit-reached" in {warning.code for warning in report.warnings}
    assert khabar.read(QUAY, max_seconds=float("inf"), max_bytes=2_000).headline == "Quay opens"


def test_reports_cannot_be_changed_or_made() -> None:
    report = khabar.read(QUAY)
    with pytest.raises(AttributeError):
        report.headline = "Other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        khabar.Report()
    report.keywords.append("x")
    assert "x" not in report.keywords


def test_parts_are_equal_by_what_they_hold() -> None:
    first, second = khabar.read(QUAY), khabar.read(QUAY)
    assert first.statements == second.statements and first.blocks == second.blocks
    assert {*first.authors} == {*second.authors}
    assert hash(first.statements[0].speaker) == hash(second.statements[0].speaker)
    assert first.statements[0] != first.statements[1]
    assert first.authors[0] != "Lina Haddad"


def test_what_is_shown() -> None:
    report = khabar.read(QUAY, QUAY_URL)
    assert repr(report) == "<Report 'Quay opens', en, 2026-03-02, 25 words, 2 statements>"
    assert repr(report.authors[0]) == "<Author 'Lina Haddad' (Person)>"
    assert repr(report.images[0]) == "<Image 'https://courier.example/quay.jpg'>"
    assert repr(report.statements[1]) == "<Statement direct: 'Rima Nassar' 'We waited for a year'>"
    assert repr(report.statements[1].speaker) == "<Speaker 'Rima Nassar', 'Mayor'>"
    assert repr(report.statements[1].content[0]) == "<Passage 'We waited for a year' at 98:118>"
    assert repr(report.dates[0]) == "<Mention 'Monday' = 2026-03-02>"


def test_a_notebook_gets_a_card_without_scripts() -> None:
    page = QUAY.replace("Quay opens", "Quay &lt;script&gt;alert(1)&lt;/script&gt; opens").replace(
        "Rima Nassar.", "Rima Nassar. &lt;img src=x onerror=alert(2)&gt;"
    )
    card = khabar.read(page, "javascript:alert(3)")._repr_html_()
    assert "<script" not in card and "<img" not in card and "javascript:" not in card
    assert "Rima Nassar" in card and "2 statements" in card
    assert 'dir="rtl"' in khabar.read("قالت العمدة إن الميناء مفتوح.", kind="body")._repr_html_()
    assert "No report" in khabar.read(GONE)._repr_html_()


def test_a_card_reads_well(harbour: khabar.Report, samples: Path) -> None:
    card = harbour._repr_html_()
    # What was said word for word stands in quotation marks, and who is not named is told so.
    assert "“We have built for the storms that are coming, not for those that have been”" in card
    assert "not named" in card and "6 statements" in card and "10 more paragraphs" in card
    # A date among Arabic keeps its order.
    arabic = khabar.read(samples / "desalination.html")._repr_html_()
    assert "<bdi>2026-04-12 13:20 +03:00</bdi>" in arabic and "<table" not in arabic
    one = khabar.read("Mayor Rima Nassar said the quay was ready.", kind="body")._repr_html_()
    assert "1 statement<" in one and "more paragraph" not in one


def test_the_version() -> None:
    assert khabar.__version__.count(".") == 2
