"""Grade a class with nbgrader: several submissions at a time, each to its end."""

import os
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import nbformat

from tasks import lessons
from tasks.sync import nbgrader_api

_api = None  # a worker process keeps one


@dataclass(frozen=True)
class Grade:
    """What one student got for one lesson."""

    student: str
    lesson: str
    score: float
    max_score: float
    to_read: float  # points that a person has still to give
    reason: str


def grade_class(course, log, workers=None):
    """Autograde and write feedback for everything in ``submitted/``.

    Parameters
    ----------
    course : Path
        A course folder with a gradebook that knows the lessons.
    log : Path
        Where nbgrader's messages go.
    workers : int, optional
        Processes at a time; by default one for each core.

    Yields
    ------
    Grade
        As each is done; in no fixed order.
    """
    tasks = sorted(path for path in (course / "submitted").glob("*/*") if path.is_dir())
    context = get_context("spawn")  # the same on every system
    pool = ProcessPoolExecutor(workers or os.cpu_count(), context, _start, (course, log))
    with pool:
        waiting = [pool.submit(_grade, course, path.parent.name, path.name) for path in tasks]
        for done in as_completed(waiting):
            yield done.result()


def count_submissions(course):
    return sum(path.is_dir() for path in (course / "submitted").glob("*/*"))


def _start(course, log):
    """Set up a worker process: one core, one log, one interface to nbgrader."""
    global _api
    for library in ("OPENBLAS", "OMP", "MKL"):
        os.environ[f"{library}_NUM_THREADS"] = "1"
    with open(log, "a") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
    _api = nbgrader_api(course)


def _grade(course, student, lesson):
    graded = _api.autograde(lesson, student, force=True)
    if not graded["success"]:
        reason = f"nbgrader could not grade this: {_last_error(graded)}"
        return Grade(student, lesson, 0.0, 0.0, 0.0, reason)
    _api.generate_feedback(lesson, student, force=True)
    with _api.gradebook as gradebook:
        submission = gradebook.find_submission(lesson, student)
        unread = [g for n in submission.notebooks for g in n.grades if g.needs_manual_grade]
        return Grade(
            student, lesson, submission.score, submission.max_score,
            sum(grade.max_score for grade in unread), reason_for(course, student, lesson),
        )


def reason_for(course, student, lesson):
    """In one line, why the grade is what it is: what was repaired, or the first failure."""
    path = Path(course) / "autograded" / student / lesson / f"{lesson}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    said = list(notebook.metadata.get("splitgrade", {}).get("repairs", []))
    tests = [cell for cell in notebook.cells if lessons.is_test(cell)]
    if said and all(map(_error, tests)):
        return said[0]  # with nothing to run, the tests have nothing to add
    answers = [cell for cell in notebook.cells if lessons.is_solution(cell)]
    failed = [cell for cell in answers + tests if _error(cell)]
    if failed:  # an answer that does not even run explains the test that fails
        said.append(f"{lessons.grade_id(failed[0])}: {_error(failed[0])}")
    return " ".join(said) or "all tests pass"


def _error(cell):
    errors = [output for output in cell.get("outputs", ()) if output.output_type == "error"]
    if not errors:
        return ""
    last = errors[-1]  # after the interrupt itself comes why it was interrupted
    return f"{last.ename}: {last.evalue}".removeprefix("AssertionError: ")


def _last_error(result):
    lines = [line for line in (result.get("error") or result["log"]).splitlines() if line.strip()]
    return lines[-1] if lines else "it did not say why"
