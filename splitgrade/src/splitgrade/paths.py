"""Names of folders and files: which nbgrader can keep, and how they are shown."""

from __future__ import annotations

import re
from pathlib import Path


class RootRefused(OSError):
    """A course cannot be graded in its folder because of its name; the text says which."""


def is_name(name: str) -> bool:
    """Whether nbgrader and its gradebook can keep a student or a lesson under a folder's name."""
    return not re.search("[\x00-\x1f\x7f\ud800-\udfff]", name)


def as_pattern(name: str) -> str:
    """A pattern that names just this, for nbgrader's settings, which lose blanks at the ends."""
    return re.sub(r"([*?\[\s])", r"[\1]", name)


def visible_name(name: str) -> str:
    """A file's name as text: line breaks, and bytes that are no text, as their escapes."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in name
    )[:200]


def refuse_root(root: str | Path) -> None:
    """Refuse a course's folder whose path would be read as something else than a path.

    nbgrader takes it for a pattern, and its gradebook's address for one with parameters: the
    gradebook of "What?" would be made beside the course, under the name "What".

    Raises
    ------
    RootRefused
    """
    wrong = re.search(r"[*?\[]|%[0-9a-fA-F]{2}", str(root))
    if wrong or not is_name(str(root)):
        what = repr(wrong[0]) if wrong else "a line break, or bytes that are no text"
        raise RootRefused(
            f"the course's folder {visible_name(str(root))} has {what} in its path, which "
            "nbgrader misreads: rename it, or move the course. Nothing was written."
        )
