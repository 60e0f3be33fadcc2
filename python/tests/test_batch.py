"""Columns of pages, from and to the libraries that have tables."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

import khabar

from conftest import QUAY, QUAY_URL

BODY = "Mayor Rima Nassar said the quay was ready."


def read(data: Any, **options: Any) -> pa.Table:
    """What comes of a table, checked by Arrow."""
    table = pa.table(khabar.read_batch(data, **options))
    table.validate(full=True)
    return table


def headlines(data: Any, **options: Any) -> list[str | None]:
    return read(data, **options)["headline"].to_pylist()


PAGES = pa.table({"html": [QUAY, QUAY.replace("Quay opens", "Second")], "url": [QUAY_URL, None]})
BOTH = ["Quay opens", "Second"]


def test_a_row_a_page() -> None:
    table = read(PAGES)
    assert table.column_names == khabar.table_schema().names
    assert table.schema == pa.schema(khabar.table_schema())
    first, second = table.to_pylist()
    assert first["headline"] == "Quay opens" and second["headline"] == "Second"
    assert first["author"] == [{"name": "Lina Haddad", "url": "https://courier.example/staff/lina", "kind": "Person"}]
    assert str(first["publishedDay"]) == "2026-03-02"
    assert first["address"] == QUAY_URL and second["address"] is None
    assert first["statements"][1]["speaker"] == {"name": "Rima Nassar", "role": "Mayor"}
    assert first["failure"] is None
    said = first["statements"][1]["content"][0]
    assert first["articleBody"][said["begin"] : said["end"]] == "We waited for a year"


def test_columns_say_what_they_hold() -> None:
    schema = read(PAGES).schema
    assert b"khabar.schema" in schema.metadata
    assert schema.field("headline").metadata[b"description"] == b"The headline, without the site's name"


def test_the_same_as_one_by_one() -> None:
    one = khabar.read(QUAY, QUAY_URL)
    row = read(PAGES).to_pylist()[0]
    assert row["articleBody"] == one.body and row["wordCount"] == one.word_count
    assert row["inLanguage"] == one.language and row["pageKind"] == one.page_kind
    assert len(row["statements"]) == len(one.statements) and len(row["blocks"]) == len(one.blocks)


# What gives tables.


def test_a_batch_a_table_and_a_reader_of_pyarrow() -> None:
    batch = PAGES.to_batches()[0]
    assert headlines(batch) == BOTH
    assert headlines(pa.RecordBatchReader.from_batches(batch.schema, [batch, batch])) == BOTH * 2
    assert headlines(batch.to_struct_array()) == BOTH
    assert headlines(pa.chunked_array([batch.to_struct_array()])) == BOTH


def test_a_table_of_its_own_again() -> None:
    table = khabar.read_batch(PAGES)
    read_again = read(table, html="articleBody", url="address")
    assert read_again.num_rows == 2


def test_polars() -> None:
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame({"page": [QUAY, None, QUAY], "n": [1, 2, 3]})
    table = polars.DataFrame(khabar.read_batch(frame, html="page", keep=["n"]))
    assert table["headline"].to_list() == ["Quay opens", None, "Quay opens"]
    assert table["n"].to_list() == [1, 2, 3]
    statements = table.explode("statements").unnest("statements").drop_nulls("kind")
    assert statements["kind"].to_list() == ["indirect", "direct"] * 2
    assert polars.DataFrame(khabar.read_batch(frame.lazy().collect().head(0), html="page")).height == 0
    # As categories and as parts of frames.
    few = frame.with_columns(polars.col("page").cast(polars.Categorical))
    assert headlines(few, html="page") == ["Quay opens", None, "Quay opens"]
    assert headlines(frame[1:], html="page") == [None, "Quay opens"]
    assert (
        headlines(polars.concat([frame, frame], rechunk=False), html="page") == ["Quay opens", None, "Quay opens"] * 2
    )


def test_pandas() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"html": [QUAY, None, QUAY.replace("Quay opens", "Third")], "n": [1, 2, 3]})
    assert headlines(frame) == ["Quay opens", None, "Third"]
    assert headlines(frame[frame["n"] != 2], keep=["n"]) == ["Quay opens", "Third"]
    back = pa.table(khabar.read_batch(frame, keep=["n"])).to_pandas()
    assert back["headline"].iloc[2] == "Third" and back["n"].tolist() == [1, 2, 3]
    if hasattr(pandas.DataFrame, "from_arrow"):
        assert pandas.DataFrame.from_arrow(khabar.read_batch(frame))["headline"].iloc[0] == "Quay opens"


def test_duckdb() -> None:
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    pages = PAGES  # noqa: F841 - found by its name
    relation = connection.sql("SELECT html, url FROM pages")
    readings = pa.table(khabar.read_batch(relation))  # noqa: F841
    found = connection.sql("SELECT headline, len(statements) FROM readings ORDER BY headline").fetchall()
    assert found == [("Quay opens", 2), ("Second", 2)]
    names = connection.sql(
        "SELECT DISTINCT s.speaker.name FROM (SELECT unnest(statements) AS s FROM readings)"
    ).fetchall()
    assert names == [("Rima Nassar",)]


def test_whatever_else_has_the_interface() -> None:
    class Stream:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return PAGES.__arrow_c_stream__(requested_schema)

    class Array:
        def __arrow_c_array__(self, requested_schema: object = None) -> object:
            return PAGES.to_batches()[0].__arrow_c_array__(requested_schema)

    assert headlines(Stream()) == headlines(Array()) == BOTH


def test_what_takes_tables() -> None:
    table = khabar.read_batch(PAGES)
    assert (table.num_rows, len(table)) == (2, 2)
    assert table.column_names == table.schema.names == khabar.table_schema().names
    # As often as wanted, whole and as a stream.
    for _ in range(2):
        assert pa.table(table).num_rows == pa.record_batch(table).num_rows == 2
        assert pa.RecordBatchReader.from_stream(table).read_all().num_rows == 2
    assert pa.schema(table.schema) == pa.schema(khabar.table_schema())
    assert "2 rows" in repr(table) and "headline" in repr(table.schema) and len(table.schema) == 42
    kept = pa.table(table)
    del table
    assert kept["headline"].to_pylist() == BOTH


# Types of columns.

TYPES = [
    pa.string(),
    pa.large_string(),
    pa.string_view(),
    pa.binary(),
    pa.large_binary(),
    pa.binary_view(),
    pa.dictionary(pa.int8(), pa.string()),
    pa.dictionary(pa.int32(), pa.large_string()),
    pa.dictionary(pa.uint16(), pa.binary()),
]


@pytest.mark.parametrize("kind", TYPES, ids=str)
def test_text_and_bytes_of_every_type(kind: pa.DataType) -> None:
    pages = [QUAY, None, QUAY.replace("Quay opens", "Third"), QUAY]
    storage = kind.value_type if isinstance(kind, pa.DictionaryType) else kind
    is_text = "string" in str(storage)
    plain = pa.array(
        pages if is_text else [page and page.encode() for page in pages], type=pa.string() if is_text else pa.binary()
    )
    if isinstance(kind, pa.DictionaryType):
        column = plain.cast(storage).dictionary_encode().cast(kind)
    else:
        column = plain.cast(kind)
    expected = ["Quay opens", None, "Third", "Quay opens"]
    assert headlines(pa.table({"html": column})) == expected
    assert headlines(pa.table({"html": column}).slice(1, 2)) == expected[1:3]
    assert headlines(pa.record_batch({"html": column.slice(2)})) == expected[2:]


def test_bytes_in_their_encodings() -> None:
    page = "<h1>افتتاح الميناء</h1><p>افتتح ميناء أمل يوم الاثنين، وقالت العمدة ريما نصار إن الرصيف جاهز للسفن.</p>"
    column = pa.array([page.encode(), page.encode("windows-1256"), page.encode("utf-16")], type=pa.binary())
    assert headlines(pa.table({"html": column})) == ["افتتاح الميناء"] * 3


def test_sliced_tables() -> None:
    pages = pa.table({"html": [QUAY.replace("Quay opens", f"Quay {at}") for at in range(50)], "n": list(range(50))})
    part = pages.slice(13, 5)
    table = read(part, keep=["n"])
    assert table["n"].to_pylist() == [13, 14, 15, 16, 17]
    assert table["headline"].to_pylist() == [f"Quay {at}" for at in range(13, 18)]
    batch = pages.to_batches()[0].slice(48)
    assert read(batch, keep=["n"])["headline"].to_pylist() == ["Quay 48", "Quay 49"]


def test_tables_of_several_batches() -> None:
    columns = [pa.array([QUAY.replace("Quay opens", f"Quay {at}")] * at, pa.string()) for at in (1, 0, 3, 2)]
    batches = [pa.record_batch({"html": column}) for column in columns]
    table = khabar.read_batch(pa.Table.from_batches(batches))
    found = pa.table(table)["headline"].to_pylist()
    assert found == ["Quay 1"] + ["Quay 3"] * 3 + ["Quay 2"] * 2
    # Rows are counted through all of them.
    assert pa.table(table)["id"].to_pylist() == [f"batch#{at}" for at in range(6)]
    assert pa.record_batch(table).num_rows == 6


@pytest.mark.parametrize("threads", [None, 1, 7])
def test_the_order_is_that_of_the_rows(threads: int | None) -> None:
    pages = pa.table({"html": [QUAY.replace("Quay opens", f"Quay {at}") for at in range(300)]})
    assert headlines(pages, threads=threads, statements=False) == [f"Quay {at}" for at in range(300)]


def test_empty_tables() -> None:
    empty = PAGES.slice(0, 0)
    for data in [empty, PAGES.schema.empty_table(), PAGES.to_batches()[0].slice(2)]:
        table = read(data)
        assert table.num_rows == 0 and table.column_names == khabar.table_schema().names
    assert read(empty.rename_columns(["html", "at"]), keep=["at"]).column_names[0] == "at"


# Rows.


def test_rows_that_are_null_or_no_pages_say_why() -> None:
    pages = pa.table({"html": [QUAY.encode(), None, b"", b"%PDF-1.7 \0", b"<p>" + b"a" * 3000]})
    table = read(pages, max_bytes=2000)
    assert [row and row["cause"] for row in table["failure"].to_pylist()] == [
        None,
        "empty",
        "empty",
        "not-text",
        "too-large",
    ]
    failed = table.to_pylist()[3]
    assert failed["id"] == "batch#3" and failed["headline"] is None and failed["isReport"] is False


def test_pages_of_nulls_alone() -> None:
    assert headlines(pa.table({"html": pa.nulls(3)})) == [None] * 3
    assert headlines(pa.table({"html": pa.nulls(2, pa.string())})) == [None] * 2


def test_text_is_taken_where_there_is_no_page() -> None:
    mixed = pa.table({"html": [QUAY, None, None], "text": ["not read", "Quay reopens\n\n" + BODY, None]})
    first, second, third = read(mixed).to_pylist()
    assert first["headline"] == "Quay opens"
    assert BODY in second["articleBody"] and second["pageKind"] is None
    assert third["failure"]["cause"] == "empty"
    [alone] = read(pa.table({"body": ["Quay reopens\n\n" + BODY]}), text="body").to_pylist()
    assert BODY in alone["articleBody"]


def test_names_of_rows() -> None:
    assert read(PAGES)["id"].to_pylist() == ["batch#0", "batch#1"]
    table = read(PAGES, source="crawl-7", first_row=100)
    assert table["id"].to_pylist() == ["crawl-7#100", "crawl-7#101"]
    assert table["file"].to_pylist() == ["crawl-7"] * 2 and table["offset"].to_pylist() == [100, 101]


@pytest.mark.parametrize(
    ("ids", "kind"),
    [(["a", "b"], pa.string()), ([7, 8], pa.int64()), ([7, 8], pa.uint8()), ([b"a", b"b"], pa.binary())],
)
def test_names_of_rows_from_a_column(ids: list[object], kind: pa.DataType) -> None:
    pages = PAGES.append_column("key", pa.array(ids, type=kind))
    names = [name.decode() if isinstance(name, bytes) else str(name) for name in ids]
    assert read(pages, id="key")["id"].to_pylist() == names


def test_rows_without_a_name_of_their_own_get_their_number() -> None:
    pages = PAGES.append_column("key", pa.array(["a", None]))
    assert read(pages, id="key")["id"].to_pylist() == ["a", "batch#1"]


def test_columns_are_kept() -> None:
    pages = PAGES.append_column("tags", pa.array([["a"], None], type=pa.list_(pa.string()))).append_column(
        "mark", pa.array(["x", "y"]).dictionary_encode()
    )
    table = read(pages, keep=("tags", "mark", "html"))
    assert table.column_names[:4] == ["tags", "mark", "html", "id"]
    assert table["tags"].to_pylist() == [["a"], None] and table["mark"].to_pylist() == ["x", "y"]
    assert table["html"].to_pylist() == PAGES["html"].to_pylist()
    assert table.schema.field("mark").type == pages.schema.field("mark").type


# What is wrong with a table.


def test_columns_that_are_missing() -> None:
    with pytest.raises(ValueError, match='html: there is no column "html" nor "text", but page, n; name the one'):
        khabar.read_batch(pa.table({"page": [QUAY], "n": [1]}))
    with pytest.raises(ValueError, match='html: there is no column "nope", but html, url'):
        khabar.read_batch(PAGES, html="nope")
    with pytest.raises(ValueError, match='url: there is no column "nope"'):
        khabar.read_batch(PAGES, url="nope")
    with pytest.raises(ValueError, match='id: there is no column "nope"'):
        khabar.read_batch(PAGES, id="nope")
    with pytest.raises(ValueError, match='keep: there is no column "nope"'):
        khabar.read_batch(PAGES, keep=["nope"])
    with pytest.raises(ValueError, match='there is no column "html"'):
        khabar.read_batch(pa.schema([("page", pa.string())]).empty_table())


def test_columns_that_would_stand_twice() -> None:
    with pytest.raises(ValueError, match='keep: a column "url" is among those that are read; rename yours'):
        khabar.read_batch(PAGES, keep=["url"])
    pages = PAGES.append_column("n", pa.array([1, 2]))
    with pytest.raises(ValueError, match="keep"):
        khabar.read_batch(pages, keep=["n", "n"])


@pytest.mark.parametrize("kind", [pa.int64(), pa.float64(), pa.bool_(), pa.list_(pa.string()), pa.date32()], ids=str)
def test_columns_of_the_wrong_type(kind: pa.DataType) -> None:
    with pytest.raises(TypeError, match='html: column "html" holds .*, not text or bytes'):
        khabar.read_batch(pa.table({"html": pa.nulls(1, kind)}))
    with pytest.raises(TypeError, match='url: column "at" holds'):
        khabar.read_batch(PAGES.append_column("at", pa.nulls(2, kind)), url="at")


def test_what_is_no_table() -> None:
    for wrong in [None, 3, QUAY, [QUAY], {"html": [QUAY]}]:
        with pytest.raises(TypeError, match="data: .* is no table of Arrow; give"):
            khabar.read_batch(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="data: one column of Utf8 was given instead of a table"):
        khabar.read_batch(pa.array([QUAY]))
    with pytest.raises((TypeError, ValueError), match="data"):
        khabar.read_batch(pa.chunked_array([[QUAY]]))
    nulls = pa.array([{"html": QUAY}, None])
    with pytest.raises(ValueError, match="data: rows of a table are not null themselves"):
        khabar.read_batch(nulls)


def test_a_stream_that_fails_in_the_middle() -> None:
    def batches() -> Any:
        yield PAGES.to_batches()[0]
        raise RuntimeError("the disk is gone")

    with pytest.raises(ValueError, match="data: .*the disk is gone"):
        khabar.read_batch(pa.RecordBatchReader.from_batches(PAGES.schema, batches()))


def test_a_stream_is_empty_after_it_was_read() -> None:
    capsule = PAGES.__arrow_c_stream__()

    class Once:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return capsule

    once = Once()
    assert headlines(once) == BOTH
    with pytest.raises((TypeError, ValueError), match="data"):
        khabar.read_batch(once)


def test_what_lies_about_being_a_table() -> None:
    class Lies:
        def __init__(self, given: object) -> None:
            self.given = given

        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return self.given

    for given in [None, "capsule", PAGES.schema.__arrow_c_schema__()]:
        with pytest.raises((TypeError, ValueError)):
            khabar.read_batch(Lies(given))


def test_texts_that_are_none_cost_their_rows() -> None:
    bad = pa.array([b"<p>caf\xe9 on the quay</p>", b"<p>The quay is open.</p>"], pa.binary()).view(pa.string())
    for given in (pa.record_batch({"html": bad}), pa.table({"html": bad})):
        rows = pa.table(khabar.read_batch(given)).to_pylist()
        assert [row["failure"] for row in rows] == [None, None]
        assert rows[1]["articleBody"] == "The quay is open."


def test_batches_made_by_python_while_they_are_read() -> None:
    def batches():
        for number in range(3):
            yield pa.record_batch({"html": [f"<p>Quay number {number} is open.</p>"]})

    reader = pa.RecordBatchReader.from_batches(pa.schema([("html", pa.string())]), batches())
    assert len(khabar.read_batch(reader)) == 3


def test_a_table_that_was_taken_before() -> None:
    class Once:
        capsules = pa.record_batch({"html": ["<p>The quay is open.</p>"]}).__arrow_c_array__()

        def __arrow_c_array__(self, requested_schema=None):
            return self.capsules

    once = Once()
    assert len(khabar.read_batch(once)) == 1
    with pytest.raises(ValueError, match="data: it was taken before"):
        khabar.read_batch(once)
