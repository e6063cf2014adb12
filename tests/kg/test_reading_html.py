"""HTML pages: what is drawn reads back the same; what a reader sees is kept, the site around it is not; nothing is fetched."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import SourceText
from kg.outline import read_outline
from kg.reading.html import read_html
from kg.reading.html.page import MAX_ELEMENTS
from kg.reading.text import MAX_BYTES, read_text
from tests.kg.render_html import render_html
from tests.kg.sheet import Piece, sheet_of, sheets, source_of_sheet, told

UPDATES = ["000_c870ce5a67b8b1e4", "001_a73620101bb02125", "002_7c08e764adbe0dd8", "003_78840b4a0f27bd47", "004_16658a7c01bea33f"]

TAGS = [
    "<ul>",
    "<ol>",
    "<li>",
    "</li>",
    "</ul>",
    "</ol>",
    "<table>",
    "<tr>",
    "<td colspan=9>",
    "</table>",
    "<p>",
    "</p>",
    "<h2>",
    "</h2>",
    "<b>",
    "<br>",
    "<main>",
    "<sup>",
    "<dl><dd>",
    "word",
    "1",
]


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str | bytes], SourceText]:
    """Reads a page."""

    def reading(page: str | bytes) -> SourceText:
        path = tmp_path / "update.html"
        path.write_bytes(page.encode() if isinstance(page, str) else page)
        return read_html(path)

    return reading


def lines(source: SourceText) -> list[str]:
    return [line for line in source.text.split("\n") if line]


# The law -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", UPDATES)
def test_a_published_update_drawn_in_html_gives_the_bullets_of_its_text(gold: Path, tmp_path: Path, name: str) -> None:
    source = read_text(gold / "updates" / f"{name}.txt")
    drawn = read_html(render_html(sheet_of(source), tmp_path / "update.html"))
    assert told(read_outline(drawn).bullets) == told(read_outline(source).bullets)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sheets())
def test_an_outline_drawn_at_random_reads_back_the_same(sheet: list[Piece]) -> None:
    expected = told(read_outline(source_of_sheet(sheet)).bullets)
    with TemporaryDirectory() as folder:
        assert told(read_outline(read_html(render_html(sheet, Path(folder) / "update.html"))).bullets) == expected


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(TAGS)))
def test_no_order_of_tags_loses_a_word_or_ends_in_a_traceback(pieces: list[str]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "update.html"
        path.write_text("<p>first</p>" + " ".join(pieces))
        assert read_html(path).text.count("word") == pieces.count("word")


# What a reader sees ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h1>A</h1><h3>B</h3>", ["# A", "### B"]),
        ("<h2>Priority 1 –<br>Safer Streets</h2>", ["## Priority 1 – Safer Streets"]),
        ("<p>We will:<br>Mark property.</p>", ["We will:", "Mark property."]),
        ("<p><b>On</b> <strong>Foot</strong></p><p><b>Bold</b> and plain.</p>", ["**On Foot**", "Bold and plain."]),
        ("<ul><li>A<ul><li>B<ul><li>C</ul><li>D</ul><li>E</ul>", ["- A", "  - B", "    - C", "  - D", "- E"]),
        ("<ul><li>A</li><ul><li>B</li></ul><li>C</li></ul>", ["- A", "  - B", "- C"]),
        ("<ul><li><p>A</p><p>more of A</p></li></ul>", ["- A", "  more of A"]),
        ("<ul><li>A <ul><li>B</li></ul> more of A</li><li>C</li></ul>", ["- A", "  more of A", "  - B", "- C"]),
        ("<ol><li>A<li>B</ol><p>x</p><ol start=5><li>C<li value=9>D</ol>", ["1. A", "2. B", "x", "5. C", "9. D"]),
        ("<ul><li>A</ul><ol><li>B</ol>", ["- A", "- B"]),
        ("<ul><li><h3>H</h3>A</ul>", ["### H", "- A"]),
        ("<dl><dt>Term<dd>What it is<dd>And more</dl>", ["**Term**", "What it is", "And more"]),
        ("<details><summary>More</summary><p>Folded.</p></details>", ["**More**", "Folded."]),
        ("<blockquote><p>Quoted.</p></blockquote>", ["Quoted."]),
        ("<pre>one\ntwo</pre>", ["one", "two"]),
        ("<form><label>Name</label><p>In a form.</p></form>", ["Name", "In a form."]),
        ("<p>&pound;5m &amp; 3&nbsp;days&#8217; work&#146;s</p>", ["£5m & 3 days’ work’s"]),
        ("<p>  one \n\t two<!-- no -->  three </p>", ["one two three"]),
        ("<p>474<sup>1</sup> on the 7<sup>th</sup>, 5 m<sup>2</sup><sup><a href='#n'>[2]</a></sup></p>", ["474[1] on the 7th, 5 m2[2]"]),
        ("<div>a<div>b</div>c</div>", ["a", "b", "c"]),
        ("text alone", ["text alone"]),
        ("<p style='mso-list:l0 level2 lfo1'>o&nbsp; Saved by Word</p>", ["  o  Saved by Word"]),
    ],
)
def test_what_stays(read: Callable[[str | bytes], SourceText], html: str, expected: list[str]) -> None:
    assert lines(read(html)) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<table><thead><tr><th>M<th>Y<tbody><tr><td>T<td>5</table>", ["M\tY", "T\t5"]),
        ("<table><caption>Cap</caption><tr><td>T<td>5</table>", ["Cap", "T\t5"]),
        ("<table><tr><th>M<th colspan=2>Y<th>Z<tr><td>T<td>1<td>2<td>3</table>", ["M\tY\t\tZ", "T\t1\t2\t3"]),
        ("<table><tr><td rowspan=2>T<td>1<tr><td>2<tr><td>U<td>3</table>", ["T\t1", "\t2", "U\t3"]),
        ("<table><tr><td>A<p>b</p><p>c<br>d</p><td>5</table>", ["A b c d\t5"]),
        ("<table><tr><td colspan=2>North<tr><td>T<td>5</table>", ["**North**", "T\t5"]),
        ("<table><tr><td><p>One.</p><p>Two.</p></td></tr></table>", ["One.", "Two."]),
        ("<table><tr><td>A<td><table><tr><td>T<td>5</table></table>", ["A", "T\t5"]),
        ("<table><tr><td>A<td><ul><li>x<li>y</ul></table>", ["A", "- x", "- y"]),
        ("<ul><li>I<table><tr><td>T<td>5</table>more</ul>", ["- I", "  more", "T\t5"]),
        ("<table><tr><td colspan=999999>A<td>B</table>", ["A" + "\t" * 100 + "B"]),
        ("<table><td>A<td>B</table>", ["A\tB"]),
    ],
)
def test_tables(read: Callable[[str | bytes], SourceText], html: str, expected: list[str]) -> None:
    assert lines(read(html)) == expected


def test_two_tables_stand_apart(read: Callable[[str | bytes], SourceText]) -> None:
    assert read("<table><tr><td>A<td>1</table><table><tr><td>B<td>2</table>").text == "A\t1\n\nB\t2"


# The site around it ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "html",
    [
        "<nav>no</nav>",
        "<script>no</script>",
        "<style>no</style>",
        "<noscript>no</noscript>",
        "<template>no</template>",
        "<iframe src='http://example.invalid/'>no</iframe>",
        "<form><button>no</button><select><option>no</select><textarea>no</textarea><input value=no></form>",
        "<div aria-hidden=true>no</div>",
        "<p hidden>no</p>",
        "<p style='color:red; display : none'>no</p>",
        "<header><a href=/>no</a></header>",
        "<footer>no <a href=/>no</a></footer>",
        "<div role=contentinfo>no <a href=/>no</a></div>",
        "<div role=navigation>no</div>",
        "<div role=dialog>no</div>",
        "<dialog>no</dialog>",
        "<div id=cookie-banner>no</div>",
        "<svg><text>no</text></svg>",
        "<a href='#main'>Skip to main content</a>",
        "<ul><li><a href='#a'>no</a></li><li><a href='#b'>no</a><ul><li><a href='#c'>no</a></ul></li></ul>",
        "<!-- no -->",
    ],
)
def test_what_goes(read: Callable[[str | bytes], SourceText], html: str) -> None:
    assert lines(read(f"<body>{html}<p>Text.</p>{html}after</body>")) == ["Text.", "after"]


@pytest.mark.parametrize(
    "html",
    [
        "<header><h1>Title</h1></header>",
        "<main><header><h1>Title</h1> by <a href=/>us</a></header></main>",
        "<footer>Produced July 2022</footer>",
        "<ul><li>One <a href='#a'>link</a></li><li>Two</li></ul>",
        "<body class=cookie-consent><p>Text</p></body>",
        "<div class=cookies>" + "A page about cookies says much. " * 60 + "</div>",
        "<dialog open>Shown</dialog>",
    ],
)
def test_what_only_looks_like_the_site_stays(read: Callable[[str | bytes], SourceText], html: str) -> None:
    assert read(html).text.strip()


def test_the_main_part_is_taken_where_it_holds_most(read: Callable[[str | bytes], SourceText]) -> None:
    aside = "<aside>Related updates</aside>"
    for tag in ("main", "article", "div role=main"):
        assert lines(read(f"<body>{aside}<{tag}><p>The text of the update itself.</p></{tag.split()[0]}></body>")) == ["The text of the update itself."]
    assert lines(read(f"<body>{aside}<main>Short.</main></body>")) == ["Related updates", "Short."]


def test_the_title_before_the_main_part_stays(read: Callable[[str | bytes], SourceText]) -> None:
    page = "<body><h1>Update Q4</h1><p>Home</p><main><p>The text of the update itself.</p></main>"
    assert lines(read(page)) == ["# Update Q4", "The text of the update itself."]


def test_the_window_title_stands_first_unless_the_page_says_it(read: Callable[[str | bytes], SourceText]) -> None:
    page = "<html><head><title>{}</title></head><body><h1>Quarterly Update</h1><p>Text.</p></body></html>"
    assert lines(read(page.format("Update Q4 2018/19 | Northshire"))) == ["# Update Q4 2018/19 | Northshire", "# Quarterly Update", "Text."]
    assert lines(read(page.format("Quarterly  update"))) == ["# Quarterly Update", "Text."]


# Encodings -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "doubted"),
    [
        ("<p>£5 – café".encode(), False),
        ("\ufeff<p>£5 – café".encode(), False),
        ("\ufeff<p>£5 – café".encode("utf-16-le"), False),
        ("\ufeff<p>£5 – café".encode("utf-16-be"), False),
        ("<meta charset=windows-1252><p>£5 – café".encode("cp1252"), False),
        ("<meta charset='ISO-8859-1'><p>£5 – café".encode("cp1252"), False),
        ('<meta http-equiv="Content-Type" content="text/html; charset=macintosh"><p>£5 – café'.encode("mac_roman"), False),
        ('<?xml version="1.0" encoding="windows-1252"?><html><body><p>£5 – café'.encode("cp1252"), False),
        ("<meta charset=utf-7><p>£5 – café".encode(), False),
        ("<meta charset=no-such><p>£5 – café".encode(), False),
        ("<p>£5 – café".encode("cp1252"), True),
        ("<meta charset=utf-8><p>£5 – café".encode("cp1252"), True),
        ("<meta charset=ascii><p>£5 – café".encode("cp1252"), False),
    ],
    ids=["utf-8", "bom", "utf-16-le", "utf-16-be", "meta", "latin-1", "http-equiv", "xml", "utf-7", "unknown", "cp1252", "wrong", "ascii"],
)
def test_encodings(read: Callable[[str | bytes], SourceText], page: bytes, doubted: bool) -> None:
    source = read(page)
    assert source.text == "£5 – café"
    assert [doubt.code for doubt in source.doubts] == ["encoding"] * doubted


# Bad input -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"<html><body></body></html>", "holds no text"),
        (b"<html><body><script>document.write('text')</script><img src=x></body></html>", "holds no text"),
        (b"<frameset><frame src='http://example.invalid/'></frameset>", "holds no text"),
        (b"<!-- nothing -->", "holds no text"),
        (b"<p>\xc2\xa0\xe2\x80\x8b</p>", "holds no text"),
        (b"PK\x03\x04" + bytes(60), "binary data"),
        (bytes(range(256)) * 20, "binary data"),
        (b"<div>" * 100_000 + b"deep", "too deep"),
        (b"<ul><li>" * 50_000 + b"deep", "too deep"),
    ],
    ids=["empty", "blank", "no-text", "scripts", "frames", "comment", "invisible", "zip", "binary", "deep", "deep-lists"],
)
def test_what_is_no_page_is_refused_with_a_remedy(read: Callable[[str | bytes], SourceText], tmp_path: Path, page: bytes, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        read(page)
    error = caught.value
    assert error.path == tmp_path / "update.html"
    assert reason in error.reason
    assert error.remedy
    assert "\n" not in str(error)


def test_deep_pages_are_read_without_recursion(read: Callable[[str | bytes], SourceText]) -> None:
    assert read("<div>" * 1_500 + "deep").text == "deep"
    assert read("<ul><li>" * 900 + "deep").text.strip() == "- deep"
    assert read("<table><tr><td>" * 400 + "deep").text == "deep"


def test_a_page_that_is_too_large_or_missing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "update.html"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(InputError, match="more than"):
        read_html(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_html(tmp_path / "none.html")
    path.write_text("<b>" + "x<br>" * (MAX_ELEMENTS + 1))
    with pytest.raises(InputError, match="elements"):
        read_html(path)


def test_one_long_line_is_read_in_bounded_time(read: Callable[[str | bytes], SourceText]) -> None:
    begun = time.perf_counter()
    source = read("<p>" + "one <b>two</b> " * 50_000)
    assert time.perf_counter() - begun < 20
    assert source.text.count("two") == 50_000


def test_entities_declared_in_a_page_are_not_expanded(read: Callable[[str | bytes], SourceText]) -> None:
    assert "root:" not in read('<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>Text &x;</p>').text


def test_a_page_of_raised_numbers_is_read_in_bounded_time(tmp_path: Path) -> None:
    path = tmp_path / "raised.html"
    path.write_text("<p>" + "x<sup>1</sup> " * 60_000 + "</p>", encoding="utf-8")
    assert read_html(path).text.count("x") == 60_000


def test_characters_that_no_xml_may_hold_around_what_is_taken_out_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<body><p>One.<nav hidden>Menu</nav>\x01Two.</p><p>Three.\x02</p><p>{'More. ' * 40}</p></body>")
    assert [line for line in read_html(path).text.split("\n") if line][:2] == ["One.Two.", "Three."]
