"""Reads pages with several threads for a long time and says how fast that went and how much memory it took.

    threads.py THREADS PAGES HOW_MANY [MINUTES]

PAGES is as for passes.py. One thread reads for some seconds before and after; between, THREADS read until HOW_MANY pages are read, or,
where MINUTES are given, until those are over. Progress goes to standard error, a line of JSON to standard output at the end.
"""

import itertools
import json
import os
import statistics
import sys
import threading
import time

import khabar
from passes import pages_of

# Seconds that one thread reads.
ALONE = 20
PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")


def resident():
    """MiB of this process that lie in memory."""
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * PAGE_SIZE / 2**20


class Run:
    """Threads that read, and what is seen of them."""

    def __init__(self, pages, threads, most=None, seconds=None):
        self.pages, self.most = pages, most
        self.numbers = itertools.count()
        self.end = time.monotonic() + seconds if seconds else None
        self.read = [0] * threads
        self.failed = [0] * threads
        self.errors = {}
        self.samples = []
        begin, processor = time.monotonic(), time.process_time()
        running = [threading.Thread(target=self._work, args=(at,)) for at in range(threads)]
        for thread in running:
            thread.start()
        while any(thread.is_alive() for thread in running):
            running[0].join(0.5)
            if running[0].is_alive():
                self.samples.append((time.monotonic() - begin, sum(self.read), resident()))
            else:
                for thread in running:
                    thread.join()
        self.seconds = time.monotonic() - begin
        self.processor = time.process_time() - processor

    def _work(self, thread):
        for number in self.numbers:
            if self.most and number >= self.most or self.end and time.monotonic() >= self.end:
                return
            page = self.pages[number % len(self.pages)]
            try:
                report = khabar.read(page["html"], page["url"])
                if not isinstance(report.body, str):
                    raise TypeError("no body")
            except Exception as error:
                self.failed[thread] += 1
                self.errors[f"{type(error).__name__}: {error}"[:200]] = page["path"]
            self.read[thread] += 1

    def rate(self):
        return sum(self.read) / self.seconds

    def cores(self):
        """How many cores it had, of those that others left."""
        return self.processor / self.seconds

    def milliseconds(self):
        """Processor time of a page."""
        return self.processor / sum(self.read) * 1000


def level(samples, begin, end):
    """The median of memory between two shares of the time."""
    last = samples[-1][0]
    part = [memory for at, _, memory in samples if begin * last <= at <= end * last]
    return statistics.median(part)


def main():
    threads, path, most, *minutes = sys.argv[1:]
    pages = [page for pages in pages_of(path).values() for page in pages]
    alone = [Run(pages, 1, seconds=ALONE)]
    seconds = float(minutes[0]) * 60 if minutes else None
    run = Run(pages, int(threads), most=None if seconds else int(most), seconds=seconds)
    alone.append(Run(pages, 1, seconds=ALONE))
    for error, page in run.errors.items():
        print(f"{page}: {error}", file=sys.stderr)
    print(
        json.dumps(
            {
                "version": khabar.__version__,
                "pages": sum(run.read),
                "failed": sum(run.failed),
                "seconds": run.seconds,
                "rate": run.rate(),
                "cores": run.cores(),
                "milliseconds": run.milliseconds(),
                "alone": [one.rate() for one in alone],
                "cores_alone": [one.cores() for one in alone],
                "milliseconds_alone": [one.milliseconds() for one in alone],
                "early": level(run.samples, 0.15, 0.25),
                "late": level(run.samples, 0.9, 1.0),
                "peak": max(memory for _, _, memory in run.samples),
            }
        )
    )


if __name__ == "__main__":
    main()
