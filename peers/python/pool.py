"""Archives to JSON Lines as most people do it: warcio reads records, a pool of processes runs trafilatura over them.

    pool.py PROCESSES OUT ARCHIVE...
"""

import json
import multiprocessing
import sys
import time

from trafilatura import bare_extraction
from warcio.archiveiterator import ArchiveIterator


def pages(paths):
    for path in paths:
        with open(path, "rb") as stream:
            for record in ArchiveIterator(stream):
                if record.rec_type != "response" or not record.http_headers:
                    continue
                media_type = record.http_headers.get_header("Content-Type") or ""
                if record.http_headers.get_statuscode() != "200" or "text/html" not in media_type:
                    continue
                yield record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read()


def read(page):
    url, html = page
    try:
        document = bare_extraction(html, url=url, with_metadata=True)
    except Exception as error:  # A page that fails must not end the run.
        return json.dumps({"url": url, "error": str(error)})
    return json.dumps(document.as_dict() if document else {"url": url}, default=str)


if __name__ == "__main__":
    processes, out, *archives = sys.argv[1:]
    begin = time.perf_counter()
    count = 0
    with multiprocessing.Pool(int(processes)) as pool, open(out, "w") as lines:
        for line in pool.imap_unordered(read, pages(archives), chunksize=16):
            lines.write(line + "\n")
            count += 1
    print(json.dumps({"pages": count, "seconds": time.perf_counter() - begin}))
