"""The nouns of Beatbook. Everything that passes between modules is one of these, and none can be changed once made."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kg.figures.figure import Figure
from kg.period import Period

# Left, bottom, right, top in points from the page's lower left corner.
Box = tuple[float, float, float, float]


class Kind(StrEnum):
    """What a mention names."""

    OPERATION = "operation"
    PARTNER = "partner"
    DISTRICT = "district"
    AREA = "area"
    PLACE = "place"
    THEME = "theme"


class BulletKind(StrEnum):
    """What a bullet was in the source."""

    BULLET = "bullet"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    FOOTNOTE = "footnote"


class Role(StrEnum):
    """What a line of a source was taken for."""

    BLANK = "blank"
    TITLE = "title"
    CONTENTS = "contents"
    FURNITURE = "furniture"
    PRIORITY = "priority"
    LEAD = "lead"
    PROMISE = "promise"
    HEADING = "heading"
    CAPTION = "caption"
    BULLET = "bullet"
    CONTINUATION = "continuation"
    TABLE_HEADER = "table header"
    TABLE_ROW = "table row"
    FOOTNOTE = "footnote"
    PARAGRAPH = "paragraph"


class By(StrEnum):
    """How a mention was recognised."""

    TEXT = "text"
    LABEL = "label"
    HEADING = "heading"
    PARENT = "parent"
    PLACE = "place"
    SHAPE = "shape"


class MentionRole(StrEnum):
    """Whether a bullet tells of work with a body, or only names it."""

    WORKS_WITH = "works_with"
    MENTIONED = "mentioned"


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the normalised text: `number` from 1, `start` and `end` offsets without the newline, page and place on it if known.

    `begins` is set where the format itself says that a paragraph, an item or a heading begins with this line.
    """

    number: int
    start: int
    end: int
    page: int | None = None
    box: Box | None = None
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something the reader of an update could not settle. `line` is 1-based, None where it concerns the whole update."""

    code: str
    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source in the one form that every format ends in. `sha256` is the hash of `text` in UTF-8."""

    name: str
    text: str
    sha256: str
    lines: tuple[SourceLine, ...]
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Priority:
    """One numbered part of a plan."""

    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table row with the header of its column."""

    header: str
    value: str


@dataclass(frozen=True, slots=True)
class Bullet:
    """The smallest thing a reader would quote, with its place. `span` is in the version's normalised text, end exclusive.

    `runs` maps offsets in `text` to the source (see `kg.traced`). `parent` is the id of the bullet it stands under.
    """

    id: str
    lines: tuple[int, int]
    page: int | None
    span: tuple[int, int]
    kind: BulletKind
    text: str
    runs: tuple[tuple[int, int, int], ...]
    priority: Priority | None = None
    commitment: str | None = None
    headings: tuple[str, ...] = ()
    label: str | None = None
    label_only: bool = False
    parent: str | None = None
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Force:
    """The publisher of an update. `base` is the slug of the force whose places and plans it speaks of."""

    slug: str
    name: str
    base: str


@dataclass(frozen=True, slots=True)
class Colophon:
    """What an update says of itself, and how each was settled (`evidence`: field -> the words that settled it)."""

    force: Force
    period: Period
    plan: str | None = None
    version: str | None = None
    produced: str | None = None
    marking: str | None = None
    evidence: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Update:
    """One version of an update as read from one source: its bullets in reading order, and what is in doubt."""

    source: SourceText
    colophon: Colophon
    bullets: tuple[Bullet, ...]
    roles: tuple[Role, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """One entity in one bullet.

    `start` and `end` are offsets in the bullet's text, None where it is inherited; `source_start` and `source_end` in the
    version's text. `via` names the bullet, heading or place it came by.
    """

    entity: str
    kind: Kind
    name: str
    surface: str
    by: By
    start: int | None = None
    end: int | None = None
    source_start: int | None = None
    source_end: int | None = None
    via: str | None = None
    role: MentionRole = MentionRole.MENTIONED


@dataclass(frozen=True, slots=True)
class LinkedBullet:
    """A bullet with what it mentions and the figures it gives."""

    bullet: Bullet
    mentions: tuple[Mention, ...] = ()
    cross_border: bool = False
    figures: tuple[Figure, ...] = ()

    def names(self, kind: Kind) -> tuple[str, ...]:
        """The names of one kind, in order of first mention, each once. An operation that only its parent's text names is left out."""
        loose = By.PARENT if kind is Kind.OPERATION else None
        return tuple(dict.fromkeys(m.name for m in self.mentions if m.kind is kind and m.by is not loose))


@dataclass(frozen=True, slots=True)
class HeldBullet:
    """A bullet as the catalogue gives it back: with its update's source, force, period, plan and protective marking (None where it has none)."""

    linked: LinkedBullet
    version: str
    source: str
    force: str
    period: Period
    plan: str | None
    position: int = field(default=0)
    marking: str | None = None

    @property
    def bullet(self) -> Bullet:
        """The bullet itself."""
        return self.linked.bullet

    @property
    def order(self) -> tuple[str, str, str, int]:
        """Reading order over the whole library: by period, force, then place in the update."""
        return (self.period.start.isoformat(), self.period.end.isoformat(), self.force, self.position)
