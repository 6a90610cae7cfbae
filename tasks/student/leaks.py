"""Read every file of a folder and find what students must not see.

Sought are the lines of solutions, hidden tests and mutants, stretches of the
instructor's own code, nbgrader's markers, a gradebook, and files of the instructor by
name. A file that cannot be read to its end counts as a leak. White space plays no part
when lines are compared.
"""

import json
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from splitgrade.commands.downloads import DAMAGE
from tasks import lessons
from tasks.variants import read_variants

INSTRUCTOR_MODULES = ("splitgrade", "tasks", "tests")
INSTRUCTOR_CODE = (*INSTRUCTOR_MODULES, "benchmarks", "nbgrader_config.py", "course.py")
INSTRUCTOR_NAMES = {
    *INSTRUCTOR_CODE,
    ".ci",
    ".nbgrader.log",
    "alternatives",
    "autograded",
    "demo_course",
    "feedback",
    "mutants",
    "report",
    "source",
    "submitted",
}
IMPORT = re.compile(rf"^\s*(?:from|import)\s+({'|'.join(INSTRUCTOR_MODULES)})\b", re.MULTILINE)
MARKER = re.compile("|".join(map(re.escape, (*lessons.BEGINS, *lessons.ENDS))))
SQLITE = b"SQLite format 3\0"
RUN = 6  # telling lines in a row that two programs do not share by chance
ANYWHERE = 26  # characters of a line that is sought inside of others too
IN_LIBRARY = 35  # characters: the library shares shorter lines with solutions by nature


class UnreadableError(ValueError):
    """A file holds something that this module cannot look into."""


@dataclass(frozen=True)
class Secrets:
    """What must not be found: single lines with what they are of, and runs of code.

    Attributes
    ----------
    lines : dict of str to (str, str)
        Kind (``"solution"``, ``"hidden test"``, ``"mutant"``) and place of a line
        without its white space.
    runs : dict of tuple of str to str
        Instructor file of ``RUN`` telling lines that follow each other.
    """

    lines: dict
    runs: dict

    def count(self):
        """Number of lines of each kind."""
        return Counter(kind for kind, _ in self.lines.values())


@dataclass(frozen=True)
class Proof:
    """What was read, and a sentence for each leak; the folder is clean without any."""

    files: int
    size: int  # bytes
    leaks: list


def secrets_of(course=lessons.COURSE, names=None):
    """Collect what must not leave a course, or of some of its lessons only.

    Lines that a lesson shows openly are no secrets, nor are a mutant's lines of code
    that stand in the library: it is handed out as it is.
    """
    course = Path(course)
    names = lessons.lesson_names(course) if names is None else names
    library = {line for path in (course / "smallnets").rglob("*.py") for line in _telling(path)}
    shown, lines = set(), {}
    for name in names:
        for cell in lessons.read_py(lessons.source_py(name, course)).cells:
            for kind, part in lessons.parts(cell.source):
                if kind == "shown":
                    shown.update(map(squashed, part))
                else:
                    lines |= {squashed(line): (kind, name) for line in part}
    for kind, called in (("mutants", "mutant"), ("alternatives", "solution")):
        for variant in (each for name in names for each in read_variants(kind, name, course)):
            place = f"{variant.lesson}/{variant.name}"
            code = _telling_lines(variant.source)
            told = _telling(course / "tests" / kind / f"{place}.py") if kind == "mutants" else []
            for line in (*told, *code):
                if line not in library or line not in code:
                    lines.setdefault(line, (called, place))
    together = "\n".join(shown)
    telling = {line: of for line, of in lines.items() if is_telling(line) and line not in together}
    return Secrets(telling, _instructor_runs(course))


def prove(folder, secrets, reader=None):
    """Read all files below a folder but ``.git``, and list what leaks.

    Parameters
    ----------
    folder : str or Path
    secrets : Secrets
    reader : callable, optional
        Takes a path and returns all text in the file, or raises UnreadableError; ``read`` if
        not given.

    Returns
    -------
    Proof
    """
    folder = Path(folder)
    leaks, size = [], 0
    paths = files_below(folder)
    for path in paths:
        where = path.relative_to(folder).as_posix()
        size += path.lstat().st_size
        leaks += [f"{where}: {leak}" for leak in _leaks(path, where, secrets, reader or read)]
    return Proof(len(paths), size, leaks)


def files_below(folder):
    """All files of a folder in a fixed order, those of its ``.git`` left out."""
    folder = Path(folder)
    return sorted(
        path
        for path in folder.rglob("*")
        if (path.is_symlink() or not path.is_dir()) and path.relative_to(folder).parts[0] != ".git"
    )


def squashed(line):
    """A line without its white space."""
    return "".join(line.split())


def is_telling(line):
    """Long enough, and with enough going on, to give something away."""
    return len(line) >= 14 and not line.startswith("#") and bool(re.search(r"[(\[=*/+.]", line))


def _leaks(path, where, secrets, reader):
    for part in where.split("/"):
        if part.casefold() in INSTRUCTOR_NAMES or part.casefold().startswith("gradebook"):
            yield f"{part} is the name of an instructor's file or folder"
    try:
        text = reader(path)
    except UnreadableError as error:
        yield str(error)
        return
    if found := MARKER.search(text):
        yield f"holds nbgrader's marker {found[0]}"
    if found := IMPORT.search(text):
        yield f"imports {found[1]}, which students do not have"
    in_library = where.startswith("smallnets/") and path.suffix == ".py"
    yield from _known_lines(text, in_library, secrets.lines)
    yield from _known_runs(text, secrets.runs)


def _known_lines(text, in_library, secrets):
    lines = {squashed(line) for line in text.splitlines()}
    together = "\n".join(lines)
    for line, (kind, place) in secrets.items():
        if in_library and len(line) < IN_LIBRARY:
            continue
        if line in lines or (len(line) >= ANYWHERE and line in together):
            yield f"holds a line of a {kind} ({place}): {line}"


def _known_runs(text, runs):
    found = {runs[run] for run in _runs(_telling_lines(text)) if run in runs}
    yield from (f"holds instructor's code, from {place}" for place in sorted(found))


def read(path):
    """All text in a file: of notebooks and arrays what they hold, else the file itself.

    Raises
    ------
    UnreadableError
        If something in it cannot be read as text or as plain arrays.
    """
    if path.is_symlink() or not path.is_file():
        raise UnreadableError("is no regular file")
    data = path.read_bytes()
    if data.startswith(SQLITE):
        raise UnreadableError("is a database, such as a gradebook")
    if path.suffix == ".npz":
        return _read_arrays(path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise UnreadableError("is neither text nor arrays: nobody can say what it holds") from None
    if "\0" in text:
        raise UnreadableError("is neither text nor arrays: nobody can say what it holds")
    if path.suffix not in (".ipynb", ".json"):
        return text
    try:
        document = json.loads(text)
    except ValueError:
        raise UnreadableError("is no valid JSON") from None
    if path.suffix == ".ipynb" and _has_results(document):
        raise UnreadableError("holds outputs or attachments, which may show answers")
    return "\n".join(strings(document))


def _has_results(value):
    """Whether anything but an empty list or dict is kept as a cell's result."""
    if isinstance(value, dict):
        return bool(value.get("outputs") or value.get("attachments")) or any(
            map(_has_results, value.values())
        )
    return isinstance(value, list) and any(map(_has_results, value))


def strings(value):
    """Every text in a JSON document; a list of texts, as of a cell's lines, is one."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from strings(each)
    elif isinstance(value, list):
        if value and all(isinstance(each, str) for each in value):
            yield "".join(value)
        else:
            for each in value:
                yield from strings(each)


def _read_arrays(path):
    """Names of the arrays in a npz, and what is text in them."""
    texts = []
    try:
        with zipfile.ZipFile(path) as archive:
            if not all(name.endswith(".npy") for name in archive.namelist()):
                raise UnreadableError("holds something else than arrays")
            comments = [archive.comment, *(each.comment for each in archive.infolist())]
        with np.load(path, allow_pickle=False) as arrays:
            for name in arrays.files:
                texts += [name, _array_text(arrays[name])]
    except DAMAGE as error:
        raise UnreadableError(f"cannot be read as arrays: {error}") from error
    return "\n".join([*texts, *(each.decode("utf-8", "replace") for each in comments)])


def _array_text(array):
    if array.dtype.kind == "U":
        return "\n".join(array.ravel().tolist())
    if array.dtype.kind in "SV" or (array.dtype.itemsize == 1 and array.ndim < 2):
        text = array.tobytes().decode("utf-8", "replace")
        try:
            return "\n".join(strings(json.loads(text)))
        except ValueError:
            return text
    return ""


def _instructor_runs(course):
    runs = {}
    for part in INSTRUCTOR_CODE:
        path = course / part
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            where = file.relative_to(course)
            if not {"mutants", "alternatives"} & set(where.parts):
                runs.update(dict.fromkeys(_runs(_telling(file)), where.as_posix()))
    return runs


def _runs(lines):
    return zip(*(lines[start:] for start in range(RUN)), strict=False)


def _telling(path):
    return _telling_lines(path.read_text(encoding="utf-8"))


def _telling_lines(text):
    return [line for line in map(squashed, text.splitlines()) if is_telling(line)]
