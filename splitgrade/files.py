"""The files of an assignment: where they are, and which of them student code and tests see."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from nbgrader.utils import find_all_files

if TYPE_CHECKING:
    from nbgrader.coursedir import CourseDirectory

MAX_BYTES = 20_000_000  # of one file that a student's code may read
MAX_FILES = 500
NOT_THE_STUDENTS = {"timestamp.txt"}  # nbgrader's own


def source_folder(coursedir: CourseDirectory, assignment: str) -> Path:
    """Where the instructor's files of an assignment are."""
    return Path(coursedir.format_path(coursedir.source_directory, ".", assignment))


def submitted_folder(coursedir: CourseDirectory, assignment: str, student: str) -> Path:
    """Where a student's files of an assignment are."""
    return Path(coursedir.format_path(coursedir.submitted_directory, student, assignment))


def for_tests(coursedir: CourseDirectory, assignment: str) -> dict[str, bytes]:
    """The instructor's files beside the notebooks, less those that the course ignores.

    Returns
    -------
    dict of str to bytes
        Content by path in the folder.
    """
    return {
        name: path.read_bytes()
        for name, path in _files(source_folder(coursedir, assignment), coursedir.ignore)
    }


def for_student(coursedir: CourseDirectory, assignment: str, student: str) -> dict[str, bytes]:
    """What the student handed in beside notebooks; the instructor's files win, as in nbgrader.

    Returns
    -------
    dict of str to bytes
        Content by path in the folder.
    """
    handed_in = {
        name: path.read_bytes()
        for name, path in _handed_in(coursedir, assignment, student)
        if _fits(path)
    }
    return handed_in | for_tests(coursedir, assignment)


def too_large(coursedir: CourseDirectory, assignment: str, student: str) -> list[str]:
    """Say which of a student's files are not shown to the code."""
    return [
        f"The file {name} has {path.stat().st_size / 1e6:.0f} MB, more than the "
        f"{MAX_BYTES / 1e6:.0f} MB that are read; the code ran without it."
        for name, path in _handed_in(coursedir, assignment, student)
        if not _fits(path)
    ]


def _fits(path: Path) -> bool:
    return path.stat().st_size <= MAX_BYTES


def _handed_in(coursedir: CourseDirectory, assignment: str, student: str) -> list[tuple[str, Path]]:
    folder = submitted_folder(coursedir, assignment, student)
    # What the course leaves out of its release, such as *.py, a student may well hand in.
    ignored = type(coursedir).ignore.default_args[0]
    found = [(name, path) for name, path in _files(folder, ignored) if name not in NOT_THE_STUDENTS]
    return found[:MAX_FILES]


def _files(folder: Path, ignored: list[str]) -> Iterator[tuple[str, Path]]:
    """Plain files by their path in a folder: no notebook, no link (it could lead anywhere)."""
    for name in sorted(find_all_files(str(folder), [*ignored, "*.ipynb"])):
        path = Path(name)
        inside = path.relative_to(folder)
        parts = [folder.joinpath(*inside.parts[: depth + 1]) for depth in range(len(inside.parts))]
        if (
            path.is_file()
            and not any(part.is_symlink() for part in parts)
            and path.suffix.lower() != ".ipynb"
        ):
            yield inside.as_posix(), path
