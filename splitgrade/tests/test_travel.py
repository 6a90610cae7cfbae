"""How a submission travels: the page names what there is, in the order in which it is called."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from functools import cached_property
from graphlib import TopologicalSorter
from importlib import import_module
from importlib.util import find_spec
from inspect import isclass, unwrap
from itertools import chain, pairwise
from pathlib import Path

import pytest

import splitgrade
from splitgrade import work
from splitgrade.job import Job
from splitgrade.results import Results
from sums import CONFIG, FULL, Course
from test_grading import WRONG, Class

PAGE = Path(__file__).parents[1] / "docs" / "how-a-submission-travels.md"
TEXT = PAGE.read_text(encoding="utf-8")
NO_NAMES = (".db", ".py", ".ipynb")  # files, in the same type

# Imported by each process of a run, it notes when a function of the page is called. The sandbox is
# off for that: nothing gets out of it.
TRACER = """
import inspect, sys, threading, time
watched = {watched!r}
said = open({said!r}, "a", buffering=1)
generators = []


def note(frame):
    code = frame.f_code
    name = watched.get((code.co_filename, code.co_qualname))
    if not name or any(frame is known for known in generators):
        return
    if code.co_flags & inspect.CO_GENERATOR:  # to go on in one is an event as well
        generators.append(frame)
    said.write(f"{{time.monotonic_ns()}} {{name}}\\n")


def on_event(frame, event, argument):
    if event == "call":
        note(frame)


frame = sys._getframe()
while frame:  # those that are under way
    note(frame)
    frame = frame.f_back
threading.setprofile(on_event)
sys.setprofile(on_event)
"""
NAMES = r"""
c.SplitExecute.sandbox = False
c.SplitExecute.types = ["tracer"]
c.FileNameCollectorPlugin.named_regexp = (
    r".*/(?P<first_name>[^/_]+) (?P<last_name>[^/_]+)_(?P<late>LATE_)?(?P<student_id>[0-9]+)"
    r"_(?P<upload>[0-9]+)_(?P<file_id>[^/.]+)\.ipynb"
)
"""


def sections():
    """The functions of each table of the page, in order."""
    parts = re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]
    tables = [re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE) for part in parts]
    return [table for table in tables if table]


def object_of(name):
    """What a name of the page stands for; raises AttributeError or KeyError."""
    parts, found = name.split("."), splitgrade
    while parts and find_spec(f"{found.__name__}.{parts[0]}"):
        found = import_module(f"{found.__name__}.{parts.pop(0)}")
        if not hasattr(found, "__path__"):
            break
    for part in parts:
        found = vars(found)[part] if isclass(found) else getattr(found, part)
    return found


def code_of(name):
    """The code that runs when what a name stands for is called."""
    found = object_of(name)
    if isclass(found):
        found = found.__init__
    if isinstance(found, cached_property):
        found = found.func
    return unwrap(found).__code__


def test_every_name_on_the_page_and_in_the_picture_exists():
    told = set(re.findall(r"`([a-z_]+(?:\.\w+)+)`", TEXT))
    told = {name for name in told if not name.endswith(NO_NAMES)}
    picture = PAGE.with_suffix(".svg").read_text(encoding="utf-8")
    drawn = set(re.findall(r'class="name"[^>]*>([^<]+)<', picture))
    assert len(told) > 60 and len(drawn) > 5
    for name in sorted(told | drawn):
        object_of(name)
    for name in ("work.take_down", "worm.take_up", "job.Job.lock"):
        with pytest.raises((AttributeError, KeyError)):
            object_of(name)


def why_not(calls, tables):
    """Where the order of some tables is not that of the calls, in words; else nothing.

    A table begins with a call of its first function after the table before it has ended; each
    function is there from its first call since then.
    """
    now = 0
    for table in tables:
        begun = min((when for when, name in calls if name == table[0] and when > now), default=None)
        if begun is None:
            return f"{table[0]} is not called any more"
        first = {}
        for when, name in calls:
            if when >= begun:
                first.setdefault(name, when)
        now = begun
        for before, name in pairwise(table):
            if name not in first:
                return f"{name} is not called after {table[0]}"
            if first[name] <= first[before]:
                return f"{name} is called before {before}"
            now = first[name]
    return ""


@pytest.fixture(scope="module")
def calls(made_course, tmp_path_factory):
    """The calls of the page's functions while one notebook goes from its zip to its feedback."""
    root = tmp_path_factory.mktemp("travel")
    shutil.copytree(made_course, root, dirs_exist_ok=True)
    said = root / "calls"
    watched = {
        (code.co_filename, code.co_qualname): name
        for name in chain(*sections())
        for code in [code_of(name)]
    }
    (root / "tracer.py").write_text(TRACER.format(watched=watched, said=str(said)))
    lines = f"import sys\nsys.path.append({str(root)!r})\n"
    (root / "nbgrader_config.py").write_text(lines + CONFIG + NAMES)
    notebook = Course(root).solved(half=WRONG)
    with zipfile.ZipFile(root / "download.zip", "w") as archive:
        archive.writestr("Jane Doe_17_42_sums.ipynb", json.dumps(notebook))
    for command in (["collect", "sums", str(root / "download.zip")], ["grade", "--workers", "1"]):
        program = (
            f"import sys\nsys.path.append({str(root)!r})\nimport tracer\n"
            f"from splitgrade.commands import main\n"
            f"sys.exit(main({[*command, '--course', str(root)]!r}))"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    assert Course(root).scores("17") == FULL | {"half_check": 0}
    assert "half of 4 is 2" in (root / "feedback/17/sums/sums.html").read_text()
    found = [line.split() for line in said.read_text().splitlines()]
    return sorted((int(when), name) for when, name in found)


def test_the_order_of_the_page_is_the_order_of_the_calls(calls):
    assert why_not(calls, sections()) == ""


def test_no_other_order_would_pass(calls):
    """Any two neighbours of a table the other way round are noticed."""
    tables = sections()
    for number, table in enumerate(tables):
        for place in range(len(table) - 1):
            turned = [*table[:place], table[place + 1], table[place], *table[place + 2 :]]
            assert why_not(calls, [*tables[:number], turned, *tables[number + 1 :]]), turned


@pytest.fixture
def counted(monkeypatch):
    """How often each step of the way is gone."""
    counts = {}

    def watch(place, name):
        real = getattr(place, name)

        def watched(*arguments):
            counts[name] = counts.get(name, 0) + 1
            return real(*arguments)

        monkeypatch.setattr(place, name, watched)

    for name in ("take_up", "read_submission", "rebuild", "needed_cells"):
        watch(work, name)
    for module in ("plugin", "classroom"):
        watch(import_module(f"splitgrade.{module}"), "take_up")
    watch(Results, "get")
    key = Job.key.func

    def hashed(job):
        counts["key"] = counts.get("key", 0) + 1
        return key(job)

    hashed = cached_property(hashed)
    hashed.__set_name__(Job, "key")
    monkeypatch.setattr(Job, "key", hashed)
    return counts


opened = []  # by this process, as long as somebody wants to know
sys.addaudithook(
    lambda event, arguments: (
        opened.append(str(arguments[0])) if event == "open" and opened else None
    )
)


@pytest.mark.parametrize("by_command", [True, False])
def test_a_submission_is_read_rebuilt_and_hashed_once(course, counted, by_command):
    course.hand_in("ada", course.solved())
    klass = Class(course)
    klass.room().update_gradebook(course.lesson)  # which grades the instructor's solution
    counted.clear()
    opened.append("from here on")
    if by_command:
        course.grade("ada")
    else:
        klass.grade()
    path = str(course.root / "submitted" / "ada" / "sums" / "sums.ipynb")
    times = opened.count(path)
    opened.clear()
    assert course.scores("ada") == FULL and times == 1
    wanted = ("take_up", "read_submission", "rebuild", "needed_cells")
    assert {name: counted[name] for name in wanted} == dict.fromkeys(wanted, 1)
    # The instructor's solution has a key of its own, and is looked up by it.
    assert counted["key"] == 2 and counted["get"] == 1


def in_place(path, text):
    """As long as before, and dated as before."""
    before = path.stat()
    assert len(text) == before.st_size
    path.write_text(text)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def by_rename(path, text):
    made = path.with_suffix(".new")
    made.write_text(text)
    made.replace(path)


def beside(path, text):
    (path.parent / "factor.txt").write_text("3")


@pytest.mark.parametrize("change", [in_place, by_rename, beside])
def test_what_was_changed_on_the_way_is_not_graded_from_memory(course, change):
    half = "def half(x):\n    return x / float(open('factor.txt').read())  # {}"
    course.hand_in("ada", course.solved(half=half.format("now")))
    path = course.root / "submitted" / "ada" / "sums" / "sums.ipynb"
    (path.parent / "factor.txt").write_text("2")
    later = path.read_text().replace("x / float", "3 / float")
    klass = Class(course)
    run, calls = klass.executor.submit, []

    def submit(*arguments):
        done = run(*arguments)
        if not calls:
            change(path, later)
        calls.append(arguments)
        return done

    klass.executor.submit = submit
    grades, _ = klass.grade()
    assert grades["ada"].outcome == "graded" and course.scores("ada")["half_check"] == 0
    grades, _ = klass.grade()  # the state that was noted is that of before
    assert grades["ada"].outcome == "graded" and len(calls) == 1
    assert klass.grade()[0]["ada"].outcome == "unchanged"


STEP = """
from nbgrader.preprocessors import NbGraderPreprocessor

class Halves(NbGraderPreprocessor):
    def preprocess_cell(self, cell, resources, index):
        cell.source = cell.source.replace("x // 2 + 1", "x / 2")
        return cell, resources
"""


@pytest.mark.parametrize("steps", ["sanitize_preprocessors", "autograde_preprocessors"])
def test_what_a_step_of_the_courses_own_makes_of_the_code_is_run(course, steps, monkeypatch):
    (course.root / "halves.py").write_text(STEP)
    monkeypatch.syspath_prepend(course.root)
    config = f"c.Autograde.{steps}.insert(0, 'halves.Halves')\nsplitgrade.enable(c)"
    (course.root / "nbgrader_config.py").write_text(CONFIG.replace("splitgrade.enable(c)", config))
    course.hand_in("ada", course.solved(half=WRONG))
    Class(course).grade()
    sys.modules.pop("halves", None)
    assert course.scores("ada") == FULL


def imports(path):
    """The modules of ours that a file imports when it is loaded, or for its types."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = chain.from_iterable(node.body for node in tree.body if isinstance(node, ast.If))
    for node in chain(tree.body, for_types):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("splitgrade"):
            for each in node.names:
                full = f"{node.module}.{each.name}"
                yield full if full in MODULES else node.module


SOURCE = Path(splitgrade.__file__).parents[1]
MODULES = {
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in SOURCE.joinpath("splitgrade").rglob("*.py")
}


def test_no_import_goes_up_again():
    graph = {name: set(imports(path)) - {name} for name, path in MODULES.items()}
    order = list(TopologicalSorter(graph).static_order())  # raises where there is a circle
    for below, above in pairwise(["execute", "job", "work", "plugin", "classroom", "grading"]):
        assert order.index(f"splitgrade.{below}") < order.index(f"splitgrade.{above}")


def test_what_goes_all_the_way_is_said_once():
    classes = [
        node.name
        for path in MODULES.values()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    assert {name: classes.count(name) for name in ("Work", "Course", "Job")} == {
        "Work": 1,
        "Course": 1,
        "Job": 1,
    }
