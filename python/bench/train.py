"""Reads the sample pages of this repository: what a wheel is built for that is optimised by a profile (`maturin build --pgo`)."""

import pathlib

import khabar

SAMPLES = pathlib.Path(__file__).resolve().parents[2] / "samples"

for archive in SAMPLES.glob("*.warc.gz"):
    for page in khabar.read_warc(archive):
        if page.report is not None:
            page.report.to_json()
    # Columns are made by code of their own.
    for piece in khabar.pieces(archive):
        list(khabar.read_piece(piece))
for page in SAMPLES.glob("*.html"):
    report = khabar.read(page.read_bytes())
    report.to_dict()
    report.to_markdown()
    repr(report.statements)
