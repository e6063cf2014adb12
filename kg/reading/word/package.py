"""The parts of a Word file, opened with care: a zip of XML that came from outside, which may be broken, locked, or made to harm.

Only the parts that hold text are ever unpacked; pictures, macros and links to elsewhere are left alone.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from kg.errors import InputError
from kg.reading.files import file_bytes

# A Word file holds pictures too: sixteen times the largest text file that is read.
MAX_FILE_BYTES = 64_000_000
# The text of the largest update seen makes 1 MB of document.xml; eight times that is read in some twenty seconds.
MAX_PART_BYTES = 8_000_000
# What all entries say that they unpack to. Pictures hardly shrink, so a real file stays near its own size.
MAX_TOTAL_BYTES = 256_000_000
# Word's XML shrinks to a tenth or a fiftieth; zeros shrink to a thousandth. Small entries may shrink more and do no harm.
MAX_RATIO = 200
RATIO_FROM_BYTES = 1_000_000
# A file of 500 pages has some 100 parts, and one for each picture.
MAX_ENTRIES = 10_000
# What to do with a file that was made to harm.
SUSPECT = "do not open it; ask the publisher for the update"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, OverflowError)


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: the kind is the last word of its type ("styles", "header"), the target a part's name."""

    id: str
    kind: str
    target: str


def _refused(path: Path, data: bytes) -> InputError:
    """Why data that is no zip is no Word file."""
    if data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        return InputError(path, "is encrypted with a password", "open it in Word, remove the password and save it")
    if data.startswith(_OLE):
        return InputError(path, "is a document of an older Word (.doc)", "open it in Word and save it as .docx")
    if data.startswith(b"PK\x03\x04"):
        return InputError(path, "is a truncated or damaged Word file", "fetch it again, or open it in Word and save it")
    return InputError(path, "is not a Word file, whatever its ending", "give the update as .docx, or with the ending of its true kind")


def _target(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


class Package:
    """An open Word file. Its limits were checked; each part is parsed when it is asked for."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self.path, self.archive = path, archive
        self.names = {name.lstrip("/").lower(): name for name in archive.namelist()}
        self.spent = 0

    @classmethod
    def open(cls, path: Path) -> Package:
        """The file's package. InputError when it is no zip, locked, or would unpack past the limits."""
        data = file_bytes(path, MAX_FILE_BYTES)
        if not data.startswith(b"PK"):
            raise _refused(path, data)
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise _refused(path, data) from error
        entries = archive.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise InputError(path, "is encrypted with a password", "unpack it, or save it without a password")
        swollen = any(e.file_size > max(RATIO_FROM_BYTES, MAX_RATIO * max(1, e.compress_size)) for e in entries)
        total = sum(entry.file_size for entry in entries)
        if swollen or total > MAX_TOTAL_BYTES or len(entries) > MAX_ENTRIES:
            raise InputError(
                path, f"unpacks to {total:,} bytes in {len(entries):,} parts, as no update does", "do not open it; ask the publisher for the update"
            )
        return cls(path, archive)

    def part(self, name: str) -> etree._Element | None:
        """The tree of a part, None where there is none of that name. InputError when it is damaged, too large, or declares entities."""
        stored = self.names.get(name.lower())
        if stored is None:
            return None
        try:
            with self.archive.open(stored) as file:
                data = file.read(MAX_PART_BYTES - self.spent + 1)
        except _BROKEN as error:
            raise InputError(self.path, f"its part {name} is damaged", "fetch it again, or open it in Word and save it") from error
        self.spent += len(data)
        if self.spent > MAX_PART_BYTES:
            raise InputError(self.path, f"its text unpacks to more than {MAX_PART_BYTES:,} bytes", "give the update alone")
        return self._parsed(name, data)

    def _parsed(self, name: str, data: bytes) -> etree._Element:
        parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise InputError(self.path, f"its part {name} is damaged ({error})", "fetch it again, or open it in Word and save it") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise InputError(self.path, f"its part {name} declares XML entities, which Word never does", SUSPECT)
        return root

    def relations(self, name: str) -> list[Relation]:
        """What a part ("" for the package itself) refers to inside the package; targets outside are left out."""
        folder = posixpath.dirname(name)
        root = self.part(posixpath.join(folder, "_rels", posixpath.basename(name) + ".rels"))
        found = [] if root is None else list(root.iter("{*}Relationship"))
        return [
            Relation(each.get("Id", ""), each.get("Type", "").rpartition("/")[2], _target(folder, each.get("Target", "")))
            for each in found
            if each.get("TargetMode") != "External"
        ]

    def main_part(self) -> str:
        """The name of the part that holds the document. InputError when there is none."""
        named = [relation.target for relation in self.relations("") if relation.kind == "officeDocument"]
        for name in (*named, "word/document.xml"):
            if name.lower() in self.names:
                return name
        raise InputError(self.path, "has no document in it (word/document.xml)", "open it in Word and save it as .docx")
