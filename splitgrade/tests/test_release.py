"""A test cell that could not judge across the border is refused when the release is built."""

import nbformat
import pytest

import sample
from sample import LESSON, SampleCourse, source_notebook
from splitgrade.release import problems


def with_test(source, name="Counter_check"):
    notebook = source_notebook()
    next(cell for cell in notebook.cells if cell.id == name).source = source
    return notebook


REFUSED = {
    "assert isinstance(Counter(), Counter)": "isinstance of a student's class",
    "c = Counter()\nassert type(c) is Counter": "in another process",
    "assert Counter(1) == Counter(1)": "cannot be compared",
    "import inspect\nassert inspect.getsource(double)": "source and signature stay",
    "assert double.__code__.co_argcount == 1": "__code__ of a student's object",
    "assert eval('double(2)') == 4": "eval() finds no student's name",
    "assert 'double' in globals()": "globals() finds no student's name",
    "Counter.add = lambda self, n: None": "cannot be patched",
    "v = np.array([3.0, 1.0])\nscale(v)\nassert v[0] == 1.0": "never reaches the test",
    "v = np.array([3.0, 1.0])\nw = scale(v)\nassert w is not v": "never the very object",
    "v = np.array([3.0])\nassert scale(v) is v": "never the very object",
    "assert True\ndouble(2)": "taken for its points",
    "v = np.ones(2)\nw = scale(v)\nassert not np.shares_memory(v, w)": "never share memory",
    "assert scale(1).equals(start)": "equals() is the student's own to answer",
    "got = scale(1)\nassert got['n'].eq(2).all()": "eq() is the student's own to answer",
}
ALLOWED = [
    "v = np.array([3.0, 1.0])\nbefore = v.copy()\nscale(v)\nassert np.array_equal(v, before)",
    "assert judge(abs) is False",
    "got = swap(Pair(1.0, 2.0))\nassert isinstance(got, Pair)",
    "assert type(double(2)) is int",
    "c = Counter(2)\nc.add(3)\nassert c.total == 5",
    "assert double.__name__",
    "x = 3\ndouble(x)\nassert True",
    "np.testing.assert_equal(double(2), 4)",
    "got = scale(1)\nassert isinstance(got, dict) and got['n'].equals(start)",
    "assert start.equals(scale(1))",
    "assert Counter().equals(start)",
    "c = Counter()\nassert c.equals(start)",
    "import operator\nassert operator.eq(scale(1), 2)",
]


@pytest.mark.parametrize("source", REFUSED)
def test_refused_with_its_reason(source):
    found = problems(with_test(source))
    assert len(found) == 1, found
    assert REFUSED[source] in found[0] and "Counter_check" in found[0]


@pytest.mark.parametrize("source", ALLOWED)
def test_allowed(source):
    assert problems(with_test(source)) == []


def test_answer_that_needs_a_test_cell_is_refused():
    notebook = with_test("helper = 3\nassert Counter()")
    swap = next(cell for cell in notebook.cells if cell.id == "swap")
    swap.source = "swap = lambda p: helper"
    words = "swap uses helper, which only the test cell Counter_check defines"
    assert words in problems(notebook)[0]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return SampleCourse.make(tmp_path_factory.mktemp("release") / "course")


def release(course, notebook):
    path = course.root / "source" / LESSON / f"{LESSON}.ipynb"
    nbformat.write(notebook, path)
    return course.api.generate_assignment(LESSON, force=True)


def test_release_is_not_built_and_says_why(course):
    made = release(course, with_test("assert Counter(1) == Counter(1)"))
    assert not made["success"]
    words = "In Counter_check, line 1: objects of a student's class cannot be compared"
    assert words in made["log"]


def test_what_syntax_does_not_show_is_found_by_grading_the_solution(course):
    sneaky = (
        "def judge_it(f, x):\n    return f(x) is x\n\nassert judge_it(lambda y: y, 1)\n"
        "assert Counter(3).add(1).__class__.__name__ == 'Counter' and Counter()"
    )
    made = release(course, with_test(sneaky))
    assert not made["success"]
    assert "the instructor's own solution fails when it is graded" in made["log"]


def test_sample_course_is_released(course):
    assert release(course, sample.source_notebook())["success"]
