"""The instructor's names stay the instructor's, and the modules beside the notebook are there."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from sample import CONFIG, LESSON, SampleCourse, source_notebook
from splitgrade import files
from splitgrade.execute import Cell, Course, execute


def outcome(*cells, submitted=None, instructors=None):
    """How the last cell, a test, failed; None where it passed."""
    ran = execute(list(cells), Course(), submitted, instructors).cells[-1]
    errors = [output for output in ran.outputs if output["output_type"] == "error"]
    return errors[0]["ename"] if errors else None


EVE = "def normalise(text):\n    return 'x'\n\ndef f(text):\n    return 'x'"
TEST = "assert f('The') == normalise('The')"


def test_a_name_that_a_given_cell_failed_to_bind_is_not_the_students():
    given = Cell("given", "from nowhere import normalise")
    assert outcome(given, Cell("answer", EVE, ("f",)), Cell("test", TEST)) == "NameError"


def test_a_student_who_lets_a_given_cell_fail_gains_no_name_of_it():
    answer = Cell("answer", EVE + "\n\ndef first():\n    return 1 / 0", ("f", "first"))
    given = Cell("given", "print(first())\ndef normalise(text):\n    return text.lower()")
    assert outcome(answer, given, Cell("test", TEST)) == "NameError"


def test_a_student_who_lets_a_test_fail_gains_no_name_of_it():
    answer = Cell("answer", EVE, ("f",))
    test = Cell("test", "assert f('A') == 'a'\ndef normalise(text):\n    return text.lower()")
    assert outcome(answer, test, Cell("test", TEST)) == "NameError"


def test_a_name_that_no_answer_binds_is_not_looked_up_at_the_student():
    own = Cell("student", "extra = 3")
    assert outcome(own, Cell("test", "assert extra == 3")) == "NameError"


def test_a_name_that_an_answer_binds_again_is_the_students():
    given = Cell("given", "best = 1")
    answer = Cell("answer", "best = 2", ("best",))
    assert outcome(given, answer, Cell("test", "assert best == 2")) is None
    assert outcome(given, answer, given, Cell("test", "assert best == 2")) == "AssertionError"


HELPERS = "def normalise(text):\n    return text.lower()\n"


@pytest.mark.parametrize(
    "answer, found", [("def f(text):\n    return normalise(text)", None), (EVE, "AssertionError")]
)
def test_a_module_beside_the_notebook_is_on_both_sides(answer, found):
    cells = [
        Cell("given", "from helpers import normalise"),
        Cell("answer", answer, ("f",)),
        Cell("test", TEST),
    ]
    beside = {"helpers.py": HELPERS.encode()}
    assert outcome(*cells, submitted=beside, instructors=beside) == found


def test_the_tests_see_no_module_of_the_students():
    own = {"helpers.py": b"answer = 1"}
    assert outcome(Cell("test", "import helpers"), submitted=own) == "ModuleNotFoundError"


def test_a_module_beside_the_notebook_hides_no_installed_one():
    beside = {"numpy.py": b"array = None", "decimal.py": b"Decimal = None"}
    test = "import decimal, colorsys, numpy\nassert decimal.Decimal(1) == 1 and numpy.array([1])"
    beside["colorsys.py"] = b"raise RuntimeError('the wrong one')"
    assert outcome(Cell("test", test), instructors=beside) is None


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    config = CONFIG + 'c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.py"]\n'
    return SampleCourse.make(tmp_path_factory.mktemp("border") / "course", config)


def release(course, *given, tags=()):
    """Build the release with more given cells before the first exercise."""
    notebook = source_notebook()
    notebook.cells[2:2] = [new_code_cell(each, metadata={"tags": list(tags)}) for each in given]
    nbformat.write(notebook, course.root / "source" / LESSON / f"{LESSON}.ipynb")
    return course.api.generate_assignment(LESSON, force=True)


def test_a_release_whose_given_cell_fails_is_refused_with_the_reason(course):
    made = release(course, "from nowhere import normalise")
    assert not made["success"]
    assert "what is given to students fails when it is graded: ModuleNotFoundError" in made["log"]


def test_a_given_cell_that_fails_only_where_the_tests_run_is_refused(course):
    notebook = source_notebook()
    place = next(i for i, cell in enumerate(notebook.cells) if cell.id == "Counter_check")
    notebook.cells.insert(place, new_code_cell("same = bool(Counter() == Counter(1))"))
    nbformat.write(notebook, course.root / "source" / LESSON / f"{LESSON}.ipynb")
    made = course.api.generate_assignment(LESSON, force=True)
    assert not made["success"]
    assert "cannot be compared" in made["log"] and "(where the tests run)" in made["log"]


def test_a_given_cell_that_is_to_show_an_error_is_not_refused(course):
    assert release(course, "1 / 0", tags=["raises-exception"])["success"]


def test_a_students_own_module_is_read_also_where_the_release_has_none(course):
    (course.root / "source" / LESSON / "kinds.py").write_text("solution = 1")
    course.hand_in("ada", course.written({}), {"mine.py": "a = 1", ".ipynb_checkpoints/b.py": "1"})
    shown = files.read_beside(course.api.coursedir, LESSON, "ada").submitted
    assert set(shown) == {"mine.py", "numbers.csv"}
