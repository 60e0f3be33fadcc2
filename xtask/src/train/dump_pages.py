"""Makes plain-text dumps of the pages of the measuring sets, as examples for the judge of lines.

    dump_pages.py SETS_DIR OUT_DIR SET...

Writes OUT_DIR/ID.txt for each page: all its text (`SET-PAGE-full`) and what Resiliparse takes for its main content,
under the headline where that was lost (`SET-PAGE-leftover`), and OUT_DIR/pages.jsonl with the gold of each.
"""
import json
import sys
from pathlib import Path

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import bytes_to_str, detect_encoding

PLAIN = dict(alt_texts=False, list_bullets=False, links=False)


def main(sets, out, names):
    out.mkdir(parents=True, exist_ok=True)
    with open(out / "pages.jsonl", "w", encoding="utf-8") as pages:
        for name in names:
            for line in open(sets / name / "pages.jsonl", encoding="utf-8"):
                page = json.loads(line)
                if not page.get("text"):
                    continue
                html = (sets / name / page.pop("html")).read_bytes()
                html = bytes_to_str(html, detect_encoding(html))
                for kind, main_content in (("full", False), ("leftover", True)):
                    text = extract_plain_text(html, main_content=main_content, **PLAIN)
                    if not text.strip():
                        continue
                    title = page.get("title")
                    if main_content and title and title not in text:
                        text = f"{title}\n\n{text}"
                    id_ = f"{name}-{page['id']}-{kind}"
                    (out / f"{id_}.txt").write_text(text, encoding="utf-8")
                    gold = {**page, "id": id_, "dump": f"{id_}.txt", "kind": kind, "page_kind": page.get("kind")}
                    pages.write(json.dumps(gold, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
