"""What becomes of calls, objects, errors and functions on their way.

Without a sandbox, to be quick.
"""

import ast

import pytest

from splitgrade.execute import Cell, Course, execute
from splitgrade.names import bound_names, import_lines

GIVEN = """
import numpy as np
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

@dataclass
class Box:
    v: object

class Positive:
    def __set_name__(self, owner, name): self.name = name
    def __get__(self, box, owner=None): return vars(box)[self.name]
    def __set__(self, box, value):
        assert value > 0
        vars(box)[self.name] = value

@dataclass
class Layer:
    width: int
    activation: Callable = abs
    bias = 0
    scale = staticmethod(abs)
    depth = Positive()
    def act(self, x): return self.activation(x) + self.bias
    def rescale(self, scale): self.scale = scale
    @cached_property
    def twice(self): return 2 * self.width
"""

# By what it shows: the answer, and a test that has to pass.
PASSES = {
    "a function of the test changes its argument, and the student sees it": (
        """
def f(g):
    a, b, c, d = np.ones(3), [1], {"k": [1]}, Box(np.zeros(2))
    w = d
    same = [g(a) is a, g(b) is b, g(c) is c, g(d) is d]
    return same, a, b, c, d, w.v
""",
        """
def g(x):
    if isinstance(x, np.ndarray):
        x += 1
    elif isinstance(x, list):
        x.append(2)
    elif isinstance(x, dict):
        x["k"].append(5)
    else:
        x.v = x.v + 7
    return x

same, a, b, c, d, v = f(g)
assert same == [True] * 4 and a.tolist() == [2, 2, 2] and b == [1, 2] and c == {"k": [1, 5]}
assert d.v.tolist() == v.tolist() == [7, 7]
""",
    ),
    "also when the function then raises": (
        """
def f(g):
    box = Box(0)
    try:
        g(box)
    except ValueError as error:
        return box.v, str(error)
""",
        """
def g(box):
    box.v = 1
    raise ValueError("no")

assert f(g) == (1, "no")
""",
    ),
    "calls go back and forth": (
        "def f(g, n):\n    return n if n == 0 else g(f, n - 1) + 1",
        "def g(h, n):\n    return h(g, n)\nassert f(g, 8) == 8",
    ),
    "a returned function is called with the test's function in it": (
        "def f(g):\n    return lambda x: g(x) + 1",
        "h = f(lambda x: 2 * x)\nassert h(4) == 9",
    ),
    "a student's object goes back to the student": (
        "class Node:\n    def __init__(self, n, up=None): self.n, self.up = n, up\n"
        "    def depth(self): return 0 if self.up is None else 1 + self.up.depth()\n"
        "def f(node): return Node(node.n + 1, node)",
        "node = f(f(Node(1)))\nassert node.n == 3 and node.depth() == 2 and node.up.n == 2",
    ),
    "operators of a student's class work": (
        "class V:\n    def __init__(self, x): self.x = x\n"
        "    def __add__(self, o): return V(self.x + o.x)\n"
        "    def __mul__(self, k): return V(self.x * k)\n    def __len__(self): return 2\n"
        "    def __getitem__(self, i): return self.x * i\n"
        "    def __str__(self): return f'V{self.x}'\n"
        "    def __contains__(self, x): return x == self.x\ndef f(x): return V(x)",
        "v = f(2) + f(3) * 2\nassert v.x == 8 and len(v) == 2 and v[3] == 24 and 8 in v "
        "and 7 not in v and str(v) == 'V8' and f'{v}' == 'V8'",
    ),
    "errors keep their type, arguments and name": (
        "class Odd(KeyError): pass\ndef f(x): raise Odd('k', 3)",
        "try:\n    f(1)\nexcept KeyError as error:\n    caught = error\n"
        "assert caught.args == ('k', 3) and type(caught).__name__ == 'Odd'",
    ),
    "a context manager, class methods and attributes set": (
        "class C:\n    size = 3\n    @classmethod\n    def make(cls): return cls()\n"
        "    @staticmethod\n    def twice(x): return 2 * x\n    def __enter__(self): return self\n"
        "    def __exit__(self, *a): self.left = True\ndef f(): return C.make()",
        "with f() as c:\n    c.extra = [1]\nassert c.left is True and c.extra == [1]\n"
        "assert C.size == 3 and C.twice(4) == 8",
    ),
    "a random generator is drawn from": (
        "def f(rng): return rng.normal(size=2)",
        "want = np.random.default_rng(3).normal(size=2)\n"
        "assert np.array_equal(f(np.random.default_rng(3)), want)",
    ),
    "printing in a call reaches who listens": (
        "def f(): print('hello')",
        "import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()) as said:\n    f()\n"
        "assert said.getvalue() == 'hello\\n'",
    ),
    "an import in an answer serves the tests": (
        "import math\ndef f(x): return x",
        "assert f(1) < math.pi",
    ),
    "an object of a given class brings what is its own": (
        "def f(layer):\n    new = Layer(5, lambda x: 3 * x)\n    new.bias, new.note = 1, 'mine'\n"
        "    new.depth = layer.depth + 1\n    new.rescale(lambda x: -x)\n    new.twice\n"
        "    return new",
        "layer = Layer(2)\nlayer.depth = 7\nnew = f(layer)\n"
        "assert new.act(2) == 7 and new.note == 'mine' and new.depth == 8 and new.scale(3) == -3\n"
        "new.width = 4\nassert new.twice == 8, 'what is computed is computed here'",
    ),
    "and what is its class's only with the class": (
        "def f(layer):\n    layer = Layer(5)\n    layer.act = lambda x: 9\n"
        "    vars(layer).update(twice=9, __class__=Box, __deepcopy__=lambda memo: 9)\n"
        "    return layer",
        "layer = f(1)\nassert type(layer) is Layer and layer.act(-2) == 2 and layer.twice == 10\n"
        "assert not hasattr(layer, '__deepcopy__')",
    ),
    "types cross": ("def f(kind): return kind(3), kind", "assert f(float) == (3.0, float)"),
}
# ... and one that has to fail, with these words.
FAILS = {
    "an object of a class that only the test has": (
        "def f(x): return 1",
        "class T: pass\nf(T())",
        "the test cannot hand this over",
    ),
    "a module": ("import math\ndef f(): return math", "f()", "it is a module"),
    "calls without end": ("def f(g): return g()", "def g(): return f(g)\ng()", "without end"),
    "an argument changed deep inside": (
        "def f(d): d['a'][0].v.append(1)",
        "f({'a': [Box([])]})",
        "changed the dict it was given",
    ),
    "a student's object as a number": (
        "class N: pass\ndef f(): return N()",
        "abs(float(f()))",
        "not 'N'",
    ),
    "a student's object compared with an array": (
        "class N: pass\ndef f(): return N()",
        "np.zeros(2) == f()",
        "cannot be compared",
    ),
    "a student's object made an array": (
        "class N: pass\ndef f(): return N()",
        "np.asarray(f())",
        "cannot be made an array",
    ),
}


@pytest.fixture(scope="module")
def ran():
    """All in one notebook, each under a name of its own."""
    cells, names = [Cell("given", GIVEN)], []
    for name, (answer, test, *_) in (PASSES | FAILS).items():
        tree = ast.parse(answer)
        cells += [
            Cell("answer", answer, tuple(bound_names(tree)), import_lines(tree)),
            Cell("test", test),
        ]
        names.append(name)
    results = execute(cells, Course(check_arguments=True)).cells
    assert not any(
        output["output_type"] == "error" for result in results[1::2] for output in result.outputs
    )
    return {name: result.outputs for name, result in zip(names, results[2::2], strict=True)}


@pytest.mark.parametrize("name", PASSES)
def test_passes(ran, name):
    assert ran[name] == []


@pytest.mark.parametrize("name", FAILS)
def test_fails_with_its_words(ran, name):
    assert FAILS[name][2] in ran[name][-1]["evalue"]


@pytest.mark.parametrize(
    ("how", "lines"),
    [
        ("from error", ["AssertionError: no root", "It comes from ValueError: odd -4"]),
        ("from None", ["AssertionError: no root"]),
        ("from KeyError('of the test')", ["AssertionError: no root"]),
    ],
)
def test_an_error_raised_from_the_students_says_where_it_comes_from(how, lines):
    test = (
        f"try:\n    f(-4)\nexcept ValueError as error:\n    raise AssertionError('no root') {how}"
    )
    answer = "def f(x):\n    raise ValueError(f'odd {x}')"
    cells = [Cell("answer", answer, ("f",)), Cell("test", test)]
    ran = execute(cells, Course()).cells[1]
    if how == "from error":
        lines = [*lines, "Raised by your line: raise ValueError(f'odd {x}')"]
    assert ran.outputs[-1]["traceback"] == lines
    assert ran.outputs[-1]["evalue"] == "no root" and not ran.by_student
