"""A course with one exercise of every kind, for the honest and the adversarial collection.

The tests are strict, so that a point means the exercise was solved; the hidden ones hold
CANARY, which no student may ever read, and use SECRET_INPUT, which no page may show.
"""

import json
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell

from splitgrade.folder import nbgrader_api
from sums import answer, judged, marked, notebook_of, scores_of

LESSON = "kinds"
CANARY = "canary_of_the_hidden_tests"
SECRET_INPUT = 739_184
TIME_LIMIT = 2  # seconds a cell: each cell that hangs takes twice as long, as it is tried again

CONFIG = f"""
import sys
from pathlib import Path
import splitgrade
c = get_config()
root = Path(__file__).parent
sys.path.append(str(root / "lib"))
c.CourseDirectory.course_id = "sample"
c.CourseDirectory.db_url = f"sqlite:///{{root / 'gradebook.db'}}?timeout=60"
splitgrade.enable(c)
c.SplitExecute.timeout = {TIME_LIMIT}
c.SplitExecute.notebook_timeout = 40
c.SplitExecute.memory_mb = 1500
c.SplitExecute.packages = ["boxes"]
c.SplitExecute.types = ["boxes_crossing"]
c.SplitExecute.check_arguments = True
"""

LIBRARY = '''
"""What the course's students import."""


class Net:
    def __init__(self, weights):
        self.weights = weights

    def forward(self, x):
        return x @ self.weights
'''

CROSSING = """
import boxes
import splitgrade

def make(plain):
    net = object.__new__(boxes.Net)
    net.weights = plain["weights"]
    return net

splitgrade.register("Net", boxes.Net, lambda net: {"weights": net.weights}, make)
"""

GIVEN = """
from dataclasses import dataclass

import numpy as np
from boxes import Net

start = 1


@dataclass
class Pair:
    left: float
    right: float

    def total(self):
        return self.left + self.right

    def is_level(self):
        return self.left == self.right


def rounded(x):
    return round(x, 3)
"""

# By grade id: the solution of each exercise.
SOLUTIONS = {
    "double": "def double(x):\n    return 2 * x",
    "Counter": (
        "class Counter:\n    def __init__(self, total=0):\n        self.total = total\n"
        "    def add(self, n):\n        self.total = self.total + n\n        return self"
    ),
    "scale": "def scale(values):\n    return values / np.abs(values).max()",
    "judge": (
        "def judge(candidate):\n"
        "    return candidate(3) == 9 and candidate(-2) == 4 and candidate(1) == 1"
    ),
    "biggest": "biggest = max([3, 9, 4])",
    "swap": "def swap(pair):\n    return Pair(pair.right, pair.left)",
    "level": "def level(pair):\n    return Pair(pair.total() / 2, pair.total() / 2)",
    "refuse": (
        "def refuse(x):\n    if x < 0:\n        raise ValueError(f'{x} is negative')\n"
        "    return x ** 0.5"
    ),
    "halve": "def halve(net):\n    return Net(net.weights / 2)",
    "pieces": (
        "def pieces(values, size):\n"
        "    return [values[i:i + size] for i in range(0, len(values), size)]"
    ),
}

# By grade id: points, the visible text, and the hidden text.
TESTS = {
    "double_check": (
        1,
        "assert double(start) == 2, f'double(1) is 2, yours is {double(start)}'",
        None,
    ),
    "double_hidden": (
        2,
        "double(7)",
        f"""
{CANARY} = {SECRET_INPUT}
for _x in [{CANARY}, -3, 0.5]:
    _got = double(_x)
    assert isinstance(_got, int | float) and _got == 2 * _x, "double of something else"
""",
    ),
    "Counter_check": (
        1,
        "count = Counter(3)\ncount.add(4)\n"
        "assert count.total == 7, f'3 and 4 are 7, yours is {count.total}'",
        None,
    ),
    "Counter_hidden": (
        1,
        "Counter()",
        f"""
_c = Counter()
assert _c.total == 0, "a new Counter is 0"
_c.add(2).add({SECRET_INPUT})
assert _c.total == {SECRET_INPUT} + 2, "adding twice adds both"
""",
    ),
    "scale_check": (
        1,
        "got = scale(np.array([1.0, -4.0]))\n"
        "assert isinstance(got, np.ndarray) and got.tolist() == [0.25, -1.0], got",
        None,
    ),
    "scale_hidden": (
        2,
        "scale(np.array([5.0]))",
        f"""
{CANARY} = {SECRET_INPUT}
_given = np.random.default_rng({CANARY}).normal(size=(3, 4))
_want = _given / max(abs(float(_v)) for _v in _given.ravel())
_got = scale(_given)
assert isinstance(_got, np.ndarray) and _got.shape == (3, 4), "the shape stays"
assert np.abs(_got - _want).max() < 1e-9, "the largest becomes 1"
assert np.abs(_want).max() == 1.0
""",
    ),
    "judge_check": (
        1,
        "for f, want in [(lambda x: x * x, True), (lambda x: x + 6, False)]:\n"
        "    got = judge(f)\n    assert isinstance(got, bool) and got == want, got",
        None,
    ),
    "judge_hidden": (
        1,
        "judge(lambda x: 0)",
        f"""
def {CANARY}(x):
    return x ** 2

for _f, _want in [({CANARY}, True), (lambda x: 2 * x + 3, False), (abs, False),
                  (lambda x: x * abs(x), False), (lambda x: abs(x) ** 2, True)]:
    assert judge(_f) is _want, "a candidate was judged wrongly"
""",
    ),
    "biggest_check": (1, "assert type(biggest) is int and biggest == 9, 'look at all three'", None),
    "swap_check": (
        1,
        "got = swap(Pair(1.0, 2.0))\nassert isinstance(got, Pair), got\n"
        "assert (got.left, got.right, got.total()) == (2.0, 1.0, 3.0), got",
        None,
    ),
    "level_check": (
        1,
        "got = level(Pair(1.0, 3.0))\n"
        "assert type(got) is Pair and got.is_level() and got.total() == 4.0, 'half on each side'",
        None,
    ),
    "refuse_check": (
        1,
        "assert refuse(4) == 2\ntry:\n    refuse(-1)\nexcept ValueError as error:\n"
        "    said = str(error)\nelse:\n    said = None\n"
        "assert said is not None, 'refuse(-1) raises ValueError'",
        None,
    ),
    "halve_check": (
        1,
        "net = Net(np.array([[2.0], [4.0]]))\nhalved = halve(net)\n"
        "assert isinstance(halved, Net), halved\n"
        "assert halved.forward(np.ones((1, 2))).tolist() == [[3.0]]\n"
        "assert net.weights.tolist() == [[2.0], [4.0]], 'the net given stays'",
        None,
    ),
    "pieces_check": (
        1,
        "got = [list(piece) for piece in pieces([1, 2, 3], 2)]\n"
        "assert got == [[1, 2], [3]], f'two and one, yours are {got}'",
        None,
    ),
}
POINTS = {name: points for name, (points, _, _) in TESTS.items()}
ESSAY, SKETCH = "why", "sketch"  # a person grades these: 2 points each


def tests_of(answer):
    """The test cells of one exercise."""
    return [name for name in TESTS if name.rpartition("_")[0] == answer]


def full(*exercises):
    """The points of a notebook in which just these exercises are solved."""
    solved = {name for answer in exercises for name in tests_of(answer)}
    return {name: POINTS[name] if name in solved else 0 for name in TESTS}


def _test(name):
    points, visible, hidden = TESTS[name]
    if hidden:
        visible += f"\n### BEGIN HIDDEN TESTS{hidden}### END HIDDEN TESTS"
    return judged(name, visible, points)


def source_notebook():
    region = "### BEGIN SOLUTION\n{}\n### END SOLUTION"
    cells = [new_markdown_cell("# Kinds", id="title"), new_code_cell(GIVEN, id="given")]
    for name, solution in SOLUTIONS.items():
        cells += [answer(name, region.format(solution)), *map(_test, tests_of(name))]
    by_person = {"grade": True, "solution": True, "points": 2}
    cells += [
        marked(new_markdown_cell, ESSAY, "Why?\n" + region.format("Because."), **by_person),
        marked(new_code_cell, SKETCH, region.format("sketch = 'a plot'"), **by_person),
    ]
    return notebook_of(cells)


class SampleCourse:
    """The course in a folder, with whatever was handed in."""

    def __init__(self, root):
        self.root = Path(root)
        self.api = nbgrader_api(root)

    @classmethod
    def make(cls, root, config=CONFIG):
        root = Path(root)
        (root / "lib").mkdir(parents=True)
        (root / "nbgrader_config.py").write_text(config)
        (root / "lib" / "boxes.py").write_text(LIBRARY)
        (root / "lib" / "boxes_crossing.py").write_text(CROSSING)
        (root / "source" / LESSON).mkdir(parents=True)
        nbformat.write(source_notebook(), root / "source" / LESSON / f"{LESSON}.ipynb")
        (root / "source" / LESSON / "numbers.csv").write_text("1,2,3\n")
        made = nbgrader_api(root).generate_assignment(LESSON)
        assert made["success"], made["log"]
        return cls(root)

    def released(self):
        text = (self.root / "release" / LESSON / f"{LESSON}.ipynb").read_text()
        return nbformat.reads(text, as_version=4)

    def written(self, answers, after=None):
        """A released notebook with these answers, and cells added after some."""
        notebook = self.released()
        cells = []
        for cell in notebook.cells:
            cell.source = answers.get(cell.id, cell.source)
            cells.append(cell)
            added = (after or {}).get(cell.id, [])
            cells += [new_code_cell(s) for s in ([added] if isinstance(added, str) else added)]
        notebook.cells = cells
        return notebook

    def hand_in(self, student, notebook, files=None):
        folder = self.root / "submitted" / student / LESSON
        folder.mkdir(parents=True)
        text = notebook if isinstance(notebook, str) else json.dumps(notebook)
        (folder / f"{LESSON}.ipynb").write_text(text)
        for name, content in (files or {}).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, Path):
                (folder / name).symlink_to(content)
            else:
                (folder / name).write_text(content)

    def scores(self, student):
        """Points of each test cell."""
        found = scores_of(self.api, LESSON, student)
        return {name: score for name, score in found.items() if name in TESTS}

    def waiting(self, student):
        """The cells that a person has still to grade."""
        with self.api.gradebook as gradebook:
            notebook = gradebook.find_submission_notebook(LESSON, LESSON, student)
            return {grade.name for grade in notebook.grades if grade.needs_manual_grade}

    def graded(self, student):
        path = self.root / "autograded" / student / LESSON / f"{LESSON}.ipynb"
        return nbformat.read(path, as_version=4)

    def feedback(self, student):
        return (self.root / "feedback" / student / LESSON / f"{LESSON}.html").read_text()

    def messages(self, student):
        """What each failed cell says, by its grade id or source."""
        found = {}
        for cell in self.graded(student).cells:
            for output in cell.get("outputs", []):
                if output.output_type == "error":
                    key = cell.metadata.get("nbgrader", {}).get("grade_id", cell.source)
                    found[key] = f"{output.ename}: {output.evalue}"
        return found
