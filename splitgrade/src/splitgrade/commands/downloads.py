"""Read what Canvas or Moodle gave for download: a zip, or the folder it was unpacked to.

Nothing in it is trusted. A file is read into memory within a limit, and never written under
the name that the download gives it, so no name can lead anywhere.
"""

import contextlib
import hashlib
import lzma
import os
import shutil
import stat
import struct
import time
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from splitgrade.files import is_notebook_name

MAX_FILES = 20_000
MAX_BYTES = 50_000_000  # a file; the largest that grading reads as a notebook has 20 MB
MAX_TOTAL = 4_000_000_000  # all notebooks of a download
OF_THE_SYSTEM = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints"}
DAMAGE = (  # what reading a zip raises that is broken
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


class DownloadError(Exception):
    """A download that cannot be used; the text says why."""


class Unreadable(Exception):
    """One file of a download that cannot be read; the text says why."""


@dataclass(frozen=True)
class Entry:
    """One file of a download."""

    path: str  # with "/" between the folders
    time: tuple[int, ...]  # year, month, day, hour, minute, second
    read: Callable[[], bytes]  # raises Unreadable

    @property
    def extension(self):
        path = PurePosixPath(self.path)
        return ".ipynb" if is_notebook_name(path.name) else path.suffix.lower()


def read_download(path):
    """Go through the files of a download.

    Parameters
    ----------
    path : pathlib.Path
        A zip, a folder, or a single file. Links in a folder are not followed.

    Yields
    ------
    Entry
        To be read before the next one is asked for.

    Raises
    ------
    DownloadError
        If the zip is broken, or there are more files or bytes than a class hands in.
    """
    if path.is_dir():
        yield from _in_folder(path)
    elif path.suffix.lower() == ".zip":
        yield from read_zip(path, path.name)
    else:
        yield _on_disk(path, path.parent)


def read_zip(file, name, max_total=MAX_TOTAL):
    """Go through the files of a zip; ``file`` is its path or an open file.

    ``max_total`` bounds the bytes that all notebooks in it may have together.
    """
    try:
        archive = zipfile.ZipFile(file)
    except DAMAGE as error:
        raise DownloadError(f"{name} is not a whole zip ({error}): download it again.") from error
    with archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        _check_count(len(members), name)
        notebooks = [info for info in members if info.filename.lower().endswith(".ipynb")]
        total = sum(info.file_size for info in notebooks)
        if total > max_total:
            raise DownloadError(
                f"The notebooks in {name} would take {total / 1e6:,.0f} MB, more than the "
                f"{max_total / 1e6:,.0f} MB that are read."
            )
        for info in members:
            path = _member_name(info)
            if not _of_the_system(path):
                yield Entry(path, info.date_time, partial(_read_member, archive, info, path))


def keep(path, archive, incoming):
    """Copy a download into ``incoming``, unless it lies there or in ``archive``.

    Its name gets a digest, so that each is there once. Returns where it lies.
    """
    name = f"{path.stem[:60]}-{_digest(path)}{'' if path.is_dir() else path.suffix}"
    for kept in (archive / name, incoming / name):
        if kept.exists():
            return kept
    if path.is_dir():
        unwanted = shutil.ignore_patterns(*OF_THE_SYSTEM)
        shutil.copytree(path, kept, symlinks=True, ignore=unwanted)
    else:
        shutil.copy2(path, kept)
    return kept


def shown(text):
    """Text from a download as a terminal may show it: no control or direction marks."""
    return "".join(char if char.isprintable() else "?" for char in text)


def _member_name(info):
    """The name of a file in a zip; some programs write UTF-8 and do not say so."""
    name = info.filename
    if not info.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return _plain_path(name)


def _plain_path(path):
    return unicodedata.normalize("NFC", path.replace("\\", "/"))


def _of_the_system(path):
    parts = path.split("/")
    return not OF_THE_SYSTEM.isdisjoint(parts) or parts[-1].startswith("._")


def _read_member(archive, info, path):
    if path.startswith("/") or ".." in path.split("/") or path[1:2] == ":":
        raise Unreadable("its path leads out of the zip")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise Unreadable("a link, not a file")
    if info.flag_bits & 0x1:
        raise Unreadable("encrypted")
    try:
        with archive.open(info) as member:
            return _read_bounded(member)
    except DAMAGE as error:
        raise Unreadable(f"damaged in the download ({error})") from error


def _read_bounded(file):
    """Read a file within the limit, whatever size it claims to have."""
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Unreadable(f"larger than the {MAX_BYTES / 1e6:.0f} MB that are read")
    return data


def _in_folder(folder):
    count = 0
    for where, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            count += 1
            _check_count(count, folder.name)
            entry = _on_disk(Path(where, name), folder.parent)
            if not _of_the_system(entry.path):
                yield entry


def _on_disk(path, base):
    modified = time.localtime(path.lstat().st_mtime)[:6]
    return Entry(
        _plain_path(path.relative_to(base).as_posix()), modified, partial(_read_file, path)
    )


def _read_file(path):
    if not stat.S_ISREG(path.lstat().st_mode):
        raise Unreadable("a link, not a file")
    try:
        with path.open("rb") as file:
            return _read_bounded(file)
    except OSError as error:
        raise Unreadable(error.strerror) from error


def _check_count(count, name):
    if count > MAX_FILES:
        raise DownloadError(f"{name} holds more than the {MAX_FILES:,} files that are read.")


def _digest(path):
    digest = hashlib.sha256()
    files = [path] if path.is_file() else sorted(path.rglob("*"))
    for file in files:
        digest.update(os.fsencode(file.relative_to(path)))
        if stat.S_ISREG(file.lstat().st_mode):
            with file.open("rb") as content:
                digest.update(hashlib.file_digest(content, "sha256").digest())
    return digest.hexdigest()[:12]
