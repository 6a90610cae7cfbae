"""Submissions that want points, or more, without solving anything.

Each leaves every exercise unsolved, so each deserves what an untouched notebook gets. Code
goes into an added cell at the top, into answers, or both; a notebook can be changed as a
whole, and files can lie beside it.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from nbformat.v4 import new_code_cell

from sample import CANARY, TESTS


@dataclass(frozen=True)
class Adversary:
    """What one submission tries, and how."""

    tries: str
    code: str = ""  # a cell at the top
    answers: dict = field(default_factory=dict)
    after: dict = field(default_factory=dict)
    change: Callable | None = None  # of the whole notebook
    files: dict = field(default_factory=dict)


# Answers that return an object of a class called Yes.
_YES = {
    "double": "def double(x):\n    return Yes()",
    "scale": "def scale(v):\n    return Yes()",
    "Counter": "class Counter:\n    def __init__(self, total=0):\n        self.total = Yes()\n"
    "    def add(self, n):\n        return self",
    "judge": "def judge(f):\n    return Yes()",
    "biggest": "biggest = Yes()",
    "swap": "def swap(p):\n    return Yes()",
    "halve": "def halve(n):\n    return Yes()",
    "pieces": "def pieces(v, n):\n    return Yes()",
}
_ALWAYS = """
class Yes{bases}:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __eq__
    def __bool__(self): return True
    def __hash__(self): return 0
    def __call__(self, *a, **k): return self
    def __getattr__(self, name): return self
    def __getitem__(self, k): return self
    def __len__(self): return 1
    def __iter__(self): return iter([self])
    def __sub__(self, other): return 0
    __rsub__ = __add__ = __radd__ = __mul__ = __abs__ = __sub__
    def __array__(self, *a, **k): return np.array(0.0)
    __array_priority__ = 1e9
    def __array_ufunc__(self, *a, **k): return True
    def __array_function__(self, *a, **k): return True
    def __instancecheck__(self, other): return True
    __class__ = {pretends}
"""
# Finds the streams of the student's process and writes to the trusted side as if it had answered.
_FORGE = """
import gc, io, struct, json, threading, time
from splitgrade import wire
me = next(o for o in gc.get_objects() if type(o).__name__ == "Student")
Student = type(me)
inside = Student.serve.__globals__
def forge(message, data=b""):
    wire.write_frame(me._writer, message, [data] if data else [])
def raw(text, data=b""):
    me._writer.write(struct.pack(">IQ", len(text), len(data)) + text + data)
    me._writer.flush()
"""
_LOOK = """
found = []
def look(name, get):
    try:
        got = get()
        found.append(f"{name}: {got!r}"[:2000])
    except BaseException as error:
        found.append(f"{name}: no")
"""


def _everywhere(metadata):
    def change(notebook):
        for cell in notebook.cells:
            cell.metadata.update(metadata)

    return change


def _tests(edit):
    """Apply an edit to every test cell."""

    def change(notebook):
        for cell in list(notebook.cells):
            if cell.id in TESTS:
                edit(cell, notebook)

    return change


def _nbgrader(**changes):
    return _tests(lambda cell, notebook: cell.metadata.nbgrader.update(changes))


def _with_source(text):
    return _tests(lambda cell, notebook: cell.update(source=text))


def _outputs(*outputs):
    def change(notebook):
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = list(outputs), 1

    return change


def _twice(cell, notebook):
    copy = new_code_cell("pass", metadata=dict(cell.metadata))
    notebook.cells.insert(0, copy)


def _swapped(notebook):
    """Test cells take the place and the id of answer cells."""
    by_id = {cell.id: cell for cell in notebook.cells}
    one, other = by_id["double"], by_id["double_hidden"]
    one.metadata, other.metadata = other.metadata, one.metadata
    one.id, other.id = "double_hidden", "double"
    other.source = "def double(x): return 3"


def _claims_given(notebook):
    """Added cells with the ids of given cells and marks of the plug-in's own."""
    marks = {
        "splitgrade": {"hidden": True, "binds": ["double"], "imports": "import os"},
        "tags": ["show"],
    }
    for name in ("given", "title"):
        cell = new_code_cell("assert True", metadata=marks)
        cell.id = name
        notebook.cells.insert(0, cell)


def _binds_answers(notebook):
    for cell in notebook.cells:
        cell.metadata["splitgrade"] = {
            "added": False,
            "binds": [],
            "imports": "import builtins\nbuiltins.abs = lambda x: 0",
        }
    notebook.metadata["splitgrade"] = {"repairs": [], "score": 100}


def _kernel(notebook):
    notebook.metadata["kernelspec"] = {
        "name": "cheat",
        "display_name": "Cheat",
        "language": "bash",
        "argv": ["touch", "/tmp/cheated"],
    }
    notebook.metadata["language_info"] = {"name": "bash", "file_extension": ".sh"}


_PASS = {
    "output_type": "execute_result",
    "data": {"text/plain": "100"},
    "metadata": {},
    "execution_count": 1,
}

ADVERSARIES = {
    # Objects that agree with everything.
    "equals_all": Adversary("equal to everything", _ALWAYS.format(bases="", pretends="int"), _YES),
    "equals_as_float": Adversary(
        "a float that equals everything", _ALWAYS.format(bases="(float)", pretends="float"), _YES
    ),
    "equals_as_int": Adversary(
        "an int that equals everything", _ALWAYS.format(bases="(int)", pretends="bool"), _YES
    ),
    "equals_as_str": Adversary(
        "a str that equals everything", _ALWAYS.format(bases="(str)", pretends="str"), _YES
    ),
    "equals_as_list": Adversary(
        "a list that equals everything", _ALWAYS.format(bases="(list)", pretends="list"), _YES
    ),
    "equals_as_dict": Adversary(
        "a dict that equals everything", _ALWAYS.format(bases="(dict)", pretends="dict"), _YES
    ),
    "equals_as_array": Adversary(
        "an array that equals everything",
        _ALWAYS.format(bases="(np.ndarray)", pretends="np.ndarray").replace(
            "class Yes(np.ndarray):",
            "class Yes(np.ndarray):\n    def __new__(cls):\n"
            "        return np.zeros((3, 4)).view(cls)",
        ),
        _YES,
    ),
    "equals_as_given": Adversary(
        "a subclass of the given class that agrees",
        _ALWAYS.format(bases="(Pair)", pretends="Pair").replace(
            "class Yes(Pair):", "class Yes(Pair):\n    def __init__(self): pass"
        ),
        _YES,
    ),
    "equals_as_model": Adversary(
        "a subclass of the course's model that agrees",
        _ALWAYS.format(bases="(Net)", pretends="Net").replace(
            "class Yes(Net):", "class Yes(Net):\n    def __init__(self): pass"
        ),
        _YES,
    ),
    "metaclass": Adversary(
        "a class whose class agrees",
        """
class Meta(type):
    def __eq__(cls, other): return True
    def __hash__(cls): return 1
    def __instancecheck__(cls, x): return True
    def __sub__(cls, other): return 0
class Yes(metaclass=Meta):
    def __new__(cls): return cls
""",
        _YES,
    ),
    "nan": Adversary("not a number, everywhere", "Yes = lambda: float('nan')", _YES),
    "true_byte": Adversary(
        "a bool array of bytes that are neither 0 nor 1",
        "Yes = lambda: np.full((3, 4), 7, np.uint8).view(bool)",
        _YES,
    ),
    "empty_array": Adversary("an empty array", "Yes = lambda: np.empty((0, 4))", _YES),
    "object_array": Adversary(
        "an array of agreeing objects",
        _ALWAYS.format(bases="", pretends="int")
        + "\nOne = Yes\nYes = lambda: np.array([[One()] * 4] * 3, object)",
        _YES,
    ),
    "given_with_methods": Adversary(
        "given class with fields that are functions",
        answers={
            "swap": "def swap(p):\n    q = Pair(1, 2)\n    q.total = lambda: 3.0\n"
            "    q.left = q.right = type('E', (float,), {'__eq__': lambda *a: True})(5)\n"
            "    return q",
            "level": "def level(p):\n    p = Pair(p.left, p.right)\n"
            "    p.is_level, p.total = (lambda: True), (lambda: 4.0)\n    return p",
        },
    ),
    "model_with_methods": Adversary(
        "model whose forward answers for it",
        answers={
            "halve": "def halve(net):\n    n = Net(np.zeros((2, 1)))\n"
            "    n.forward = lambda x: np.array([[3.0]])\n"
            "    net.weights = net.weights\n    return n"
        },
    ),
    # Patching what tests use.
    "builtins_patched": Adversary(
        "builtins that agree",
        """
import builtins
for name in ("abs", "len", "all", "any", "max", "isinstance", "round", "repr"):
    setattr(builtins, name, lambda *a, **k: True)
""",
    ),
    "numpy_patched": Adversary(
        "numpy that agrees",
        """
for name in ("array_equal", "allclose", "abs", "max", "array", "asarray", "isclose"):
    setattr(np, name, lambda *a, **k: True)
np.testing.assert_allclose = np.testing.assert_array_equal = lambda *a, **k: None
""",
    ),
    "assert_rewritten": Adversary(
        "syntax transformer that drops assertions",
        """
import ast
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
get_ipython().ast_transformers.append(Drop())
""",
    ),
    "input_transformed": Adversary(
        "input transformer that empties cells",
        """
ip = get_ipython()
ip.input_transformers_cleanup.append(lambda lines: ["pass\\n"])
ip.input_transformers_post.append(lambda lines: ["pass\\n"])
""",
    ),
    "run_cell_patched": Adversary(
        "a kernel that runs nothing",
        """
ip = get_ipython()
class Result:
    success, error_before_exec, error_in_exec, result = True, None, None, None
ip.run_cell = lambda *a, **k: Result()
type(ip).run_cell = lambda *a, **k: Result()
type(ip).run_code = lambda *a, **k: False
ip.set_custom_exc((BaseException,), lambda *a, **k: None)
ip.showtraceback = ip._showtraceback = lambda *a, **k: None
""",
    ),
    "excepthook": Adversary(
        "errors that are swallowed",
        """
import sys
sys.excepthook = lambda *a: None
sys.settrace(lambda *a: None)
sys.setprofile(lambda *a: None)
import builtins
class Quiet(BaseException): pass
builtins.AssertionError = Quiet
builtins.Exception = Quiet
""",
    ),
    "exit_zero": Adversary("end Python with success", "import os\nos._exit(0)"),
    "exit_in_call": Adversary(
        "end Python with success inside a call",
        answers={
            "double": "def double(x):\n    import os\n    os._exit(0)",
            "refuse": "def refuse(x):\n    raise SystemExit(0)",
        },
    ),
    "raises_control": Adversary(
        "errors that would leave a test quietly",
        answers={
            "double": "def double(x):\n    raise StopIteration",
            "scale": "def scale(x):\n    raise GeneratorExit",
            "judge": "def judge(x):\n    raise KeyboardInterrupt",
            "pieces": "def pieces(v, n):\n    raise SystemExit",
            "halve": "import unittest\ndef halve(n):\n    raise unittest.SkipTest('x')",
        },
    ),
    "atexit_": Adversary(
        "rewrite the result at exit",
        """
import atexit, os
atexit.register(lambda: os.system("echo 100"))
""",
    ),
    "post_hooks": Adversary(
        "hooks that run after cells",
        """
ip = get_ipython()
def hook(*a):
    for name in list(globals()):
        if name.endswith(("_check", "_hidden")): globals()[name] = True
for event in ("pre_run_cell", "post_run_cell", "pre_execute", "post_execute"):
    ip.events.register(event, hook)
""",
    ),
    "worker_patched": Adversary(
        "the plug-in's own code in the student's process",
        _FORGE
        + """
import splitgrade.shell as s
inside["OPERATIONS"]["call"] = lambda *a, **k: True
wire.Encoder.encode = lambda self, value, depth=0: True
s.Outputs.error = lambda *a: None
""",
    ),
    "given_class_patched": Adversary(
        "given classes and names, replaced",
        """
Pair.total = lambda self: 3.0
Pair.__eq__ = lambda *a: True
Net.forward = lambda self, x: np.array([[3.0]])
start = 0
class np: pass
""",
        {
            "swap": "def swap(p):\n    return p",
            "halve": "def halve(n):\n    return n",
            "double": "def double(x):\n    return 2 if x == 0 else x",
        },
    ),
    "helpers_patched": Adversary(
        "names of the hidden tests, defined beforehand",
        f"""
{CANARY} = 0
_x = _got = _want = _c = 0
""",
    ),
    "test_names_taken": Adversary(
        "variables of test cells, deleted and replaced",
        """
got = [[1, 2], [3]]
said = "raised"
count = type("C", (), {"total": 7, "add": lambda *a: None})()
""",
    ),
    # Metadata and the notebook.
    "skip_tag": Adversary(
        "tags that skip execution",
        change=_everywhere({"tags": ["skip-execution", "show", "raises-exception", "remove-cell"]}),
    ),
    "points_raised": Adversary("points in the metadata", change=_nbgrader(points=1000)),
    "points_negative": Adversary("negative points for what fails", change=_nbgrader(points=-1000)),
    "solution_flag": Adversary(
        "tests that claim to be answers", change=_nbgrader(solution=True, locked=False)
    ),
    "manual_flag": Adversary(
        "tests that claim to be tasks", change=_nbgrader(task=True, grade=False)
    ),
    "ungraded": Adversary("tests without grade", change=_nbgrader(grade=False, locked=False)),
    "markdown_tests": Adversary(
        "tests as markdown",
        change=_tests(
            lambda cell, notebook: (cell.update(cell_type="markdown"), cell.pop("outputs", None))
        ),
    ),
    "raw_tests": Adversary(
        "tests as raw cells", change=_tests(lambda cell, notebook: cell.update(cell_type="raw"))
    ),
    "emptied_tests": Adversary("tests emptied", change=_with_source("pass")),
    "partial_credit": Adversary("tests that end in a number", change=_with_source("100")),
    "renamed_tests": Adversary(
        "tests under other ids",
        change=_tests(
            lambda cell, notebook: (
                cell.update(id="x" + cell.id),
                cell.metadata.nbgrader.update(grade_id="x" + cell.id),
            )
        ),
    ),
    "deleted_tests": Adversary(
        "tests deleted", change=_tests(lambda cell, notebook: notebook.cells.remove(cell))
    ),
    "doubled_tests": Adversary("every test twice, the first one empty", change=_tests(_twice)),
    "no_metadata": Adversary(
        "all metadata removed",
        change=lambda notebook: [cell.update(metadata={}) for cell in notebook.cells],
    ),
    "swapped": Adversary("an answer and a test exchange their places", change=_swapped),
    "claims_given": Adversary("added cells that claim to be given", change=_claims_given),
    "claims_marks": Adversary("marks of the plug-in's own", change=_binds_answers),
    "forged_outputs": Adversary("outputs that look like full marks", change=_outputs(_PASS)),
    "checksums": Adversary(
        "checksums of untouched cells on changed ones",
        change=_nbgrader(checksum="0" * 32, cell_type="code", schema_version=99),
    ),
    "other_kernel": Adversary("a kernel that does something else", change=_kernel),
    "timeout_metadata": Adversary(
        "an execution setting",
        change=lambda notebook: notebook.metadata.update(
            {
                "execution": {"timeout": 0},
                "nbgrader": {"score": 100},
                "celltoolbar": "Create Assignment",
            }
        ),
    ),
    # Reading tests, grades and others.
    "reads_memory": Adversary(
        "tests in memory, on the stack, in modules",
        _LOOK
        + """
import gc, sys, inspect, linecache, re
text, raw = re.compile(r"_hidden_tests = \\d"), re.compile(rb"_hidden_tests = \\d")
def search(things):
    for thing in things:
        if raw.search(thing) if isinstance(thing, bytes) else text.search(str(thing)[:100000]):
            print("TEST" + " FOUND")
for things in (gc.get_objects, lambda: [f.f_locals for f in sys._current_frames().values()],
               lambda: [inspect.getsource(f.frame) for f in inspect.stack()],
               lambda: [v for m in list(sys.modules.values()) for v in vars(m).values()],
               lambda: list(get_ipython().history_manager.get_range()),
               lambda: list(linecache.cache.values())):
    look("search", lambda: search(things()))
with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb") as memory:
    for line in maps:
        if "rw" in line:
            start, end = (int(part, 16) for part in line.split()[0].split("-"))
            look("memory", lambda: (memory.seek(start), search([memory.read(end - start)])))
""",
    ),
    "reads_stack_in_call": Adversary(
        "the stack while a test calls",
        _LOOK,
        {
            "double": "def double(x):\n    import inspect, gc, sys\n"
            "    for f in inspect.stack():\n"
            "        look('frame', lambda: (f.function, f.code_context))\n"
            "    raise ValueError(str(found) + f' called with {x}')"
        },
    ),
    "reads_disk": Adversary(
        "tests on disk",
        _LOOK
        + """
import glob, os, subprocess
for root, folders, names in os.walk("/"):
    folders[:] = [f for f in folders if f not in ("proc", "usr", "sys")]
    for name in names:
        if name.endswith((".ipynb", ".db")) or "kinds" in name:
            look(name, lambda: open(os.path.join(root, name)).read())
look("env", lambda: dict(os.environ))
look("processes", lambda: [open(p).read() for p in glob.glob("/proc/[0-9]*/cmdline")])
look("mounts", lambda: [l for l in open("/proc/self/mountinfo") if "gradebook" in l])
print(found)
""",
    ),
    "reads_in_call": Adversary(
        "what a hidden test passes, told by prints and errors",
        answers={
            "double": "import warnings\ndef double(x):\n    print('got', x)\n"
            "    if x == 7: return 14\n"
            "    warnings.warn(f'got {x}')\n    raise RuntimeError(f'got {x}')",
            "scale": "def scale(v):\n    display(v)\n    raise ValueError(v.tolist())",
            "judge": "def judge(f):\n    if f(3) == 9: raise ValueError([f(n) for n in range(5)])",
        },
    ),
    "error_name_tells": Adversary(
        "an error whose class name is the message",
        answers={
            "double": "def double(x):\n"
            "    raise type(f'got_{x}'.replace('.', '_').replace('-', 'm'), (Exception,), {})()"
        },
    ),
    "keeps_callback": Adversary(
        "test functions kept and called later",
        """
kept = []
""",
        {
            "judge": "def judge(f):\n    kept.append(f)\n    return None",
            "double": "def double(x):\n    for f in kept: print(f(x))\n    return None",
            "refuse": "def refuse(x):\n    return kept[0](2) if kept else 0",
        },
    ),
    "probes_callback": Adversary(
        "the insides of a test function",
        answers={
            "judge": "def judge(f):\n"
            "    raise ValueError([f(3), dir(f), getattr(f, '__code__', 0),\n"
            "        getattr(f, '__globals__', 0), getattr(f, '__closure__', 0),\n"
            "        getattr(f, '_call', 0)])"
        },
    ),
    "callback_payload": Adversary(
        "objects that agree, handed to a test function",
        _ALWAYS.format(bases="", pretends="int"),
        {"judge": "def judge(f):\n    return f(Yes())"},
    ),
    "gradebook": Adversary(
        "points by sqlite",
        _LOOK
        + """
import sqlite3, glob, os
for path in ["@ROOT@/gradebook.db", "../gradebook.db", "../../gradebook.db", "gradebook.db",
             *glob.glob("/tmp/**/gradebook.db", recursive=True)][:50]:
    look(path, lambda: sqlite3.connect(f"file:{path}?mode=rw", uri=True).executescript(
        "update grade set auto_score = max_score_; update student set id = 'x'"))
print(found)
""",
    ),
    "changes_files": Adversary(
        "the course's and others' files",
        _LOOK
        + """
import os, shutil
for path in ("@ROOT@", "@ROOT@/source/kinds/kinds.ipynb", "@ROOT@/nbgrader_config.py",
             "@ROOT@/submitted/untouched/kinds/kinds.ipynb", "@ROOT@/lib/boxes.py"):
    look(path, lambda: open(path).read() if os.path.isfile(path) else os.listdir(path))
    look("w" + path, lambda: open(path, "w").write("import os"))
    look("d" + path, lambda: shutil.rmtree(path))
for folder in ("@ROOT@", "@ROOT@/source", "@ROOT@/autograded", "@ROOT@/lib"):
    look("m" + folder, lambda: open(folder + "/cheated", "w").write("x"))
print(found)
""",
    ),
    "patches_package": Adversary(
        "the installed packages",
        """
import splitgrade, numpy, os, boxes
for module in (splitgrade, numpy, boxes):
    for mode in ("w", "a"):
        try:
            open(module.__file__, mode).write("cheated = True")
        except OSError:
            pass
try:
    os.system("pip install --user cheat; echo 'import os' > $HOME/usercustomize.py")
except OSError:
    pass
""",
    ),
    "network": Adversary(
        "the network",
        _LOOK
        + """
import socket, urllib.request
here = "http://127.0.0.1:@PORT@/"
look("http", lambda: urllib.request.urlopen(here, timeout=2).read())
look("tcp", lambda: socket.create_connection(("127.0.0.1", @PORT@), timeout=2))
look("dns", lambda: socket.getaddrinfo("example.org", 80))
look("unix", lambda: [l for l in open("/proc/net/unix")][1:])
print(found)
""",
    ),
    "symlinks": Adversary(
        "links beside the notebook to what is not the student's",
        _LOOK
        + """
import os
for name in sorted(os.listdir(".")):
    look(name, lambda: open(name).read() if os.path.isfile(name) else os.listdir(name))
print(found)
""",
        files={
            "link.txt": Path("@ROOT@/source/kinds/kinds.ipynb"),
            "folder": Path("@ROOT@/source"),
            "book.txt": Path("@ROOT@/gradebook.db"),
        },
    ),
    "shadow_modules": Adversary(
        "modules beside the notebook",
        files=dict.fromkeys(
            (
                "numpy.py",
                "boxes.py",
                "boxes_crossing.py",
                "json.py",
                "sitecustomize.py",
                "usercustomize.py",
                "splitgrade/__init__.py",
                "dataclasses.py",
                "nbgrader_config.py",
                "conftest.py",
                "IPython/__init__.py",
                "numpy.pth",
            ),
            "import builtins\nbuiltins.abs = lambda *a: 0\nraise SystemExit(0)\n",
        ),
    ),
    "own_config": Adversary(
        "settings of nbgrader and IPython beside the notebook",
        files={
            "ipython_config.py": "c = get_config()\nc.InteractiveShellApp.exec_lines = ['1/0']\n"
        },
    ),
    # Processes.
    "detached": Adversary(
        "a process that stays behind and works on",
        """
import os, subprocess, sys
subprocess.Popen([sys.executable, "-c", '''
import time, os
for i in range(200):
    time.sleep(0.1)
    for path in ("@ROOT@/cheated", "/tmp/splitgrade_cheated", "/var/tmp/splitgrade_cheated"):
        try: open(path, "w").write("x")
        except OSError: pass
'''], start_new_session=True)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        import time
        time.sleep(20)
    os._exit(0)
""",
    ),
    "thread_patches": Adversary(
        "a thread that patches on",
        """
import threading, time, builtins
def run():
    while True:
        builtins.abs = lambda x: 0
        np.max = lambda *a, **k: 1
        time.sleep(0.01)
threading.Thread(target=run, daemon=True).start()
""",
    ),
    "kills": Adversary(
        "signals to everything there is",
        """
import os, signal
for pid in [1, os.getppid(), -1]:
    for number in (signal.SIGTERM, signal.SIGKILL):
        try: os.kill(pid, number)
        except OSError: pass
""",
    ),
    "ptrace": Adversary(
        "another process's memory",
        _LOOK
        + """
import os, glob, ctypes
libc = ctypes.CDLL(None, use_errno=True)
for pid in {int(p) for p in os.listdir("/proc") if p.isdigit()} - {os.getpid()}:
    look("trace", lambda: libc.ptrace(16, pid, 0, 0) == 0 or 1 / 0)
    look("memory", lambda: open(f"/proc/{pid}/mem", "rb").read(1))
look("root", lambda: os.listdir("/proc/1/root/root"))
look("setuid", lambda: os.setuid(0))
look("chroot", lambda: os.chroot("/"))
look("mount", lambda: libc.mount(b"none", b"/tmp", b"tmpfs", 0, 0) == 0 or 1 / 0)
look("mknod", lambda: os.mknod("/tmp/dev", 0o60600, os.makedev(8, 0)))
print(found)
""",
    ),
    # Forged messages.
    "forged_reply": Adversary(
        "replies sent before any request",
        _FORGE
        + """
for _ in range(50):
    forge({"reply": {"value": True, "printed": "", "names": {}, "outputs": []}})
""",
    ),
    "forged_replies_of_thread": Adversary(
        "a thread that answers every request",
        _FORGE
        + """
def run():
    while True:
        try: forge({"reply": {"value": 2, "printed": "", "names": {"biggest": 3}, "outputs": []}})
        except Exception: pass
        time.sleep(0.005)
threading.Thread(target=run, daemon=True).start()
""",
    ),
    "forged_handles": Adversary(
        "handles, given classes and types made up",
        _FORGE
        + """
def answer(request, buffers):
    handle = ["h", 10**6, "__class__", "Net\\n" * 9, True]
    names = {name: handle for name in request.get("names", [])}
    value = ["g", "Pair", ["d", [["__class__", 1], ["left", ["r", "Net", ["d", []]]]]]]
    forge({"reply": {"value": value, "names": names, "outputs": [], "printed": ""}})
Student._answer = lambda self, request, buffers: answer(request, buffers)
""",
    ),
    "forged_import": Adversary(
        "references that name functions to call",
        _FORGE
        + """
def answer(request, buffers):
    evil = ["cb", "os.system"], ["ty", "os.system"], ["rt", "os"], ["pickle", "cos\\nsystem"]
    names = {name: evil[len(name) % 4] for name in request.get("names", [])}
    forge({"reply": {"value": evil[0], "names": names, "outputs": [], "printed": ""}})
Student._answer = lambda self, request, buffers: answer(request, buffers)
""",
    ),
    "forged_pickle": Adversary(
        "a pickled object array",
        _FORGE
        + """
def answer(request, buffers):
    array = ["a", "|O", [1], 0, 8]
    names = {name: array for name in request.get("names", [])}
    forge({"reply": {"value": array, "names": names, "outputs": [], "printed": ""}}, b"x" * 8)
Student._answer = lambda self, request, buffers: answer(request, buffers)
""",
    ),
    "forged_callbacks": Adversary(
        "calls of test functions that were never given",
        _FORGE
        + """
for number in [0, 1, 2, -1, "1", [], None, 10**9]:
    forge({"callback": number, "args": ["l", [3]], "kwargs": ["d", []]})
""",
    ),
    "giant_header": Adversary(
        "a message that claims to be huge",
        _FORGE
        + """
me._writer.write(struct.pack(">IQ", 2**32 - 1, 2**63)); me._writer.flush()
""",
    ),
    "giant_reply": Adversary(
        "a huge reply",
        answers={
            "double": "def double(x):\n    return 'x' * 100_000_000",
            "scale": "def scale(v):\n    return np.zeros(50_000_000)",
            "pieces": "def pieces(v, n):\n    while True: yield np.zeros(1_000_000)",
        },
    ),
    "giant_number": Adversary(
        "a whole number without end",
        answers={
            "double": "def double(x):\n    return 1 << 10_000_000",
            "biggest": "biggest = 10 ** 5000",
        },
    ),
    "deep_reply": Adversary(
        "a reply nested without end",
        _FORGE
        + """
raw(b'{"reply":' + b'[' * 1_000_000)
""",
        {"double": "def double(x):\n    a = []\n    a.append(a)\n    return a"},
    ),
    "broken_reply": Adversary(
        "bytes that are no message",
        _FORGE
        + """
raw(b"\\xff\\xfe not json"); raw(b"[]"); raw(b"null")
""",
    ),
    "streams_closed": Adversary(
        "closed streams",
        """
import os
os.closerange(0, 256)
""",
    ),
    # Script and words in the output.
    "script_output": Adversary(
        "script in outputs",
        """
from IPython.display import HTML, Javascript, SVG, Markdown, display
display(HTML("<script>cheat()</script>"), Javascript("cheat()"),
        Markdown("<img src=x onerror=cheat()>"),
        SVG('<svg xmlns="http://www.w3.org/2000/svg" onload="cheat()"/>'))
display({"text/html": "<script>cheat()</script>", "application/javascript": "cheat()"}, raw=True)
print("<script>cheat()</script>")
raise type("X", (Exception,), {})("<script>cheat()</script>")
""",
    ),
    "script_in_messages": Adversary(
        "script in names, messages and markdown",
        answers={
            "double": "def double(x):\n    raise ValueError('<script>cheat()</script>')",
            "scale": "def scale(x):\n    return '<script>cheat()</script>'",
            "biggest": "biggest = '<img src=x onerror=cheat()>'",
            "why": "<script>cheat()</script> <img src=x onerror=cheat()> [x](javascript:cheat())",
        },
    ),
    "picture_bomb": Adversary(
        "a picture that is none",
        """
display({"image/png": "\\"><script>cheat()</script>", "image/jpeg": "A" * 10_000_000}, raw=True)
""",
    ),
    "fake_outputs": Adversary(
        "a student's process that reports outputs of its own making",
        _FORGE
        + """
real = Student._do_run
def run(self, *a):
    reply = real(self, *a)
    reply["outputs"] = [{"output_type": "display_data", "metadata": {},
                         "data": {"text/html": "<script>cheat()</script>"}},
                        {"output_type": "execute_result", "data": {"text/plain": "100"}}, 7, None]
    return reply
Student._do_run = run
""",
    ),
}
# What must never be seen: base64 of it would be as bad.
LEAKS = (CANARY, "TEST FOUND", base64.b64encode(CANARY.encode()).decode()[:12])
