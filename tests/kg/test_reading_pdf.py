"""PDF: what is printed reads back in the order it is read, each line with its place; what cannot be read is said or refused."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from PIL import Image
from reportlab import rl_config
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from kg.errors import InputError
from kg.model import BulletKind, Role, SourceText
from kg.outline import read_outline
from kg.reading.pdf import document, read_pdf
from kg.reading.pdf.page import Face, Letter, Printed, Run
from kg.reading.pdf.rows import read_rows
from kg.reading.text import read_text
from tests.kg.render_pdf import Layout, render_pdf
from tests.kg.sheet import Part, Piece, sheet_of, sheets, source_of_sheet, told

HEADER = "Police and Crime Plan Quarterly Update"
# The text of 001 has no pages, and its headings trail; drawn on one page they trail there as well.
ONE_PAGE = (A4[0], 14_000.0)
UPDATES = {
    "000_c870ce5a67b8b1e4": A4,
    "001_a73620101bb02125": ONE_PAGE,
    "002_7c08e764adbe0dd8": A4,
    "003_78840b4a0f27bd47": A4,
    "004_16658a7c01bea33f": A4,
}
LAYOUTS: dict[str, Callable[[tuple[float, float]], Layout]] = {
    "a page header and page numbers": lambda page: Layout(page, header=HEADER),
    "neither": lambda page: Layout(page, numbered=False),
    "wide pages": lambda page: Layout(page if page is ONE_PAGE else landscape(A4), header=HEADER, size=11),
    "justified": lambda page: Layout(page, justified=True, size=9.5, gap=3),
    "tables without rules": lambda page: Layout(page, ruled=False),
    "bullets of a symbol font": lambda page: Layout(page, glyph_font="ZapfDingbats", glyphs=("n",) * 5),
    "another bullet for each depth": lambda page: Layout(page, glyphs=("•", "o", "–", "•", "•")),
}
PROSE = "Officers of the northern team visited every school of the district and spoke with the pupils about the risks of carrying knives."


class Sheet:
    """A page to draw on by hand, from the top left corner down."""

    def __init__(self, path: Path, size: tuple[float, float] = A4) -> None:
        self.path, self.size = path, size
        self.canvas = Canvas(str(path), pagesize=size, invariant=1)

    def put(self, x: float, y: float, text: str, font: str = "Helvetica", size: float = 10) -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.size[1] - y, text)

    def lines(self, x: float, y: float, *texts: str, step: float = 12.2) -> None:
        for n, text in enumerate(texts):
            self.put(x, y + n * step, text)

    def read(self) -> SourceText:
        self.canvas.save()
        return read_pdf(self.path)


@pytest.fixture
def sheet(tmp_path: Path) -> Sheet:
    return Sheet(tmp_path / "update.pdf")


def lines(source: SourceText) -> list[str]:
    return [line for line in source.text.split("\n") if line]


def bullets(source: SourceText) -> list[str]:
    return [bullet.text for bullet in read_outline(source).bullets]


# The law -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", list(LAYOUTS.values()), ids=list(LAYOUTS))
@pytest.mark.parametrize("name", UPDATES)
def test_a_published_update_printed_gives_the_bullets_of_its_text(gold: Path, tmp_path: Path, name: str, layout: Callable[..., Layout]) -> None:
    source = read_text(gold / "updates" / f"{name}.txt")
    printed = read_pdf(render_pdf(sheet_of(source), tmp_path / "update.pdf", layout(UPDATES[name])))
    assert told(read_outline(printed).bullets) == told(read_outline(source).bullets)


@pytest.mark.parametrize("name", [name for name, page in UPDATES.items() if page is A4])
def test_a_published_update_printed_in_two_columns_gives_the_bullets_of_its_text(gold: Path, tmp_path: Path, name: str) -> None:
    source = read_text(gold / "updates" / f"{name}.txt")
    printed = read_pdf(render_pdf(sheet_of(source), tmp_path / "update.pdf", Layout(columns=2, size=9)))
    assert told(read_outline(printed).bullets) == told(read_outline(source).bullets)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sheets())
def test_an_outline_drawn_at_random_reads_back_the_same(pieces: list[Piece]) -> None:
    with TemporaryDirectory() as folder:
        printed = read_pdf(render_pdf(pieces, Path(folder) / "update.pdf"))
    assert told(read_outline(printed).bullets) == told(read_outline(source_of_sheet(pieces)).bullets)


def test_reading_is_deterministic(sheet: Sheet) -> None:
    sheet.lines(60, 80, "A line.", "Another line.")
    first = sheet.read()
    assert read_pdf(sheet.path) == first


# Places ------------------------------------------------------------------------------------------------------------------------


def test_each_line_has_its_page_and_its_rectangle_there(sheet: Sheet) -> None:
    sheet.put(60, 100, "First page.")
    sheet.canvas.showPage()
    sheet.put(80, 200, "Second page.")
    source = sheet.read()
    first, second = [line for line in source.lines if line.end > line.start]
    assert (first.page, second.page) == (1, 2)
    assert second.box is not None
    left, bottom, right, top = second.box
    assert left == pytest.approx(80, abs=1.5)
    assert bottom < A4[1] - 200 < top
    assert right > left + 40


def test_a_turned_page_is_read_as_it_is_shown(sheet: Sheet) -> None:
    sheet.canvas.setPageRotation(90)
    sheet.canvas.rotate(90)
    sheet.canvas.setFont("Helvetica", 10)
    sheet.canvas.drawString(100, -80, "Wide pages are often turned.")
    assert lines(sheet.read()) == ["Wide pages are often turned."]


# Order and nesting ---------------------------------------------------------------------------------------------------------------


def test_text_is_read_in_the_order_it_is_seen_not_drawn(sheet: Sheet) -> None:
    sheet.put(60, 300, "The third of three.")
    sheet.put(60, 100, "The first of three.")
    sheet.put(60, 200, "The second of three.")
    assert lines(sheet.read()) == ["The first of three.", "The second of three.", "The third of three."]


def test_bullets_nest_by_how_far_in_they_stand(sheet: Sheet) -> None:
    for y, depth, text in ((100, 0, "The first parent."), (115, 1, "Its child."), (130, 2, "The child's child."), (145, 0, "The second parent.")):
        sheet.put(60 + 20 * depth, y, "•")
        sheet.put(72 + 20 * depth, y, text)
    found = read_outline(sheet.read()).bullets
    parents = {bullet.id: bullet.text for bullet in found}
    assert [parents.get(bullet.parent or "") for bullet in found] == [None, "The first parent.", "Its child.", None]


def test_a_bullet_goes_on_after_the_page_ends(sheet: Sheet) -> None:
    for page in (1, 2, 3):
        sheet.put(60, 30, HEADER, size=8)
        sheet.put(290, 820, f"Page {page}", size=8)
        if page == 1:
            sheet.put(60, 780, "•")
            sheet.put(72, 780, "Officers stopped forty vehicles on the trunk road and seized the tools that were found in")
        if page == 2:
            sheet.put(72, 80, "three of them.")
            sheet.put(60, 100, "•")
            sheet.put(72, 100, "The next bullet.")
        sheet.canvas.showPage()
    assert bullets(sheet.read()) == [
        "Officers stopped forty vehicles on the trunk road and seized the tools that were found in three of them.",
        "The next bullet.",
    ]


def test_a_hyphen_at_a_wrap_is_undone(sheet: Sheet) -> None:
    sheet.put(60, 100, "•")
    sheet.lines(72, 100, "Officers of the northern team visited every school of the district and spoke with the pu-", "pils.")
    assert bullets(sheet.read()) == ["Officers of the northern team visited every school of the district and spoke with the pupils."]


def test_headings_are_told_by_size_and_by_weight(sheet: Sheet) -> None:
    sheet.put(60, 80, "Priority 1 – Safer roads", "Helvetica-Bold", 16)
    sheet.put(60, 110, "Northern district", "Helvetica-Bold", 10)
    sheet.put(60, 126, PROSE[:95])
    source = sheet.read()
    outline = read_outline(source)
    assert outline.roles[0] is Role.PRIORITY
    (bullet,) = outline.bullets
    assert (bullet.headings, bullet.priority and bullet.priority.title) == (("Northern district",), "Safer roads")


def test_two_columns_are_read_one_after_the_other(sheet: Sheet) -> None:
    words = PROSE.split()
    left = [f"Left {n} {' '.join(words[n : n + 6])}" for n in range(8)]
    right = [f"Right {n} {' '.join(words[n : n + 6])}" for n in range(8)]
    sheet.put(60, 70, "Both columns stand under this line, which runs across the whole width of the page from side to side.")
    for n in range(8):
        sheet.put(60, 100 + 12.2 * n, left[n])
        sheet.put(310, 100 + 12.2 * n, right[n])
    text = " ".join(lines(sheet.read()))
    assert text.index("Both") < text.index("Left 0") < text.index("Left 7") < text.index("Right 0") < text.index("Right 7")


# Tables ------------------------------------------------------------------------------------------------------------------------

ROWS = (("Measure", "2018", "2019"), ("Burglary", "310", "290"), ("Robbery", "40", "38"))


@pytest.mark.parametrize("ruled", [True, False], ids=["with rules", "without rules"])
def test_a_table_is_read_row_by_row_with_its_headers(sheet: Sheet, ruled: bool) -> None:
    for r, row in enumerate(ROWS):
        for c, cell in enumerate(row):
            sheet.put(64 + 150 * c, 112 + 18 * r, cell)
    if ruled:
        sheet.canvas.grid([60, 210, 360, 510], [A4[1] - y for y in (100, 118, 136, 154)])
    found = read_outline(sheet.read()).bullets
    assert [bullet.text for bullet in found] == ["Burglary\t310\t290", "Robbery\t40\t38"]
    assert [(cell.header, cell.value) for cell in found[0].cells] == [("Measure", "Burglary"), ("2018", "310"), ("2019", "290")]


def test_a_cell_that_wraps_is_one_cell(sheet: Sheet) -> None:
    sheet.canvas.grid([60, 210, 360], [A4[1] - y for y in (100, 118, 150)])
    for x, y, text in ((64, 112, "Measure"), (214, 112, "2019"), (64, 130, "Burglary of homes and"), (64, 142, "of garages"), (214, 130, "290")):
        sheet.put(x, y, text)
    assert bullets(sheet.read()) == ["Burglary of homes and of garages\t290"]


# What a page hides ---------------------------------------------------------------------------------------------------------------


def picture() -> ImageReader:
    held = io.BytesIO()
    Image.new("L", (60, 80), 200).save(held, "PNG")
    held.seek(0)
    return ImageReader(held)


def test_a_scanned_page_among_others_is_a_doubt(sheet: Sheet) -> None:
    sheet.put(60, 100, "A page of text.")
    sheet.canvas.showPage()
    sheet.canvas.drawImage(picture(), 0, 0, *A4)
    source = sheet.read()
    assert [(doubt.code, "page 2" in doubt.message) for doubt in source.doubts] == [("scanned-page", True)]
    assert lines(source) == ["A page of text."]


def test_a_scanned_document_is_refused(sheet: Sheet) -> None:
    sheet.canvas.drawImage(picture(), 0, 0, *A4)
    with pytest.raises(InputError, match=r"without text, only pictures; run text recognition"):
        sheet.read()


def test_letters_drawn_twice_for_weight_are_read_once(sheet: Sheet) -> None:
    sheet.put(60, 100, "Shadowed heading")
    sheet.put(60.4, 100, "Shadowed heading")
    assert lines(sheet.read()) == ["Shadowed heading"]


def test_text_outside_the_page_is_not_read(sheet: Sheet) -> None:
    sheet.put(60, 100, "Inside.")
    sheet.put(60, -300, "Outside.")
    assert lines(sheet.read()) == ["Inside."]


def test_bullets_that_are_drawn_as_shapes_are_bullets(sheet: Sheet) -> None:
    for y, text in ((100, "The first point."), (115, "The second point.")):
        sheet.canvas.circle(62, A4[1] - y + 3, 1.8, stroke=0, fill=1)
        sheet.put(72, y, text)
    found = read_outline(sheet.read()).bullets
    assert [(bullet.kind, bullet.text) for bullet in found] == [(BulletKind.BULLET, "The first point."), (BulletKind.BULLET, "The second point.")]


def test_two_letters_of_one_glyph_are_two_letters() -> None:
    face = Face(10, False, False, 2, 8)
    letters = [Letter("o", 10, 16), Letter("f", 16, 22), Letter("f", 16, 22), Letter("s", 22, 27)]
    rows = read_rows(Printed(1, *A4, runs=[Run(face, 100, letters)]), [])
    assert [row.text for row in rows] == ["offs"]


# Bad input -----------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def whole(sheet: Sheet) -> bytes:
    for n in range(40):
        sheet.put(60, 60 + 14 * n, f"Line {n}. {PROSE[:60]}")
    sheet.read()
    return sheet.path.read_bytes()


def refused(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "bad.pdf"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_pdf(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    assert "is not a PDF" in refused(tmp_path, b"Plain text with the wrong ending.")
    assert "is empty" in refused(tmp_path, b"")


def test_a_file_that_is_cut_off_is_refused(tmp_path: Path, whole: bytes) -> None:
    assert "cut off" in refused(tmp_path, whole[: len(whole) // 2])


def test_a_broken_file_is_refused(tmp_path: Path) -> None:
    assert "broken PDF" in refused(tmp_path, b"%PDF-1.7\nnothing of use\n%%EOF\n")


def test_an_encrypted_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    canvas = Canvas(str(path), encrypt=StandardEncryption("secret", ownerPassword="owner"))
    canvas.drawString(60, 700, "Locked.")
    canvas.save()
    with pytest.raises(InputError, match="is encrypted"):
        read_pdf(path)


def test_a_part_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    packed = zlib.compress(b" " * 40_000_000)
    bomb = b"%PDF-1.4\n1 0 obj\n<</Filter/FlateDecode/Length " + str(len(packed)).encode() + b">>\nstream\n" + packed + b"\nendstream\nendobj\n%%EOF\n"
    assert "unpacks to far more" in refused(tmp_path, bomb)


def test_a_damaged_part_is_a_doubt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rl_config, "useA85", 0)
    path = tmp_path / "damaged.pdf"
    canvas = Canvas(str(path), pageCompression=1, invariant=1)
    for page in (1, 2):
        for n in range(40):
            canvas.drawString(60, 780 - 14 * n, f"Line {n} of page {page}. {PROSE}")
        canvas.showPage()
    canvas.save()
    data = bytearray(path.read_bytes())
    first, second = (match.end() for match in re.finditer(rb"(?<!end)stream\n", bytes(data)))
    data[second + 100 : second + 104] = b"\xff\x00\xff\x00"
    path.write_bytes(data)
    assert "damaged" in {doubt.code for doubt in read_pdf(path).doubts}
    data[first + 2 : first + 6] = data[second + 2 : second + 6] = b"\xff\x00\xff\x00"
    assert "damaged" in refused(tmp_path, bytes(data))


@pytest.mark.parametrize(("limit", "value", "told"), [("MAX_PAGES", 1, "2 pages"), ("MAX_CHARACTERS", 5, "characters"), ("MAX_BYTES", 100, "bytes")])
def test_more_than_an_update_may_hold_is_refused(sheet: Sheet, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, told: str) -> None:
    monkeypatch.setattr(document, limit, value)
    sheet.put(60, 100, "The first page.")
    sheet.canvas.showPage()
    sheet.put(60, 100, "The second page.")
    with pytest.raises(InputError, match=told):
        sheet.read()


# What a line of a PDF is to the outline ---------------------------------------------------------------------------------------------


def test_notes_under_a_table_stay_notes_when_they_wrap(tmp_path: Path) -> None:
    pieces = [
        Piece(Part.TITLE, "Northshire Police Quarterly Update"),
        Piece(Part.TABLE, "", rows=ROWS),
        Piece(Part.PARAGRAPH, f"Burglary is counted by premises. {PROSE} {PROSE}"),
        Piece(Part.PARAGRAPH, "Robbery is counted by victims."),
    ]
    found = read_outline(read_pdf(render_pdf(pieces, tmp_path / "update.pdf"))).bullets
    assert [bullet.kind for bullet in found] == [BulletKind.TABLE_ROW, BulletKind.TABLE_ROW, BulletKind.FOOTNOTE, BulletKind.FOOTNOTE]
