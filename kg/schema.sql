-- The catalogue: the one truth of a library. Everything else in the folder is built from it.

-- `schema`: the number of this schema; `build`, `last`: what makes up the build that readers see, and the one before (search/library.py).
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

-- One version of an update, as read from one source. `chosen` marks a version that was put in force by hand.
CREATE TABLE versions (
    id TEXT PRIMARY KEY,
    force TEXT NOT NULL,
    force_name TEXT NOT NULL,
    force_base TEXT NOT NULL,
    period TEXT NOT NULL,
    plan TEXT,
    version TEXT,
    produced TEXT,
    marking TEXT,
    source TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    text TEXT NOT NULL,
    places TEXT NOT NULL,
    roles TEXT NOT NULL,
    evidence TEXT NOT NULL,
    doubts TEXT NOT NULL,
    vocabulary TEXT NOT NULL,
    chosen INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX versions_update ON versions (force, period);
CREATE INDEX versions_sha256 ON versions (sha256);

CREATE TABLE bullets (
    n INTEGER PRIMARY KEY,
    version TEXT NOT NULL REFERENCES versions (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    text TEXT NOT NULL,
    context TEXT NOT NULL,
    body TEXT NOT NULL,
    label_only INTEGER NOT NULL,
    cross_border INTEGER NOT NULL,
    priority INTEGER,
    embedding TEXT NOT NULL,
    UNIQUE (version, id)
) STRICT;
CREATE INDEX bullets_id ON bullets (id);
CREATE INDEX bullets_embedding ON bullets (embedding);

CREATE TABLE mentions (
    bullet INTEGER NOT NULL REFERENCES bullets (n) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    entity TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    surface TEXT NOT NULL,
    by TEXT NOT NULL,
    start INTEGER,
    end INTEGER,
    source_start INTEGER,
    source_end INTEGER,
    via TEXT,
    role TEXT NOT NULL,
    PRIMARY KEY (bullet, position)
) STRICT, WITHOUT ROWID;

-- What the check of a version's RDF found (SHACL): for which triples (`facts`), against which shapes, and what did not conform.
CREATE TABLE verdicts (
    version TEXT PRIMARY KEY REFERENCES versions (id) ON DELETE CASCADE,
    facts TEXT NOT NULL,
    shapes TEXT NOT NULL,
    findings TEXT NOT NULL
) STRICT;

-- What people decided about names. Nothing is ever taken out; `undone` says when a decision was taken back.
CREATE TABLE decisions (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    verdict TEXT NOT NULL,
    entity TEXT NOT NULL,
    name TEXT NOT NULL,
    other TEXT,
    other_name TEXT,
    author TEXT NOT NULL,
    made TEXT NOT NULL,
    bullet TEXT,
    undone TEXT,
    undone_by TEXT
) STRICT;

-- Vectors of embedded texts, keyed by the hash of text and model, so that no text is embedded twice. Not WITHOUT ROWID, which would take a page each.
CREATE TABLE IF NOT EXISTS vectors (embedding TEXT PRIMARY KEY, vector BLOB NOT NULL) STRICT;

CREATE VIRTUAL TABLE words USING fts5 (text, context, content = 'bullets', content_rowid = 'n', tokenize = 'porter unicode61 remove_diacritics 2');
CREATE TRIGGER bullets_insert AFTER INSERT ON bullets BEGIN
    INSERT INTO words (rowid, text, context) VALUES (new.n, new.text, new.context);
END;
CREATE TRIGGER bullets_delete AFTER DELETE ON bullets BEGIN
    INSERT INTO words (words, rowid, text, context) VALUES ('delete', old.n, old.text, old.context);
END;

-- What bullets give in numbers. `value` and `high` are decimals as text; `first` and `last` are days; `measure` is an id of the vocabulary.
CREATE TABLE figures (
    bullet INTEGER NOT NULL REFERENCES bullets (n) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    value TEXT NOT NULL,
    high TEXT,
    unit TEXT NOT NULL,
    standing TEXT NOT NULL,
    counted TEXT NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    qualifier TEXT,
    said TEXT,
    reach TEXT,
    first TEXT,
    last TEXT,
    compared TEXT,
    per TEXT,
    of TEXT,
    measure TEXT,
    prior INTEGER NOT NULL,
    part INTEGER NOT NULL,
    decimals INTEGER NOT NULL,
    PRIMARY KEY (bullet, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX figures_measure ON figures (measure, bullet);
