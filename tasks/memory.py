"""Which notebooks were written, and which releases made of what: digests that git ignores.

It only saves time. Without it, or where it says nothing of a lesson, the release is made
anew; it is never believed when the file in ``release/`` is not what was made.
"""

import hashlib
import json
import platform
from importlib.metadata import version
from pathlib import Path

import splitgrade

FILE = ".made-releases.json"
NOTEBOOKS = "notebooks"  # in the file, beside the lessons' own names
MAKERS = ("nbgrader", "nbconvert", "nbformat")


class Memory:
    """What is known of a course's releases."""

    def __init__(self, course):
        self._course = Path(course)
        self._file = self._course / FILE
        try:
            self._known = dict(json.loads(self._file.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            self._known = {}

    def holds(self, name, tried=False):
        """Whether the release of a lesson is what nbgrader makes of its source.

        ``tried``: and whether the reference solution was graded when it was made.
        """
        found = self._known.get(name)
        return (
            isinstance(found, dict)
            and found["of"] == self._made_of(name)
            and found["files"] == _digests(self._course / "release", name)
            and (found["tried"] or not tried)
        )

    def keep(self, name, made, tried):
        """Remember the release of a lesson that was made in the folder ``made``."""
        known = {"of": self._made_of(name), "files": _digests(made, name), "tried": tried}
        self._known[name] = known
        self._save()

    def is_notebook(self, name, text):
        """Whether this is the notebook of a lesson as it was last written."""
        return self._notebooks().get(name) == _digest_of(text)

    def keep_notebook(self, name, text):
        """Remember the notebook of a lesson that was written."""
        if not self.is_notebook(name, text):
            self._known[NOTEBOOKS] = self._notebooks() | {name: _digest_of(text)}
            self._save()

    def _notebooks(self):
        found = self._known.get(NOTEBOOKS)
        return found if isinstance(found, dict) else {}

    def _save(self):
        text = json.dumps(self._known, indent=1, sort_keys=True)
        self._file.write_text(text, encoding="utf-8")

    def _made_of(self, name):
        """A digest of everything that decides what nbgrader makes of a lesson."""
        plugin = Path(splitgrade.__file__).parent
        truth = self._course / "source" / name / f"{name}.py"  # whose notebook lies beside it
        paths = [path for path in _files(truth.parent) if path != truth]
        paths += [self._course / "nbgrader_config.py", *sorted(plugin.rglob("*.py"))]
        found = [platform.python_version(), *map(version, MAKERS)]
        found += [f"{path.name} {_digest(path)}" for path in paths]
        return hashlib.sha256("\n".join(found).encode()).hexdigest()


def files_of(release, name):
    """What lies in a lesson's folder of a release: bytes by path below ``release/``."""
    return {
        path.relative_to(release).as_posix(): path.read_bytes() for path in _files(release / name)
    }


def _digests(release, name):
    return {
        where: hashlib.sha256(data).hexdigest() for where, data in files_of(release, name).items()
    }


def _files(folder):
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not {".ipynb_checkpoints", "__pycache__"} & set(path.parts)
    )


def _digest_of(text):
    return hashlib.sha256(text.encode()).hexdigest()


def _digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()
