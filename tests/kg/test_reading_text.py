"""Text files: decoded, normalised, cut into lines and pages; what is no text is refused with a remedy."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import SourceText
from kg.reading import find_sources, read_source
from kg.reading.source import normalise, source_text
from kg.reading.text import MAX_BYTES


@pytest.fixture
def read(tmp_path: Path):
    """Reads bytes as a file of that name."""

    def reading(data: bytes, name: str = "update.txt") -> SourceText:
        path = tmp_path / name
        path.write_bytes(data)
        return read_source(path)

    return reading


@pytest.mark.parametrize(
    ("given_", "text"),
    [
        (b"one\r\ntwo\r\n", "one\ntwo\n"),
        (b"one\rtwo", "one\ntwo"),
        ("£5\u00a0m".encode(), "£5 m"),
        ("neigh\u00adbour".encode(), "neighbour"),
        ("con\ufb01rmed o\ufb00er".encode(), "confirmed offer"),
        ("zero\u200bwidth".encode(), "zerowidth"),
        ("cafe\u0301".encode(), "café"),
        (b"the bell\x07 rang, and a delete\x7f stood in the middle of a line of text", "the bell rang, and a delete stood in the middle of a line of text"),
        (b"\xef\xbb\xbffirst", "first"),
        ("UTF-16 \u00a3".encode("utf-16"), "UTF-16 £"),
        (b"\xfe\xff" + "big end".encode("utf-16-be"), "big end"),
    ],
    ids=["CRLF", "CR", "no-break space", "soft hyphen", "ligature", "zero width", "combining accent", "controls", "BOM", "UTF-16", "UTF-16 big-endian"],
)
def test_what_is_normalised(read, given_: bytes, text: str) -> None:
    source = read(given_)
    assert source.text == text
    assert source.doubts == ()


@given(st.text(max_size=200))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(alphabet="ab\n\f\u2028\u0085é ", max_size=60))
def test_lines_tile_the_text(text: str) -> None:
    source = source_text("x", text)
    assert "\n".join(source.text[line.start : line.end] for line in source.lines) == source.text
    assert [line.number for line in source.lines] == list(range(1, source.text.count("\n") + 2))
    assert source.sha256 == hashlib.sha256(source.text.encode()).hexdigest()


def test_only_a_newline_ends_a_line(read) -> None:
    source = read("one\u2028still one\u0085and still\u2029so\x0band so\ntwo".encode())
    assert [source.text[line.start : line.end].split()[0] for line in source.lines] == ["one", "two"]
    assert "\u2028" not in source.text


def test_windows_text_is_read_with_a_doubt_that_names_the_line(read) -> None:
    source = read(b"plain\nThe force\x92s \xa35m")
    assert source.text == "plain\nThe force’s £5m"
    assert [(d.code, d.line) for d in source.doubts] == [("encoding", 2)]


def test_a_form_feed_begins_a_page_and_is_dropped(read) -> None:
    source = read(b"one\nstill one\n\ftwo\n\f\fthree skipped")
    assert [line.page for line in source.lines] == [1, 1, 2, 4]
    assert source.text == "one\nstill one\ntwo\nthree skipped"


def test_a_form_feed_at_the_end_of_a_line_leaves_the_line_on_its_page(read) -> None:
    assert [line.page for line in read(b"last words of page one\f\nfirst of page two").lines] == [1, 2]


def test_without_form_feeds_no_page_is_known(read) -> None:
    assert {line.page for line in read(b"one\ntwo").lines} == {None}


def test_markdown_is_text(read) -> None:
    assert read(b"# Title", "update.MD").text == "# Title"


@pytest.mark.parametrize(
    ("data", "reason", "remedy"),
    [
        (b"", "empty", "give a file with the update's text"),
        (b" \n\t\r\n\xc2\xa0", "empty", "give a file with the update's text"),
        (b"\xef\xbb\xbf", "empty", "give a file with the update's text"),
        ("\u200b\n\u00ad".encode(), "empty", "give a file with the update's text"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 4, "not text but binary", "give the update as text"),
        (b"PK\x03\x04" + b"\x00" * 60, "not text but binary", "give the update as text"),
    ],
    ids=["nothing", "white space", "BOM alone", "invisible characters", "PDF", "zip"],
)
def test_what_is_no_text_is_refused_with_a_remedy(read, tmp_path: Path, data: bytes, reason: str, remedy: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data)
    error = caught.value
    assert error.path == tmp_path / "update.txt"
    assert reason in error.reason
    assert remedy in error.remedy
    assert str(error) == f"{error.path}: {error.reason}; {error.remedy}"


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(InputError, match=r"4,000,001 bytes is more than the 4,000,000 .*; give the update alone"):
        read_source(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing\.txt: cannot be read \(No such file or directory\); check the path"):
        read_source(tmp_path / "missing.txt")


def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    with pytest.raises(InputError, match=r"cannot be read \(Is a directory\); check the path and its permissions"):
        read_source(tmp_path / "folder.txt")


def test_an_unknown_kind_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    (tmp_path / "update.xlsx").write_bytes(b"x")
    with pytest.raises(InputError, match=r"'\.xlsx' are not read; give one of \.docx, \.htm, \.html, \.md, \.pdf, \.txt"):
        read_source(tmp_path / "update.xlsx")


def test_a_file_without_an_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="files ending in 'nothing' are not read"):
        read_source(tmp_path / "update")


def test_sources_are_found_in_a_stable_order_and_known_by_kind(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.TXT", "notes.xlsx", "README.md", ".hidden.txt", ".git/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    found = find_sources([tmp_path])
    assert [path.relative_to(tmp_path).as_posix() for path in found.files] == ["a.md", "b.txt", "sub/c.TXT"]
    assert [path.name for path in found.skipped] == ["README.md", "notes.xlsx"]


def test_a_file_named_itself_counts_as_known(tmp_path: Path) -> None:
    (tmp_path / "notes.xlsx").write_text("x")
    assert find_sources([tmp_path / "notes.xlsx"]).files == [tmp_path / "notes.xlsx"]


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder; check the path"):
        find_sources([tmp_path / "nowhere"])


def test_links_are_followed_once_and_circles_end(tmp_path: Path) -> None:
    (tmp_path / "updates" / "old").mkdir(parents=True)
    (tmp_path / "updates" / "a.txt").write_text("x")
    (tmp_path / "updates" / "old" / "back").symlink_to(tmp_path / "updates")
    (tmp_path / "updates" / "self.txt").symlink_to(tmp_path / "updates" / "self.txt")
    (tmp_path / "linked").symlink_to(tmp_path / "updates")
    found = find_sources([tmp_path / "linked", tmp_path / "updates"])
    assert [path.name for path in found.files] == ["a.txt", "self.txt"]
    with pytest.raises(InputError, match="cannot be read"):
        read_source(found.files[1])


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder with a file and a folder that its reader may not open; the reader is no administrator."""
    with TemporaryDirectory() as folder:
        top = Path(folder)
        top.chmod(0o755)
        for name in ("good.txt", "closed.txt"):
            (top / name).write_text("An update.")
        (top / "closed").mkdir(mode=0o000)
        (top / "closed.txt").chmod(0o000)
        user = os.geteuid()
        os.seteuid(65534 if user == 0 else user)
        try:
            yield top
        finally:
            os.seteuid(user)
            (top / "closed").chmod(0o700)


def test_what_may_not_be_opened_is_told_and_the_rest_is_found(closed: Path) -> None:
    found = find_sources([closed])
    assert [path.name for path in found.files] == ["closed.txt", "good.txt"]
    (failed,) = found.failed
    assert (failed.path, "check its permissions" in str(failed)) == (closed / "closed", True)
    with pytest.raises(InputError, match="Permission denied"):
        read_source(closed / "closed.txt")


def test_a_text_of_fifty_megabytes_in_one_line_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(InputError, match="more than the 4,000,000"):
        read_source(path)
