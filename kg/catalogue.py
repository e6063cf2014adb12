"""The catalogue: one SQLite file, the only truth of a library.

An update is written in one transaction, with its bullets, mentions and words; a change that readers are to see is one with the note of its
build (`search.library`). Readers open a snapshot and keep it. Which versions answer is not decided here: a build names them.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from itertools import chain
from pathlib import Path
from typing import Any

from kg.appearances import Appearances
from kg.damage import reads_records
from kg.decisions import Decisions
from kg.errors import LibraryError
from kg.figures.store import FigureStore
from kg.joins import Use
from kg.model import Bullet, By, HeldBullet, Kind, LinkedBullet, Mention, MentionRole, Role, Update
from kg.period import Period
from kg.reading.source import source_text
from kg.rows import body_of, bullet_of, version_of
from kg.schema import RESTORE, check_schema, kept, prepare, renew
from kg.versions import Kept, VersionRecord, version_id
from kg.view import View

FILE = "catalogue.sqlite"
# SQLite takes this many parameters in one statement on every build.
_CHUNK = 900
_VERSION = """
SELECT v.id, v.force, v.force_name, v.force_base, v.period, v.plan, v.version, v.produced, v.marking, v.source, v.sha256, v.evidence, v.doubts,
    v.vocabulary, v.chosen, (SELECT count(*) FROM bullets b WHERE b.version = v.id) AS bullets
FROM versions v
"""
_MENTION_FIELDS = ("entity", "kind", "name", "surface", "by", "start", "end", "source_start", "source_end", "via", "role")
# Found by their values far sooner than `Kind(value)` finds them, and mentions are read by the thousand.
_KINDS = {kind.value: kind for kind in Kind}
_WAYS = {by.value: by for by in By}
_ROLES = {role.value: role for role in MentionRole}


class Catalogue:
    """An open catalogue. Made by `open`; use as a context manager, or `close` it. Mentions are given back as its `view` has them."""

    def __init__(self, path: Path, connection: sqlite3.Connection, view: View = View()) -> None:  # noqa: B008
        self.path = path
        self._db = connection
        self.view = view

    @classmethod
    def open(cls, folder: Path, *, write: bool = False, older: bool = False) -> Catalogue:
        """The catalogue of a library. With `write` it is made when there is none; otherwise the snapshot of now is held until closed.

        LibraryError when there is none, it is damaged, or of another schema; with `older` an earlier schema is taken, to be renewed.
        """
        path = folder / FILE
        if not path.exists() and ((folder / "parts").is_dir() and any((folder / "parts").iterdir())):
            raise LibraryError(folder, f"its {FILE} is missing", RESTORE)
        if not write and not path.exists():
            raise LibraryError(folder, "is no Beatbook library", "make one with `beatbook add FILE --library DIR`, or give the right --library")
        connection = None
        try:
            connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA foreign_keys = ON")
            if write:
                prepare(connection)
            else:
                connection.execute("PRAGMA query_only = ON")
                connection.execute("BEGIN")
            check_schema(folder, connection, older=older)
        except BaseException as error:
            if connection:
                connection.close()
            if isinstance(error, sqlite3.Error):
                raise LibraryError(folder, f"its catalogue cannot be read ({error})", RESTORE) from error
            raise
        return cls(folder, connection)

    def through(self, view: View) -> Catalogue:
        """The same catalogue, with mentions as another view has them."""
        return Catalogue(self.path, self._db, view)

    def copy_to(self, path: Path) -> None:
        """Copies the catalogue, as this connection sees it, to a file; readers and a writer go on meanwhile."""
        with closing(sqlite3.connect(path)) as copy:
            self._db.backup(copy)

    def damaged_texts(self) -> list[tuple[str, str]]:
        """Id and source of the versions whose text is not the one that was added."""
        rows = self._db.execute("SELECT id, source, sha256, CAST(text AS BLOB) FROM versions ORDER BY id")
        return [(version, source) for version, source, sha256, text in rows if hashlib.sha256(text).hexdigest() != sha256]

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. One inside another is part of it."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def note(self, key: str) -> str | None:
        """What was noted of the library as a whole under a key."""
        found = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if found is None else str(found[0])

    def put_note(self, key: str, value: str) -> None:
        """Notes something of the library as a whole. To be called in a transaction."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # Writing ------------------------------------------------------------------------------------------------------------------

    def put(self, update: Update, linked: Sequence[LinkedBullet], vocabulary: str, embeddings: Sequence[str]) -> None:
        """Holds a version with its bullets, in place of the same version held before. To be called in a transaction.

        `embeddings` are the keys of the bullets' vectors, one a bullet.
        """
        key = version_id(update)
        self.drop(key)
        c, source = update.colophon, update.source
        row = (
            *(key, c.force.slug, c.force.name, c.force.base, c.period.label, c.plan, c.version, c.produced, c.marking),
            *(source.name, source.sha256, source.text, json.dumps([[line.page, line.box, line.begins] for line in source.lines])),
            *(json.dumps([r.value for r in update.roles]), json.dumps(c.evidence), json.dumps([asdict(d) for d in update.doubts]), vocabulary, 0),
        )
        self._db.execute(f"INSERT INTO versions VALUES ({','.join('?' * len(row))})", row)
        by_id = {b.bullet.id: b.bullet for b in linked}
        for position, (bullet, embedding) in enumerate(zip(linked, embeddings, strict=True)):
            context = context_of(bullet.bullet, by_id.get(bullet.bullet.parent or ""))
            self._put_bullet((key, position, context, embedding), bullet, f"{c.force.slug}-{c.period.label.lower()}-")

    def _put_bullet(self, place: tuple[str, int, str, str], linked: LinkedBullet, prefix: str) -> None:
        """Writes a bullet with its mentions. `place`: version, position, context, embedding; `prefix` makes its local ids whole."""
        b = linked.bullet
        priority = b.priority.number if b.priority else None
        columns = "version, position, context, embedding, id, text, body, label_only, cross_border, priority"
        row = (*place, prefix + b.id, b.text, body_of(b, prefix), b.label_only, linked.cross_border, priority)
        n = self._db.execute(f"INSERT INTO bullets ({columns}) VALUES ({','.join('?' * len(row))})", row).lastrowid
        via = {b.parent: prefix + b.parent} if b.parent else {}
        rows = [
            (n, i, m.entity, m.kind, m.name, m.surface, m.by, m.start, m.end, m.source_start, m.source_end, via.get(m.via or "", m.via), m.role)
            for i, m in enumerate(linked.mentions)
        ]
        self._db.executemany(f"INSERT INTO mentions VALUES ({','.join('?' * 13)})", rows)
        self.figures.put(n or 0, linked.figures)

    def renew(self) -> list[Kept]:
        """Makes every table anew and empty but for decisions and vectors; what was kept of the versions. To be called in a transaction.

        LibraryError where a version's text was damaged.
        """
        try:
            found = list(kept(self._db))
        except (ValueError, LookupError, TypeError) as error:
            raise LibraryError(self.path, f"its catalogue is damaged ({error})", RESTORE) from error
        renew(self._db)
        return found

    def remove(self, version: str) -> bool:
        """Forgets a version and all that hangs on it; whether it was held. To be called in a transaction."""
        held = self.drop(version)
        self._db.execute("DELETE FROM vectors WHERE embedding NOT IN (SELECT embedding FROM bullets)")
        return held

    def drop(self, version: str) -> bool:
        """Forgets a version but not its vectors; whether it was held. To be called in a transaction."""
        self._db.execute("DELETE FROM bullets WHERE version = ?", (version,))
        return self._db.execute("DELETE FROM versions WHERE id = ?", (version,)).rowcount > 0

    def choose(self, version: VersionRecord) -> None:
        """Puts a version in force by hand. To be called in a transaction."""
        self._db.execute("UPDATE versions SET chosen = (id = ?) WHERE force = ? AND period = ?", (version.id, *version.update))

    def put_vectors(self, vectors: Iterable[tuple[str, bytes]]) -> None:
        """Keeps vectors by key. To be called in a transaction."""
        self._db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", vectors)

    def put_verdict(self, version: str, facts: str, shapes: str, findings: Sequence[Sequence[str]]) -> None:
        """Keeps what the check of a version's triples found. To be called in a transaction."""
        self._db.execute("INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?)", (version, facts, shapes, json.dumps(findings, ensure_ascii=False)))

    # Reading ------------------------------------------------------------------------------------------------------------------

    @reads_records
    def versions(self) -> list[VersionRecord]:
        """Every version held, by id."""
        return [version_of(row) for row in self._rows(f"{_VERSION} ORDER BY v.id")]

    @reads_records
    def versions_of(self, sha256: str) -> list[VersionRecord]:
        """The versions whose text has this hash, by id: one, unless the text was added for several forces or periods."""
        return [version_of(row) for row in self._rows(f"{_VERSION} WHERE v.sha256 = ? ORDER BY v.id", (sha256,))]

    @reads_records
    def roles(self, version: str) -> list[Role]:
        """What each line of a version was taken for."""
        rows = self._db.execute("SELECT roles FROM versions WHERE id = ?", (version,))
        return [Role(role) for (held,) in rows for role in json.loads(held)]

    @reads_records
    def update(self, version: str) -> Update:
        """A version as it was read."""
        rows = list(self._rows("SELECT v.*, 0 AS bullets FROM versions v WHERE id = ?", (version,)))
        row = rows[0]
        read = source_text(row["source"], row["text"])
        places = json.loads(row["places"])
        lines = (replace(line, page=page, box=box and tuple(box), begins=begins) for line, (page, box, begins) in zip(read.lines, places, strict=True))
        source = replace(read, lines=tuple(lines))
        prefix = f"{row['force']}-{row['period'].lower()}-"
        held = (b.bullet for b in self.bullets(self.members([version])))
        bullets = tuple(replace(b, id=b.id.removeprefix(prefix), parent=b.parent and b.parent.removeprefix(prefix)) for b in held)
        return Update(source, version_of(row).colophon, bullets, tuple(Role(r) for r in json.loads(row["roles"])), version_of(row).doubts)

    def verdict(self, version: str, facts: str, shapes: str) -> list[list[str]] | None:
        """What the check of these triples of a version against these shapes found; None where they were not checked."""
        found = self._db.execute("SELECT findings FROM verdicts WHERE version = ? AND facts = ? AND shapes = ?", (version, facts, shapes)).fetchone()
        return None if found is None else list(json.loads(found[0]))

    def findings(self, version: str) -> int:
        """How many findings the last check of a version's triples had."""
        return sum(len(json.loads(found)) for (found,) in self._db.execute("SELECT findings FROM verdicts WHERE version = ?", (version,)))

    def text(self, version: str) -> str:
        """The normalised text of a version."""
        ((text,),) = self._db.execute("SELECT text FROM versions WHERE id = ?", (version,))
        return str(text)

    def members(self, versions: Sequence[str]) -> list[int]:
        """Row numbers of the bullets of these versions, in the order of the versions, then reading order."""
        sql = "SELECT n FROM bullets WHERE version = ? ORDER BY position"
        return [n for version in versions for (n,) in self._db.execute(sql, (version,))]

    def reading(self, version: str) -> list[int]:
        """Row numbers of the bullets of a version in reading order, labels left out."""
        return [n for (n,) in self._db.execute("SELECT n FROM bullets WHERE version = ? AND label_only = 0 ORDER BY position", (version,))]

    def ids(self, numbers: Sequence[int]) -> list[str]:
        """The ids of the bullets of these row numbers, in this order."""
        found = dict(self._chunked_plain("SELECT n, id FROM bullets WHERE n IN ({})", numbers))
        return [found[n] for n in numbers]

    @reads_records
    def bullets(self, numbers: Sequence[int]) -> list[HeldBullet]:
        """The bullets of these row numbers, in this order."""
        held: dict[int, HeldBullet] = {}
        mentions, figures = self._mentions(numbers), self.figures.of(numbers)
        sql = "SELECT b.*, v.source, v.force, v.period, v.plan, v.marking FROM bullets b JOIN versions v ON v.id = b.version WHERE b.n IN ({})"
        for row in self._chunked(sql, numbers):
            linked = LinkedBullet(bullet_of(row), tuple(mentions.get(row["n"], ())), bool(row["cross_border"]), figures.get(row["n"], ()))
            place = (row["version"], row["source"], row["force"], Period.from_label(row["period"]), row["plan"], row["position"], row["marking"])
            held[row["n"]] = HeldBullet(linked, *place)
        return [held[n] for n in numbers]

    def texts(self, numbers: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Row number -> text and context."""
        return {row["n"]: (row["text"], row["context"]) for row in self._chunked("SELECT n, text, context FROM bullets WHERE n IN ({})", numbers)}

    @property
    def figures(self) -> FigureStore:
        """What the bullets give in numbers."""
        return FigureStore(self._db)

    @property
    def appearances(self) -> Appearances:
        """Which bullets stand where and name what, without reading them."""
        return Appearances(self._db, self.view)

    @property
    def decisions(self) -> Decisions:
        """What people decided about names."""
        return Decisions(self._db)

    def uses(self, kind: Kind, versions: Sequence[str]) -> list[Use]:
        """How each entity of a kind is used in the own words of the bullets of these versions, whatever the view."""
        inside, found = set(versions), dict[tuple[str, str, str], set[int]]()
        bases = dict(self._db.execute("SELECT id, force_base FROM versions"))
        sql = "SELECT m.entity, m.name, b.version, m.bullet FROM mentions m CROSS JOIN bullets b ON b.n = m.bullet WHERE m.kind = ? AND m.start IS NOT NULL"
        if len(inside) == 1:
            sql = sql.replace("mentions m CROSS JOIN bullets b", "bullets b CROSS JOIN mentions m").replace("WHERE", f"WHERE b.version = '{versions[0]}' AND")
        for entity, name, version, bullet in self._db.execute(sql, (kind,)):
            if version in inside:
                found.setdefault((entity, name, bases[version]), set()).add(bullet)
        return [Use(*key, frozenset(bullets)) for key, bullets in sorted(found.items())]

    def named(self, kind: Kind, versions: Sequence[str]) -> Iterator[tuple[str, str, By, int]]:
        """Entity, name, how it was recognised and row number of each mention of a kind in these versions, of bullets that are more than a label."""
        sql = "SELECT m.entity, m.name, m.by, m.bullet FROM mentions m JOIN bullets b ON b.n = m.bullet"
        for entity, name, by, bullet in self._chunked_plain(f"{sql} WHERE b.label_only = 0 AND m.kind = '{kind.value}' AND b.version IN ({{}})", versions):
            if entity not in self.view.dropped:
                yield (*self.view.entity(entity, name), _WAYS[by], bullet)

    def titles(self, versions: Sequence[str]) -> dict[int, list[str]]:
        """Number of a priority -> the titles that it bears in these versions, in order of the alphabet."""
        sql = "SELECT DISTINCT priority, json_extract(body, '$.priority[1]') AS title FROM bullets WHERE priority IS NOT NULL AND version IN ({})"
        found: dict[int, set[str]] = {}
        for row in self._chunked(sql, versions):
            found.setdefault(row["priority"], set()).add(row["title"])
        return {number: sorted(titles) for number, titles in sorted(found.items())}

    def names(self, versions: Sequence[str]) -> dict[str, str]:
        """Entity -> the name it goes by in these versions, before any view; where there are several the first in the alphabet."""
        sql = "SELECT m.entity, min(m.name) AS name FROM mentions m JOIN bullets b ON b.n = m.bullet WHERE b.version IN ({}) GROUP BY m.entity"
        found: dict[str, str] = {}
        for row in self._chunked(sql, versions):
            found[row["entity"]] = min(row["name"], found.get(row["entity"], row["name"]))
        return found

    def company(self, bullets: Iterable[int]) -> frozenset[str]:
        """The districts and partners that these bullets mention."""
        sql = "SELECT DISTINCT entity FROM mentions WHERE +kind IN ('district', 'partner') AND bullet IN ({})"
        return frozenset(entity for (entity,) in self._chunked_plain(sql, sorted(bullets)))

    def mentioning(self, entities: Sequence[str], *, by: Sequence[By] = tuple(By)) -> set[int]:
        """Row numbers of bullets that mention one of these entities, recognised in one of these ways."""
        entities = self.view.members(entities)
        kinds, ways = (",".join(f"'{one.value}'" for one in some) for some in (Kind, by))
        sql = f"SELECT bullet FROM mentions WHERE kind IN ({kinds}) AND by IN ({ways}) AND entity IN ({{}})"
        return set(chain.from_iterable(self._chunked_plain(sql, entities)))

    def naming(self, kind: Kind) -> set[int]:
        """Row numbers of bullets that mention some entity of a kind; an operation that only the parent's text names does not count."""
        loose = " AND by != 'parent'" if kind is Kind.OPERATION else ""
        dropped = self.view.dropped
        rows = self._db.execute(f"SELECT bullet, entity FROM mentions WHERE kind = ?{loose}", (kind,))
        return {n for n, entity in rows if entity not in dropped}

    def themes_of(self, number: int) -> list[str]:
        """The themes of a bullet."""
        # A plus before a column keeps SQLite from going through all mentions of a kind.
        sql = "SELECT DISTINCT entity FROM mentions WHERE +kind = 'theme' AND bullet = ? ORDER BY 1"
        return [entity for (entity,) in self._db.execute(sql, (number,))]

    def under(self, priority: int, versions: Sequence[str]) -> set[int]:
        """Row numbers of bullets under a priority of that number in these versions."""
        sql = f"SELECT n FROM bullets WHERE priority = {int(priority)} AND version IN ({{}})"
        return {n for (n,) in self._chunked_plain(sql, versions)}

    def flagged(self, column: str) -> set[int]:
        """Row numbers of the bullets that are `label_only` or `cross_border`."""
        return {n for (n,) in self._db.execute(f"SELECT n FROM bullets WHERE {column} = 1")}

    def table_rows(self) -> set[int]:
        """Row numbers of the bullets that were rows of a table."""
        return {n for (n,) in self._db.execute("SELECT n FROM bullets WHERE json_extract(body, '$.kind') = 'table_row'")}

    def children(self, numbers: Iterable[int]) -> set[int]:
        """Row numbers of the bullets right under these."""
        ids = self.ids(list(numbers))
        return {n for (n,) in self._chunked_plain("SELECT n FROM bullets WHERE json_extract(body, '$.parent') IN ({})", ids)}

    def matching(self, query: str) -> set[int]:
        """Row numbers of the bullets that an FTS5 query finds, in their text or what they stand under."""
        return set(chain.from_iterable(self._db.execute("SELECT rowid FROM words WHERE words MATCH ?", (query,))))

    def bearing(self, kind: Kind) -> list[tuple[str, str]]:
        """Entity and name of every mention of a kind, each once."""
        rows = self._db.execute("SELECT DISTINCT entity, name FROM mentions WHERE kind = ? ORDER BY 1, 2", (kind,))
        return list(dict.fromkeys(self.view.entity(entity, name) for entity, name in rows if entity not in self.view.dropped))

    def entities(self, kind: Kind) -> list[tuple[str, str, str]]:
        """Entity, name and printed form of every mention of a kind, each once."""
        rows = self._db.execute("SELECT DISTINCT entity, name, surface FROM mentions WHERE kind = ? ORDER BY 1, 2, 3", (kind,))
        return [(*self.view.entity(entity, name), surface) for entity, name, surface in rows if entity not in self.view.dropped]

    def embeddings(self, versions: Sequence[str]) -> list[tuple[int, str]]:
        """Row number and vector key of the bullets of these versions, labels left out."""
        sql = "SELECT n, embedding FROM bullets WHERE version = ? AND label_only = 0 ORDER BY position"
        return [(n, key) for version in versions for n, key in self._db.execute(sql, (version,))]

    def unembedded(self) -> set[str]:
        """The versions of which some bullet that is more than a label has no vector."""
        missing = "SELECT b.n FROM bullets b WHERE NOT EXISTS (SELECT 1 FROM vectors v WHERE v.embedding = b.embedding)"
        rows = [n for (n,) in self._db.execute(missing)]
        return {version for (version,) in self._chunked_plain("SELECT DISTINCT version FROM bullets WHERE label_only = 0 AND n IN ({})", rows)}

    def vectors(self, keys: Sequence[str]) -> dict[str, bytes]:
        """The vectors of these keys that are held."""
        return {row["embedding"]: row["vector"] for row in self._chunked("SELECT * FROM vectors WHERE embedding IN ({})", keys)}

    def by_id(self, bullet: str, versions: Sequence[str]) -> int | None:
        """The row number of the bullet with this id in these versions."""
        rows = self._db.execute("SELECT n, version FROM bullets WHERE id = ?", (bullet,)).fetchall()
        return next((n for n, version in rows if version in versions), None)

    def _mentions(self, numbers: Sequence[int]) -> dict[int, list[Mention]]:
        found: dict[int, list[Mention]] = {}
        sql = f"SELECT bullet, {', '.join(_MENTION_FIELDS)} FROM mentions WHERE bullet IN ({{}}) ORDER BY bullet, position"
        for bullet, entity, kind, name, surface, by, start, end, source_start, source_end, via, role in self._chunked_plain(sql, numbers):
            if entity not in self.view.dropped:
                entity, name = self.view.entity(entity, name)
                places = (start, end, source_start, source_end)
                found.setdefault(bullet, []).append(Mention(entity, _KINDS[kind], name, surface, _WAYS[by], *places, via, _ROLES[role]))
        return found

    def _rows(self, sql: str, values: Sequence[Any] = ()) -> Iterator[sqlite3.Row]:
        cursor = self._db.cursor()
        cursor.row_factory = sqlite3.Row
        yield from cursor.execute(sql, values)

    def _chunked_plain(self, sql: str, values: Sequence[Any]) -> Iterator[Any]:
        """As `_chunked`, each row a tuple: quicker where there are many."""
        for i in range(0, len(values), _CHUNK):
            part = values[i : i + _CHUNK]
            yield from self._db.execute(sql.format(",".join("?" * len(part))), part)

    def _chunked(self, sql: str, values: Sequence[Any]) -> Iterator[sqlite3.Row]:
        for i in range(0, len(values), _CHUNK):
            part = values[i : i + _CHUNK]
            yield from self._rows(sql.format(",".join("?" * len(part))), part)


def quoted(word: str) -> str:
    """A word as FTS5 takes it, whatever characters it holds."""
    return '"' + word.replace("\0", " ").replace('"', '""') + '"'


def context_of(bullet: Bullet, parent: Bullet | None) -> str:
    """The words a bullet stands under: its parent's label, its headings, its priority's title. Not its commitment."""
    above = [parent.label or ""] if parent else []
    return " | ".join(part for part in (*above, *bullet.headings, bullet.priority.title if bullet.priority else "") if part)
