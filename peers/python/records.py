"""Reads and unpacks every record of archives with FastWARC and says how many there are and how long that took.

    records.py ARCHIVE...
"""

import json
import sys
import time

from fastwarc.warc import ArchiveIterator, WarcRecordType

records = 0
size = 0
begin = time.perf_counter()
for path in sys.argv[1:]:
    with open(path, "rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.any_type, parse_http=False, inplace=True):
            size += len(record.reader.read())
            records += 1
seconds = time.perf_counter() - begin
print(json.dumps({"records": records, "bytes": size, "seconds": seconds}))
