-- Numbers are never given out again: they stand in addresses and in the index.
--
-- What is followed. Times are seconds since 1970 in UTC, days are counted from then.
CREATE TABLE sources (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    -- The page a reader would open: a site's front page or a section of it.
    home TEXT NOT NULL UNIQUE,
    language TEXT,
    folder TEXT,
    added_at INTEGER NOT NULL,
    paused INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Where a source announces its reports: feeds, sitemaps, section pages.
CREATE TABLE channels (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('feed', 'sitemap', 'section')),
    url TEXT NOT NULL,
    title TEXT,
    added_at INTEGER NOT NULL,
    -- When it is looked at next, and how many seconds lie between two looks.
    due_at INTEGER NOT NULL,
    interval INTEGER NOT NULL,
    -- What a server needs to tell that nothing has changed.
    etag TEXT,
    last_modified TEXT,
    looked_at INTEGER,
    answered_at INTEGER,
    -- When it last announced something not known before.
    news_at INTEGER,
    -- Failures in a row, and the last one.
    failures INTEGER NOT NULL DEFAULT 0,
    cause TEXT,
    message TEXT,
    UNIQUE (source, url)
) STRICT;
CREATE INDEX channels_due ON channels (due_at);

-- Reports, as they are now.
CREATE TABLE reports (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE,
    url TEXT NOT NULL UNIQUE,
    gathered_at INTEGER NOT NULL,
    -- When it was last found to be as it is, and when it last changed.
    checked_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    -- By what lists are ordered: when it was published, never later than when it was gathered.
    ordered_at INTEGER NOT NULL,
    -- As precisely as the page says it.
    published TEXT,
    language TEXT,
    direction TEXT NOT NULL,
    headline TEXT,
    standfirst TEXT,
    words INTEGER NOT NULL,
    statements INTEGER NOT NULL
) STRICT;
CREATE INDEX reports_ordered ON reports (ordered_at, id);
CREATE INDEX reports_of_source ON reports (source, ordered_at, id);
CREATE INDEX reports_of_language ON reports (language, ordered_at, id);

-- Every version a report has had. None is ever written over.
CREATE TABLE versions (
    id INTEGER PRIMARY KEY,
    report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
    number INTEGER NOT NULL,
    gathered_at INTEGER NOT NULL,
    headline TEXT,
    -- Of headline and body, to tell whether a report has changed.
    fingerprint BLOB NOT NULL,
    -- The reading as its JSON object, packed with zstd.
    reading BLOB NOT NULL,
    -- Where the page as it came is kept: file and offset among the raw pages.
    raw_file TEXT,
    raw_offset INTEGER,
    UNIQUE (report, number)
) STRICT;

-- Addresses that sources have announced.
CREATE TABLE pages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE,
    -- By what addresses are compared, and the one that is asked for.
    url TEXT NOT NULL UNIQUE,
    address TEXT NOT NULL,
    announced_at INTEGER NOT NULL,
    -- Which kinds of channel have announced it.
    by_feed INTEGER NOT NULL DEFAULT 0,
    by_sitemap INTEGER NOT NULL DEFAULT 0,
    by_section INTEGER NOT NULL DEFAULT 0,
    -- What a feed says of it, as JSON: for what the page itself does not give.
    item TEXT,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'kept', 'missed', 'not-a-report', 'unwanted')),
    -- When it is asked for next; NULL where it is not any more.
    due_at INTEGER,
    tries INTEGER NOT NULL DEFAULT 0,
    cause TEXT,
    message TEXT,
    etag TEXT,
    last_modified TEXT,
    -- When it was last said to have changed.
    updated_at INTEGER,
    report INTEGER REFERENCES reports ON DELETE SET NULL
) STRICT;
CREATE INDEX pages_due ON pages (source, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX pages_of_source ON pages (source, announced_at);
CREATE INDEX pages_of_report ON pages (report) WHERE report IS NOT NULL;

-- What has happened to reports, in order. The index of words follows it.
CREATE TABLE changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    report INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('new', 'changed', 'removed')),
    at INTEGER NOT NULL
) STRICT;

-- The ledger: what a source did on a day, and what failed.
CREATE TABLE days (
    source INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE,
    day INTEGER NOT NULL,
    new INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL DEFAULT 0,
    missed INTEGER NOT NULL DEFAULT 0,
    looks INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (source, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE failures (
    source INTEGER NOT NULL REFERENCES sources ON DELETE CASCADE,
    day INTEGER NOT NULL,
    cause TEXT NOT NULL,
    count INTEGER NOT NULL,
    url TEXT NOT NULL,
    message TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (source, day, cause)
) STRICT, WITHOUT ROWID;

-- Searches that are kept, and whom they tell.
CREATE TABLE searches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    webhook TEXT,
    email TEXT,
    -- The last change it has been asked about.
    upto INTEGER NOT NULL
) STRICT;
-- What is still to be told.
CREATE TABLE notices (
    id INTEGER PRIMARY KEY,
    search INTEGER NOT NULL REFERENCES searches ON DELETE CASCADE,
    report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
    way TEXT NOT NULL CHECK (way IN ('webhook', 'email')),
    due_at INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    UNIQUE (search, report, way)
) STRICT;
CREATE INDEX notices_due ON notices (due_at);
CREATE INDEX notices_of_report ON notices (report);

-- Why somebody could not be told when that was tried last, and of how many reports that was given up.
CREATE TABLE troubles (
    search INTEGER NOT NULL REFERENCES searches ON DELETE CASCADE,
    way TEXT NOT NULL CHECK (way IN ('webhook', 'email')),
    at INTEGER NOT NULL,
    message TEXT NOT NULL,
    given_up INTEGER NOT NULL,
    PRIMARY KEY (search, way)
) STRICT, WITHOUT ROWID;

-- Settings of the archive, one a row, as JSON.
CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
