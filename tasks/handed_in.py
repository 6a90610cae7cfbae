"""Whose each file of a download is, of which lesson, and which one of a student counts."""

import hashlib
import io
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from splitgrade.submission import read_submission
from tasks import lessons
from tasks.downloads import DownloadError, Unreadable, read_download, read_zip, shown

LONGEST_PATH = 500  # characters; Canvas and Moodle stay below
MAX_IN_A_ZIP = 200_000_000  # bytes of all notebooks in a zip that a student handed in


class Left(NamedTuple):
    """A file that does not count, and why."""

    path: str
    reason: str


class Student(NamedTuple):
    """A student as the name of a downloaded file gives them."""

    id: str
    first_name: str
    last_name: str

    @property
    def full_name(self):
        return f"{self.first_name} {self.last_name}".strip()

    def __str__(self):
        return f"{self.full_name} ({self.id})".strip()


@dataclass(frozen=True)
class HandedIn:
    """One file that a student handed in."""

    student: Student
    path: str  # in the download
    name: str  # less the extension and the number that Canvas or a browser adds
    late: bool  # marked so by Canvas
    upload: int  # Canvas numbers uploads, the newest highest; 0 in Moodle
    time: tuple  # as the download dates the file
    file: Path | None = None  # a notebook's content, in a file named by its digest
    lesson: str | None = None  # of a notebook
    problem: str | None = None  # why it was not read

    @property
    def digest(self):
        return self.file.name


class Download:
    """The files of one download by student, and those that are nobody's."""

    def __init__(self, files, nobodys):
        self.by_student = defaultdict(list)
        self.nobodys = nobodys
        for file in files:
            self.by_student[file.student.id].append(file)
        for number, mine in self.by_student.items():
            self.by_student[number] = _refuse_two_names(mine)

    @property
    def lessons(self):
        """The lessons of which somebody handed in a notebook."""
        return {file.lesson for mine in self.by_student.values() for file in mine} - {None}

    def newest(self, lesson):
        """Each student's notebook that counts, and the files that do not.

        Returns
        -------
        list of HandedIn, list of Left
        """
        counts, left = [], [Left(path, "no student's number where Canvas or Moodle has it")
                            for path in self.nobodys]
        for mine in self.by_student.values():
            notebooks = [file for file in mine if file.lesson == lesson and not file.problem]
            best = _best(notebooks, lesson)
            if len({file.digest for file in best}) == 1:
                counts.append(best[0])
                left += [Left(file.path, _why_not(file, lesson, best[0].path)) for file in mine
                         if file.problem or file.file and file.digest != best[0].digest]
            else:
                left += _why_none(mine, lesson)
        return counts, left


class Reader:
    """Reads the downloads of a lesson, in the course's own pattern of names.

    Parameters
    ----------
    lesson : str
    course : path-like
    pattern : str
        ``FileNameCollectorPlugin.named_regexp`` of the course.
    store : pathlib.Path
        An empty folder for the notebooks that are found.
    """

    def __init__(self, lesson, course, pattern, store):
        self._lesson = lesson
        self._pattern = re.compile(pattern)
        self._store = store
        self._cells = {name: _grade_ids(lessons.source_notebook(name, course))
                       for name in lessons.lesson_names(course)}

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
            _student(match), entry.path, match["file_id"], bool(match["late"]),
            int(match["upload"] or 0), entry.time,
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
                yield self._notebook(inner, replace(file, path=str(path), name=path.stem))

    def _notebook(self, entry, file):
        data = entry.read()
        stored = self._store / hashlib.sha256(data).hexdigest()
        stored.write_bytes(data)
        return replace(file, file=stored, lesson=self._lesson_of(stored, file.name))

    def _lesson_of(self, stored, name):
        """The lesson whose cells a notebook holds; where it holds none, by its name."""
        found = _grade_ids(stored)
        shared = {lesson: len(found & ids) for lesson, ids in self._cells.items()}
        best = max(shared, key=lambda lesson: (shared[lesson], lesson == self._lesson))
        if shared[best]:
            return best
        return name if name in self._cells else self._lesson


def _grade_ids(file):
    return {cell.grade_id for cell in read_submission(file).cells} - {None}


def _student(match):
    first, last = (shown(match[part] or "").strip()[:128] for part in ("first_name", "last_name"))
    if (first, last) == ("", "Participant"):  # Moodle's blind marking
        last = ""
    return Student(match["student_id"], first, last)


def _refuse_two_names(files):
    """In one download a student has one name: with two, one of them was forged."""
    names = sorted({file.student.full_name for file in files})
    if len(names) == 1:
        return files
    problem = f"the number {files[0].student.id} has two names here: {' and '.join(names)}"
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
    reasons = [Left(file.path, _why_not(file, lesson)) for file in mine
               if file.problem or file.lesson]
    if reasons:
        return reasons
    some = ", ".join(file.path for file in mine[:5])
    return [Left(some, f"no notebook, and no other from {mine[0].student}")]


def _why_not(file, lesson, taken=None):
    if file.problem:
        return file.problem
    if file.lesson != lesson:
        return f"a notebook of {file.lesson}"
    if taken:
        return f"{taken} was taken instead"
    return f"one of several notebooks from {file.student}: which one is meant?"
