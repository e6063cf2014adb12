"""PDF, read by geometry with PDFium.

A PDF holds letters and where they stand, nothing else: no words, no lines, no paragraphs. `page` asks PDFium for the letters,
`rows` makes words and rows of them, `ruled`, `aligned`, `columns` and `lines` tables, columns and lines in reading order,
`furniture` tells headers and footers, `measures` how the document is set, and `written` writes the lines.

PDFium is not thread-safe: one thread of a process may read PDFs at a time. `read_pdf` takes a lock for that.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as api

from kg.errors import InputError
from kg.model import Doubt, SourceText
from kg.reading.files import file_bytes
from kg.reading.pdf.furniture import parted
from kg.reading.pdf.lines import body_lines, furniture_lines, rows_of
from kg.reading.pdf.page import Printed, read_page
from kg.reading.pdf.streams import check_streams
from kg.reading.pdf.written import PageLines, written
from kg.reading.source import source_of_lines

# Updates with photographs on every page have some 20 MB; a PDF of more than this is a book of pictures.
MAX_BYTES = 64_000_000
# The longest update seen has 40 pages and 60,000 characters; ten times that is room enough, and is read in some ten seconds.
MAX_PAGES, MAX_CHARACTERS = 400, 1_000_000
# A PDF's head may stand after a little rubbish, its tail before some.
HEAD, TAIL = 1024, 4096
# More letters than this share without a meaning in the file's fonts, and what is read is not what is printed.
NAMELESS_SHARE = 0.02

_LOCK = threading.Lock()


def read_pdf(path: Path) -> SourceText:
    """The normalised text of a PDF, each line with its page and its rectangle there.

    InputError when it is missing, empty, too large, not a PDF, encrypted, broken, cut off, or nothing but pictures. A page that is a
    picture is a doubt, and so are letters and parts of the file that could not be read.
    """
    data = file_bytes(path, MAX_BYTES)
    doubts = _check(path, data)
    with _LOCK:
        pages = list(_pages(path, data))
    if not any(page.letters for page in pages):
        if doubts:
            raise InputError(path, "is a broken PDF: the parts that hold its text are damaged", "fetch the file again")
        raise InputError(path, "is a PDF without text, only pictures", "run text recognition (OCR) over it first")
    rows = [rows_of(page) for page in pages]
    lines = [
        PageLines(page.printed, furniture_lines(header, page.printed), body_lines(page, body), furniture_lines(footer, page.printed))
        for page, (header, body, footer) in zip(rows, parted(rows), strict=True)
    ]
    raw, told = written(lines)
    return source_of_lines(path.name, raw, (*doubts, *told, *_nameless(pages)))


def _check(path: Path, data: bytes) -> tuple[Doubt, ...]:
    """Refuses what is no whole PDF before PDFium, which mends files by guessing and does not say so, sees it."""
    if b"%PDF-" not in data[:HEAD]:
        raise InputError(path, "is not a PDF file, whatever its ending", "give the update as PDF, Word, HTML or text")
    if b"%%EOF" not in data.rstrip(b"\0\t\r\n ")[-TAIL:]:
        raise InputError(path, "is cut off: the end of the PDF is missing", "fetch the file again")
    return check_streams(path, data)


@contextmanager
def _opened(path: Path, data: bytes) -> Iterator[pdfium.PdfDocument]:
    """The document; whatever PDFium objects to, here or later, is an InputError."""
    try:
        document = pdfium.PdfDocument(data)
        try:
            yield document
        finally:
            document.close()
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in (api.FPDF_ERR_PASSWORD, api.FPDF_ERR_SECURITY):
            raise InputError(path, "is encrypted", "save it without a password") from error
        raise InputError(path, f"is a broken PDF ({error})", "open it in a viewer and save it anew, or fetch it again") from error


def _pages(path: Path, data: bytes) -> Iterator[Printed]:
    characters = 0
    with _opened(path, data) as document:
        count = len(document)
        if count > MAX_PAGES:
            raise InputError(path, f"{count:,} pages are more than the {MAX_PAGES:,} an update may have", "give the update alone")
        for index in range(count):
            page = _page(document, index)
            characters += sum(len(run.letters) for run in page.runs)
            if characters > MAX_CHARACTERS:
                raise InputError(path, f"more than {MAX_CHARACTERS:,} characters are more than an update may have", "give the update alone")
            yield page


def _page(document: pdfium.PdfDocument, index: int) -> Printed:
    page = document[index]
    text = page.get_textpage()
    try:
        return read_page(page, text, index + 1)
    finally:
        text.close()
        page.close()


def _nameless(pages: list[Printed]) -> Iterator[Doubt]:
    for page in pages:
        letters = sum(len(run.letters) for run in page.runs)
        if page.nameless > NAMELESS_SHARE * letters:
            yield Doubt("letters-unknown", f"page {page.number}: {page.nameless} of {letters} letters have no meaning in the file's fonts")
