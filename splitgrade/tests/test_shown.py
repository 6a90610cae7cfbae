"""A student may use what a shown cell gives, as in a kernel; it costs no point, nor time."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from sample import LESSON, SampleCourse, source_notebook
from splitgrade.execute import Cell, Course, execute
from splitgrade.frame import make_frame
from splitgrade.limits import Limits
from splitgrade.rebuild import rebuild
from splitgrade.roles import cells_to_run
from splitgrade.submission import StudentCell, Submission
from sums import answer, judged, notebook_of

SHOWN = """import textwrap
from collections import Counter
from pathlib import Path

words = ["a", "b", "a"]
counts = Counter(words)
print(counts.most_common())
for each in words:
    print(Path(each), counts[each])
words.append("c")


class Table:
    def __init__(self, rows):
        self.rows = rows

    def size(self):
        return len(self.rows)"""
LAST = """total = sum(counts.values()) + longest(words)
slow = [n for n in range(3)]
raise RuntimeError('only to show')"""
RIGHT = {
    "size": "def size(rows):\n    return len(rows)",
    "longest": "def longest(rows):\n    return max(map(len, rows))",
}


def source():
    tags = {"tags": ["show"]}
    return notebook_of(
        [
            new_code_cell("start = 1", id="given"),
            new_code_cell(SHOWN, id="shown", metadata=tags),
            answer("longest", RIGHT["longest"]),
            new_code_cell(LAST, id="last", metadata=tags),
            answer("size", RIGHT["size"]),
            judged("size_check", "assert size([1, 2]) == 2\nassert size([]) == 0", 1),
            judged("longest_check", "assert longest(['a', 'abc']) == 3", 1),
        ]
    )


# Right answers to "size", and what a student wrote into a cell of the notebook's top beside it.
HONEST = {
    "an import": "def size(rows):\n    return sum(Counter(map(id, enumerate(rows))).values())",
    "a module": "def size(rows):\n    return len(textwrap.dedent('x' * len(rows)))",
    "a look first": "print(len(words), counts['a'])\ndef size(rows):\n    return len(rows)",
    "a change": "assert words[-1] == 'c'\ndef size(rows):\n    return len(rows)",
    "a default": "def size(rows=words):\n    return len(rows)",
    "a default of a class": "def size(rows, kind=Table):\n    return kind(rows).size()",
    "a path": "def size(rows):\n    return len(rows) if Path('x').name == 'x' else None",
    "a class": "class Mine(Table):\n    pass\ndef size(rows):\n    return Mine(rows).size()",
    "a decorator": "def keep(f):\n    return words and f\n"
    "@keep\ndef size(rows):\n    return len(rows)",
    "a name made up": "def size(rows):\n    return globals()['Ta' + 'ble'](rows).size()",
    "from main": "import __main__\ndef size(rows):\n    return __main__.Table(rows).size()",
    "a magic": "%time print(words)\ndef size(rows):\n    return Table(rows).size()",
    "what needs another answer": "assert total == 4\ndef size(rows):\n    return len(rows)",
    "what comes before an error": "assert slow[1] == 1\ndef size(rows):\n    return len(rows)",
    "a plot in a window": "%matplotlib qt\ndef size(rows):\n    return len(rows)",
}


def failures(answers, own=None):
    """What fails when these answers are graded, a cell of one's own standing before the last."""
    frame, _ = make_frame(source())
    handed_in = []
    for cell in frame.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        text = answers.get(name, cell.source)
        if name == "size" and own:
            handed_in.append(StudentCell("code", own, None, None))
        handed_in.append(StudentCell("code", text, name, cell.id, name in answers))
    chosen = cells_to_run(rebuild(frame, Submission(handed_in)).notebook, "show")
    ran = execute([part for _, part in chosen], Course()).cells
    found = list(zip(chosen, ran, strict=True))
    assert not any(result.outputs for (_, part), result in found if part.role == "shown")
    return [
        output["evalue"]
        for _, result in found
        for output in result.outputs
        if output["output_type"] == "error"
    ]


@pytest.mark.parametrize("how", HONEST)
def test_a_right_answer_that_uses_it_keeps_its_points(how):
    assert failures(RIGHT | {"size": HONEST[how]}) == []


def test_a_cell_of_ones_own_may_use_it():
    helper = "print(words, total)\ndef count(rows):\n    return Table(rows).size()"
    answer = "def size(rows):\n    return count(rows)"
    assert failures(RIGHT | {"size": answer}, helper) == []


@pytest.mark.parametrize("seconds", [0.3, 9])
def test_slow_shown_cells_take_no_point(seconds):
    """The limit of the notebook ends one of them, or the answer."""
    busy = "import time\nend = time.process_time() + {}\nwhile time.process_time() < end: pass\n"
    cells = [
        *[Cell("shown", busy.format(seconds))] * 3,
        Cell("answer", busy.format(0.6) + "def f(x):\n    return 2 * x", ("f",)),
        Cell("test", "assert f(2) == 4"),
    ]
    limits = Limits(cell_seconds=1, notebook_seconds=1.3)
    ran = execute(cells, Course(limits=limits))
    assert ran.cells[-1].outputs == ran.cells[-2].outputs == []


def test_the_author_is_told_of_a_shown_cell_that_runs_for_everybody(tmp_path):
    course = SampleCourse.make(tmp_path / "course")
    notebook = source_notebook()
    tags = {"tags": ["show"]}
    notebook.cells.insert(2, new_code_cell("limit = 2", id="lim", metadata=tags))
    check = next(cell for cell in notebook.cells if cell.id == "double_check")
    check.source = "assert double(1) == limit"
    nbformat.write(notebook, course.root / "source" / LESSON / f"{LESSON}.ipynb")
    made = course.api.generate_assignment(LESSON, force=True)
    assert made["success"], made["log"]
    assert "limit = 2 only shows something, yet it runs" in made["log"]
