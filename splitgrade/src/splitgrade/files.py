"""The files of an assignment: where they are, and which of them student code and tests see.

The instructor's files are trusted. Of a student's folder only plain files count: a link could
lead to the solutions, whoever follows it, and a pipe has no end. What does not count is said.
"""

from __future__ import annotations

import glob
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch, fnmatchcase
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from nbgrader.converters import Autograde
from nbgrader.utils import full_split

from splitgrade.paths import is_name, visible_name

if TYPE_CHECKING:
    from nbgrader.coursedir import CourseDirectory

MAX_BYTES = 20_000_000  # of one file that a student's code may read
MAX_TOTAL = 100_000_000  # of all of them
MAX_FILES = 500
MAX_DEPTH = 50  # folders in folders
NOT_THE_STUDENTS = {"timestamp.txt"}  # nbgrader's own
# Browsers take a notebook for text, and number a second copy of it.
_NOTEBOOK = re.compile(
    r"\.ipynb (?: (?:-[0-9]+ | [ ]?\([0-9]+\))? \.(?:txt|json) )? $", re.IGNORECASE | re.VERBOSE
)
_OF_GIT = ".git"  # a clone has it, with hundreds of files


@dataclass
class FolderFiles:
    """The plain files in a folder, and what of it is none.

    Parameters
    ----------
    files : dict of str to Path
        Plain files that can be read, by path in the folder; those near the notebook first.
    left : dict of str to list of str
        By reason, the paths of what is left out.
    """

    files: dict[str, Path] = field(default_factory=dict)
    left: dict[str, list[str]] = field(default_factory=dict)

    def leave(self, name: str, why: str) -> None:
        """Leave something out."""
        self.files.pop(name, None)
        self.left.setdefault(why, []).append(name)


@dataclass(frozen=True)
class Beside:
    """What there is beside the notebooks of a submission.

    Parameters
    ----------
    submitted, instructors : dict of str to bytes
        Content by path in the folder, of what the student's code, and what the tests, may read.
    left_out : list of str
        What of the student's folder the code does not see, in sentences.
    """

    submitted: dict[str, bytes]
    instructors: dict[str, bytes]
    left_out: list[str]


def source_folder(coursedir: CourseDirectory, assignment: str) -> Path:
    """Where the instructor's files of an assignment are."""
    return Path(coursedir.format_path(coursedir.source_directory, ".", assignment))


def source_notebooks(coursedir: CourseDirectory) -> dict[str, list[Path]]:
    """The instructor's notebooks by assignment, in order; a folder without one is none."""
    step, place = coursedir.source_directory, coursedir.directory_structure
    wanted = place.format(nbgrader_step=step, student_id=".", assignment_id="*")
    name = re.compile(coursedir.format_path(step, r"\.", "(?P<name>.*)", escape=True))
    found = {}
    for folder in sorted(glob.glob(os.path.join(glob.escape(coursedir.root), wanted))):
        notebooks = sorted(Path(folder).glob("*.ipynb"))
        if notebooks and (match := name.fullmatch(folder)):
            found[match["name"]] = notebooks
    return found


def submitted_folder(coursedir: CourseDirectory, assignment: str, student: str) -> Path:
    """Where a student's files of an assignment are."""
    return Path(coursedir.format_path(coursedir.submitted_directory, student, assignment))


def notebooks(coursedir: CourseDirectory, assignment: str) -> list[Path]:
    """The instructor's notebooks of an assignment that are graded, in order."""
    return sorted(
        path
        for path in source_folder(coursedir, assignment).glob("*.ipynb")
        if is_chosen(path.stem, coursedir.notebook_id)
    )


def is_chosen(name: str, pattern: str) -> bool:
    """Whether nbgrader's pattern names this; a name with brackets in it also names itself."""
    return name == pattern or fnmatchcase(name, pattern)


def submissions(coursedir: CourseDirectory) -> list[tuple[str, str, Path]]:
    """The folders where submissions belong, of the assignments and students that are chosen.

    Returns
    -------
    list of (str, str, Path)
        Assignment, student and folder, in this order; also a link, of which nothing counts.
    """
    chosen = {"assignment": coursedir.assignment_id or "*", "student": coursedir.student_id}
    excluded = coursedir.student_id_exclude.split(",")
    return sorted(
        (names["assignment"], names["student"], path)
        for path, names in walk_submitted(coursedir, chosen)
        if names and is_folder(path) and names["student"] not in excluded
    )


def walk_submitted(
    coursedir: CourseDirectory, chosen: dict[str, str] | None = None
) -> Iterator[tuple[Path, dict[str, str]]]:
    """Walk down the course's structure of folders as far as submissions.

    Parameters
    ----------
    coursedir : nbgrader.coursedir.CourseDirectory
    chosen : dict of str to str, optional
        Patterns for "student" and "assignment": walk no other way.

    Yields
    ------
    path : Path
        What lies where a submission belongs, and what leads no further on the way there.
    names : dict of str to str
        Its student and assignment; empty on the way.
    """
    levels = coursedir.directory_structure.format(
        nbgrader_step=re.escape(coursedir.submitted_directory),
        student_id="(?P<student>.+)",
        assignment_id="(?P<assignment>.+)",
    )
    yield from _descend(Path(coursedir.root), full_split(levels), {}, chosen or {})


def _descend(
    path: Path, levels: list[str], names: dict[str, str], chosen: dict[str, str]
) -> Iterator[tuple[Path, dict[str, str]]]:
    if not levels:
        yield path, names
    elif not path.is_dir() or not may(path, os.R_OK | os.X_OK):
        yield path, {}
    else:
        for inside in sorted(path.iterdir()):
            match = re.fullmatch(levels[0], inside.name, re.DOTALL)
            found = match.groupdict() if match and not inside.name.startswith(".") else None
            if found is None or not all(
                is_chosen(name, chosen.get(kind, "*")) for kind, name in found.items()
            ):
                continue
            if not is_name(inside.name):
                yield inside, {}
            else:
                yield from _descend(inside, levels[1:], names | found, chosen)


def is_folder(path: Path) -> bool:
    """Whether a path is a folder, or a link to wherever."""
    return path.is_symlink() or path.is_dir()


def students_own(coursedir: CourseDirectory, assignment: str) -> set[str]:
    """The files that are the students' to change: c.Autograde.exclude_overwriting."""
    own = Autograde(config=coursedir.config).exclude_overwriting.get(assignment, ())
    return {PurePath(name).as_posix() for name in own}


def for_tests(coursedir: CourseDirectory, assignment: str) -> dict[str, bytes]:
    """The instructor's files beside the notebooks, less those that the course ignores.

    Nor are those among them that students may change: a test that reads one would judge the
    instructor's, and one that imports it would run a student's code.

    Returns
    -------
    dict of str to bytes
        Content by path in the folder.
    """
    own = students_own(coursedir, assignment)
    found = _instructors(coursedir, assignment)
    return {name: path.read_bytes() for name, path in found.items() if name not in own}


def read_beside(coursedir: CourseDirectory, assignment: str, student: str) -> Beside:
    """Read what lies beside a student's notebooks; the instructor's files win, as in nbgrader.

    Those that are the students' to change do not; who handed none in has the instructor's.

    Returns
    -------
    Beside
    """
    instructors = for_tests(coursedir, assignment)
    found = _within_limits(handed_in(coursedir, assignment, student))
    paths = _instructors(coursedir, assignment) | found.files
    submitted = {name: path.read_bytes() for name, path in paths.items() if name not in instructors}
    left_out = [f"Left out ({why}): {_named(names)}." for why, names in found.left.items()]
    if is_linked(coursedir, assignment, student):
        left_out = [
            "The folder that was handed in is a link, which is not followed: nothing in it counts."
        ]
    return Beside(submitted | instructors, instructors, left_out)


def stamp(coursedir: CourseDirectory, assignment: str, student: str) -> str:
    """What tells whether anything in a student's folder was changed; no file is opened for it.

    Returns
    -------
    str
        A digest of what the file system says of the folder and of everything in it.
    """
    folder = submitted_folder(coursedir, assignment, student)
    paths = [str(folder)]
    if not is_linked(coursedir, assignment, student):  # what a link leads to has no end
        paths += [entry.path for entry in _walk(folder, [_OF_GIT])]
    return hashlib.sha256(repr([_stat_of(path) for path in paths]).encode()).hexdigest()


def _stat_of(path: str) -> tuple[object, ...]:
    try:
        now = os.lstat(path)
    except OSError:  # gone meanwhile, which is a change
        return (path,)
    # The time of its change cannot be set, as that of its content can.
    return path, now.st_ino, now.st_mode, now.st_size, now.st_mtime_ns, now.st_ctime_ns


def handed_in(coursedir: CourseDirectory, assignment: str, student: str) -> FolderFiles:
    """What lies beside a student's notebooks.

    Returns
    -------
    FolderFiles
    """
    if is_linked(coursedir, assignment, student):
        return FolderFiles()
    # What the course leaves out of its release, such as *.py, a student may well hand in.
    ignored = type(coursedir).ignore.default_args[0]
    folder = submitted_folder(coursedir, assignment, student)
    found = plain_files(folder, ignored)
    if notebook_folder(folder) != folder:  # code finds what lies beside its notebook
        inner = f"{folder.name}/"
        nearest = sorted(found.files.items(), key=lambda each: each[0].startswith(inner))
        found.files = {name.removeprefix(inner): path for name, path in nearest}
    instructors = _instructors(coursedir, assignment)
    folders = {str(parent) for name in instructors for parent in Path(name).parents}
    for name in list(found.files):
        # Nobody can write a file where a folder is, or the other way round.
        if name in folders or any(str(parent) in instructors for parent in Path(name).parents):
            found.leave(name, "the course has something else of that name")
    return found


def notebook_folder(folder: Path) -> Path:
    """Where in a student's folder the notebooks are.

    That is the folder itself, or one in it of the same name: a zip brings its own folder along,
    and whoever unpacks it may put it into another.
    """
    inner = folder / folder.name
    is_inside = inner.is_dir() and not inner.is_symlink() and bool(_notebooks(inner))
    return inner if is_inside and not _notebooks(folder) else folder


def find_notebook(folder: Path, name: str) -> tuple[Path | None, str]:
    """The file in a student's folder that is a lesson's notebook.

    Parameters
    ----------
    folder : Path
        What the student handed in. No link in it is followed.
    name : str
        The notebook's name, with ``.ipynb``.

    Returns
    -------
    path : Path or None
        The file of that name; else the only one that has it but for what browsers add and for
        upper and lower case; else the only notebook there is.
    said : str
        A sentence where it is another file, or none; else empty.
    """
    if is_plain(folder / name):
        return folder / name, ""
    found = _notebooks(notebook_folder(folder))
    stem = notebook_stem(name).casefold()
    alike = [path for path in found if notebook_stem(path.name).casefold() == stem]
    exact = [path for path in alike if path.name == name]
    taken = next((paths for paths in (exact, alike, found) if len(paths) == 1), [])
    if taken:
        shown = visible_name(taken[0].relative_to(folder).as_posix())
        return taken[0], f"The notebook is named {shown}; it was graded as {name}."
    if not found:
        return None, f"No notebook was handed in: {name} is missing."
    named = ", ".join(visible_name(path.name) for path in found[:5])
    return None, f"{name} is missing, and several others are there: {named}."


def is_notebook_name(name: str) -> bool:
    """Whether a file is called like a notebook, also by a browser that adds an ending."""
    return bool(_NOTEBOOK.search(name))


def notebook_stem(name: str) -> str:
    """A notebook's name without what :func:`is_notebook_name` knows it by."""
    return _NOTEBOOK.sub("", name)


def _notebooks(folder: Path) -> list[Path]:
    if not (folder.is_dir() and may(folder, os.R_OK | os.X_OK)):
        return []
    return sorted(
        path for path in folder.iterdir() if is_notebook_name(path.name) and is_plain(path)
    )


def is_linked(coursedir: CourseDirectory, assignment: str, student: str) -> bool:
    """Whether a student's folder, or one in it on the way to the notebook, is a link.

    What is above, such as ``submitted/`` itself, is the instructor's and may be one.
    """
    parts = Path(coursedir.directory_structure).parts
    first = next(i for i, part in enumerate(parts) if "{student_id}" in part)
    folder = submitted_folder(coursedir, assignment, student)
    own = [folder, *folder.parents][: len(parts) - first]
    return any(path.is_symlink() for path in own)


def is_plain(path: Path) -> bool:
    """Whether a path is a file, and no link to one."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def may(path: str | Path, mode: int) -> bool:
    """Whether this process has these rights on a path, as in :func:`os.access`."""
    return os.access(path, mode, effective_ids=os.access in os.supports_effective_ids)


def plain_files(folder: Path, ignore: list[str]) -> FolderFiles:
    """The plain files in a folder and its folders that can be read, notebooks left aside.

    Parameters
    ----------
    folder : Path
    ignore : list of str
        Patterns of names that are passed over, as nbgrader does.

    Returns
    -------
    FolderFiles
    """
    found = FolderFiles()
    for entry in _walk(folder, [*ignore, _OF_GIT]):
        name = Path(entry.path).relative_to(folder).as_posix()
        is_book = name.lower().endswith(".ipynb")
        if entry.is_symlink():
            found.leave(name, "links are not followed")
        elif entry.is_dir():
            if why := _why_not_entered(entry, name.count("/")):
                found.leave(name, why)
        elif not entry.is_file():
            found.leave(name, "no plain file")
        elif not may(entry.path, os.R_OK):
            if not is_book:  # without a notebook there is no grade: that is said elsewhere
                found.leave(name, "cannot be read here")
        elif not is_book:
            found.files[name] = Path(entry.path)
    found.files = dict(sorted(found.files.items(), key=lambda each: (each[0].count("/"), each[0])))
    return found


def _walk(folder: Path, ignore: list[str]) -> Iterator[os.DirEntry[str]]:
    """Everything in a folder and its folders, in order; no link is entered."""
    waiting = [(str(folder), 0)]
    while waiting:
        path, depth = waiting.pop()
        try:
            entries = sorted(os.scandir(path), key=lambda entry: entry.name)
        except OSError:  # not there, or not to be read, which is said of its entry
            continue
        for entry in entries:
            if any(fnmatch(entry.name, pattern) for pattern in ignore):
                continue
            yield entry
            if entry.is_dir(follow_symlinks=False) and not _why_not_entered(entry, depth):
                waiting.append((entry.path, depth + 1))


def _why_not_entered(entry: os.DirEntry[str], depth: int) -> str:
    """Why what is in a student's folder does not count; empty where it does."""
    if entry.name.lower().endswith(".ipynb"):
        return "a folder with a notebook's name"
    if depth >= MAX_DEPTH:
        return f"more than {MAX_DEPTH} folders deep"
    if not may(entry.path, os.R_OK | os.X_OK):
        return "cannot be read here"
    if os.path.lexists(os.path.join(entry.path, "pyvenv.cfg")):
        return "an environment of Python"
    return ""


def _instructors(coursedir: CourseDirectory, assignment: str) -> dict[str, Path]:
    """The instructor's files by their path in the folder: no notebook; links are followed."""
    folder = source_folder(coursedir, assignment)
    paths = [Path(entry.path) for entry in _walk(folder, coursedir.ignore)]
    return {
        path.relative_to(folder).as_posix(): path
        for path in sorted(paths)
        if path.is_file() and path.suffix.lower() != ".ipynb"
    }


def _within_limits(found: FolderFiles) -> FolderFiles:
    """The same, less nbgrader's own files and what is too much for the code to read."""
    total = 0
    for count, (name, path) in enumerate(list(found.files.items())):
        size = path.stat().st_size
        if name in NOT_THE_STUDENTS:
            del found.files[name]
        elif size > MAX_BYTES:
            found.leave(name, f"larger than {MAX_BYTES / 1e6:.0f} MB")
        elif count >= MAX_FILES:
            found.leave(name, f"only {MAX_FILES} files are read")
        elif total + size > MAX_TOTAL:
            found.leave(name, f"only {MAX_TOTAL / 1e6:.0f} MB are read")
        else:
            total += size
    return found


def _named(names: list[str], most: int = 5) -> str:
    shown = ", ".join(visible_name(name) for name in names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
