"""Whose each file of a download is, of which lesson, and which one of a student counts.

Canvas names files by the user's number. Moodle's number is another one in each assignment:
over the lessons only the full name says who a student is.
"""

import hashlib
import io
import itertools
import json
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from splitgrade.commands.downloads import DownloadError, Unreadable, read_download, read_zip, shown
from splitgrade.files import notebook_stem
from splitgrade.submission import read_submission

LONGEST_PATH = 500  # characters; Canvas and Moodle stay below
MAX_IN_A_ZIP = 200_000_000  # bytes of all notebooks in a zip that a student handed in
IN_MOODLE = "Participant "  # what Moodle's grading worksheet puts before its numbers
# Letters that Unicode does not take apart into one of ASCII and its marks.
ASCII = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)


class Left(NamedTuple):
    """A file that does not count, and why."""

    path: str
    reason: str


class Student(NamedTuple):
    """A student as the name of a downloaded file gives them.

    ``account`` is "12345" in Canvas and "Participant 12345" in Moodle.
    """

    account: str
    first_name: str
    last_name: str

    @property
    def in_moodle(self):
        return self.account.startswith(IN_MOODLE)

    @property
    def number(self):
        return self.account.removeprefix(IN_MOODLE)

    @property
    def full_name(self):
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def numbered_id(self):
        """The id where the name does not say who it is."""
        key = name_key(self.full_name)
        return f"{_readable(key) if key else 'participant'}-{self.number}"

    def __str__(self):
        return f"{self.full_name} ({self.account})".strip()


@dataclass(frozen=True)
class HandedIn:
    """One file that a student handed in."""

    student: Student
    path: str  # in the download
    name: str  # less the extension and the number that Canvas or a browser adds
    late: bool  # marked so by Canvas
    upload: int  # Canvas numbers uploads, the newest highest; 0 in Moodle
    time: tuple[int, ...]  # as the download dates the file
    file: Path | None = None  # a notebook's content, in a file named by its digest
    lesson: str | None = None  # of a notebook
    work: str = ""  # a digest of what is written in a notebook; empty where nothing is
    problem: str | None = None  # why it was not read

    @property
    def digest(self):
        assert self.file
        return self.file.name


class Download:
    """The files of one download by student, and those that are nobody's."""

    def __init__(self, files, nobodys):
        self.by_student = defaultdict(list)
        self.nobodys = nobodys
        for file in files:
            self.by_student[file.student.account].append(file)
        for account, mine in self.by_student.items():
            self.by_student[account] = _refuse_two_names(mine)

    @property
    def students(self):
        """Everyone who handed in a file."""
        return {file.student for mine in self.by_student.values() for file in mine}

    @property
    def lessons(self):
        """The lessons of which somebody handed in a notebook."""
        return {file.lesson for mine in self.by_student.values() for file in mine} - {None}

    def newest(self, lesson):
        """Each student's notebook that counts, and the files that do not.

        Returns
        -------
        counts : list of HandedIn
        left : list of Left
            For a person to look at.
        again : list of Left
            The same answers as in one that counts.
        """
        counts: list[HandedIn] = []
        again: list[Left] = []
        left = [
            Left(path, "no student's number where Canvas or Moodle has it") for path in self.nobodys
        ]
        for mine in self.by_student.values():
            notebooks = [file for file in mine if file.lesson == lesson and not file.problem]
            best = _best([file for file in notebooks if file.work] or notebooks, lesson)
            if len({file.digest for file in best}) == 1:
                # In Moodle nothing tells which came first: the one with the better name stays.
                taken = first_of_the_same(best[:1] + notebooks, best[0], lambda file: file.upload)
                counts.append(taken)
                for file in mine:
                    if file.problem or file.file and file.digest != taken.digest:
                        same = file.work and file.work == taken.work
                        reason = Left(file.path, _why_not(file, lesson, taken))
                        (again if same else left).append(reason)
            else:
                left += _why_none(mine, lesson)
        return counts, left, again


def that_counts(notebooks, order):
    """Which of a student's notebooks counts, whenever each came in.

    The newest in which something is written, so that an empty one, handed in by accident,
    replaces nothing. Where the same was handed in before, the first of these, so that handing
    it in again makes nobody late.

    Parameters
    ----------
    notebooks : list of HandedIn
    order : callable
        Gives for each what is larger the later it came in.

    Returns
    -------
    HandedIn
    """
    newest = max([file for file in notebooks if file.work] or notebooks, key=order)
    return first_of_the_same(notebooks, newest, order)


def first_of_the_same(notebooks, found, order):
    """The first in which the same is written as in one of them."""
    same = [file for file in notebooks if file.work and file.work == found.work]
    return min(same or [found], key=order)


def why_not_again(file, taken):
    """Why a notebook that came in later than the one that counts does not."""
    if file.work:
        return f"the same answers as in {taken.path}, which came first and counts"
    return f"nothing is written in it: {taken.path} counts"


def student_ids(students, given, known):
    """Who each student of a lesson's downloads is in the course.

    A number of Canvas is the id. In Moodle a student is the only one known of the same
    name; a name that is new becomes an id, such as ``jane-doe``. Where several people have
    a name, or Moodle hides it, the number becomes part of the id, so that nobody comes by
    what is somebody else's.

    Parameters
    ----------
    students : set of Student
        Everyone in the downloads, with or without a notebook.
    given : dict of str to str
        Ids by account, of earlier runs or a person's: they stay.
    known : iterable of (str, str)
        Each id of the course with a full name, empty where there is none.

    Returns
    -------
    dict of str to str
        Ids by account. In one lesson no two accounts come to the same id, but by ``given``.
    """
    by_name, accounts = defaultdict(set), defaultdict(set)
    for known_id, name in known:
        by_name[name_key(name)].add(known_id)
    for student in students:
        accounts[name_key(student.full_name)].add(student.account)
    ids = {student.account: student.number for student in students if not student.in_moodle}
    ids |= given
    taken = {each.casefold() for each in itertools.chain(ids.values(), *by_name.values())}
    for student in sorted(students, key=lambda student: (student.full_name, student.account)):
        if student.account not in ids:
            key = name_key(student.full_name)
            same = by_name[key] if key else set()
            if not key or len(accounts[key]) > 1 or len(same) > 1 or same & set(ids.values()):
                found = _free(student.numbered_id, taken)
            else:
                found = next(iter(same)) if same else _free(_readable(key), taken)
            ids[student.account] = found
            taken.add(found.casefold())
    return ids


def name_key(name):
    """A full name to compare: without what Moodle takes out of the names of files."""
    plain = unicodedata.normalize("NFC", name.replace("_", " "))
    kept = re.sub(r"""[&<>"`|':\\/]|\.{2,}""", "", plain)
    return " ".join(kept.split()).casefold()


def _readable(key):
    """A name as an id; with a digest where letters are lost, so that names stay apart."""
    letters = unicodedata.normalize("NFKD", key.translate(ASCII)).lower()
    words = re.findall("[a-z0-9]+", letters.encode("ascii", "ignore").decode())
    slug = "-".join(words)[:60].strip("-")
    lost = any(letter.isalnum() and not letter.isascii() for letter in letters)
    if lost or not re.search("[a-z]", slug):
        return f"{slug or 'student'}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"
    return slug


def _free(wanted, taken):
    """An id that nobody has; ``jane-doe-2`` where ``jane-doe`` is another name's."""
    numbered = (f"{wanted}-{number}" for number in itertools.count(2))
    return next(each for each in itertools.chain([wanted], numbered) if each not in taken)


class Reader:
    """Reads the downloads of a lesson, in the course's own pattern of names.

    Parameters
    ----------
    lesson : str
    notebooks : dict of str to list of pathlib.Path
        The instructor's, by lesson.
    released : list of pathlib.Path
        What students began with.
    pattern : str
        ``FileNameCollectorPlugin.named_regexp`` of the course.
    store : pathlib.Path
        An empty folder for the notebooks that are found.
    """

    def __init__(self, lesson, notebooks, released, pattern, store):
        self._released = {
            _plain(cell.source) for path in released for cell in read_submission(path).cells
        }
        self._lesson = lesson
        self._pattern = re.compile(pattern)
        self._store = store
        self._cells = {
            name: set().union(*(_grade_ids(read_submission(path).cells) for path in paths))
            for name, paths in notebooks.items()
        }

    def read(self, path):
        """Read a zip or a folder; raises `DownloadError` where it cannot be used."""
        files, nobodys = [], []
        for entry in read_download(path):
            file = self._whose(entry)
            if file is None:
                nobodys.append(entry.path)
                continue
            try:
                files += self._read(entry, file)
            except (Unreadable, DownloadError) as error:
                files.append(replace(file, problem=str(error)))
        return Download(files, nobodys)

    def _whose(self, entry):
        if len(entry.path) > LONGEST_PATH:
            return None
        # nbgrader matches the pattern with the path of the file that it unpacked.
        match = self._pattern.match(f"/downloaded/{self._lesson}/extracted/{entry.path}")
        return match and HandedIn(
            _student(match),
            entry.path,
            notebook_stem(match["file_id"]),
            bool(match["late"]),
            int(match["upload"] or 0),
            entry.time,
        )

    def _read(self, entry, file):
        if entry.extension == ".ipynb":
            yield self._notebook(entry, file)
        elif entry.extension == ".zip":
            yield from self._notebooks_in_zip(entry, file)
        else:
            yield file

    def _notebooks_in_zip(self, entry, file):
        """The notebooks in a zip that a student handed in."""
        yield file
        for inner in read_zip(io.BytesIO(entry.read()), "the zip", MAX_IN_A_ZIP):
            if inner.extension == ".ipynb":
                path = PurePosixPath(entry.path, inner.path)
                yield self._notebook(
                    inner, replace(file, path=str(path), name=notebook_stem(path.name))
                )

    def _notebook(self, entry, file):
        data = entry.read()
        stored = self._store / hashlib.sha256(data).hexdigest()
        stored.write_bytes(data)
        cells = read_submission(stored).cells
        lesson = self._lesson_of(cells, file.name)
        return replace(file, file=stored, lesson=lesson, work=self._work_in(cells))

    def _work_in(self, cells):
        """A digest of what is written in a notebook; empty where all is as it was released.

        Of all cells, not of the answers alone: they may use others, or stand in them.
        """
        written = [[cell.cell_type, _plain(cell.source), cell.pictures] for cell in cells]
        written = [each for each in written if each[1]]
        if all(source in self._released for _, source, _ in written):
            return ""
        return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()

    def _lesson_of(self, cells, name):
        """The lesson whose cells a notebook holds; where it holds none, by its name."""
        found = _grade_ids(cells)
        shared = {lesson: len(found & ids) for lesson, ids in self._cells.items()}
        best = max(shared, key=lambda lesson: (shared[lesson], lesson == self._lesson))
        if shared[best]:
            return best
        return name if name in self._cells else self._lesson


def _grade_ids(cells):
    return {cell.grade_id for cell in cells} - {None}


def _plain(source):
    """A cell's text, whatever line ends and blanks around it an editor writes."""
    return "\n".join(line.rstrip() for line in source.strip().splitlines())


def _student(match):
    first, last = (shown(match[part] or "").strip()[:128] for part in ("first_name", "last_name"))
    if (first, last) == ("", "Participant"):  # Moodle's blind marking
        last = ""
    account = match["student_id"] if match["upload"] else IN_MOODLE + match["student_id"]
    return Student(account, first, last)


def _refuse_two_names(files):
    """In one download a student has one name: with two, one of them was forged."""
    names = sorted({file.student.full_name for file in files})
    if len(names) == 1:
        return files
    problem = f"the number {files[0].student.number} has two names here: {' and '.join(names)}"
    return [replace(file, problem=problem) for file in files]


def _best(notebooks, lesson):
    """The newest with the lesson's name; else all, as nothing tells which is meant."""
    named = [file for file in notebooks if file.name.casefold() == lesson.casefold()]
    if not named:
        return notebooks
    highest = max(_rank(file, lesson) for file in named)
    return [file for file in named if _rank(file, lesson) == highest]


def _rank(file, lesson):
    """By Canvas's number; in Moodle the very name goes before a copy such as "name (1)"."""
    return file.upload, PurePosixPath(file.path).stem.endswith(lesson)


def _why_none(mine, lesson):
    """Why nothing of a student counts, for each file that might have."""
    reasons = [
        Left(file.path, _why_not(file, lesson)) for file in mine if file.problem or file.lesson
    ]
    if reasons:
        return reasons
    some = ", ".join(file.path for file in mine[:5])
    return [
        Left(
            some, f"no notebook, and none elsewhere from {mine[0].student}: ask for the .ipynb file"
        )
    ]


def _why_not(file, lesson, taken=None):
    if file.problem:
        return file.problem
    if file.lesson != lesson:
        ask = f"ask {file.student} for the one of {lesson}"
        instead = f"{taken.path} was taken" if taken else ask
        return f"a notebook of {file.lesson}: {instead}"
    if taken and taken.work and file.work in ("", taken.work):
        return why_not_again(file, taken)
    if taken:
        return f"{taken.path} was taken instead"
    return (
        f"one of several notebooks from {file.student}: ask for the one that is meant, "
        f"named {lesson}.ipynb"
    )
