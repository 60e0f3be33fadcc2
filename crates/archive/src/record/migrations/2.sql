-- What reports have in common: stories, speakers, the same words, subjects. All of it follows from the reports and from what
-- was decided by hand, and is written by one follower of the changes, in one transaction with how far it has come.
CREATE TABLE related (
    -- The last change that is in.
    upto INTEGER NOT NULL
) STRICT;
INSERT INTO related (upto) VALUES (0);

-- What is told of one event.
CREATE TABLE stories (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- The story it has become part of: its address leads there.
    part_of INTEGER REFERENCES stories,
    -- The story it grew out of.
    grown_from INTEGER REFERENCES stories,
    -- Kept by triggers.
    reports INTEGER NOT NULL DEFAULT 0,
    first_at INTEGER,
    last_at INTEGER
) STRICT;
CREATE INDEX stories_latest ON stories (last_at, id) WHERE reports > 1;
CREATE INDEX stories_grown ON stories (grown_from) WHERE grown_from IS NOT NULL;

CREATE TABLE story_reports (
    report INTEGER PRIMARY KEY REFERENCES reports ON DELETE CASCADE,
    story INTEGER NOT NULL REFERENCES stories,
    -- As the report is ordered.
    at INTEGER NOT NULL,
    -- Why it joined, as JSON; NULL where it began the story.
    why TEXT,
    -- How its text relates to that of an earlier report of the story, and which one.
    kin TEXT NOT NULL DEFAULT 'own',
    kin_to INTEGER,
    kin_why TEXT,
    -- What its text is compared by, and the agencies that it credits, as JSON.
    print BLOB,
    credits TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX story_reports_story ON story_reports (story, at, report);
CREATE INDEX story_reports_at ON story_reports (at);

CREATE TRIGGER story_reports_added AFTER INSERT ON story_reports BEGIN
    UPDATE stories SET reports = reports + 1, first_at = min(coalesce(first_at, new.at), new.at),
        last_at = max(coalesce(last_at, new.at), new.at) WHERE id = new.story;
END;
CREATE TRIGGER story_reports_gone AFTER DELETE ON story_reports BEGIN
    UPDATE stories SET reports = reports - 1,
        first_at = (SELECT min(at) FROM story_reports WHERE story = old.story),
        last_at = (SELECT max(at) FROM story_reports WHERE story = old.story) WHERE id = old.story;
END;
CREATE TRIGGER story_reports_moved AFTER UPDATE OF story ON story_reports WHEN old.story <> new.story BEGIN
    UPDATE stories SET reports = reports - 1,
        first_at = (SELECT min(at) FROM story_reports WHERE story = old.story),
        last_at = (SELECT max(at) FROM story_reports WHERE story = old.story) WHERE id = old.story;
    UPDATE stories SET reports = reports + 1, first_at = min(coalesce(first_at, new.at), new.at),
        last_at = max(coalesce(last_at, new.at), new.at) WHERE id = new.story;
END;

-- Who speaks: persons and bodies.
CREATE TABLE speakers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'body')),
    -- As it was chosen by hand; the commonest of its names unless so.
    chosen TEXT,
    chosen_folded TEXT,
    -- The speaker it has become part of: its address leads there.
    part_of INTEGER REFERENCES speakers,
    -- Kept by triggers.
    statements INTEGER NOT NULL DEFAULT 0,
    last_at INTEGER
) STRICT;
CREATE INDEX speakers_most ON speakers (statements, id) WHERE statements > 0;
CREATE INDEX speakers_parts ON speakers (part_of) WHERE part_of IS NOT NULL;

-- The names by which a speaker is called.
CREATE TABLE names (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    speaker INTEGER NOT NULL REFERENCES speakers,
    name TEXT NOT NULL,
    -- As it is looked for: in small letters, without accents.
    folded TEXT NOT NULL,
    language TEXT NOT NULL,
    -- Why it was joined with the others, as JSON; NULL for the first one.
    why TEXT,
    -- Kept by triggers.
    statements INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX names_of_speaker ON names (speaker, name, language);
-- By what a name is found that may be the same.
CREATE TABLE name_keys (
    key INTEGER NOT NULL,
    name INTEGER NOT NULL REFERENCES names ON DELETE CASCADE,
    PRIMARY KEY (key, name)
) STRICT, WITHOUT ROWID;

-- What speakers were called beside their names, in how many statements, and when. Kept by triggers.
CREATE TABLE roles (
    speaker INTEGER NOT NULL REFERENCES speakers,
    name INTEGER NOT NULL REFERENCES names ON DELETE CASCADE,
    role TEXT NOT NULL,
    language TEXT NOT NULL,
    count INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (name, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX roles_of_speaker ON roles (speaker);

-- Two speakers that may be one: for somebody to say.
CREATE TABLE proposals (
    one INTEGER NOT NULL REFERENCES speakers,
    other INTEGER NOT NULL REFERENCES speakers,
    why TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX proposals_other ON proposals (other);

-- Who said what: the statements of each report as it is now.
CREATE TABLE statements (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
    -- Which of the report's it is, from 1.
    number INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('direct', 'indirect', 'mixed')),
    language TEXT,
    -- Whom the report says, in its words; NULL where it does not.
    by TEXT,
    -- NULL where nobody is named.
    speaker INTEGER REFERENCES speakers,
    name INTEGER REFERENCES names,
    -- What it was called beside its name.
    role TEXT,
    -- The day on which it was said, where the report tells and it is not after the report, else when that was published.
    at INTEGER NOT NULL,
    said TEXT,
    addressee TEXT,
    words TEXT NOT NULL,
    -- The words it is the same as, why, and as which statement.
    quote INTEGER REFERENCES quotes,
    alike TEXT,
    alike_to INTEGER
) STRICT;
CREATE INDEX statements_of_report ON statements (report, number);
CREATE INDEX statements_of_speaker ON statements (speaker, at, id) WHERE speaker IS NOT NULL;
CREATE INDEX statements_of_name ON statements (name) WHERE name IS NOT NULL;
CREATE INDEX statements_of_quote ON statements (quote, at, id) WHERE quote IS NOT NULL;

CREATE TRIGGER statements_added AFTER INSERT ON statements WHEN new.speaker IS NOT NULL BEGIN
    UPDATE speakers SET statements = statements + 1, last_at = max(coalesce(last_at, new.at), new.at) WHERE id = new.speaker;
    UPDATE names SET statements = statements + 1 WHERE id = new.name;
    INSERT INTO roles (speaker, name, role, language, count, first_at, last_at)
        SELECT new.speaker, new.name, new.role, coalesce(new.language, ''), 1, new.at, new.at WHERE new.role IS NOT NULL
        ON CONFLICT DO UPDATE SET count = count + 1, first_at = min(first_at, excluded.first_at),
            last_at = max(last_at, excluded.last_at);
END;
CREATE TRIGGER statements_gone AFTER DELETE ON statements WHEN old.speaker IS NOT NULL BEGIN
    UPDATE speakers SET statements = statements - 1,
        last_at = (SELECT max(at) FROM statements WHERE speaker = old.speaker) WHERE id = old.speaker;
    UPDATE names SET statements = statements - 1 WHERE id = old.name;
    UPDATE roles SET count = count - 1 WHERE name = old.name AND role = old.role;
    DELETE FROM roles WHERE name = old.name AND role = old.role AND count = 0;
END;
-- A name moves with its roles; a statement, from one name to another.
CREATE TRIGGER statements_renamed AFTER UPDATE OF name ON statements WHEN old.name <> new.name BEGIN
    UPDATE names SET statements = statements - 1 WHERE id = old.name;
    UPDATE names SET statements = statements + 1 WHERE id = new.name;
    UPDATE roles SET count = count - 1 WHERE name = old.name AND role = old.role;
    DELETE FROM roles WHERE name = old.name AND role = old.role AND count = 0;
    INSERT INTO roles (speaker, name, role, language, count, first_at, last_at)
        SELECT new.speaker, new.name, new.role, coalesce(new.language, ''), 1, new.at, new.at WHERE new.role IS NOT NULL
        ON CONFLICT DO UPDATE SET count = count + 1, first_at = min(first_at, excluded.first_at),
            last_at = max(last_at, excluded.last_at);
END;
CREATE TRIGGER statements_moved AFTER UPDATE OF speaker ON statements
WHEN old.speaker IS NOT NULL AND old.speaker <> new.speaker BEGIN
    UPDATE speakers SET statements = statements - 1,
        last_at = (SELECT max(at) FROM statements WHERE speaker = old.speaker) WHERE id = old.speaker;
    UPDATE speakers SET statements = statements + 1, last_at = max(coalesce(last_at, new.at), new.at) WHERE id = new.speaker;
END;

-- The same words in several reports.
CREATE TABLE quotes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Kept by triggers.
    statements INTEGER NOT NULL DEFAULT 0,
    last_at INTEGER
) STRICT;
CREATE INDEX quotes_latest ON quotes (last_at, id) WHERE statements > 1;
CREATE TRIGGER quotes_added AFTER INSERT ON statements WHEN new.quote IS NOT NULL BEGIN
    UPDATE quotes SET statements = statements + 1, last_at = max(coalesce(last_at, new.at), new.at) WHERE id = new.quote;
END;
CREATE TRIGGER quotes_gone AFTER DELETE ON statements WHEN old.quote IS NOT NULL BEGIN
    UPDATE quotes SET statements = statements - 1,
        last_at = (SELECT max(at) FROM statements WHERE quote = old.quote) WHERE id = old.quote;
END;
CREATE TRIGGER quotes_moved AFTER UPDATE OF quote ON statements WHEN old.quote IS NOT new.quote BEGIN
    UPDATE quotes SET statements = statements - 1,
        last_at = (SELECT max(at) FROM statements WHERE quote = old.quote) WHERE id = old.quote;
    UPDATE quotes SET statements = statements + 1, last_at = max(coalesce(last_at, new.at), new.at) WHERE id = new.quote;
END;
-- By what words are found that may be the same: of each key the newest statements. One that is gone is passed over, and its
-- number is never given again: to find its rows would take an index as large as the table.
CREATE TABLE quote_keys (
    key INTEGER NOT NULL,
    statement INTEGER NOT NULL,
    PRIMARY KEY (key, statement)
) STRICT, WITHOUT ROWID;

-- What reports are about, and which of their statements are.
CREATE TABLE subjects (
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
    shown TEXT NOT NULL,
    weight REAL NOT NULL,
    PRIMARY KEY (key, at, report)
) STRICT, WITHOUT ROWID;
CREATE INDEX subjects_of_report ON subjects (report);
-- How subjects are shown in any report, so that they are found by that: each once, since an index of all reports would have a
-- page written for each of their subjects. A report that goes leaves it as it is.
CREATE TABLE subject_names (
    shown TEXT NOT NULL COLLATE NOCASE,
    key TEXT NOT NULL,
    PRIMARY KEY (shown, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE statement_subjects (
    statement INTEGER NOT NULL REFERENCES statements ON DELETE CASCADE,
    key TEXT NOT NULL,
    PRIMARY KEY (statement, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_subjects_key ON statement_subjects (key);

-- What was decided about stories, speakers and words, by the program where it changed what stood and by hand. Nothing of it is
-- ever taken away: what undoes a decision is another one.
CREATE TABLE decisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('stories-joined', 'stories-apart', 'stories-free', 'report-moved', 'speakers-joined',
        'speakers-apart', 'speakers-free', 'name-moved', 'statement-moved', 'speaker-named', 'words-joined', 'words-apart')),
    by_hand INTEGER NOT NULL,
    at INTEGER NOT NULL,
    -- What it is about: two stories or speakers, of which the first goes on; a report and the story, or a name or statement
    -- and the speaker, that it belongs to from then on; a speaker; a statement and the words it is, or is not, the same as.
    one INTEGER NOT NULL,
    other INTEGER NOT NULL,
    -- The story or speaker that the report, name or statement belonged to; the report that the statement stands in.
    was INTEGER,
    -- What else is needed to undo it, as JSON.
    before TEXT NOT NULL,
    -- The decision that undid it.
    undone_by INTEGER REFERENCES decisions
) STRICT;
CREATE INDEX decisions_about ON decisions (kind, one, other);
CREATE INDEX decisions_about_other ON decisions (kind, other);
CREATE INDEX decisions_about_before ON decisions (kind, was) WHERE was IS NOT NULL;
