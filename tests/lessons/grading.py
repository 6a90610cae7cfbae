"""Grade a set of answers in this process: nbgrader's rules without a kernel.

Quick enough for hundreds of mutants. ``test_agreement.py`` shows that it gives every
cell the points that nbgrader's own autograde gives it.
"""

import contextlib
import io
import json
import linecache
import sys
import warnings
from dataclasses import dataclass
from functools import cache

import matplotlib
from matplotlib import pyplot

from splitgrade.folder import course_config
from splitgrade.frame import make_frame
from splitgrade.rebuild import rebuild
from splitgrade.roles import cells_to_run
from splitgrade.submission import StudentCell, Submission
from tasks import lessons

matplotlib.use("agg")


@dataclass(frozen=True)
class Result:
    """What one test cell gave: its points, and the error's words when it failed."""

    points: float
    max_points: float
    message: str


def grade(lesson, answers):
    """Grade a lesson whose answer cells hold these sources; others hold the stub.

    Parameters
    ----------
    lesson : str
    answers : dict
        Source of each answer cell by grade id.

    Returns
    -------
    dict of Result by the grade id of each test cell, in the order of the notebook.
    """
    return run(_with_answers(lesson, answers))


def first_lost(lesson, answers):
    """Grade a lesson up to the first point lost.

    Tests that come before the first answer that is not the reference's are left out: nothing
    in them is new, and they take most of the time.

    Returns
    -------
    tuple of str and Result, or None
        The grade id of the test cell and what it gave; None when every point is kept.
    """
    reference = lessons.reference_answers(lesson)
    other = {name for name, source in reference.items() if answers.get(name) != source}
    results = _results(_with_answers(lesson, answers), tests_after=other)
    lost = (each for each in results if each[1].points < each[1].max_points)
    found = next(lost, None)
    pyplot.close("all")
    return found


@cache
def frame(lesson):
    return make_frame(lessons.read_py(lessons.source_py(lesson)), course_config(lessons.COURSE))[0]


def run(notebook):
    """Run a notebook's code cells in one namespace and score its test cells."""
    results = dict(_results(notebook))
    pyplot.close("all")
    return results


def _with_answers(lesson, answers):
    cells = [StudentCell("code", source, name, None) for name, source in answers.items()]
    return rebuild(frame(lesson), Submission(cells)).notebook


def _results(notebook, tests_after=None):
    """Each test cell's grade id and Result, as soon as it has run.

    With names of answers in ``tests_after`` only those that come after one of them.
    """
    namespace = {"__name__": "__main__"}
    testing = tests_after is None
    for cell, part in cells_to_run(notebook, "show"):
        if not lessons.is_test(cell):
            _run_cell(cell.id, part.source, namespace)
            testing = testing or lessons.grade_id(cell) in tests_after
        elif testing:
            # What a test binds is gone behind it: one that needs another would fall with it.
            message = _run_cell(cell.id, part.source, dict(namespace))
            points = float(cell.metadata.nbgrader["points"])
            got = points if message is None else 0.0
            yield lessons.grade_id(cell), Result(got, points, message or "")


def _run_cell(cell_id, source, namespace):
    """None when the cell ran to its end in silence, else what it said."""
    stderr = io.StringIO()
    name = f"<{cell_id}>"
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    quiet = contextlib.redirect_stderr(stderr), contextlib.redirect_stdout(io.StringIO())
    try:
        with quiet[0], quiet[1], warnings.catch_warnings():
            warnings.simplefilter("default")  # as in a kernel; pytest would make errors of them
            warnings.showwarning = _on_stderr
            exec(compile(source, name, "exec"), namespace)
    except BaseException as error:  # a student's sys.exit() is an answer like any other
        return f"{type(error).__name__}: {error}"
    return stderr.getvalue() or None


def _on_stderr(message, category, filename, lineno, file=None, line=None):
    sys.stderr.write(warnings.formatwarning(message, category, filename, lineno, line))


def summary(results):
    """Points of every test cell as text, for the message of a failing test."""
    rows = {name: [r.points, r.max_points, r.message] for name, r in results.items()}
    return json.dumps(rows, indent=1)
