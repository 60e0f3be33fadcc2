"""Reads pages with one published Python reader: read.py READER.

First a line {"version": ...}.  Then for every line {"path", "url"} on standard input a line
{"text", "title", "author", "date", "seconds"} or {"error"} on standard output.  `seconds` is processor time of the
extraction alone, parsing included; imports and file reading are not in it.
"""
import json
import logging
import sys
import time
from importlib.metadata import version


def trafilatura_reader():
    from trafilatura import bare_extraction

    def read(data, url):
        doc = bare_extraction(data, url=url, with_metadata=True, include_comments=False)
        if doc is None:
            return {}
        return {"text": doc.text, "title": doc.title, "author": doc.author, "date": doc.date}

    return read


def htmldate_reader():
    from htmldate import find_date

    return lambda data, url: {"date": find_date(data, url=url, original_date=True)}


def resiliparse_reader():
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    def read(data, url):
        tree = HTMLTree.parse_from_bytes(data, detect_encoding(data, html5_compatible=True))
        return {"text": extract_plain_text(tree, main_content=True, alt_texts=False, links=False), "title": tree.title}

    return read


def newspaper4k_reader():
    import newspaper

    def read(data, url):
        article = newspaper.article(url or "http://localhost/", input_html=data, fetch_images=False)
        date = article.publish_date
        return {
            "text": article.text,
            "title": article.title,
            "author": "; ".join(article.authors),
            "date": date.isoformat() if hasattr(date, "isoformat") else date,
        }

    return read


READERS = {
    "trafilatura": trafilatura_reader,
    "htmldate": htmldate_reader,
    "resiliparse": resiliparse_reader,
    "newspaper4k": newspaper4k_reader,
}


def main():
    name = sys.argv[1]
    logging.disable(logging.CRITICAL)
    read = READERS[name]()
    try:  # what is loaded once must not count to the page that happens to be read first
        read(b"<html><body><h1>First</h1><p>A first page, read on 1 May 2020.</p></body></html>", None)
    except Exception:
        pass
    answers, sys.stdout = sys.stdout, sys.stderr  # a reader that prints must not print among the answers
    print(json.dumps({"version": version(name)}), file=answers, flush=True)
    for line in sys.stdin:
        job = json.loads(line)
        with open(job["path"], "rb") as page:
            data = page.read()
        begin = time.process_time()
        try:
            answer = read(data, job.get("url"))
        except Exception as error:  # a page a reader cannot take is a result of the comparison
            answer = {"error": f"{type(error).__name__}: {error}"}
        answer["seconds"] = time.process_time() - begin
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
