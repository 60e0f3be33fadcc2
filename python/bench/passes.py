"""Reads the same pages again and again with one reader, a pass for each line on standard input.

    passes.py READER PAGES

PAGES has a line {"set", "path", "url"} for each page; all are in memory before the first pass. First a line {"version": ...} goes to
standard output. Then every line on standard input names a set, and is answered by {"seconds", "processor", "failed"}: what the calls
took, by the clock and in processor time, and how many pages could not be read.
"""

import gc
import json
import logging
import os
import sys
import time
from importlib.metadata import version


def khabar_reader(**options):
    import khabar

    return "khabar", lambda page: khabar.read(page["html"], page["url"], **options)


def khabar_fields_reader():
    import khabar

    def read(page):
        report = khabar.read(page["html"], page["url"])
        said = [(s.kind, s.speaker, s.content, s.cue, s.addressee, s.when) for s in report.statements]
        return report.headline, report.body, report.authors, report.date_published, report.language, said

    return "khabar", read


def trafilatura_reader():
    from trafilatura import bare_extraction

    return "trafilatura", lambda page: bare_extraction(page["html"], url=page["url"], with_metadata=True)


def resiliparse_reader():
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    def read(page):
        html = page["html"]
        tree = HTMLTree.parse_from_bytes(html, detect_encoding(html))
        return extract_plain_text(tree, main_content=True)

    return "Resiliparse", read


def batch_reader():
    import khabar

    return "khabar", lambda batch: khabar.read_batch(batch, threads=1)


READERS = {
    "khabar": khabar_reader,
    "khabar-without-statements": lambda: khabar_reader(statements=False),
    "khabar-fields": khabar_fields_reader,
    "trafilatura": trafilatura_reader,
    "resiliparse": resiliparse_reader,
}


def pages_of(path):
    """The pages of each set, in memory."""
    sets = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            page = json.loads(line)
            with open(page["path"], "rb") as file:
                page["html"] = file.read()
            sets.setdefault(page["set"], []).append(page)
    return sets


def batches_of(pages, size):
    import pyarrow

    kinds = {"html": pyarrow.binary(), "url": pyarrow.string()}
    for at in range(0, len(pages), size):
        some = pages[at : at + size]
        columns = [pyarrow.array([page[name] for page in some], kind) for name, kind in kinds.items()]
        yield pyarrow.record_batch(columns, list(kinds))


def main():
    name, path = sys.argv[1:]
    logging.disable(logging.CRITICAL)
    works = pages_of(path)
    if name.startswith("batches-of-"):
        size = int(name.removeprefix("batches-of-"))
        works = {set_: list(batches_of(pages, size)) for set_, pages in works.items()}
        package, read = batch_reader()
    else:
        package, read = READERS[name]()
    # Pages in memory are no garbage: nobody looks at them again.
    gc.collect()
    gc.freeze()
    answers, sys.stdout = sys.stdout, sys.stderr  # a reader that prints must not print among the answers
    print(json.dumps({"version": version(package)}), file=answers, flush=True)
    for line in sys.stdin:
        work = works[line.strip()]
        failed = 0
        seconds, processor = time.perf_counter(), time.process_time()
        for page in work:
            try:
                read(page)
            except Exception:  # A page that fails must not end the run; what it took counts.
                failed += 1
        took = {"seconds": time.perf_counter() - seconds, "processor": time.process_time() - processor}
        print(json.dumps({**took, "failed": failed}), file=answers, flush=True)
    # Taking everything in memory apart takes its time.
    answers.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
