"""A sheet as a PDF, as a word processor would set it: fonts, sizes, bullets further and further in, running header, page numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageBreak, PageTemplate, Paragraph, Spacer, Table, TableStyle

from tests.kg.sheet import Part, Piece


@dataclass(frozen=True)
class Layout:
    """How a sheet is printed. `break_before` starts a page at each piece whose text begins so; title and contents fill no columns."""

    page: tuple[float, float] = A4
    margin: float = 60
    columns: int = 1
    size: float = 10.5
    glyphs: tuple[str, ...] = ("•", "•", "•", "•", "•")
    glyph_font: str = "Helvetica"
    indent: float = 18
    gap: float = 5
    justified: bool = False
    ruled: bool = True
    header: str = ""
    numbered: bool = True
    break_before: str = ""
    packed: bool = True
    sizes: dict[Part, float] = field(default_factory=lambda: {Part.TITLE: 22, Part.HEADING: 15})


class _Contents(Flowable):
    """An entry of the contents: its title, and its page at the right edge."""

    def __init__(self, title: str, page: str, size: float) -> None:
        super().__init__()
        self.title, self.page, self.size = title, page, size

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.across = width
        return width, 1.5 * self.size

    def draw(self) -> None:
        self.canv.setFont("Helvetica", self.size)
        self.canv.drawString(0, 0.3 * self.size, self.title)
        self.canv.drawRightString(self.across, 0.3 * self.size, self.page)


def _style(layout: Layout, *, bold: bool = False, size: float = 0, after: float | None = None, **more: object) -> ParagraphStyle:
    size = size or layout.size
    return ParagraphStyle(
        "style",
        fontName="Helvetica-Bold" if bold else "Helvetica",
        fontSize=size,
        leading=1.22 * size,
        spaceAfter=layout.gap if after is None else after,
        alignment=4 if layout.justified and not bold else 0,
        **more,
    )


def _bullet(piece: Piece, layout: Layout) -> Paragraph:
    inner = layout.indent * (piece.level + 1)
    style = _style(layout, leftIndent=inner, bulletIndent=inner - 14, bulletFontName=layout.glyph_font, bulletFontSize=layout.size)
    return Paragraph(escape(piece.text), style, bulletText=layout.glyphs[piece.level])


def _table(piece: Piece, layout: Layout, width: float) -> Flowable:
    columns = max(map(len, piece.rows))
    style = _style(layout, size=layout.size - 1, after=0)
    rows = [[Paragraph(escape(cell), style) for cell in (*row, *[""] * (columns - len(row)))] for row in piece.rows]
    widths = [0.4 * width, *[0.6 * width / (columns - 1)] * (columns - 1)]
    table = Table(rows, widths, repeatRows=0)
    lines = [("GRID", (0, 0), (-1, -1), 0.5, "black")] if layout.ruled else []
    table.setStyle(TableStyle([*lines, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return table


def _flowables(piece: Piece, layout: Layout, width: float) -> list[Flowable]:
    if piece.part is Part.BULLET:
        return [_bullet(piece, layout)]
    if piece.part is Part.TABLE:
        return [Spacer(0, 6), _table(piece, layout, width), Spacer(0, 10)]
    if piece.part is Part.CONTENTS and "\t" in piece.text:
        title, page = piece.text.rsplit("\t", 1)
        return [_Contents(title, page, layout.size)]
    text = escape(piece.text)
    if piece.part in (Part.TITLE, Part.HEADING):
        return [Paragraph(text, _style(layout, bold=True, size=layout.sizes[piece.part], after=8))]
    if piece.part is Part.SUBHEADING:
        return [Spacer(0, 4), Paragraph(text, _style(layout, bold=True, size=layout.size + (2 if piece.level else 0)))]
    return [Paragraph(text, _style(layout))]


def render_pdf(sheet: list[Piece], path: Path, layout: Layout | None = None) -> Path:
    """The sheet as a PDF in a layout."""
    layout = layout or Layout()
    width, height = layout.page
    gutter = 24 if layout.columns > 1 else 0
    column = (width - 2 * layout.margin - gutter * (layout.columns - 1)) / layout.columns
    frames = [
        Frame(layout.margin + n * (column + gutter), layout.margin, column, height - 2 * layout.margin, 0, 0, 0, 0, id=f"column{n}")
        for n in range(layout.columns)
    ]

    def furnish(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        if layout.header:
            canvas.drawString(layout.margin, height - 36, layout.header)
        if layout.numbered:
            canvas.drawCentredString(width / 2, 30, f"Page {document.page}")

    document = BaseDocTemplate(str(path), pagesize=layout.page, invariant=1, pageCompression=int(layout.packed))
    whole = Frame(layout.margin, layout.margin, width - 2 * layout.margin, height - 2 * layout.margin, 0, 0, 0, 0, id="whole")
    document.addPageTemplates([PageTemplate("front", [whole], onPage=furnish), PageTemplate("page", frames, onPage=furnish)])
    story: list[Flowable] = [NextPageTemplate("page")]
    front = True
    for piece in sheet:
        ends = front and layout.columns > 1 and piece.part not in (Part.TITLE, Part.CONTENTS)
        front = front and not ends and layout.columns > 1
        if ends or (layout.break_before and piece.text.startswith(layout.break_before)):
            story.append(PageBreak())
        story += _flowables(piece, layout, column)
    document.build(story)
    return path
