"""What is printed on one page of a PDF: its letters with their places, the rules drawn, the pictures.

PDFium is asked here and nowhere else, three questions a letter, for that is where the time goes. All places are in points from
the lower left corner of the page as it is shown, a turned page turned.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import hypot

import pypdfium2 as pdfium
import pypdfium2.raw as api

from kg.model import Box

# A page of a published update draws some hundred rules; a map or a chart draws more, and is not a table.
MAX_DRAWN = 4_000
MAX_SEGMENTS = 200
# A rule is at most so thick, and at least so long (points).
RULE_THICKNESS, RULE_LENGTH = 3.0, 8.0
# Browsers draw bullets as small shapes: between so many points across, and about as high.
DOT, DOT_ASPECT = (1.5, 8.0), 1.5
# Regular type weighs 400, bold 700.
BOLD_WEIGHT = 600
# Text that leans more than this share of its length is turned: the side of a page, or a watermark.
UPRIGHT = 0.1

_BOLD_NAME = re.compile(r"bold|black|heavy|demi", re.I)
_SYMBOL_NAME = re.compile(r"symbol|wingding|webding|dingbat", re.I)
# PDFium's own marks for a hyphen at the end of a line.
_HYPHENS = (0x02, 0xFFFE)
_TEXT_OBJECT = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)

Turn = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Face:
    """How letters are set: size in points, weight, whether the font is one of symbols; their reach below and above the line."""

    size: float
    bold: bool
    symbol: bool
    below: float
    above: float


@dataclass(slots=True)
class Letter:
    """One letter and where it stands."""

    text: str
    left: float
    right: float


@dataclass(slots=True)
class Run:
    """Letters that were drawn together on one line."""

    face: Face
    baseline: float
    letters: list[Letter]
    upright: bool = True

    @property
    def left(self) -> float:
        """Left edge."""
        return self.letters[0].left

    @property
    def right(self) -> float:
        """Right edge."""
        return self.letters[-1].right


@dataclass(frozen=True, slots=True)
class Rule:
    """A line drawn across (`at` is its height) or down (`at` is its place from the left), from `start` to `end`."""

    across: bool
    at: float
    start: float
    end: float


@dataclass(slots=True)
class Printed:
    """What one page shows. `dots` are small drawings that may be bullets, `pictured` is the share of it that pictures cover.

    `nameless` counts letters that no font table names.
    """

    number: int
    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    pictured: float = 0.0
    nameless: int = 0

    @property
    def letters(self) -> int:
        """How many letters and digits are on it."""
        return sum(letter.text.isalnum() for run in self.runs for letter in run.letters)


def read_page(page: pdfium.PdfPage, text: pdfium.PdfTextPage, number: int) -> Printed:
    """What the page shows; `number` is from 1. Raises what PDFium raises."""
    left, bottom, right, top = page.get_bbox()
    turn = _turn(page.get_rotation(), left, bottom, right, top)
    (x0, y0), (x1, y1) = turn(left, bottom), turn(right, top)
    printed = Printed(number, abs(x1 - x0), abs(y1 - y0))
    _read_letters(text, printed, turn)
    _read_drawings(page, printed, turn)
    return printed


def _turn(rotation: int, left: float, bottom: float, right: float, top: float) -> Turn:
    """From the file's coordinates to those of the page as shown."""
    turns: dict[int, Turn] = {
        0: lambda x, y: (x - left, y - bottom),
        90: lambda x, y: (y - bottom, right - x),
        180: lambda x, y: (right - x, top - y),
        270: lambda x, y: (top - y, x - left),
    }
    return turns[rotation % 360]


def _read_letters(text: pdfium.PdfTextPage, printed: Printed, turn: Turn) -> None:
    handle = text.raw
    address = ctypes.cast(handle, ctypes.c_void_p)
    object_of = _TEXT_OBJECT(ctypes.cast(api.FPDFText_GetTextObject, ctypes.c_void_p).value or 0)
    code_of, box_of = api.FPDFText_GetUnicode, api.FPDFText_GetLooseCharBox
    box = api.FS_RECTF()
    where = ctypes.byref(box)
    fonts: dict[int, tuple[bool, bool]] = {}
    current: int | None = None
    run: Run | None = None
    for i in range(text.count_chars()):
        drawn = object_of(address, i)
        if not drawn:
            continue
        box_of(handle, i, where)
        x0, y0 = turn(box.left, box.bottom)
        x1, y1 = turn(box.right, box.top)
        if drawn != current or run is None:
            current, run = drawn, _begin(handle, i, fonts, turn, (y0, y1))
            printed.runs.append(run)
        letter = _letter(code_of(handle, i), printed)
        if letter and max(x0, x1) > 0 and min(x0, x1) < printed.width and max(y0, y1) > 0 and min(y0, y1) < printed.height:
            run.letters.append(Letter(letter, min(x0, x1), max(x0, x1)))
    printed.runs = [run for run in printed.runs if any(letter.text != " " for letter in run.letters)]


def _letter(code: int, printed: Printed) -> str:
    if code in _HYPHENS:
        return "-"
    if code in (0, 0xFFFF) or 0xD800 <= code <= 0xDFFF:
        printed.nameless += 1
        return "\ufffd"
    letter = chr(code)
    return " " if letter.isspace() else letter


def _begin(handle: object, i: int, fonts: dict[int, tuple[bool, bool]], turn: Turn, edges: tuple[float, float]) -> Run:
    """An empty run as the letter `i`, which reaches between these edges, begins it."""
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), api.FS_MATRIX()
    api.FPDFText_GetCharOrigin(handle, i, x, y)
    api.FPDFText_GetMatrix(handle, i, matrix)
    origin, along = turn(x.value, y.value), turn(x.value + matrix.a, y.value + matrix.b)
    reach = hypot(matrix.a, matrix.b) or 1.0
    upright = along[0] - origin[0] > 0 and abs(along[1] - origin[1]) <= UPRIGHT * reach
    size = abs(api.FPDFText_GetFontSize(handle, i)) * (hypot(matrix.c, matrix.d) or 1.0)
    drawn = api.FPDFText_GetTextObject(handle, i)
    bold, symbol = _font(api.FPDFTextObj_GetFont(drawn), fonts)
    outlined = api.FPDFTextObj_GetTextRenderMode(drawn) == api.FPDF_TEXTRENDERMODE_FILL_STROKE
    below, above = origin[1] - min(edges), max(edges) - origin[1]
    if not 0 <= below <= size or not 0 < above <= 2 * size:
        below, above = 0.22 * size, 0.9 * size
    return Run(Face(size, bold or outlined, symbol, below, above), origin[1], [], upright)


def _font(font: object, fonts: dict[int, tuple[bool, bool]]) -> tuple[bool, bool]:
    """Whether a font is bold, and whether it is one of symbols."""
    key = ctypes.cast(font, ctypes.c_void_p).value or 0  # type: ignore[arg-type]
    if key not in fonts:
        buffer = ctypes.create_string_buffer(256)
        api.FPDFFont_GetBaseFontName(font, buffer, 256)
        name = buffer.value.decode("utf-8", "replace")
        bold = bool(_BOLD_NAME.search(name)) or api.FPDFFont_GetWeight(font) >= BOLD_WEIGHT
        fonts[key] = bold, bool(_SYMBOL_NAME.search(name))
    return fonts[key]


def _read_drawings(page: pdfium.PdfPage, printed: Printed, turn: Turn) -> None:
    covered = 0.0
    for n in range(min(api.FPDFPage_CountObjects(page), MAX_DRAWN)):
        drawn = api.FPDFPage_GetObject(page, n)
        kind = api.FPDFPageObj_GetType(drawn)
        if kind in (api.FPDF_PAGEOBJ_PATH, api.FPDF_PAGEOBJ_IMAGE) and _is_dot(place := _bounds(drawn, turn)):
            printed.dots.append(place)
        elif kind == api.FPDF_PAGEOBJ_PATH:
            printed.rules.extend(_rules(drawn, turn))
        elif kind == api.FPDF_PAGEOBJ_IMAGE or (kind == api.FPDF_PAGEOBJ_FORM and _holds_picture(drawn)):
            left, bottom, right, top = _bounds(drawn, turn)
            covered += max(0.0, min(right, printed.width) - max(left, 0)) * max(0.0, min(top, printed.height) - max(bottom, 0))
    printed.pictured = covered / max(printed.width * printed.height, 1.0)


def _is_dot(place: Box) -> bool:
    across, up = place[2] - place[0], place[3] - place[1]
    return DOT[0] <= min(across, up) and max(across, up) <= DOT[1] and max(across, up) <= DOT_ASPECT * min(across, up)


def _holds_picture(form: object, depth: int = 3) -> bool:
    for n in range(min(api.FPDFFormObj_CountObjects(form), MAX_SEGMENTS)):
        inner = api.FPDFFormObj_GetObject(form, n)
        kind = api.FPDFPageObj_GetType(inner)
        if kind == api.FPDF_PAGEOBJ_IMAGE or (depth and kind == api.FPDF_PAGEOBJ_FORM and _holds_picture(inner, depth - 1)):
            return True
    return False


def _bounds(drawn: object, turn: Turn) -> Box:
    edges = [ctypes.c_float() for _ in range(4)]
    api.FPDFPageObj_GetBounds(drawn, *edges)
    (x0, y0), (x1, y1) = turn(edges[0].value, edges[1].value), turn(edges[2].value, edges[3].value)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _rules(path: object, turn: Turn) -> Iterator[Rule]:
    """The rules of a path: itself where it is thin, else its level and its upright edges."""
    left, bottom, right, top = _bounds(path, turn)
    if top - bottom <= RULE_THICKNESS and right - left >= RULE_LENGTH:
        yield Rule(True, (bottom + top) / 2, left, right)
    elif right - left <= RULE_THICKNESS and top - bottom >= RULE_LENGTH:
        yield Rule(False, (left + right) / 2, bottom, top)
    elif right - left >= RULE_LENGTH and top - bottom >= RULE_LENGTH:
        for (x0, y0), (x1, y1) in _edges(path, turn):
            if abs(y1 - y0) < 1 and abs(x1 - x0) >= RULE_LENGTH:
                yield Rule(True, y0, min(x0, x1), max(x0, x1))
            elif abs(x1 - x0) < 1 and abs(y1 - y0) >= RULE_LENGTH:
                yield Rule(False, x0, min(y0, y1), max(y0, y1))


def _edges(path: object, turn: Turn) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight edges of a path, from point to point."""
    matrix, x, y = api.FS_MATRIX(), ctypes.c_float(), ctypes.c_float()
    api.FPDFPageObj_GetMatrix(path, matrix)
    start = before = (0.0, 0.0)
    for n in range(min(api.FPDFPath_CountSegments(path), MAX_SEGMENTS)):
        segment = api.FPDFPath_GetPathSegment(path, n)
        api.FPDFPathSegment_GetPoint(segment, x, y)
        point = turn(matrix.a * x.value + matrix.c * y.value + matrix.e, matrix.b * x.value + matrix.d * y.value + matrix.f)
        kind = api.FPDFPathSegment_GetType(segment)
        if kind == api.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == api.FPDF_SEGMENT_LINETO:
            yield before, point
        if api.FPDFPathSegment_GetClose(segment):
            yield point, start
        before = point
