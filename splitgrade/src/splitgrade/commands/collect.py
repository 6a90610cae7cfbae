"""Collect the notebooks that Canvas or Moodle gave for download.

Takes the zip of "Download submissions" (Canvas) or "Download all submissions" (Moodle), or
the folder it was unpacked to. Each student's newest notebook goes into submitted/, where
nbgrader looks for it. What it replaces is kept in submitted-before/. A later one with the
same answers does not make the earlier one late, and one without any does not replace it.

Canvas's number of a user is the student's id. Moodle numbers a student anew in each
assignment: there the full name says who it is, in the gradebook or in an earlier lesson,
and a new name becomes an id such as jane-doe. downloaded/LESSON/moodle.csv has the numbers
and ids; an id that you change there holds from then on. In Moodle choose "All participants"
before the download: a chosen group's name would become part of every student's.
"""

import argparse
import contextlib
import csv
import functools
import hashlib
import itertools
import re
import shutil
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from splitgrade import files
from splitgrade.commands import downloads
from splitgrade.commands.downloads import DownloadError, shown
from splitgrade.commands.handed_in import (
    Left,
    Reader,
    name_key,
    student_ids,
    that_counts,
    why_not_again,
)
from splitgrade.folder import add_course, course_config, nbgrader_api
from splitgrade.messages import AGAIN
from splitgrade.results import AlreadyRunning, only_run


class CollectError(Exception):
    """What keeps a download from being collected; the text says what to do."""


@dataclass
class Collected:
    """What came of collecting; students are given by their ids, in order."""

    lesson: str
    new: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)  # the earlier one is in `kept_in`
    unchanged: list[str] = field(default_factory=list)
    newer_here: list[str] = field(default_factory=list)  # submitted/ is newer: left alone
    late: list[str] = field(default_factory=list)  # marked by Canvas, which gives no time
    missing: list[str] = field(default_factory=list)  # in the gradebook, nothing submitted
    left: list[Left] = field(default_factory=list)  # files that were not collected
    again: list[Left] = field(default_factory=list)  # came later than what counts, and do not
    names: dict[str, str] = field(default_factory=dict)  # by id
    unsure: dict[str, list[str]] = field(default_factory=dict)  # ids by a name of several
    moodle: Path | None = None  # who has which number in Moodle
    kept_in: Path | None = None

    @property
    def to_look_at(self):
        """How many files and students wait for a person's decision."""
        return len(self.left) + len(self.newer_here) + sum(map(len, self.unsure.values()))

    @property
    def students(self):
        """Everyone of whom the downloads hold a notebook."""
        return sorted(self.new + self.replaced + self.unchanged + self.newer_here)


def collect(lesson, downloaded, course):
    """Collect the submissions of a lesson from downloads of Canvas or Moodle.

    Parameters
    ----------
    lesson : str
    downloaded : list of path-like
        Zips, or the folders they were unpacked to. A copy of each stays in
        ``downloaded/<lesson>/archive/``; what already lies there is collected with them,
        so an empty list collects that alone.
    course : path-like
        The course folder.

    Returns
    -------
    Collected

    Raises
    ------
    CollectError, splitgrade.commands.downloads.DownloadError
        If a download is missing, broken, unlike those of Canvas and Moodle, or of another
        lesson, or a moodle.csv is broken. Nothing is changed then.
    """
    course = Path(course).resolve()
    config = course_config(course)
    coursedir = CourseDirectory(config=config)
    notebooks = files.source_notebooks(coursedir)
    if lesson not in notebooks:
        raise CollectError(
            f"No lesson is named {lesson!r}. The lessons are: {', '.join(notebooks)}."
        )
    archive = course / "downloaded" / lesson / "archive"
    with _empty_folder(archive.parent / "collecting") as work:
        reader = _reader(lesson, notebooks, config, coursedir, work)
        rows = _participants(course, notebooks)
        incoming = _copy_new(downloaded, work, archive)
        fresh = [_refuse_foreign(path, reader.read(path), lesson) for path in incoming]
        earlier = [reader.read(path) for path in _content(archive) if path not in incoming]
        for path in incoming:
            path.replace(archive / path.name)
        return _take_in(lesson, course, work, rows, earlier, fresh)


@contextlib.contextmanager
def _empty_folder(folder):
    """A folder for the time of the work, empty also after a run that was killed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _reader(lesson, notebooks, config, coursedir, work):
    pattern = config.FileNameCollectorPlugin.named_regexp
    released = Path(coursedir.format_path(coursedir.release_directory, ".", lesson))
    store = work / "notebooks"
    store.mkdir()
    return Reader(lesson, notebooks, sorted(released.glob("*.ipynb")), pattern, store)


def _copy_new(downloaded, work, archive):
    """Copy the downloads; one that the archive has already stands for itself."""
    incoming = []
    (work / "incoming").mkdir()
    archive.mkdir(exist_ok=True)
    for given in downloaded:
        path = Path(given).resolve()
        if not path.exists():
            raise CollectError(f"There is no {given}.")
        if path == archive:
            continue
        if archive.is_relative_to(path):
            raise CollectError(
                f"{given} holds what was collected before: give the downloads themselves."
            )
        if path.parent != archive:
            path = downloads.keep(path, archive, work / "incoming")
        incoming.append(path)
    return list(dict.fromkeys(incoming))


def _content(archive):
    return sorted(path for path in archive.iterdir() if not path.name.startswith("."))


def _refuse_foreign(path, download, lesson):
    """Pass on what is in a new download, unless it is something else altogether."""
    if not download.by_student:
        raise CollectError(
            f"No file in {path.name} is named as Canvas or Moodle name submissions, such as "
            f"doejane_12345_67890_{lesson}.ipynb or "
            f"Jane Doe_12345_assignsubmission_file_/{lesson}.ipynb. With anonymous grading "
            "in Canvas there are no student numbers: download again without it."
        )
    if download.lessons and lesson not in download.lessons:
        raise CollectError(
            f"{path.name} is of {' and '.join(sorted(download.lessons))}, not of {lesson}."
        )
    return download


def _take_in(lesson, course, work, rows, earlier, fresh):
    everything = [*earlier, *fresh]
    found, recent, left, again = _newest(lesson, everything, fresh or everything)
    api = nbgrader_api(course)
    target = functools.partial(_submitted, api.coursedir, lesson)
    with api.gradebook as gradebook:
        ids = student_ids(
            set().union(*(download.students for download in everything)),
            {row["Identifier"]: row["student"] for row in rows[lesson]},
            _known(gradebook, rows, target),
        )
        seen = defaultdict(list)
        for notebook in found:
            seen[ids[notebook.student.account]].append(notebook)
        chosen = {key: that_counts(seen[key], _order) for key in sorted(seen)}

        result = Collected(
            lesson,
            left=left,
            again=again + _again(chosen, seen, recent),
            names={key: n.student.full_name for key, n in chosen.items()},
            late=[key for key, notebook in chosen.items() if notebook.late],
            unsure=_unsure(chosen),
        )
        for key, notebook in chosen.items():
            getattr(result, _fate(notebook, seen[key], target(key))).append(key)
        wanted = result.new + result.replaced
        for key in wanted:
            _lay_out(chosen[key], work / "made" / key)
        if result.replaced:
            result.kept_in = course / "submitted-before" / time.strftime("%Y-%m-%d_%H-%M-%S")
        # Who is who comes first: a run that is killed from here on goes on with the same ids.
        result.moodle = _write_participants(work, course, lesson, rows[lesson], found, ids)
        _write_names(gradebook, chosen)
        for key in wanted:
            _move_in(work / "made" / key, target(key), result.kept_in, key, lesson)
        result.missing = _missing(gradebook, target, result.unsure)
    return result


def _again(chosen, seen, recent):
    """What of the recent came after a student's notebook that counts, and why it does not."""
    return [
        Left(file.path, why_not_again(file, taken))
        for key, taken in chosen.items()
        for file in seen[key]
        if file in recent and _order(file) > _order(taken)
    ]


def _newest(lesson, everything, of_interest):
    """What counts in each download; of those of interest also what does not."""
    found, recent, left, again = [], [], [], []
    for download in everything:
        counts, rest, same = download.newest(lesson)
        found += counts
        if download in of_interest:
            recent += counts
            left += rest
            again += same
    return found, recent, left, again


def _participants(course, lessons):
    """The students of each lesson with their numbers in Moodle, as earlier runs wrote them."""
    from splitgrade.report.read import ReportError, participants_file, read_participants

    try:
        return {lesson: read_participants(participants_file(course, lesson)) for lesson in lessons}
    except ReportError as error:
        raise CollectError(str(error)) from error


def _known(gradebook, rows, target):
    """Every id of the course, with each full name that it has somewhere."""
    for student in gradebook.students:
        yield student.id, _full_name(student)
    for row in itertools.chain(*rows.values()):
        yield row["student"], row["name"]
    for folder in target("any").parents[1].glob("*"):
        yield folder.name, ""


def _full_name(student):
    return f"{student.first_name or ''} {student.last_name or ''}".strip()


def _unsure(chosen):
    """The ids that are made of a number, by the name that did not say who it is."""
    unsure = defaultdict(list)
    for key, notebook in chosen.items():
        student = notebook.student
        if student.in_moodle and f"{key}-".startswith(f"{student.numbered_id}-"):
            unsure[student.full_name].append(key)
    return dict(unsure)


def _write_participants(work, course, lesson, rows, found, ids):
    """Add the new ones to the lesson's table of Moodle's numbers; returns its path, if any."""
    from splitgrade.report.exports import harmless
    from splitgrade.report.read import PARTICIPANTS, participants_file

    path = participants_file(course, lesson)
    there = {row["Identifier"] for row in rows}
    students = {notebook.student.account: notebook.student for notebook in found}
    new = [
        student
        for account, student in sorted(students.items())
        if student.in_moodle and account not in there
    ]
    if new:
        rows = rows + [
            {
                "Identifier": student.account,
                "student": ids[student.account],
                "name": harmless(student.full_name),
            }
            for student in new
        ]
        draft = work / path.name
        with draft.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, PARTICIPANTS)
            writer.writeheader()
            writer.writerows(rows)
        draft.replace(path)
    return path if rows else None


def _order(notebook):
    return notebook.upload, notebook.time


def _submitted(coursedir, lesson, student):
    return Path(coursedir.format_path(coursedir.submitted_directory, student, lesson))


def _fate(notebook, seen, folder):
    """The list of `Collected` that a student belongs to.

    What lies in submitted/ and is in an earlier download gives way to the newest. Anything
    else there, such as a file mended by hand, gives way only to what came in after it.
    """
    if not folder.exists():
        return "new"
    present = list(folder.glob("*.ipynb"))
    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in present}
    if notebook.digest in digests:
        return "unchanged"
    if digests & {other.digest for other in seen}:
        return "replaced"
    first_seen = min(other.time for other in seen if other.digest == notebook.digest)
    newest = max((path.stat().st_mtime for path in present), default=0)
    return "replaced" if time.localtime(newest)[:6] < first_seen else "newer_here"


def _lay_out(notebook, folder):
    """Write a notebook into a new folder, under the name that the student gave it."""
    folder.mkdir(parents=True)
    shutil.copyfile(notebook.file, folder / f"{_plain_name(notebook.name)}.ipynb")


def _plain_name(name):
    """A student's file name, reduced to what every system takes."""
    return re.sub(r"[^\w ()-]", "_", name)[:60].strip() or "notebook"


def _move_in(made, target, kept_in, key, lesson):
    """Put a folder in place; renaming leaves nothing half done."""
    if target.exists():
        kept = kept_in / key / lesson
        kept.parent.mkdir(parents=True, exist_ok=True)  # lessons of the same second
        target.rename(kept)
    target.parent.mkdir(parents=True, exist_ok=True)
    made.rename(target)


def _write_names(gradebook, chosen):
    """Add the students to the gradebook; a name that is there stays."""
    known = {student.id: student for student in gradebook.students}
    for key, notebook in chosen.items():
        entry = known.get(key)
        if entry is None or not (entry.first_name or entry.last_name):
            gradebook.update_or_create_student(
                key,
                first_name=notebook.student.first_name or None,
                last_name=notebook.student.last_name or None,
            )


def _missing(gradebook, target, unsure):
    """Students of the gradebook with nothing submitted; not those who may have come."""
    unsure = {name_key(name) for name in unsure}
    return sorted(
        student.id
        for student in gradebook.students
        if not target(student.id).exists() and name_key(_full_name(student)) not in unsure
    )


def report(result):
    """What came of collecting, in lines for an instructor."""
    counts = {
        "new": result.new,
        "newer than before": result.replaced,
        "as before": result.unchanged,
        "left as in submitted/": result.newer_here,
    }
    parts = ", ".join(f"{len(students)} {what}" for what, students in counts.items() if students)
    yield f"{result.lesson}: notebooks of {len(result.students)} students ({parts or 'none'})."
    if result.late:
        yield f"Marked late by Canvas: {_named(result, result.late)}."
    if result.replaced:
        yield (
            f"Replaced, the earlier one is in {result.kept_in}: {_named(result, result.replaced)}."
        )
    if result.newer_here:
        yield (
            "Not replaced, since the file in submitted/ is newer than the download: "
            f"{_named(result, result.newer_here)}."
        )
    if result.again:
        yield (
            f"Handed in later, and the earlier one counts ({len(result.again)}): {AGAIN}. "
            f"All of them stay in downloaded/{result.lesson}/archive."
        )
        yield from (f"  {shown(left.path)}: {shown(left.reason)}" for left in result.again)
    if result.left:
        yield f"Not collected ({len(result.left)}):"
        yield from (f"  {shown(left.path)}: {shown(left.reason)}" for left in result.left)
    for name, students in result.unsure.items():
        why = f"Several people are named {name}" if name else "Moodle hides names"
        ids = f"{', '.join(students[:5])}{' ...' if students[5:] else ''}"
        yield (
            f"{why}: these ids are new, look who they are: {ids}. If one has an id from "
            f"another lesson, write that one into {result.moodle}, remove the new one "
            "(nbgrader db student remove ID --force, and the folder submitted/ID), and "
            "collect again."
        )
    if result.missing:
        yield f"In the gradebook, but nothing submitted: {', '.join(result.missing)}."


def _named(result, students):
    return ", ".join(f"{result.names[key]} ({key})".strip() for key in students)


def main(arguments=None, program="splitgrade", course=Path()):
    parser = argparse.ArgumentParser(
        prog=f"{program} collect",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Ends with 0, or with 1 where a person has to look at something.",
    )
    parser.add_argument("lesson", metavar="LESSON")
    parser.add_argument(
        "downloads",
        nargs="*",
        metavar="FILE_OR_FOLDER",
        help="default: what lies in downloaded/LESSON/archive",
    )
    add_course(parser, course)
    chosen = parser.parse_args(arguments)
    try:
        with only_run(chosen.course):
            result = collect(chosen.lesson, chosen.downloads, chosen.course)
    except (AlreadyRunning, CollectError, DownloadError, OSError) as error:
        print(f"{program} collect: {error}", file=sys.stderr)
        return 2
    print(*report(result), sep="\n")
    return 1 if result.to_look_at else 0
