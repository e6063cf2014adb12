"""One file that holds a library, made while it is read and written, and a library made from it.

A backup is a tar archive: the catalogue as one snapshot, the files that its build names, what was kept of past builds, saved answers, and
last `SHA256SUMS`, so that a file that was cut off is told.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from filelock import FileLock, Timeout

from kg.catalogue import FILE
from kg.durable import settle, whole
from kg.errors import InputError, LibraryError
from search.history import FOLDER as HISTORY
from search.library import Library, part_file, vocabulary_file
from search.saved import FOLDER as SAVED

ABOUT, SUMS = "about.json", "SHA256SUMS"
FORMAT = 1
# What a backup may hold; anything else in one is refused.
_NAME = re.compile(rf"{ABOUT}|{FILE}|(?:parts|{HISTORY}|{SAVED})/[\w-][\w.-]*")


def back_up(library: Library, path: Path) -> int:
    """Writes the build of an open library to one file, readable by its owner alone; its size in bytes. InputError when it cannot be written."""
    sums: list[str] = []
    try:
        with whole(path) as file, tarfile.open(fileobj=file, mode="w:gz", compresslevel=3) as archive:
            os.fchmod(file.fileno(), 0o600)
            for name, content in _contents(library):
                sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
                _put(archive, name, content)
            _put(archive, SUMS, "".join(sums).encode())
        return path.stat().st_size
    except OSError as error:
        raise InputError(path, f"cannot be written ({error.strerror or error})", "give another file, on a disk with room") from error


def _put(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    archive.addfile(member, io.BytesIO(content))


def _contents(library: Library) -> Iterator[tuple[str, bytes]]:
    """Every file of a backup by its name in the library."""
    yield ABOUT, json.dumps({"format": FORMAT, "build": library.manifest.build, "updates": len(library.version_ids)}).encode()
    with tempfile.TemporaryDirectory() as scratch:
        library.catalogue.copy_to(Path(scratch) / FILE)
        yield FILE, (Path(scratch) / FILE).read_bytes()
    for name in sorted({p.vectors for p in library.manifest.parts}):
        yield part_file(Path(), name).as_posix(), library.part(part_file(library.folder, name))
    yield vocabulary_file(Path(), library.manifest.vocabulary).as_posix(), library.vocabulary.to_json().encode()
    for folder in (HISTORY, SAVED):
        for path in sorted(p for p in (library.folder / folder).glob("*") if p.suffix != ".partial"):
            try:
                yield f"{folder}/{path.name}", path.read_bytes()
            except FileNotFoundError:
                continue  # A writer has forgotten that build since.


def restore(path: Path, folder: Path, *, force: bool = False, wait: float = 30) -> str:
    """Makes a library from a backup; the name of its build. What was there is replaced only with `force`, whole by whole.

    InputError when the file is no backup or damaged, LibraryError when the folder is taken; both leave everything as it was.
    """
    _check_place(folder, force)
    fresh, aside = (folder.parent / f".{folder.name}.{what}" for what in ("restoring", "replaced"))
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        build = _unpacked(path, fresh)
        with ExitStack() as stack:
            if folder.exists():
                stack.enter_context(FileLock(folder / ".lock", timeout=wait))
                shutil.rmtree(aside, ignore_errors=True)
                folder.rename(aside)
            fresh.rename(folder)
        settle(folder.parent)
        shutil.rmtree(aside, ignore_errors=True)
        return build
    except Timeout as error:
        raise LibraryError(folder, f"another command has been writing to it for {wait:g} s", "try again later, or wait longer with --wait") from error
    except OSError as error:
        if aside.exists() and not folder.exists():
            aside.rename(folder)
        raise LibraryError(folder, f"cannot be written ({error.strerror or error})", "give another folder with --library, on a disk with room") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _check_place(folder: Path, force: bool) -> None:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not folder.is_dir() or not ((folder / FILE).exists() or (folder / "parts").is_dir()):
        raise LibraryError(folder, "is there and is no library", "give an empty or new folder with --library")
    if not force:
        raise LibraryError(folder, "holds a library already", "give a new folder with --library, or replace it with --force")


def _unpacked(path: Path, folder: Path) -> str:
    """Unpacks a backup into a folder, with every hash checked; the name of its build."""
    damaged = InputError(path, "is no backup of a library, or damaged", "give another backup")
    try:
        with tarfile.open(path, "r:gz") as archive:
            found = {member.name: _member(archive, member, folder) for member in archive}
        sums = {line[66:]: line[:64] for line in (folder / SUMS).read_text(encoding="utf-8").splitlines()}
        found.pop(SUMS)
        (folder / SUMS).unlink()
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        (folder / ABOUT).unlink()
        build = str(about["build"])
    except FileNotFoundError as error:
        raise (damaged if path.exists() else InputError(path, "no such file", "check the path")) from error
    except IsADirectoryError as error:
        raise damaged from error
    except (tarfile.TarError, EOFError, ValueError, LookupError, TypeError) as error:
        raise damaged from error
    if found != sums or FILE not in found:
        raise damaged
    return build


def _member(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> str:
    """Unpacks one file; its hash. ValueError when it is not one that a backup may hold."""
    content = archive.extractfile(member) if member.isfile() and (member.name == SUMS or _NAME.fullmatch(member.name)) else None
    if content is None:
        raise ValueError(member.name)
    (folder / member.name).parent.mkdir(exist_ok=True)
    digest = hashlib.sha256()
    with whole(folder / member.name) as file:
        while chunk := content.read(1 << 20):
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()
