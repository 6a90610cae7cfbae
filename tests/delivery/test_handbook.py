"""The handbook, README and CONTRIBUTING: commands run, links arrive, figures are measured."""

import argparse
import csv
import importlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import venv
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
import pytest
from nbgrader import plugins
from nbgrader.coursedir import CourseDirectory

import course as course_script
from docs.handbook import measure
from splitgrade.plugin import SplitExecute
from tasks import checks, demo_class, lessons, tables
from tasks.lessons import COURSE

HANDBOOK = COURSE / "docs" / "handbook"
PAGES = [COURSE / "README.md", COURSE / "CONTRIBUTING.md", *sorted(HANDBOOK.rglob("*.md"))]
LESSON_PAGES = [tables.page(name) for name in lessons.lesson_names()]
PARTS = [
    "course.py",
    "nbgrader_config.py",
    "pyproject.toml",
    "requirements.lock",
    "LICENSE",
    "README.md",
    ".gitignore",
    "binder",
    "release",
    "smallnets",
    "source",
    "splitgrade",
    "tasks",
]
LESSON = "01_model_size"
GITHUB = "https://github.com/OWNER/"

# Commands that are not run: by their first words, why, and how they are held to the truth.
HELD = {
    "python3 course.py demo": ("grades a class for minutes: test_demo.py runs it", "options"),
    "python3 course.py test": ("would run this test in itself", "options"),
    "python3 course.py lab": ("waits for a browser: tests/browser runs it", "options"),
    "python3 course.py sync": ("grades all reference solutions", "options"),
    "python3 course.py check": ("test_checks.py runs every check", "options"),
    "python3 course.py publish ../bundle": ("release.md runs it with more options", "options"),
    "python3 course.py site": ("runs every lesson: test_site.py makes a small one", "options"),
    "python3 course.py pages": ("draws for a while: test_pages.py runs it", "options"),
    "python3 course.py grade --scheduler": (
        "needs other machines: test_cluster.py has them",
        "options",
    ),
    ".venv/bin/dask scheduler": ("would wait for work: test_cluster.py starts it", "help"),
    ".venv/bin/dask worker": ("would wait for work: test_cluster.py starts it", "help"),
    ".venv/bin/python -m tasks.pretrain": ("trains for minutes", "options"),
    ".venv/bin/python -m tasks.store_results": ("runs lesson 6 for a minute", "module"),
    ".venv/bin/python -m tasks.store_pruning": ("trains for minutes", "module"),
    ".venv/bin/python -m tests.lessons.mutation_score": ("grades a thousand answers", "options"),
    ".venv/bin/python -m docs.handbook.measure": ("would write into the handbook", "options"),
    "uv pip compile": ("asks the network for packages", "header"),
    "dolos run": ("somebody else's program", "files"),
}


@dataclass(frozen=True)
class Block:
    """A fenced block of a page: its language, its text and the line before it."""

    language: str
    text: str
    before: str

    @property
    def commands(self):
        """The command lines of a block; comments at their ends left out."""
        joined = self.text.replace("\\\n", " ")
        lines = (re.sub(r"\s+#.*", "", line) for line in joined.splitlines())
        return [re.sub(r"\s+", " ", line).strip() for line in lines if line.strip()]


@cache
def read(path):
    return path.read_text(encoding="utf-8")


def blocks(path):
    found = re.finditer(
        r"(?P<before>[^\n]*)\n\n?```(?P<language>\w*)\n(?P<text>.*?)^```$",
        read(path),
        re.MULTILINE | re.DOTALL,
    )
    return [Block(each["language"], each["text"], each["before"]) for each in found]


def prose(path):
    """A page without its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", read(path), flags=re.MULTILINE | re.DOTALL)


def held(command):
    """How a command that is not run is checked, or None."""
    for start, (_, how) in HELD.items():
        if f"{command} ".startswith(f"{start} "):
            return how
    return None


def name_of(path):
    return path.relative_to(COURSE).as_posix()


def commands_of(path):
    return [
        command for block in blocks(path) if block.language == "bash" for command in block.commands
    ]


WITH_COMMANDS = [path for path in PAGES if commands_of(path)]
ALL_COMMANDS = sorted({command for path in WITH_COMMANDS for command in commands_of(path)})


# Commands that are run


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    """A repository of the course that can be cloned, as on GitHub, and an empty one beside."""
    folder = tmp_path_factory.mktemp("github")
    made = folder / "small-nets"
    made.mkdir()
    for part in PARTS:
        copy = shutil.copytree if (COURSE / part).is_dir() else shutil.copy
        extra = {"ignore": shutil.ignore_patterns("__pycache__")} if copy is shutil.copytree else {}
        copy(COURSE / part, made / part, **extra)
    environment = git_environment(folder)
    for command in (
        ["init", "--quiet", "--initial-branch", "main"],
        ["add", "--all"],
        ["commit", "--quiet", "--message", "course"],
    ):
        subprocess.run(["git", *command], cwd=made, env=environment, check=True)
    subprocess.run(
        ["git", "init", "--quiet", "--bare", "small-nets-student"],
        cwd=folder,
        env=environment,
        check=True,
    )
    return folder


def git_environment(github):
    """Addresses on GitHub lead to folders; nobody's own settings of git are used."""
    names = ("AUTHOR", "COMMITTER")
    return (
        os.environ
        | {f"GIT_{name}_NAME": "Author" for name in names}
        | {f"GIT_{name}_EMAIL": "author@example.org" for name in names}
        | {
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": f"url.{github}/.insteadOf",
            "GIT_CONFIG_VALUE_0": GITHUB,
        }
    )


class Instructor:
    """An instructor's computer: a clone with its environment, and a folder of downloads."""

    def __init__(self, home, origin):
        self.home, self.course = home, home / "small-nets"
        self._environment = git_environment(origin) | {
            "HOME": str(home),
            "PATH": f"{home}/bin:/usr/local/bin:/usr/bin:/bin",
            "COLUMNS": "200",
        }
        (home / "Downloads").mkdir(parents=True)
        if (Path.home() / ".cache").is_dir():
            (home / ".cache").symlink_to(Path.home() / ".cache")  # with matplotlib's fonts
        (home / "bin").mkdir()
        (home / "bin" / "python3").symlink_to(sys.executable)
        self.run(f"git clone --quiet {GITHUB}small-nets", home)
        self._make_environment()

    def _make_environment(self):
        """What set-up makes, with the packages of the environment that runs this test."""
        own = self.course / ".venv"
        venv.create(own)
        packages = next(own.glob("lib/*/site-packages"))
        theirs = next(Path(sys.prefix).glob("lib/*/site-packages"))
        paths = [self.course / "splitgrade" / "src", self.course, theirs]
        (packages / "course.pth").write_text("".join(f"{path}\n" for path in paths))
        (own / "share").symlink_to(Path(sys.prefix) / "share")
        for script in (Path(sys.prefix) / "bin").iterdir():
            text = script.read_bytes()
            if text.startswith(f"#!{sys.prefix}".encode()):
                there = own / "bin" / script.name
                there.write_bytes(b"#!%s/bin/python\n" % bytes(own) + text.partition(b"\n")[2])
                there.chmod(0o755)
        subprocess.run(
            [
                sys.executable,
                "-c",
                "import course; course.READY.write_text(course.wanted_fingerprint())",
            ],
            cwd=self.course,
            check=True,
        )

    def hand_in(self):
        """Two students' notebooks: lesson 1 handed in, and another two downloaded."""
        lesson = demo_class.Lesson(LESSON, self.course)
        for student in ("dana", "farah"):
            folder = self.course / "submitted" / student / LESSON
            folder.mkdir(parents=True)
            for file, text in demo_class.STUDENTS[student](lesson).items():
                (folder / file).write_text(text, encoding="utf-8")
        downloads = self.home / "Downloads"
        text = nbformat.writes(lesson.with_answers(lesson.answers))
        (downloads / f"{LESSON}.ipynb").write_text(text, encoding="utf-8")
        with zipfile.ZipFile(downloads / "submissions.zip", "w") as archive:
            for number, who in (("4711", "doejane"), ("4712", "weili")):
                archive.writestr(f"{who}_{number}_99{number}_{LESSON}.ipynb", text)

    def run(self, command, folder=None):
        """Run a command line; returns what it printed, with one name for the course's folder."""
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=folder or self.course,
            text=True,
            env=self._environment,
            capture_output=True,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
        return done.stdout.replace(str(self.course), "/path/of/the/course")


@pytest.fixture(scope="module")
def graded(tmp_path_factory, origin):
    """An instructor's computer with a graded class, and a copy of it as it was then."""
    home = tmp_path_factory.mktemp("computer") / "home"
    made = Instructor(home, origin)
    made.hand_in()
    made.run("python3 course.py grade")
    return made, shutil.copytree(home, home.with_name("as it was"), symlinks=True)


@pytest.fixture
def instructor(graded):
    """The graded class, in the same place and the same state for each test."""
    made, before = graded
    yield made
    shutil.rmtree(made.home)
    shutil.copytree(before, made.home, symlinks=True)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="grading needs Linux")
@pytest.mark.parametrize(
    "path", [path for path in WITH_COMMANDS if not all(map(held, commands_of(path)))], ids=name_of
)
def test_every_command_of_a_page_runs(path, instructor):
    """In the order of the page, with the files it says to write, printing what it shows."""
    printed = ""
    for block in blocks(path):
        if block.language == "csv":
            name = re.search(r"`([\w.]+\.csv)`", block.before)[1]
            (instructor.course / name).write_text(block.text, encoding="utf-8")
        elif block.language == "text":
            for line in block.text.splitlines():
                assert shape(line) in shape(printed), f"{path.name} shows what does not come"
        elif block.language == "bash":
            printed = ""
            for command in block.commands:
                if not held(command):
                    folder = instructor.course
                    if command.startswith("git clone"):
                        folder = instructor.home / "Downloads"  # where none lies yet
                    printed += instructor.run(command, folder)


def shape(text):
    """Text without its numbers."""
    return re.sub(r"[\d,.]*\d", "0", text)


# Commands that are held to the truth in another way


class Parsed(Exception):
    """A command line was read to its end."""


@pytest.mark.parametrize("command", [each for each in ALL_COMMANDS if held(each)])
def test_command_that_is_not_run_could_be(command, monkeypatch, pytestconfig):
    words = shlex.split(command)
    if held(command) == "options":
        check_options(words, monkeypatch, pytestconfig)
    elif held(command) == "module":
        assert callable(importlib.import_module(words[2]).main)
    elif held(command) == "help":
        done = subprocess.run(
            [sys.executable, "-m", "dask", words[1], "--help"],
            text=True,
            capture_output=True,
            check=True,
        )
        assert all(word in done.stdout for word in words[2:] if word.startswith("-"))
    elif held(command) == "header":
        assert f"# {command}" in re.sub(r" +", " ", read(COURSE / words[-1])[:1000])
    else:
        assert held(command) == "files"
        assert all(word.startswith(f"report/answers/{LESSON}") for word in words if "/" in word)


def check_options(words, monkeypatch, pytestconfig):
    """Let the real parser of a task read the options."""
    if words[:2] == ["python3", "course.py"]:
        assert words[2] in course_script.TASKS
        module, *options = [*course_script.TASKS[words[2]][0].split(), *words[3:]]
    else:
        module, options = words[2], words[3:]
    if module == "tasks.test":
        pytestconfig._parser.parse(options)
        return
    stock = argparse.ArgumentParser.parse_known_args

    def parse_args(self, arguments=None):
        _, rest = stock(self, arguments)
        assert not rest, f"{' '.join(words)}: no such option: {rest}"
        raise Parsed

    def parse_known_args(self, arguments=None):
        stock(self, arguments)
        raise Parsed

    with monkeypatch.context() as patched, pytest.raises(Parsed):
        patched.setattr(argparse.ArgumentParser, "parse_args", parse_args)
        patched.setattr(argparse.ArgumentParser, "parse_known_args", parse_known_args)
        patched.setattr(sys, "argv", [module, *options])
        found = importlib.import_module(module)
        if hasattr(found, "__path__"):  # a package is run by its __main__
            found = importlib.import_module(f"{module}.__main__")
        found.main()


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_commands_in_the_text_exist(path, monkeypatch, pytestconfig):
    text = re.sub(r"^.*\|.*$", "", prose(path), flags=re.MULTILINE)
    for command in re.findall(r"`((?:python3? |py |\.venv/)[^`]+)`", text):
        words = shlex.split(
            command.replace("python ", ".venv/bin/python ", 1).replace(
                "py course.py", "python3 course.py"
            )
        )
        if words == ["python3", "course.py"]:
            continue
        check_options(words, monkeypatch, pytestconfig)


def test_every_exception_is_of_use():
    for start in HELD:
        assert any(f"{command} ".startswith(f"{start} ") for command in ALL_COMMANDS), start


def test_a_command_that_is_wrong_is_noticed(monkeypatch, pytestconfig, instructor):
    with pytest.raises((AssertionError, SystemExit)):
        check_options(["python3", "course.py", "grade", "--anwe"], monkeypatch, pytestconfig)
    with pytest.raises(AssertionError):
        instructor.run("python3 course.py garde")


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_settings_that_a_page_gives_exist(path):
    classes = {name: getattr(plugins, name) for name in plugins.__all__}
    classes |= {"CourseDirectory": CourseDirectory, "SplitExecute": SplitExecute}
    for block in blocks(path):
        for name, trait, value in re.findall(r"^c\.(\w+)\.(\w+) = (.*)$", block.text, re.MULTILINE):
            assert block.language == "python"
            setattr(classes[name](), trait, eval(value))


# Links, headings, pictures


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_link_arrives(path):
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(path)):
        if target.startswith("https://"):
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        assert there.is_file() or there.is_dir(), f"{target} leads nowhere"
        assert not anchor or anchor in anchors(there), f"{target}: no such heading"


def anchors(path):
    """The anchors that GitHub gives the headings of a page."""
    titles = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_pages_can_be_read_by_ear(path):
    assert list(checks.heading_faults([read(path)])) == []
    assert all(alt.strip() for alt in re.findall(r"!\[(.*?)\]\(", prose(path)))


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_every_block_says_what_it_is(path):
    """Fenced, with a language: nothing that looks like a command escapes the tests above."""
    assert {block.language for block in blocks(path)} <= {"bash", "text", "python", "csv"}
    assert read(path).count("\n```") == 2 * len(blocks(path))
    assert not re.search(r"^(    |\t)\S", prose(path), re.MULTILINE)


def test_the_handbook_names_every_page():
    named = set(re.findall(r"\]\(([^)#]+\.md)\)", read(HANDBOOK / "README.md")))
    there = {path.relative_to(HANDBOOK).as_posix() for path in HANDBOOK.rglob("*.md")}
    assert there - {"README.md"} <= named
    assert [path for path in LESSON_PAGES if not path.is_file()] == []


# What is derived, and what is measured


def test_quoted_lines_are_renewed_where_only_their_numbers_changed():
    before = "head\ntook 8.0 s\nsame 5\ngone 1\nB 1"
    after = "head\nnew line\ntook 11.5 s\nsame 5\nB 3e-06"
    page = "took 8.0 s\n```text\ntook 8.0 s  \ntook 9.0 s\ngone 1\nB 1\n```\ntook 8.0 s\n"
    assert measure.with_quotes(page, before, after) == (
        "took 8.0 s\n```text\ntook 11.5 s\ntook 9.0 s\ngone 1\nB 3e-06\n```\ntook 8.0 s\n"
    )
    assert measure.with_quotes(page, "", after) == page


@pytest.mark.parametrize(
    ("printed", "missing"),
    [
        ("head\nlayer 1   98.71%  took  8.0 s\n", []),
        ("layer 12  9%  took 1e-03 s  ", []),
        ("layer 1: 98.71% took 8.0 s", ["layer 1  98.7%  took 8 s"]),
        ("layer 98.7% took 8 s", ["layer 1  98.7%  took 8 s"]),
        ("", ["layer 1  98.7%  took 8 s"]),
    ],
)
def test_a_quoted_line_that_is_no_longer_printed_is_named(printed, missing):
    """Whatever its numbers are: another machine has others."""
    page = "# A lesson\n\n```text\nlayer 1  98.7%  took 8 s\n```\n"
    assert measure.no_longer_printed(page, printed) == missing


@pytest.mark.parametrize("lesson", lessons.lesson_names())
def test_what_a_lesson_prints_fits_a_laptops_screen(lesson):
    """JupyterLab breaks longer lines within a word."""
    said = read(tables.measured(lesson)).splitlines()
    assert [line for line in said if len(line) > 100] == []


@pytest.mark.parametrize("lesson", lessons.lesson_names())
def test_a_page_quotes_what_was_measured(lesson):
    """To the last digit, but in paragraphs set off by ``>``, which are of other machines.

    What is measured of its claims is in a file of its own.
    """
    said = read(tables.measured(lesson))
    lines = {line.rstrip() for line in said.splitlines()}
    path = tables.page(lesson)
    quoted = [line for block in blocks(path) for line in block.text.splitlines()]
    assert quoted
    assert [line for line in quoted if line.rstrip() not in lines] == []
    numbers = prose(path).partition("## What the lesson claims")[0]
    own = re.sub(r"^> .*$", "", numbers, flags=re.MULTILINE)
    figures = re.findall(r"\d[\d,]*\.\d+|\d+(?=%)|\d+,\d{3}", own)
    assert [each for each in figures if each not in said] == []


def test_students_of_the_handbook_are_columns_nbgrader_takes():
    from nbgrader.api import Student

    block = next(each for each in blocks(HANDBOOK / "set-up.md") if each.language == "csv")
    columns = next(csv.reader(block.text.splitlines()))
    assert all(hasattr(Student, column) for column in columns)
