"""The graders that are compared: how each is set up, what grades a class, what came of it.

All of them work in a copy of the same course folder, on the same submissions.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass

import nbformat
from nbformat.v4 import new_code_cell

from splitgrade.folder import course_config, nbgrader_api
from splitgrade.frame import make_frame
from splitgrade.rebuild import rebuild
from splitgrade.roles import cells_to_run
from splitgrade.submission import read_submission
from tasks import lessons

STOCK_CONFIG = """c = get_config()
c.CourseDirectory.course_id = "small-nets"
c.CourseDirectory.ignore = ["*.py", "*.log"]
c.Execute.timeout = 600  # every lesson trains networks
"""
OTTER_TEST = """OK_FORMAT = False

from otter.test_files import test_case

name = {name!r}
points = {points}


@test_case(points={points}, hidden={hidden})
def test(env):
    exec(compile({source!r}, {name!r}, "exec"), env)
"""


@dataclass(frozen=True)
class Grader:
    """One of the graders.

    Attributes
    ----------
    name : str
    text : str
        What the page says of it.
    prepare : callable
        Turns a course folder into what the grader wants; not timed.
    commands : callable
        From a course folder and a lesson to the commands that grade the whole class.
    scores : callable
        From a course folder, a lesson and a student to the points of each test cell.
    """

    name: str
    text: str
    prepare: Callable
    commands: Callable
    scores: Callable


def grade_command(course, *names):
    """Return the command that grades lessons, or all of them, with splitgrade."""
    return [
        sys.executable,
        "-m",
        "splitgrade",
        "grade",
        *names,
        "--course",
        str(course),
        "--workers",
        "1",
    ]


def gradebook_scores(course, name, student):
    """Return the points that a gradebook holds for each graded cell; None where unread."""
    with nbgrader_api(course).gradebook as gradebook:
        submission = gradebook.find_submission_notebook(name, name, student)
        return {grade.name: grade.auto_score for grade in submission.grades}


def use_stock_settings(course):
    """Leave splitgrade out of a course's configuration."""
    (course / "nbgrader_config.py").write_text(STOCK_CONFIG, encoding="utf-8")


def skip_given_cells(course):
    """Let stock nbgrader skip, too, the given cells that only show something."""
    use_stock_settings(course)
    with (course / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write('c.Execute.skip_cells_with_tag = "show"\n')


def nbgrader_commands(course, name):
    """Return the one command that grades a class with nbgrader."""
    return [[sys.executable, "-m", "nbgrader", "autograde", name]]


def write_otter_assignments(course):
    """Write an otter assignment for every lesson that was handed in, and the submissions.

    ``otter/LESSON`` gets ``tests/``, one file for each test cell, and one notebook for each
    student, in which otter's check stands in the place of the test cell.
    """
    for name in handed_in(course):
        folder = course / "otter" / name
        (folder / "tests").mkdir(parents=True)
        for cell in lessons.read_py(lessons.source_py(name, course)).cells:
            if lessons.is_test(cell):
                path = folder / "tests" / f"{lessons.grade_id(cell)}.py"
                path.write_text(otter_test(cell), encoding="utf-8")
        for path in sorted(course.glob(f"submitted/*/{name}/{name}.ipynb")):
            notebook = otter_notebook(nbformat.read(path, as_version=4))
            student = path.parent.parent.name
            (folder / "results" / student).mkdir(parents=True)
            nbformat.write(notebook, folder / f"{student}.ipynb")


def handed_in(course):
    """Return the names of the lessons that somebody handed in."""
    return sorted({path.name for path in course.glob("submitted/*/*")})


def otter_test(cell):
    """Return a test cell as a file of otter's: one case, run among the student's names.

    Parameters
    ----------
    cell : NotebookNode
        Of the instructor's notebook.

    Returns
    -------
    str
        Python.
    """
    return OTTER_TEST.format(
        name=lessons.grade_id(cell),
        points=cell.metadata["nbgrader"]["points"],
        hidden=lessons.BEGIN_HIDDEN in cell.source,
        source=cell.source,
    )


def otter_notebook(notebook):
    """Return a submission with otter's checks in the place of its test cells."""
    for cell in notebook.cells:
        if lessons.is_test(cell):
            cell.source = f"grader.check({lessons.grade_id(cell)!r})"
    notebook.cells.insert(0, new_code_cell("import otter\ngrader = otter.Notebook()", id="otter"))
    return notebook


def otter_commands(course, name):
    """Return the commands that grade a class with otter: one for the tests, then each student."""
    folder, otter = course / "otter" / name, [sys.executable, "-m", "otter"]
    archive = str(folder / "autograder.zip")
    runs = [
        [
            *otter,
            "run",
            str(path),
            "--autograder",
            archive,
            "--no-logo",
            "--output-dir",
            str(folder / "results" / path.stem),
        ]
        for path in sorted(folder.glob("*.ipynb"))
    ]
    generate = [*otter, "generate", "--tests-dir", str(folder / "tests"), "--output-path", archive]
    return [generate, *runs]


def otter_scores(course, name, student):
    """Return the points in the file that otter wrote for a student, by test cell."""
    path = course / "otter" / name / "results" / student / "results.json"
    tests = json.loads(path.read_text(encoding="utf-8"))["tests"]
    return {test["name"]: test["score"] for test in tests if "score" in test}


def write_plain_classes(course):
    """Write the cells that splitgrade runs, for every lesson that was handed in.

    ``plain/LESSON`` gets a file for each student: the source of each cell, and of a test cell
    its name and its points.
    """
    for name in handed_in(course):
        folder = course / "plain" / name
        (folder / "results").mkdir(parents=True)
        frame, *_ = make_frame(
            lessons.read_py(lessons.source_py(name, course)), course_config(course)
        )
        for path in sorted(course.glob(f"submitted/*/{name}/{name}.ipynb")):
            notebook = rebuild(frame, read_submission(path)).notebook
            cells = [plain_cell(*each) for each in cells_to_run(notebook, "show")]
            target = folder / f"{path.parent.parent.name}.json"
            target.write_text(json.dumps(cells), encoding="utf-8")


def plain_cell(cell, part):
    """Return what of a cell runs, and a test cell's name and points."""
    if not lessons.is_test(cell):
        return part.source, None, 0.0
    return part.source, lessons.grade_id(cell), float(cell.metadata["nbgrader"]["points"])


def plain_commands(course, name):
    """Return the one command that runs the cells of a class in plain Python."""
    return [[sys.executable, "-m", "benchmarks.plain", str(course / "plain" / name)]]


def plain_scores(course, name, student):
    """Return the points in the file that plain Python wrote for a student, by test cell."""
    path = course / "plain" / name / "results" / f"{student}.json"
    return json.loads(path.read_text(encoding="utf-8"))


SPLITGRADE = Grader(
    "splitgrade",
    "`splitgrade grade LESSON --workers 1`: sandboxed, given cells that only show something "
    "skipped; feedback and reports included",
    lambda course: None,
    lambda course, name: [grade_command(course, name)],
    gradebook_scores,
)
NBGRADER = Grader(
    "nbgrader",
    "`nbgrader autograde LESSON`, without splitgrade: every cell runs, in a kernel for each "
    "student; no feedback",
    use_stock_settings,
    nbgrader_commands,
    gradebook_scores,
)
SKIPPING = Grader(
    "nbgrader-skipping",
    "`nbgrader autograde LESSON`, which its own setting tells to skip the given cells, too, that "
    "splitgrade skips; no feedback",
    skip_given_cells,
    nbgrader_commands,
    gradebook_scores,
)
OTTER = Grader(
    "otter",
    "`otter run SUBMISSION`, a process for each student: every cell runs; the test cells, hidden "
    "ones too, were turned into otter's exception-based tests",
    write_otter_assignments,
    otter_commands,
    otter_scores,
)
PLAIN = Grader(
    "python",
    "the cells that splitgrade runs, of one student after the other, by `exec` in one process that "
    "nothing guards; no gradebook, no feedback",
    write_plain_classes,
    plain_commands,
    plain_scores,
)
GRADERS = (SPLITGRADE, NBGRADER, SKIPPING, OTTER, PLAIN)
