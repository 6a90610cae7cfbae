"""What runs of the skipped cells: enough that the outcome is that of running them all."""

import ast
import random
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from splitgrade.execute import Cell
from splitgrade.names import bound_names
from splitgrade.slicing import needed_cells

START = """
import random
from pathlib import Path
from types import SimpleNamespace as Box
a, b, c = 1, 2, 3
xs, ys = [1], [2]
box, boxes = Box(v=1), [Box(v=2), Box(v=3)]
rng = random.Random(7)
def f():
    return a + len(xs)
def g():
    return b
def count():
    global c
    c += 1
    return c
def grow(values):
    values.append(a)
"""
NUMBERS, LISTS = ("a", "b", "c"), ("xs", "ys")
number, values = st.sampled_from(NUMBERS), st.sampled_from(LISTS)
function = st.sampled_from(["f", "g"])
expression = st.one_of(
    number,
    st.builds("{0}()".format, function),
    st.builds("len({0})".format, values),
    st.builds("sum({0})".format, values),
    st.builds("max(x * {1} for x in {0})".format, values, number),
    st.sampled_from(["box.v", "boxes[0].v", "boxes[1].v + box.v", "count()", "rng.randrange(9)"]),
    st.sampled_from(
        ["random.randrange(9)", "globals()['a']", "eval('b + c')", "(lambda x: x + c)(b)"]
    ),
    st.integers(0, 9).map(str),
)
line = st.one_of(
    st.builds("{0} = {1}".format, number, expression),
    st.builds("{0} += {1}".format, number, expression),
    st.builds("{0}, {1} = {1}, {2}".format, number, number, expression),
    st.builds("{0} = [{1}, 5]".format, values, expression),
    st.builds("{0} = {1}".format, values, values),
    st.builds("{0}.append({1})".format, values, expression),
    st.builds("{0}[0] = {1}".format, values, expression),
    st.builds("grow({0})".format, values),
    st.builds("if {1} > 3:\n    {0} = {2}".format, number, expression, expression),
    st.builds("for {0} in range(2):\n    {1} = {2}".format, number, number, expression),
    st.builds("for each in boxes:\n    each.v += {0}".format, expression),
    st.builds(
        "def {0}():\n    return {1}".format, function, expression.filter(lambda e: "()" not in e)
    ),
    st.builds("def {0}():\n    {1}.append(1)\n    return {2}".format, function, values, number),
    st.builds("def {0}(x={1}):\n    return x".format, function, expression),
    st.builds(
        "try:\n    {0} = 1 / 0\nexcept ZeroDivisionError:\n    {0} = {1}".format, number, expression
    ),
    st.builds("{0} = max((c := {1}), 2)".format, number, expression),
    st.builds("box.v = {0}".format, expression),
    st.builds("random.seed({0})".format, expression),
    st.builds("rng.seed({0})".format, expression),
    st.builds("rng = random.Random({0})".format, expression),
    st.sampled_from(
        [
            "box = boxes[0]",
            "count()",
            "f()",
            "from random import randrange",
            "def count():\n    global b\n    b += 2\n    return b",
            "class Adder:\n    def go(self):\n        return a + b\na = Adder().go()",
            "import math\na = math.gcd(a, 6)",
        ]
    ),
)
role = st.sampled_from(["given", "shown", "shown", "answer", "student", "test"])


@st.composite
def notebooks(draw):
    """A given cell that binds every name, then cells of all kinds; all but shown ones tell."""
    cells, fresh = [Cell("given", START)], []
    for place in range(draw(st.integers(2, 7))):
        kind, lines = draw(role), draw(st.lists(line, min_size=1, max_size=3))
        if kind == "shown":
            fresh.append(f"n{place}")
            lines.append(f"n{place} = {draw(expression)}")
        else:
            names = draw(st.lists(st.one_of(expression, *map(st.just, fresh)), max_size=2))
            lines.append(f"tell({place}, {', '.join(names)})")
        source = "\n".join(lines)
        binds = sorted(bound_names(ast.parse(source))) if kind == "answer" else []
        cells.append(Cell(kind, source, tuple(binds)))
    return cells


def told(cells):
    """What the cells tell when they run as in a kernel."""
    found = []
    random.seed(5)
    namespace = {"__name__": "__main__", "tell": lambda *values: found.append(repr(values))}
    for cell in cells:
        exec(cell.source, namespace)
    return found


@settings(max_examples=200, deadline=None)
@given(notebooks())
def test_the_outcome_is_that_of_running_every_cell_in_order(cells):
    run = [cell for cell in needed_cells(tuple(cells)) if cell is not None]
    assert told(run) == told(cells)


@settings(max_examples=60, deadline=None)
@given(notebooks())
def test_the_side_of_the_tests_needs_no_more(cells):
    cells = [cell for cell in cells if cell.role in ("given", "shown", "test")]
    run = [cell for cell in needed_cells(tuple(cells)) if cell is not None]
    assert not [cell for cell in run if cell.role == "shown"]
    assert told(run) == told(cells)


# By a statement of a shown cell: later code of the student's that needs it.
NEEDED = {
    "import zlib": "tell(zlib.crc32(b''))",
    "from math import *": "tell(floor(2.5))",
    "n = 1": "def h():\n    return n\ntell(h())",
    "n = 2": "def h(x=n):\n    return x\ntell(h())",
    "n = 3": "class Mine:\n    v = n\n    def go(self):\n        return self.v\ntell(Mine().go())",
    "class Base:\n    v = 1": "class Mine(Base):\n    pass\ntell(Mine().v)",
    "def twice(h):\n    return lambda: 2 * h()": "@twice\ndef h():\n    return 4\ntell(h())",
    "n = 4": "tell(globals()['n'])",
    "n = 5": "tell(globals()['' + chr(110)])",
    "n = 6": "tell(eval('n + 1'))",
    "n = 7": "exec('m = ' + chr(110))\ntell(m)",
    "n = 8": "import __main__\ntell(n if __main__ else 0)",
    "if (n := 9) > 2:\n    pass": "tell([n for _ in range(2)])",
    "[n := 10 for _ in xs]": "tell(n)",
    "match [1, 2]:\n    case [n, *rest]:\n        pass": "tell(n, rest)",
    "with open('made.txt', 'w') as file:\n    file.write('11')": "tell("
    "Path('made.txt').read_text())",
    "other = boxes[0]\nother.v = 12": "tell(boxes[0].v)",
    "other = boxes\nsome = [other, box]": "some[0][0].v = 13\ntell(other[0].v)",
    "for k, each in enumerate(boxes):\n    each.v = 14": "tell(boxes[1].v)",
    "boxes[0].v += 15": "tell(boxes[0].v)",
    "del xs[0]": "tell(xs)",
    "_ = xs.append(16)": "tell(xs)",
    "[grow(each) for each in (xs, ys)]": "tell(xs)",
    "drawn = rng.random()": "tell(rng.random())",
    "import random as r\ndrawn = r.random()": "tell(random.random())",
    "from random import shuffle\nshuffle(xs)": "tell(xs, random.random())",
    "random.seed(17)": "tell(random.random())",
    "import sys; sys.modules.setdefault('made', 18)": "import sys\ntell(sys.modules['made'])",
    "lines = iter(xs)\nfirst = next(lines)": "tell(first, next(lines, 19))",
}


@pytest.mark.parametrize("shown", NEEDED)
def test_what_is_needed_runs(shown, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delitem(sys.modules, "made", raising=False)
    cells = [Cell("given", START), Cell("shown", shown), Cell("student", NEEDED[shown])]
    run = [cell for cell in needed_cells(tuple(cells)) if cell is not None]
    got = told(run)
    assert len(got) == 1 and got == told(cells)


# What the shown cell of SHOWN has to run for a student's cell: nothing, or some of its lines.
SHOWN = """import zlib
network = [1, 2]
total = sum(network)
for name, model in [("a", network)]:
    print(name, model)
network.append(3)
plot = random.random"""
PARTS = {
    "def f(network):\n    return len(network)": None,
    "def f():\n    'Counts what is in the network.'\n    return 2": None,
    "for name, model in []:\n    print(name, model)": None,
    "total = 2\nprint(total)": None,
    "model = [5]\nif model:\n    print(model)": None,
    "import zlib\nzlib.crc32(b'')": None,
    "not python(": None,
    "print(zlib)": "import zlib",
    "print(len(network))": "network = [1, 2]\nnetwork.append(3)",
    "print(total)": "network = [1, 2]\ntotal = sum(network)",
    "%time print(total)": "network = [1, 2]\ntotal = sum(network)",
    "%%time\nprint(total)": "network = [1, 2]\ntotal = sum(network)",
    "!echo {total}": "network = [1, 2]\ntotal = sum(network)",
    "files = !ls\nprint(total)": "network = [1, 2]\ntotal = sum(network)",
    "%matplotlib inline\ntotal?": "network = [1, 2]\ntotal = sum(network)",
    "print(total)\x00": None,
    "get_ipython().user_ns['to' + 'tal']": SHOWN,
    "get_ipython().user_ns['total']": "network = [1, 2]\ntotal = sum(network)",
    "import sys\nsys.modules['__main__'].total": "network = [1, 2]\ntotal = sum(network)",
    "if __name__ == '__main__':\n    print('nothing')": None,
    "(" * 150 + "total" + ")" * 150: "network = [1, 2]\ntotal = sum(network)",
    "x = " + "-" * 5000 + "total": "network = [1, 2]\ntotal = sum(network)",
    " " * 90_000 + "= %b\nprint(total)": None,
    "x = total" + ".real" * 50_000: "network = [1, 2]\ntotal = sum(network)",
    "%a\n" * 2_000 + "print(total)": "network = [1, 2]\ntotal = sum(network)",
    "a\n" * 1_000_000 + "print(total)": "network = [1, 2]\ntotal = sum(network)",
    "".join(f"def f{n}(): return f{n + 1}, n{n}\n" for n in range(500)) + "f0\n" * 500: SHOWN,
}


@pytest.mark.parametrize("student", PARTS, ids=[each[:30] for each in PARTS])
def test_no_more_runs_than_is_needed(student):
    cells = [Cell("given", START), Cell("shown", SHOWN), Cell("student", student)]
    begun = time.process_time()
    part = needed_cells(tuple(cells))[1]
    assert (part and part.source) == PARTS[student]
    assert part is None or part.role == "shown"
    assert time.process_time() - begun < 5


def test_what_a_test_binds_is_not_there_for_a_student():
    """A hidden test runs nowhere else, and none at the student's."""
    cells = [Cell("shown", "import zlib"), Cell("test", "import zlib"), Cell("student", "zlib")]
    assert needed_cells(tuple(cells))[0] == cells[0]


def test_what_a_test_or_a_given_cell_needs_is_given_to_everybody():
    cells = [Cell("shown", "import zlib\nn = 1\nprint(n)"), Cell("test", "assert n == 1")]
    assert needed_cells(tuple(cells))[0] == Cell("given", cells[0].source)
    cells[1] = Cell("given", "m = n")
    assert needed_cells(tuple(cells))[0] == Cell("given", cells[0].source)
    cells.insert(1, Cell("answer", "n = 2", ("n",)))  # then the test's is the student's
    assert needed_cells((*cells[:2], Cell("test", "assert n == 2")))[0] is None
