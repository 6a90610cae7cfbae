"""Whatever editing leaves a notebook's computation unchanged leaves its points unchanged.

Hypothesis edits a solved notebook as students and editors do. The rebuilt notebook is run in
this process, cell by cell as a kernel does it; ``test_answers.py`` grades such edits for good.
"""

import ast
import contextlib
import copy

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from splitgrade.frame import make_frame
from splitgrade.names import bound_names, used_names
from splitgrade.rebuild import rebuild
from splitgrade.submission import read_submission
from sums import answer, judged, marked, notebook_of

SOLVED = {
    "area": "import math\nscale = 1.0\ndef area(r):\n    return scale * math.pi * r ** 2",
    "Box": "class Base:\n    pass\nclass Box(Base):\n    def __init__(self, a): self.a = a",
    "ring": "def ring(outer, inner):\n    return area(outer) - area(inner)",
    "why": "Because a ring is round.\n\nIts hole is round as well.",
}
WHY = SOLVED["why"].split("\n\n")


def source_notebook():
    """Texts that come again, answers that use an earlier one, a check and a test for each."""
    region = "### BEGIN SOLUTION\n{}\n### END SOLUTION"
    stub = "def {}({}):\n    ### BEGIN SOLUTION\n    return 0\n    ### END SOLUTION"
    box = "class Box:\n    def __init__(self, a):\n        ### BEGIN SOLUTION\n        self.a = a\n"
    cells = [
        new_markdown_cell("# Rings", id="title"),
        new_code_cell("from math import isclose\nunit = 2", id="given"),
        new_markdown_cell("**Exercise.**", id="exercise-1"),
        answer("area", stub.format("area", "r")),
        new_markdown_cell("Check.", id="text-1"),
        judged("area_check", "assert isclose(area(unit), 4 * 3.141592653589793)", 1),
        new_markdown_cell("**Exercise.**", id="exercise-2"),
        answer("Box", f"{box}        ### END SOLUTION"),
        new_markdown_cell("Check.", id="text-2"),
        judged("Box_check", "assert Box(unit).a == 2", 1),
        new_code_cell("edge = 3 * unit", id="between"),
        answer("ring", stub.format("ring", "outer, inner")),
        new_markdown_cell("Check.", id="text-3"),
        judged("ring_check", "assert isclose(ring(edge, unit), area(edge) - area(unit))", 1),
    ]
    text = {"grade": True, "solution": True, "points": 2}
    cells.append(marked(new_markdown_cell, "why", "Why?\n" + region.format("So."), **text))
    return notebook_of(cells)


FRAME = make_frame(source_notebook())[0]
TESTS = ("area_check", "Box_check", "ring_check")


def solved():
    """The cells that a student hands in, as nbformat has them."""
    cells = copy.deepcopy(FRAME.cells)
    for cell in cells:
        cell.source = SOLVED.get(cell.id, cell.source)
    return cells


class Editor:
    """Edits that change nothing of what a kernel computes.

    Each takes the cell that it begins at; where it does not apply it does nothing.
    """

    def __init__(self, cells):
        self.cells, self._count = cells, 0

    def new_id(self):
        self._count += 1
        return f"new-{self._count}"

    def drop_metadata(self, place):
        self.cells[place].metadata = {}

    def drop_id(self, place):
        self.cells[place].id = self.new_id()

    def type_anew(self, place):
        self.drop_metadata(place)
        self.drop_id(place)

    def drop_everything(self, place):
        for number in range(len(self.cells)):
            self.type_anew(number)

    def split(self, place):
        """At the border of statements or paragraphs; both parts keep the metadata."""
        cell = self.cells[place]
        parts = _parts(cell)
        if len(parts) > 1 and not _is_test(cell):
            below = copy.deepcopy(cell)
            cell.source, below.source = parts[0], "\n\n".join(parts[1:])
            below.id = self.new_id()
            self.cells.insert(place + 1, below)

    def merge(self, place, keep=0):
        """With the code below; the merged cell keeps the metadata of one."""
        pair = self.cells[place : place + 2]
        if [cell.cell_type for cell in pair] == ["code", "code"]:
            kept = pair[keep]
            kept.source = "\n".join(cell.source for cell in pair)
            self.cells[place : place + 2] = [kept]

    def merge_keeping_the_lower(self, place):
        self.merge(place, keep=1)

    def duplicate(self, place):
        """To define the same again changes nothing."""
        if not _is_test(self.cells[place]):
            again = copy.deepcopy(self.cells[place])
            again.id = self.new_id()
            self.cells.insert(place + 1, again)

    def put_a_stub_above(self, place):
        stub = next((cell for cell in FRAME.cells if cell.id == self.cells[place].id), None)
        if stub is not None and stub.metadata.get("nbgrader", {}).get("solution"):
            self.cells.insert(place, copy.deepcopy(stub))
            self.cells[place].id = self.new_id()

    def note(self, place):
        self.cells.insert(place, new_markdown_cell("A note.", id=self.new_id()))

    def try_something(self, place):
        self.cells.insert(place, new_code_cell("mine = 1", id=self.new_id()))

    def mark_raw(self, place):
        self.cells.insert(place, new_raw_cell("raw", id=self.new_id()))

    def swap(self, place):
        """With the cell below, where neither uses what the other binds."""
        pair = self.cells[place : place + 2]
        if len(pair) == 2 and _are_independent(*pair):
            self.cells[place : place + 2] = reversed(pair)

    def move(self, place):
        """Anywhere: a kernel may compute something else then."""
        cell = self.cells.pop(place)
        self.cells.insert(7 * place % (len(self.cells) + 1), cell)


EDITS = [
    name for name in vars(Editor) if not name.startswith("_") and name not in {"new_id", "move"}
]


def _is_test(cell):
    return bool(cell.metadata.get("nbgrader", {}).get("grade")) and cell.cell_type == "code"


def _parts(cell):
    if cell.cell_type != "code":
        return cell.source.split("\n\n")
    nodes = ast.parse(cell.source).body
    return [ast.unparse(node) for node in nodes]


def _are_independent(*pair):
    if any(cell.cell_type != "code" for cell in pair):
        return not all(cell.cell_type != "code" for cell in pair)  # paragraphs keep their order
    trees = [ast.parse(cell.source) for cell in pair]
    bound, used = map(bound_names, trees), [used_names(tree) for tree in trees]
    first, second = bound
    return not (first & (second | used[1]) or second & used[0])


def passed(cells):
    """The tests that pass when code cells are run in order, each to its own end."""
    namespace, found = {"__name__": "__main__"}, set()
    for cell in cells:
        if cell.cell_type == "code":
            with contextlib.suppress(Exception):
                exec(compile(cell.source, "<cell>", "exec"), namespace)
                found.add(cell.metadata.get("nbgrader", {}).get("grade_id"))
    return found & set(TESTS)


def edits_of(names):
    return st.lists(st.tuples(st.sampled_from(names), st.integers(0, 40)), max_size=8)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("edited") / "rings.ipynb"


def edited(edits, path):
    """The cells after the edits, and what is graded of them."""
    editor = Editor(solved())
    for name, place in edits:
        getattr(editor, name)(place % len(editor.cells))
    path.write_text(nbformat.writes(notebook_of(editor.cells)))
    return editor.cells, rebuild(FRAME, read_submission(path)).notebook.cells


@settings(max_examples=150, deadline=None, derandomize=True)
@given(edits=edits_of(EDITS))
def test_harmless_edits_cost_no_point_and_lose_no_word(edits, path):
    _, rebuilt = edited(edits, path)
    assert passed(rebuilt) == set(TESTS)
    texts = [cell for cell in rebuilt if cell.cell_type == "markdown"]
    assert all(any(paragraph in text.source for text in texts) for paragraph in WHY)
    assert any(paragraph in text.source for text in texts if text.id == "why" for paragraph in WHY)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(edits=edits_of([*EDITS, *["move"] * 4]))
def test_what_passes_in_the_notebook_passes_in_grading(edits, path):
    cells, rebuilt = edited(edits, path)
    assert passed(cells) <= passed(rebuilt)
