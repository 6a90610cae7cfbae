"""Honest ways to write answers: each gets exactly the points it deserves."""

from dataclasses import dataclass, field

from sample import SOLUTIONS, full


@dataclass(frozen=True)
class Honest:
    """One student: what differs from the solutions, and which exercises stay unsolved."""

    how: str
    answers: dict = field(default_factory=dict)
    after: dict = field(default_factory=dict)
    unsolved: tuple = ()
    files: dict = field(default_factory=dict)

    @property
    def written(self):
        return SOLUTIONS | self.answers

    @property
    def expected(self):
        return full(*(name for name in SOLUTIONS if name not in self.unsolved))


HONEST = {
    "plain": Honest("the solutions as they are"),
    "half_done": Honest(
        "one exercise not begun", {"double": "raise NotImplementedError"}, unsolved=["double"]
    ),
    "wrong_once": Honest(
        "one wrong answer", {"double": "def double(x):\n    return x + x + 1"}, unsolved=["double"]
    ),
    "helper": Honest(
        "a helper in an added cell",
        {"double": "def double(x):\n    return times(x, 2)"},
        {"title": "def times(x, n):\n    return x * n"},
    ),
    "helper_below": Honest(
        "a helper defined below its first use",
        {
            "double": "def double(x):\n    return times(x, 2)\n\n\n"
            "def times(x, n):\n    return x * n"
        },
    ),
    "closure": Honest(
        "a function made by a function",
        {
            "double": "def times(n):\n    def multiply(x):\n        return n * x\n"
            "    return multiply\n\ndouble = times(2)"
        },
    ),
    "lambda_": Honest("a lambda", {"double": "double = lambda x: x * 2"}),
    "partial": Honest(
        "functools.partial",
        {"double": "import functools, operator\ndouble = functools.partial(operator.mul, 2)"},
    ),
    "callable_object": Honest(
        "an object that is called",
        {
            "double": "class Times:\n    def __init__(self, n): self.n = n\n"
            "    def __call__(self, x): return self.n * x\ndouble = Times(2)"
        },
    ),
    "decorated": Honest(
        "a cache around a function",
        {"double": "from functools import cache\n\n@cache\ndef double(x):\n    return 2 * x"},
    ),
    "defaults": Honest(
        "other parameter names, defaults, annotations",
        {"double": "def double(number: float, *, by: int = 2) -> float:\n    return by * number"},
    ),
    "recursion": Honest(
        "recursion",
        {"pieces": "def pieces(v, n):\n    return [] if not v else [v[:n]] + pieces(v[n:], n)"},
    ),
    "generator": Honest(
        "a generator instead of a list",
        {
            "pieces": "def pieces(values, size):\n    for i in range(0, len(values), size):\n"
            "        yield values[i:i + size]"
        },
    ),
    "generator_of_tuples": Honest(
        "a generator expression of tuples",
        {
            "pieces": "def pieces(v, n):\n"
            "    return (tuple(v[i:i + n]) for i in range(0, len(v), n))"
        },
    ),
    "itertools_": Honest(
        "an iterator of the library",
        {
            "pieces": "import itertools\ndef pieces(v, n):\n    it = iter(v)\n"
            "    return iter(lambda: tuple(itertools.islice(it, n)), ())"
        },
    ),
    "arrays_in_list": Honest(
        "a list of arrays",
        {
            "pieces": "def pieces(v, n):\n"
            "    return np.array_split(np.array(v), range(n, len(v), n))"
        },
    ),
    "inheritance": Honest(
        "a class on a class of one's own",
        {
            "Counter": "class Base:\n    def __init__(self, total=0): self.total = total\n\n"
            "class Counter(Base):\n    def add(self, n):\n"
            "        self.total += n\n        return self"
        },
    ),
    "property_": Honest(
        "a property",
        {
            "Counter": "class Counter:\n    def __init__(self, total=0): self._seen = [total]\n"
            "    def add(self, n):\n        self._seen.append(n)\n        return self\n"
            "    @property\n    def total(self): return sum(self._seen)"
        },
    ),
    "dataclass_": Honest(
        "a dataclass",
        {
            "Counter": "@dataclass\nclass Counter:\n    total: int = 0\n"
            "    def add(self, n):\n        self.total += n\n        return self"
        },
    ),
    "slots": Honest(
        "a class with slots that returns a new object",
        {
            "Counter": "class Counter:\n    __slots__ = ('total',)\n"
            "    def __init__(self, total=0): self.total = total\n"
            "    def add(self, n):\n        self.total += n\n        return self"
        },
    ),
    "factory": Honest(
        "a function where a class was expected",
        {
            "Counter": "from types import SimpleNamespace\ndef Counter(total=0):\n"
            "    c = SimpleNamespace(total=total)\n    def add(n):\n"
            "        c.total += n\n        return c\n    c.add = add\n    return c"
        },
    ),
    "warns": Honest(
        "a right answer that warns",
        {
            "double": "import warnings\ndef double(x):\n    warnings.warn('careful')\n"
            "    return 2 * x",
            "scale": "def scale(v):\n    np.array([1.0]) / np.array([0.0])\n"
            "    return v / np.abs(v).max()",
        },
    ),
    "prints": Honest(
        "prints in a call, to both streams",
        {
            "double": "import sys\ndef double(x):\n    print('x is', x)\n"
            "    print('note', file=sys.stderr)\n    return 2 * x"
        },
    ),
    "logging_": Honest(
        "logging and a progress bar",
        {
            "double": "import logging, sys\nlogging.basicConfig(level=logging.DEBUG)\n"
            "def double(x):\n    logging.info('doubling %s', x)\n    return 2 * x"
        },
    ),
    "own_imports": Honest(
        "imports of the library inside and outside of functions",
        {
            "scale": "import math\nimport numpy.linalg as la\ndef scale(v):\n"
            "    from collections import Counter as C\n"
            "    return v / la.norm(v.ravel(), ord=math.inf)"
        },
    ),
    "numpy_again": Honest(
        "numpy under another name, and np for something else",
        {"biggest": "import numpy as numeric\nbiggest = int(numeric.max([3, 9, 4]))\nnp = 'mine'"},
        {"halve": "import numpy as np"},
    ),
    "shadows": Honest(
        "names of builtins for one's own things",
        {
            "biggest": "list = [3, 9, 4]\nmax = 0\nfor id in list:\n    if id > max:\n"
            "        max = id\nbiggest = max\nsum = 16"
        },
        {"biggest_check": "del list, max, sum"},
    ),
    "shadows_for_good": Honest(
        "a builtin shadowed to the end",
        {"double": "def int(x):\n    return x\n\ndef double(x):\n    return int(2 * x)"},
    ),
    "global_state": Honest(
        "state in a global",
        {
            "double": "calls = 0\n\ndef double(x):\n    global calls\n    calls += 1\n"
            "    return 2 * x"
        },
    ),
    "given_names": Honest(
        "uses what the given cell defined",
        {"double": "def double(x):\n    return rounded(x * (start + 1)) if x == 1 else x + x"},
    ),
    "scratch_errors": Honest(
        "errors in scratch cells",
        after={"given": ["1 / 0", "undefined_name", "def broken(:", "import no_such_module"]},
    ),
    "scratch_exit": Honest(
        "exit and sys.exit in a scratch cell",
        after={"given": ["import sys\nsys.exit(1)", "exit()"]},
    ),
    "plots_and_magics": Honest(
        "plots, magics, displays, a shell command",
        after={
            "given": [
                "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
                "%timeit -n1 -r1 sum(range(10))",
                "!echo hello",
                "from IPython.display import display, Markdown\ndisplay(Markdown('**b**'))",
            ]
        },
    ),
    "redefined_later": Honest(
        "a wrong version first, the right one below in a new cell",
        {"double": "def double(x):\n    return 0"},
        {"double": "def double(x):\n    return 2 * x"},
    ),
    "redefined_too_late": Honest(
        "the name reused for something else after the tests",
        after={"double_hidden": "double = None", "biggest_check": "biggest = 0"},
    ),
    "numpy_numbers": Honest(
        "a number of numpy's where a number is right",
        {
            "judge": "def judge(f):\n    return bool(np.all([f(3) == 9, f(-2) == 4, f(1) == 1]))",
            "refuse": "def refuse(x):\n    if np.bool_(x < 0):\n        raise ValueError\n"
            "    return np.sqrt(x)",
            "double": "def double(x):\n    return np.multiply(2, x).item()",
        },
    ),
    "float_subclass": Honest(
        "a subclass of float",
        {
            "double": "class Metres(float):\n    unit = 'm'\n\n"
            "def double(x):\n    return Metres(2 * x) if isinstance(x, float) else 2 * x"
        },
    ),
    "array_subclass": Honest(
        "a subclass of the array",
        {
            "scale": "class Signal(np.ndarray):\n    pass\n\ndef scale(v):\n"
            "    return (v / np.abs(v).max()).view(Signal)"
        },
    ),
    "fortran_order": Honest(
        "an array in column order, not contiguous",
        {
            "scale": "def scale(v):\n    w = np.asfortranarray(v / np.abs(v).max())\n"
            "    return np.repeat(w, 2, axis=-1)[..., ::2]"
        },
    ),
    "own_error": Honest(
        "an error class of one's own",
        {
            "refuse": "class Negative(ValueError):\n    pass\n\ndef refuse(x):\n    if x < 0:\n"
            "        raise Negative(x, 'is negative')\n    return x ** 0.5"
        },
    ),
    "chained_error": Honest(
        "an error from another error",
        {
            "refuse": "import math\ndef refuse(x):\n    try:\n        return math.sqrt(x)\n"
            "    except ValueError as error:\n"
            "        raise ValueError('no root') from error"
        },
    ),
    "threads": Honest(
        "threads inside a function",
        {
            "judge": "from concurrent.futures import ThreadPoolExecutor\ndef judge(f):\n"
            "    with ThreadPoolExecutor(3) as pool:\n"
            "        return list(pool.map(f, [3, -2, 1])) == [9, 4, 1]"
        },
    ),
    "stores_callback": Honest(
        "calls the candidate through an object that keeps it",
        {
            "judge": "class Judge:\n    def __init__(self, f): self.f = f\n"
            "    def verdict(self): return [self.f(x) for x in (3, -2, 1)] == [9, 4, 1]\n"
            "def judge(f):\n    return Judge(f).verdict()"
        },
    ),
    "catches_everything": Honest(
        "a broad except around the candidate",
        {
            "judge": "def judge(f):\n    try:\n"
            "        return [f(x) for x in (3, -2, 1)] == [9, 4, 1]\n"
            "    except Exception:\n        return False"
        },
    ),
    "copies_model": Honest(
        "a deep copy of the model",
        {
            "halve": "import copy\ndef halve(net):\n    new = copy.deepcopy(net)\n"
            "    new.weights /= 2\n    return new"
        },
    ),
    "changes_model": Honest(
        "changes the model it was given, which the course forbids",
        {"halve": "def halve(net):\n    net.weights /= 2\n    return net"},
        unsolved=["halve"],
    ),
    "changes_array": Honest(
        "changes the array it was given",
        {"scale": "def scale(v):\n    v /= np.abs(v).max()\n    return v"},
        unsolved=["scale"],
    ),
    "replaces_given": Honest(
        "dataclasses.replace on a given class",
        {
            "swap": "import dataclasses\ndef swap(p):\n"
            "    return dataclasses.replace(p, left=p.right, right=p.left)"
        },
    ),
    "computed_value": Honest(
        "a value computed in several cells",
        {"biggest": "numbers = [3, 9, 4]\nnumbers.sort()\nbiggest = numbers[-1]"},
        {"refuse_check": "numbers = None"},
    ),
    "reads_file": Honest(
        "reads the file that came with the notebook, and writes one",
        after={
            "given": "text = open('numbers.csv').read()\nopen('mine.txt', 'w').write(text)\n"
            "assert np.loadtxt('mine.txt', delimiter=',').sum() == 6"
        },
        answers={"biggest": "biggest = 9 if text == '1,2,3\\n' else None"},
    ),
    "own_module": Honest(
        "a module of one's own beside the notebook",
        {"double": "from my_helpers import twice as double"},
        files={"my_helpers.py": "def twice(x):\n    return 2 * x\n"},
    ),
    "async_": Honest(
        "await at the top of a cell",
        {
            "biggest": "import asyncio\nasync def find():\n    await asyncio.sleep(0)\n"
            "    return 9\nbiggest = await find()"
        },
    ),
    "subprocess_": Honest(
        "a process of one's own",
        {
            "biggest": "import subprocess, sys\n"
            "said = subprocess.run([sys.executable, '-c', 'print(9)'],\n"
            "                      capture_output=True, text=True).stdout\n"
            "biggest = int(said)"
        },
    ),
    "star_import": Honest(
        "from numpy import *",
        {
            "scale": "from numpy import *\ndef scale(v):\n    return v / absolute(v).max()",
            "biggest": "biggest = int(max([3, 9, 4]))",
        },
    ),
    "input_": Honest("input() left in a scratch cell", after={"given": "name = input('name? ')"}),
    "large_globals": Honest(
        "large things under names that tests use for their own",
        after={
            "given": "_v = list(range(3_000_000))\n_x = _got = np.zeros(10 ** 7)\nf = 'x' * 10 ** 7"
        },
    ),
    "typing_": Honest(
        "annotations, an enum, a named tuple",
        {
            "biggest": "from typing import NamedTuple\nfrom enum import Enum\n"
            "class Found(NamedTuple):\n    value: int\n    where: int\n"
            "class Way(Enum):\n    UP = 1\n"
            "found: Found = Found(9, Way.UP.value)\nbiggest: int = found.value"
        },
    ),
}
