"""Every check passes on this course, and rejects a course that is broken its way."""

import json
import os
import re
import shutil
import subprocess
from functools import partial

import pytest

from tasks import checks, facts, lessons, memory, sync, tables
from tasks.student import leaks

LESSON = "02_magnitude_pruning"
MINUTES = facts.facts_of(LESSON).minutes
STATED = f"about {MINUTES} minutes"
PARTS = (
    "source",
    "release",
    "splitgrade",
    "smallnets",
    "tests/oracles",
    "tests/mutants",
    "tests/alternatives",
    "tests/lessons/scores.json",
    "tasks/__init__.py",  # whose modules the claims import
    "tasks/pretrain.py",
    "benchmarks/claims",
    "docs/handbook/README.md",
    "docs/handbook/lessons",
    "docs/handbook/measured",
    "binder",
    "README.md",
    "CONTRIBUTING.md",
    "nbgrader_config.py",
    "pyproject.toml",
)


@pytest.fixture(scope="module")
def whole_course(tmp_path_factory):
    """A copy of what the checks read, without the data, that knows its releases."""
    root = tmp_path_factory.mktemp("whole")
    _copy(lessons.COURSE, root)
    sync.releases(root)
    return root


@pytest.fixture
def course(whole_course, tmp_path):
    return shutil.copytree(whole_course, tmp_path / "course")


def _copy(course, root):
    for part in PARTS:
        if (course / part).is_dir():
            shutil.copytree(
                course / part, root / part, ignore=shutil.ignore_patterns("*.npz", "__pycache__")
            )
        else:
            (root / part).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(course / part, root / part)


@pytest.mark.parametrize("check", checks.CHECKS, ids=lambda check: check.__name__)
def test_this_course_keeps_the_rule(check):
    assert list(check(lessons.COURSE)) == []


@pytest.mark.parametrize("check", checks.OF_A_LESSON, ids=lambda check: check.__name__)
def test_a_check_of_one_lesson_looks_at_no_other(course, check):
    append("\n# %% [markdown]\n# # TO WRITE\n")(course)
    shutil.rmtree(course / "release" / LESSON)
    assert list(check(course, ["01_model_size"])) == []


def edit(pattern, replacement):
    """A damage: one replacement in the lesson's .py, which must have matched."""

    def damage(course):
        path = lessons.source_py(LESSON, course)
        text, count = re.subn(pattern, replacement, path.read_text(), count=1, flags=re.DOTALL)
        assert count == 1, f"{pattern} is not in {path.name}"
        path.write_text(text)

    return damage


def append(text):
    def damage(course):
        with lessons.source_py(LESSON, course).open("a") as file:
            file.write(text)

    return damage


def write(path, text):
    def damage(course):
        (course / path).parent.mkdir(parents=True, exist_ok=True)
        with (course / path).open("a") as file:
            file.write(text)

    return damage


def leak_into_release(kind):
    """Put a line of a solution or of a hidden test into a released text cell."""

    def damage(course):
        path = lessons.release_notebook(LESSON, course)
        notebook = json.loads(path.read_text())
        notebook["cells"][1]["source"] = [f"As in {secret_line(kind, course)} here"]
        path.write_text(json.dumps(notebook))

    return damage


def repeat_solution_in_prose(course):
    append(f"\n# %% [markdown]\n# Remember `{secret_line('solution', course)}`.\n")(course)


def secret_line(kind, course):
    """A line of a lesson, as it stands there, that may not be shown."""
    secrets = leaks.secrets_of(course, [LESSON]).lines
    cells = lessons.read_py(lessons.source_py(LESSON, course)).cells
    return next(
        line.strip()
        for cell in cells
        if cell.cell_type == "code"
        for line in lessons.lines_of(cell.source, kind)
        if secrets.get(leaks.squashed(line), "")[:1] == (kind,) and len(line) > 40
    )


def in_file(path, old, new):
    def damage(course):
        text = (course / path).read_text()
        assert old in text
        (course / path).write_text(text.replace(old, new, 1))

    return damage


def remove_release(course):
    shutil.rmtree(course / "release" / LESSON)


def remove_mutant(course):
    next((course / "tests/mutants" / LESSON).glob("*.py")).unlink()


TEST_CELL = (
    '\n# %% nbgrader={{"grade": true, "grade_id": "{}", "locked": true, "points": 0, '
    '"schema_version": 3, "solution": false}}\n{}\n'
)
HIDDEN = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"

# Damaged in one lesson alone, so that the others need no look, however many there are.
OF_DAMAGED = (
    checks.pairs_agree,
    checks.release_is_clean,
    checks.solutions_stay_in_their_cells,
    checks.cells_are_marked,
    checks.cells_are_short,
    checks.headings_are_in_order,
    checks.lessons_are_whole,
    checks.minutes_add_up,
    checks.other_lessons_exist,
)
DAMAGES = [
    (checks.pairs_agree, append("\n# %%\nprint('new')\n"), "not what the .py makes"),
    (checks.pairs_agree, lambda c: lessons.source_notebook(LESSON, c).unlink(), "not what the .py"),
    (checks.release_is_current, remove_release, "not what nbgrader makes"),
    (checks.release_is_current, write("release/extra.txt", "x"), "not what nbgrader makes"),
    (checks.release_is_current, write(f"source/{LESSON}/{LESSON}.ipynb", "x"), "could not make"),
    (checks.release_is_clean, write(f"release/{LESSON}/{LESSON}.py", "x"), "is no notebook"),
    (checks.release_is_clean, remove_release, "is missing"),
    (checks.release_is_clean, leak_into_release("solution"), "a line of a solution"),
    (checks.release_is_clean, leak_into_release("hidden test"), "a line of a hidden test"),
    (checks.solutions_stay_in_their_cells, repeat_solution_in_prose, "stands in"),
    (checks.cells_are_marked, edit('"points": 1,', '"points": 2,'), "21 points"),
    (checks.cells_are_marked, append(TEST_CELL.format("x_check", "pass") * 2), "is there twice"),
    (checks.cells_are_marked, append("\n# %%\n### BEGIN SOLUTION\n"), "no nbgrader metadata"),
    (checks.cells_are_marked, append(TEST_CELL.format("x_hidden", "x = 1")), "no hidden tests"),
    (
        checks.cells_are_marked,
        append(TEST_CELL.format("x_hidden", HIDDEN.format("x = 1"))),
        "nothing of it runs",
    ),
    (
        checks.cells_are_marked,
        append(TEST_CELL.format("x_check", HIDDEN.format("x = 1"))),
        "holds hidden tests",
    ),
    (checks.cells_are_marked, append(TEST_CELL.format("x_check", "x = 1\nx")), "bare expression"),
    (
        checks.cells_are_marked,
        append(TEST_CELL.format("x_check", "judges = []\njudges.append(1)")),
        "bare expression",
    ),
    (checks.cells_are_marked, edit("### BEGIN SOLUTION.*?### END SOLUTION", "pass"), "no solution"),
    (
        checks.cells_are_marked,
        edit('"grade_id": "magnitude_mask_check"', '"grade_id": "other"'),
        "no visible check",
    ),
    (checks.cells_are_short, append("\n# %% [markdown]\n# " + "word " * 91), "91 words"),
    (checks.cells_are_short, append("\n# %%\n" + "x = 1\n" * 13), "13 lines"),
    (checks.cells_are_short, append("\n# %%\nx = " + "1 + " * 30 + "1\n"), "characters"),
    (
        checks.cells_are_short,
        edit("### BEGIN SOLUTION\n", "### BEGIN SOLUTION\n" + "    x\n" * 13),
        "a solution of",
    ),
    (
        checks.cells_are_short,
        edit(r'(def magnitude_mask\(.*?""")', r"\1" + "\n    x" * 36),
        "a stub of",
    ),
    (checks.headings_are_in_order, append("\n# %% [markdown]\n# ####\n# x\n"), "empty"),
    (checks.lessons_are_whole, edit(r"# \| Time \| .*?\n", ""), "lacks its row: | Time |"),
    (checks.lessons_are_whole, edit(STATED, "two hours"), "'two hours'"),
    (checks.lessons_are_whole, edit(r"can go\?", "can go"), "# 2. A QUESTION?"),
    (checks.lessons_are_whole, append("\n# %% [markdown]\n# TO WRITE: more\n"), "to be written"),
    (
        checks.lessons_are_whole,
        lambda c: shutil.rmtree(c / "tests/mutants" / LESSON),
        "magnitude_mask has 0 mutants",
    ),
    (
        checks.lessons_are_whole,
        lambda c: shutil.rmtree(c / "tests/alternatives" / LESSON),
        "magnitude_mask has 0 alternatives",
    ),
    (checks.lessons_are_whole, lambda c: tables.measured(LESSON, c).unlink(), "no run is measured"),
    (checks.lessons_are_whole, lambda c: tables.page(LESSON, c).unlink(), "page in the handbook"),
    (
        checks.lessons_are_whole,
        lambda c: tables.page(LESSON, c).write_text("# Lesson\n"),
        "quotes no line",
    ),
    (checks.minutes_add_up, edit(STATED, "about 95 minutes"), f"its parts add up to {MINUTES}"),
    (
        checks.minutes_add_up,
        append("\n# %% [markdown]\n# " + "word " * 2000),
        f"states {MINUTES} minutes, its parts add up to {MINUTES + 10}",
    ),
    (
        checks.minutes_add_up,
        edit(r"\(2 points, about 8 minutes\)", "(2 points)"),
        "Exercise 2.1: `calculate_sparsity` (2 points)",
    ),
    (
        checks.minutes_add_up,
        edit(r"\(2 points, about 8 minutes\)", "(2 points, about 80 minutes)"),
        "more than",
    ),
    (
        checks.other_lessons_exist,
        append("\n# %% [markdown]\n# Lessons 2 and 99 tell.\n"),
        "'Lessons 2 and 99' is named",
    ),
    (checks.tables_are_made, in_file("README.md", "Which weights", "What"), "README.md is not"),
    (
        checks.tables_are_made,
        in_file("binder/START.ipynb", f"| {MINUTES} |", "| 95 |"),
        "START.ipynb",
    ),
    (checks.tables_are_made, edit(STATED, "about 95 minutes"), "magnitude_pruning.md"),
    (checks.tables_are_made, edit(STATED, "two hours"), "'two hours'"),
    (
        checks.tables_are_made,
        in_file("CONTRIBUTING.md", "<!-- end of scores -->", ""),
        "needs once the two lines",
    ),
    (checks.tables_are_made, in_file("tests/lessons/scores.json", ": [", ": [1"), "CONTRIBUTING"),
    (checks.tables_are_made, remove_mutant, "magnitude_pruning.md is not"),
    (checks.headings_are_in_order, append("\n# %% [markdown]\n# # Another title\n"), "one '# '"),
    (checks.headings_are_in_order, append("\n# %% [markdown]\n# ## A\n# #### B\n"), "level 4"),
    (checks.imports_keep_their_direction, append("\n# %%\nimport scipy\n"), "imports scipy"),
    (
        checks.imports_keep_their_direction,
        write("smallnets/layers/dense.py", "\nimport splitgrade\n"),
        "imports splitgrade",
    ),
    (
        checks.imports_keep_their_direction,
        write("splitgrade/src/splitgrade/x.py", "from smallnets import Dense\n"),
        "imports smallnets",
    ),
    (
        checks.imports_keep_their_direction,
        write("smallnets/x.py", "import matplotlib.pyplot\n"),
        "only smallnets/plots.py",
    ),
    (
        checks.imports_keep_their_direction,
        write("tests/oracles/x.py", "import smallnets\n"),
        "imports smallnets",
    ),
    (checks.code_is_linted, write("splitgrade/src/splitgrade/x.py", "import os\n"), "F401"),
    (
        checks.code_is_linted,
        write("splitgrade/src/splitgrade/x.py", "x = 'y'\n"),
        "splitgrade/x.py",
    ),
    (
        checks.types_hold,
        write("splitgrade/src/splitgrade/x.py", "def f() -> int:\n    return 'y'\n"),
        'got "str"',
    ),
    (checks.types_hold, write("smallnets/x.py", "def f(x: list) -> None: ...\n"), "type-arg"),
    (checks.types_hold, write("smallnets/x.py", "def f(x, y: int): ...\n"), "no-untyped-def"),
]


@pytest.mark.parametrize(
    "check, damage, words", DAMAGES, ids=[f"{c.__name__}-{w}" for c, _, w in DAMAGES]
)
def test_broken_course_is_rejected(course, check, damage, words):
    look = partial(check, course, [LESSON]) if check in OF_DAMAGED else partial(check, course)
    assert list(look()) == []
    damage(course)
    problems = list(look())
    assert any(words in problem for problem in problems), problems


def test_every_check_has_been_seen_to_fail():
    assert {check for check, _, _ in DAMAGES} == set(checks.CHECKS)


def test_sync_brings_a_changed_lesson_into_step(course):
    append("\n# %%\nprint('new')\n")(course)
    edit(STATED, "about 95 minutes")(course)

    def step():
        notebooks, releases = sync.write_notebooks(course), sync.write_releases(course, [LESSON])
        made = notebooks, releases, sync.write_tables(course)
        return [path.relative_to(course).as_posix() for part in made for path in part]

    assert step() == [
        f"source/{LESSON}/{LESSON}.ipynb",
        f"release/{LESSON}/{LESSON}.ipynb",
        "binder/START.ipynb",
        f"docs/handbook/lessons/{LESSON}.md",
    ]
    for check in (checks.pairs_agree, checks.release_is_current, checks.tables_are_made):
        assert list(check(course)) == []
    assert step() == []


def test_sync_repairs_the_line_ends_of_a_clone_of_windows(course):
    """With core.autocrlf=true: check and publish refused, and sync found nothing to do."""
    derived = [
        lessons.source_notebook(LESSON, course),
        lessons.release_notebook(LESSON, course),
        course / "docs" / "handbook" / "lessons" / f"{LESSON}.md",
    ]
    for path in [*derived, lessons.source_py(LESSON, course)]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    changed = [*sync.write_notebooks(course), *sync.write_releases(course, [LESSON])]
    assert [*changed, *sync.write_tables(course)] == derived
    assert not any(b"\r" in path.read_bytes() for path in derived)
    for check in (checks.pairs_agree, checks.release_is_current, checks.tables_are_made):
        assert list(check(course)) == []


def test_git_checks_out_the_same_bytes_everywhere(tmp_path):
    shutil.copy(lessons.COURSE / ".gitattributes", tmp_path)
    (tmp_path / "lesson.ipynb").write_bytes(b"{\n}\n")
    (tmp_path / "model.npz").write_bytes(b"\n\r\n")

    def git(*command):
        who = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "core.autocrlf=true"]
        subprocess.run(["git", *who, *command], cwd=tmp_path, check=True, capture_output=True)

    git("init")
    git("add", ".")
    git("commit", "-m", "first")
    git("clone", ".", "clone")
    for name in ("lesson.ipynb", "model.npz"):
        assert (tmp_path / "clone" / name).read_bytes() == (tmp_path / name).read_bytes()


def worked_in(path, change, seconds=60):
    """Save a notebook as JupyterLab does, some time after its .py."""
    notebook = json.loads(path.read_text())
    change(notebook["cells"])
    path.write_text(json.dumps(notebook))
    later = path.with_suffix(".py").stat().st_mtime + seconds
    os.utime(path, (later, later))


def add_a_cell(cells):
    cells.insert(3, {"cell_type": "markdown", "metadata": {}, "source": "Mine.", "id": "mine"})


def change_points(cells):
    graded = next(c for c in cells if c["metadata"].get("nbgrader", {}).get("points"))
    graded["metadata"]["nbgrader"]["points"] += 1


def run_it(cells):
    for cell in cells:
        cell["metadata"]["trusted"] = True
        if cell["cell_type"] == "code":
            cell |= {"execution_count": 7, "outputs": [{"output_type": "stream", "text": ["a"]}]}


@pytest.mark.parametrize("change", [add_a_cell, change_points])
@pytest.mark.parametrize("synced_before", [True, False])
def test_sync_never_loses_what_an_author_wrote_into_a_notebook(course, change, synced_before):
    notebook = lessons.source_notebook(LESSON, course)
    if synced_before:
        sync.write_notebooks(course)
    worked_in(notebook, change)
    before = notebook.read_bytes()
    other = lessons.source_py("01_model_size", course)
    other.write_text(other.read_text() + "\n# %%\nprint('new')\n")
    with pytest.raises(sync.EditedNotebook, match=f"{LESSON}.ipynb was edited"):
        sync.write_notebooks(course)
    assert notebook.read_bytes() == before
    assert list(checks.pairs_agree(course, ["01_model_size"])), "nothing is written"
    notebook.unlink()
    assert notebook in sync.write_notebooks(course)


def test_sync_writes_over_its_own_notebook_and_over_outputs(course):
    notebook = lessons.source_notebook(LESSON, course)
    sync.write_notebooks(course)
    append("\n# %%\nprint('new')\n")(course)
    later = lessons.source_py(LESSON, course).stat().st_mtime + 60
    os.utime(notebook, (later, later))  # as a clone, or a copy, may date it
    assert sync.write_notebooks(course) == [notebook]
    worked_in(notebook, run_it)
    assert sync.write_notebooks(course) == [notebook]
    notebook.write_text("<<<<<<< of a merge")
    assert sync.write_notebooks(course) == [notebook]


@pytest.fixture
def made(monkeypatch):
    """The lessons that nbgrader is asked to release, and whether their solution is tried."""
    asked, stock = [], sync.make_releases

    def make_releases(course, scratch, try_reference=True, names=None):
        asked.append((list(names), try_reference))
        return stock(course, scratch, try_reference, names)

    monkeypatch.setattr(sync, "make_releases", make_releases)
    return asked


def test_only_what_changed_is_released_anew(course, made):
    assert list(checks.release_is_current(course)) == []
    assert made == [], "the copy knows its releases"
    with lessons.source_notebook(LESSON, course).open("a") as file:
        file.write("\n")
    assert list(checks.release_is_current(course)) == []
    assert list(checks.release_is_current(course)) == []
    assert made == [([LESSON], False)]


def test_a_release_that_was_touched_is_not_believed(course, made):
    path = lessons.release_notebook(LESSON, course)
    path.write_text(path.read_text().replace("NotImplementedError", "ValueError", 1))
    for _ in range(2):
        assert len(list(checks.release_is_current(course))) == 1
    assert made == [([LESSON], False)] * 2


def test_sync_tries_a_solution_that_only_check_has_seen(course, made):
    sync.write_releases(course, [LESSON])
    sync.write_releases(course, [LESSON])
    assert made == [([LESSON], True)]


@pytest.mark.parametrize("what", ["configuration", "memory", "nbgrader"])
def test_what_decides_a_release_is_looked_at(course, made, monkeypatch, what):
    if what == "configuration":
        write("nbgrader_config.py", "\n# a comment\n")(course)
    elif what == "memory":
        (course / memory.FILE).write_text('{"02_magni')
    else:
        monkeypatch.setattr(memory, "version", lambda name: "another")
    assert list(checks.release_is_current(course, [LESSON])) == []
    assert made == [([LESSON], False)]


def test_sync_removes_what_no_lesson_makes(course):
    write("release/99_gone/99_gone.ipynb", "{}")(course)
    sync.write_releases(course)
    assert not (course / "release/99_gone").exists()


def test_a_second_py_in_a_lessons_folder_is_a_helper(course):
    write(f"source/{LESSON}/helper.py", "import numpy\n")(course)
    write("source/99_notes/notes.py", "import numpy\n")(course)
    assert lessons.lesson_names(course) == lessons.lesson_names()
    assert list(checks.pairs_agree(course)) == []
