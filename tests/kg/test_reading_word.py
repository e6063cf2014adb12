"""Word files: what is drawn reads back the same; what a reader sees is kept; what is broken or made to harm is refused."""

from __future__ import annotations

import io
import textwrap
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Inches
from hypothesis import HealthCheck, given, settings

from kg.errors import InputError
from kg.model import SourceText
from kg.outline import read_outline
from kg.reading.text import read_text
from kg.reading.word import package as word_package
from kg.reading.word import read_word
from tests.kg.render_word import add_list, leveled, render_word
from tests.kg.sheet import Piece, sheet_of, sheets, source_of_sheet, told

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
UPDATES = ["000_c870ce5a67b8b1e4", "001_a73620101bb02125", "002_7c08e764adbe0dd8", "003_78840b4a0f27bd47", "004_16658a7c01bea33f"]


@pytest.fixture
def document() -> Document:
    return docx.Document()


@pytest.fixture
def read(document: Document, tmp_path: Path) -> Callable[[], SourceText]:
    """Saves the document and reads it."""

    def reading() -> SourceText:
        path = tmp_path / "update.docx"
        document.save(str(path))
        return read_word(path)

    return reading


def body(document: Document, xml: str) -> None:
    """Puts XML at the end of the document's body."""
    element = parse_xml(f"<w:body {W} {MC}>{xml}</w:body>")
    for each in list(element):
        document.element.body.insert(len(document.element.body) - 1, each)


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def lines(source: SourceText) -> list[str]:
    return [line for line in source.text.split("\n") if line]


# The law -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("styled", [False, True], ids=["by numbering", "by style"])
@pytest.mark.parametrize("name", UPDATES)
def test_a_published_update_drawn_in_word_gives_the_bullets_of_its_text(gold: Path, tmp_path: Path, name: str, styled: bool) -> None:
    source = read_text(gold / "updates" / f"{name}.txt")
    drawn = read_word(render_word(sheet_of(source), tmp_path / "update.docx", styled=styled))
    assert told(read_outline(drawn).bullets) == told(read_outline(source).bullets)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sheets())
def test_an_outline_drawn_at_random_reads_back_the_same(sheet: list[Piece]) -> None:
    expected = told(read_outline(source_of_sheet(sheet)).bullets)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "update.docx"
        for styled in (False, True):
            assert told(read_outline(read_word(render_word(sheet, path, styled=styled))).bullets) == expected


def test_reading_is_deterministic(document: Document, read: Callable[[], SourceText]) -> None:
    document.add_paragraph("One.", "List Bullet")
    assert read() == read()


# Headings, lists, paragraphs -----------------------------------------------------------------------------------------------------


def test_headings_by_style_title_and_outline_level(document: Document, read: Callable[[], SourceText]) -> None:
    document.add_paragraph("The Update", "Title")
    document.add_heading("Priority 1 – Safer Streets", 1)
    document.add_heading("On Foot", 3)
    body(document, f'<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr>{run("By outline")}</w:p><w:p><w:pPr><w:outlineLvl w:val="9"/></w:pPr>{run("Body.")}</w:p>')
    assert lines(read()) == ["# The Update", "# Priority 1 – Safer Streets", "### On Foot", "## By outline", "Body."]


def test_a_heading_style_is_known_by_its_name_whatever_its_id(document: Document, read: Callable[[], SourceText]) -> None:
    style = document.styles["Heading 2"].element
    style.set(qn("w:styleId"), "berschrift2")
    style.pPr.remove(style.pPr.find(qn("w:outlineLvl")))
    body(document, f'<w:p><w:pPr><w:pStyle w:val="berschrift2"/></w:pPr>{run("Streets")}</w:p>')
    assert lines(read()) == ["## Streets"]


def test_a_numbered_heading_keeps_its_number(document: Document, read: Callable[[], SourceText]) -> None:
    add_list(document, (("decimal", "Priority %1 –"),), 77)
    for title in ("Safer Streets", "Fewer Burglaries"):
        paragraph = document.add_heading(title, 1)
        paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 77
    assert lines(read()) == ["# Priority 1 – Safer Streets", "# Priority 2 – Fewer Burglaries"]


def test_levels_of_numbering_nest(document: Document, read: Callable[[], SourceText]) -> None:
    add_list(document)
    for text, level in (("One.", 0), ("Two.", 1), ("Three.", 2), ("Four.", 1), ("Five.", 0)):
        leveled(document, text, level)
    assert lines(read()) == ["- One.", "  - Two.", "    - Three.", "  - Four.", "- Five."]


def test_built_in_list_styles_nest(document: Document, read: Callable[[], SourceText]) -> None:
    for text, style in (("One.", "List Bullet"), ("Two.", "List Bullet 2"), ("Three.", "List Bullet 3"), ("Four.", "List Bullet")):
        document.add_paragraph(text, style)
    assert lines(read()) == ["- One.", "  - Two.", "    - Three.", "- Four."]


@pytest.mark.parametrize(
    ("formats", "drawn"),
    [
        ((("decimal", "%1."), ("lowerLetter", "%2)"), ("lowerRoman", "(%3)")), ["1. A.", "  a) B.", "  b) C.", "2. D.", "  a) E.", "    (i) F."]),
        ((("decimal", "%1."), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3")), ["1. A.", "  1.1 B.", "  1.2 C.", "2. D.", "  2.1 E.", "    2.1.1 F."]),
        ((("upperLetter", "%1"), ("decimalZero", "%2:"), ("ordinal", "%3")), ["1. A.", "  1. B.", "  2. C.", "2. D.", "  1. E.", "    1. F."]),
    ],
    ids=["letters", "of the levels above", "formats that the grammar does not know"],
)
def test_numbered_lists_count(document: Document, read: Callable[[], SourceText], formats: tuple[tuple[str, str], ...], drawn: list[str]) -> None:
    add_list(document, formats)
    for text, level in (("A.", 0), ("B.", 1), ("C.", 1), ("D.", 0), ("E.", 1), ("F.", 2)):
        leveled(document, text, level)
    assert lines(read()) == drawn


def test_bullets_and_numbers_at_one_level_stay_at_one_level(document: Document, read: Callable[[], SourceText]) -> None:
    for text, style in (("One.", "List Bullet"), ("Two.", "List Number"), ("Three.", "List Bullet")):
        document.add_paragraph(text, style)
    assert {bullet.parent for bullet in read_outline(read()).bullets} == {None}


def test_where_lists_say_no_level_indentation_nests(document: Document, read: Callable[[], SourceText]) -> None:
    for text, inches in (("One.", 0.25), ("Two.", 0.75), ("Three.", 0.25)):
        document.add_paragraph(text, "List Bullet").paragraph_format.left_indent = Inches(inches)
    assert lines(read()) == ["- One.", "  - Two.", "- Three."]


def test_typed_bullets_nest_by_indentation(document: Document, read: Callable[[], SourceText]) -> None:
    for text, inches in (("•\tOne.", 0), ("•\tTwo.", 0.5), ("•\tThree.", 0)):
        document.add_paragraph(text).paragraph_format.left_indent = Inches(inches)
    outline = read_outline(read())
    texts = {bullet.id: bullet.text for bullet in outline.bullets}
    assert [(bullet.text, texts.get(bullet.parent or "")) for bullet in outline.bullets] == [("One.", None), ("Two.", "One."), ("Three.", None)]


def test_an_indented_paragraph_under_an_item_is_more_of_it(document: Document, read: Callable[[], SourceText]) -> None:
    document.add_paragraph("One.", "List Bullet")
    document.add_paragraph("More of one.", "List Continue")
    document.add_paragraph("Two.", "List Bullet")
    document.add_paragraph("Plain.")
    assert lines(read()) == ["- One.", "  More of one.", "- Two.", "Plain."]
    assert [bullet.text for bullet in read_outline(read()).bullets] == ["One. More of one.", "Two.", "Plain."]


def test_a_list_that_was_switched_off_is_plain(document: Document, read: Callable[[], SourceText]) -> None:
    document.add_paragraph("Plain.", "List Bullet")._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = 0
    assert lines(read()) == ["Plain."]


def test_bold_whole_paragraphs_are_marked_and_bold_words_are_not(document: Document, read: Callable[[], SourceText]) -> None:
    document.add_paragraph().add_run("On Foot").bold = True
    paragraph = document.add_paragraph()
    paragraph.add_run("Bold").bold = True
    paragraph.add_run(" and plain.")
    document.add_paragraph().add_run("By Car").underline = True
    assert lines(read()) == ["**On Foot**", "Bold and plain.", "**By Car**"]


def test_line_breaks_stay(document: Document, read: Callable[[], SourceText]) -> None:
    document.add_paragraph("We will:\nMark property.")
    document.add_paragraph("One\nof two lines.", "List Bullet")
    assert lines(read()) == ["We will:", "Mark property.", "- One", "  of two lines."]


# What a reader sees ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (f'<w:p><w:hyperlink w:anchor="x">{run("linked")}</w:hyperlink>{run(" text")}</w:p>', "linked text"),
        (f'<w:p><w:ins w:id="1">{run("inserted")}</w:ins>{run(" text")}</w:p>', "inserted text"),
        (f'<w:p><w:del w:id="1"><w:r><w:delText>deleted</w:delText></w:r></w:del>{run("text")}</w:p>', "text"),
        (f'<w:p><w:moveFrom w:id="1">{run("moved")}</w:moveFrom><w:moveTo w:id="2">{run("moved ")}</w:moveTo>{run("text")}</w:p>', "moved text"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{run('controlled text')}</w:p></w:sdtContent></w:sdt>", "controlled text"),
        (f"<w:p><w:sdt><w:sdtContent>{run('controlled')}</w:sdtContent></w:sdt>{run(' text')}</w:p>", "controlled text"),
        (f"<w:p>{run('text')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>", "text"),
        (f"<w:p><w:r><w:instrText>PAGE</w:instrText></w:r>{run('text')}</w:p>", "text"),
        (f"<w:p>{run('cross')}<w:r><w:noBreakHyphen/></w:r>{run('border')}</w:p>", "cross-border"),
        (f'<w:p>{run("474")}<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r></w:p>', "474[1]"),
        (f'<w:p>{run("5 m")}<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r></w:p>', "5 m2"),
        (f'<w:p>{run("7")}<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>th</w:t></w:r></w:p>', "7th"),
        (f'<w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr>{run("one ")}</w:p><w:p>{run("text")}</w:p>', "one text"),
    ],
    ids=["link", "inserted", "deleted", "moved", "control", "inline-control", "hidden", "field", "hyphen", "note-by-hand", "square", "ordinal", "deleted-mark"],
)
def test_text_as_it_stands(document: Document, read: Callable[[], SourceText], xml: str, text: str) -> None:
    body(document, xml)
    assert lines(read()) == [text]


def test_a_text_box_counts_once(document: Document, read: Callable[[], SourceText]) -> None:
    box = f"<w:txbxContent><w:p>{run('In the box.')}</w:p></w:txbxContent>"
    body(
        document,
        f"<w:p>{run('Around it.')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    )
    assert lines(read()) == ["Around it.", "In the box."]


def test_headers_and_footers_stand_once_at_the_start(document: Document, read: Callable[[], SourceText]) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = "Quarterly Update Q4 2018/19\tNorthshire Police"
    section.footer.paragraphs[0].text = "Northshire Police"
    document.add_section()
    document.add_paragraph("Text.")
    assert lines(read()) == ["Quarterly Update Q4 2018/19", "Northshire Police", "Text."]


def test_a_first_page_header_that_is_not_shown_is_left_out(document: Document, read: Callable[[], SourceText]) -> None:
    document.sections[0].first_page_header.paragraphs[0].text = "Not shown"
    document.add_paragraph("Text.")
    assert lines(read()) == ["Text."]
    document.sections[0].different_first_page_header_footer = True
    assert lines(read()) == ["Not shown", "Text."]


def test_notes_stand_before_the_next_heading(document: Document, tmp_path: Path) -> None:
    document.add_heading("Priority 1 – Safer Streets", 1)
    body(document, f'<w:p>{run("Thefts fell by 5")}<w:r><w:footnoteReference w:id="2"/></w:r>{run(" in all.")}</w:p>')
    document.add_heading("Priority 2 – Fewer Burglaries", 1)
    document.add_paragraph("Text.")
    path = tmp_path / "update.docx"
    document.save(str(path))
    separator = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    separator = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    note = f'<w:footnotes {W}>{separator}<w:footnote w:id="2"><w:p>{run("To March.")}</w:p></w:footnote></w:footnotes>'
    relate(path, "footnotes", "footnotes.xml")
    change(path, "word/footnotes.xml", lambda _: note.encode())
    source = read_word(path)
    assert lines(source) == ["# Priority 1 – Safer Streets", "Thefts fell by 5[1] in all.", "[1] To March.", "# Priority 2 – Fewer Burglaries", "Text."]
    assert [bullet.priority.number for bullet in read_outline(source).bullets if bullet.priority] == [1, 1, 2]


# Tables --------------------------------------------------------------------------------------------------------------------------


def filled(document: Document, *rows: tuple[str, ...]):
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table


def test_rows_are_lines_with_their_headers(document: Document, read: Callable[[], SourceText]) -> None:
    filled(document, ("Measure", "Last\nYear", "This Year"), ("Thefts", "474", "516"))
    source = read()
    assert lines(source) == ["Measure\tLast Year\tThis Year", "Thefts\t474\t516"]
    assert [(cell.header, cell.value) for cell in read_outline(source).bullets[0].cells] == [("Measure", "Thefts"), ("Last Year", "474"), ("This Year", "516")]


def test_merged_cells_count_once_and_keep_the_columns(document: Document, read: Callable[[], SourceText]) -> None:
    table = filled(document, ("Measure", "Year", ""), ("Thefts", "474", "516"), ("", "1", "2"))
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    assert lines(read()) == ["Measure\tYear\t", "Thefts\t474\t516", "\t1\t2"]


def test_a_table_that_only_lays_out_gives_what_it_holds(document: Document, read: Callable[[], SourceText]) -> None:
    cell = document.add_table(1, 2).cell(0, 1)
    cell.paragraphs[0].text = "Around."
    cell.add_paragraph("One.", "List Bullet")
    cell.add_paragraph("Two.", "List Bullet 2")
    cell.add_table(1, 1).cell(0, 0).text = "Deep."
    assert lines(read()) == ["Around.", "- One.", "  - Two.", "Deep."]


def test_lists_in_a_row_stand_under_its_texts(document: Document, read: Callable[[], SourceText]) -> None:
    table = filled(document, ("Aim", "Figure", "Progress"), ("Thefts", "474", ""))
    table.cell(1, 2).paragraphs[0].style = "List Bullet"
    table.cell(1, 2).paragraphs[0].text = "Fell."
    assert lines(read()) == ["Aim\tFigure\tProgress", "Thefts\t474\t", "- Fell."]


def test_tables_in_tables_without_end_are_read_flat(document: Document, read: Callable[[], SourceText]) -> None:
    depth = 60
    body(document, "<w:tbl><w:tr><w:tc>" * depth + f"<w:p>{run('Deep.')}</w:p>" + "</w:tc></w:tr></w:tbl>" * depth)
    assert lines(read()) == ["Deep."]


# Pages ---------------------------------------------------------------------------------------------------------------------------


def test_pages_are_unknown_where_nothing_says(document: Document, read: Callable[[], SourceText]) -> None:
    document.add_paragraph("One.")
    assert {line.page for line in read().lines} == {None}


def test_breaks_turn_pages_once(document: Document, read: Callable[[], SourceText]) -> None:
    document.add_paragraph("One.").add_run().add_break(WD_BREAK.PAGE)
    body(document, f"<w:p><w:r><w:lastRenderedPageBreak/></w:r>{run('Two.')}</w:p><w:p><w:r><w:lastRenderedPageBreak/></w:r>{run('Three.')}</w:p>")
    document.add_paragraph("Four.").paragraph_format.page_break_before = True
    source = read()
    assert [(source.text[line.start : line.end], line.page) for line in source.lines if line.end > line.start] == [
        ("One.", 1),
        ("Two.", 2),
        ("Three.", 3),
        ("Four.", 4),
    ]


# Bad input -----------------------------------------------------------------------------------------------------------------------


def change(path: Path, part: str, how: Callable[[bytes], bytes | None]) -> None:
    """Rewrites one part of a Word file; None leaves it out."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    new = how(parts.get(part, b""))
    parts = {name: data for name, data in parts.items() if name != part} | ({} if new is None else {part: new})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def relate(path: Path, kind: str, target: str) -> None:
    """Makes the document refer to another part."""
    related = f'<Relationship Id="new" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/></Rel'
    change(path, "word/_rels/document.xml.rels", lambda data: data.replace(b"</Rel", related.encode()))


def word_bytes(text: str = "Officers walked 400 hours.") -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def refusal(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        read_word(path)
    error = caught.value
    assert error.path == path
    assert "\n" not in str(error)
    assert error.remedy
    return error


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"Priority 1 - Safer Streets\n", "not a Word file"),
        (b"%PDF-1.7 ", "not a Word file"),
        (word_bytes()[:2000], "truncated or damaged"),
        (word_bytes()[:-200], "truncated or damaged"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted with a password"),
        (OLE + "WordDocument".encode("utf-16-le"), "older Word"),
        (word_bytes(" "), "holds no text"),
    ],
    ids=["empty", "text", "PDF", "truncated", "without its end", "encrypted", "old Word", "no text"],
)
def test_what_is_no_word_file_is_refused_with_a_remedy(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "update.docx"
    path.write_bytes(data)
    assert reason in refusal(path).reason


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path / "none.docx").reason


@pytest.mark.parametrize(
    ("part", "how", "reason"),
    [
        ("word/document.xml", lambda _: None, "no document in it"),
        ("word/document.xml", lambda data: data[: len(data) // 2], "document.xml is damaged"),
        ("word/document.xml", lambda _: b"<html/>", "no document of Word"),
        ("word/document.xml", lambda _: b"\xff" * 50, "document.xml is damaged"),
        ("word/document.xml", lambda data: b"<" * 3000 + data, "document.xml is damaged"),
        ("word/document.xml", lambda data: b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + data.partition(b"?>")[2], "declares XML entities"),
        ("word/document.xml", lambda data: b'<!DOCTYPE d SYSTEM "http://example.invalid/d.dtd">' + data.partition(b"?>")[2], "declares XML entities"),
        ("word/styles.xml", lambda data: b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + data.partition(b"?>")[2], "declares XML entities"),
        ("word/styles.xml", lambda _: b"", "styles.xml is damaged"),
        ("word/document.xml", lambda data: data + b" " * 40_000_000, "unpacks to"),
        ("word/media/zeros.bin", lambda _: bytes(300_000_000), "unpacks to"),
    ],
    ids=["missing", "half", "foreign", "garbage", "brackets", "entities", "dtd", "file-entity", "empty-styles", "bomb", "total"],
)
def test_a_part_that_is_broken_or_made_to_harm_is_refused(tmp_path: Path, part: str, how: Callable[[bytes], bytes | None], reason: str) -> None:
    path = tmp_path / "update.docx"
    path.write_bytes(word_bytes())
    change(path, part, how)
    assert reason in refusal(path).reason


def test_a_part_with_a_wrong_checksum_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "update.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body><w:p>{run('text')}</w:p></w:body></w:document>")
    assert read_word(path).text == "text"
    path.write_bytes(path.read_bytes().replace(b">text<", b">tent<", 1))
    assert "document.xml is damaged" in refusal(path).reason


def test_a_locked_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "update.docx"
    data = bytearray(word_bytes())
    start = data.find(b"PK\x01\x02")
    data[start + 8] |= 1
    path.write_bytes(bytes(data))
    assert "encrypted" in refusal(path).reason


def test_limits_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "update.docx"
    path.write_bytes(word_bytes())
    monkeypatch.setattr(word_package, "MAX_PART_BYTES", 1000)
    assert "unpacks to more than 1,000 bytes" in refusal(path).reason
    monkeypatch.setattr(word_package, "MAX_ENTRIES", 3)
    assert "parts, as no update does" in refusal(path).reason
    monkeypatch.setattr(word_package, "MAX_FILE_BYTES", 1000)
    assert "more than the 1,000" in refusal(path).reason


def test_deep_nesting_ends_in_text_or_a_refusal(tmp_path: Path) -> None:
    path = tmp_path / "update.docx"
    path.write_bytes(word_bytes())
    for depth in (200, 5_000):
        inner = b"<w:smartTag>" * depth + run("deep").encode() + b"</w:smartTag>" * depth
        xml = f"<w:document {W}><w:body><w:p>".encode() + inner + b"</w:p></w:body></w:document>"
        change(path, "word/document.xml", lambda _, xml=xml: xml)
        if depth == 200:
            assert read_word(path).text == "deep"
        else:
            assert "is damaged" in refusal(path).reason


def test_styles_based_on_each_other_in_a_circle_end(document: Document, read: Callable[[], SourceText]) -> None:
    for name, base in (("List Bullet", "ListBullet2"), ("List Bullet 2", "ListBullet")):
        style = document.styles[name].element
        based = style.find(qn("w:basedOn"))
        based.set(qn("w:val"), base)
        style.remove(style.pPr)
    document.add_paragraph("One.", "List Bullet")
    assert lines(read()) == ["- One."]


def test_a_chart_is_doubted(document: Document, tmp_path: Path) -> None:
    document.add_paragraph("Text.")
    path = tmp_path / "update.docx"
    document.save(str(path))
    relate(path, "chart", "charts/chart1.xml")
    (doubt,) = read_word(path).doubts
    assert doubt.code == "unread"
    assert "charts" in doubt.message


def test_a_part_with_a_character_that_no_xml_may_hold_is_refused_in_one_line(tmp_path: Path, document: Document) -> None:
    path = tmp_path / "update.docx"
    document.add_paragraph("Officers walked 400 hours.")
    document.save(str(path))
    spoilt = io.BytesIO()
    with zipfile.ZipFile(path) as given, zipfile.ZipFile(spoilt, "w") as written:
        for name in given.namelist():
            written.writestr(name, given.read(name).replace(b"Officers", b"Off\x00cers"))
    path.write_bytes(spoilt.getvalue())
    with pytest.raises(InputError, match=r"word/document\.xml is damaged") as caught:
        read_word(path)
    assert "\n" not in str(caught.value)


def test_lines_that_a_converter_made_paragraphs_are_joined_again(read: Callable[[], SourceText], document: Document) -> None:
    words = "officers of the Northern team walked the beat and spoke with the owners of Shops about the thefts of the last months in town"
    document.add_paragraph("Priority 1 – Safer Streets")
    for n in range(1, 9):
        for line in textwrap.wrap(f"• Point {n}: {words} and {words}, and then {words} until the end of May.", 90):
            document.add_paragraph(line)
    assert [bullet.text.split(":")[0] for bullet in read_outline(read()).bullets] == [f"Point {n}" for n in range(1, 9)]
