"""Every check passes on this course, and rejects a course that is broken its way."""

import json
import re
import shutil

import pytest

from tasks import checks, lessons, sync

LESSON = "02_magnitude_pruning"
PARTS = (
    "source",
    "release",
    "splitgrade",
    "smallnets",
    "tests/oracles",
    "nbgrader_config.py",
    "pyproject.toml",
)


@pytest.fixture(scope="module")
def whole_course(tmp_path_factory):
    """A copy of what the checks read, without the data."""
    root = tmp_path_factory.mktemp("whole")
    _copy(lessons.COURSE, root)
    return root


@pytest.fixture
def course(whole_course, tmp_path):
    _copy(whole_course, tmp_path)
    return tmp_path


def _copy(course, root):
    for part in PARTS:
        if (course / part).is_dir():
            shutil.copytree(
                course / part, root / part, ignore=shutil.ignore_patterns("*.npz", "__pycache__")
            )
        else:
            shutil.copy(course / part, root / part)


@pytest.mark.parametrize("check", checks.CHECKS, ids=lambda check: check.__name__)
def test_this_course_keeps_the_rule(check):
    assert list(check(lessons.COURSE)) == []


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
        secret = next(
            line
            for what, line in checks._secrets(LESSON, course)
            if what == kind and len(line) > 30
        )
        path = lessons.release_notebook(LESSON, course)
        notebook = json.loads(path.read_text())
        notebook["cells"][1]["source"] = [f"As in {secret} here"]
        path.write_text(json.dumps(notebook))

    return damage


def repeat_solution_in_prose(course):
    secret = next(line for what, line in checks._secrets(LESSON, course) if what == "solution")
    append(f"\n# %% [markdown]\n# Remember `{secret}` from above.\n")(course)


def remove_release(course):
    shutil.rmtree(course / "release" / LESSON)


TEST_CELL = (
    '\n# %% nbgrader={{"grade": true, "grade_id": "{}", "locked": true, "points": 0, '
    '"schema_version": 3, "solution": false}}\n{}\n'
)
HIDDEN = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"

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
        write("splitgrade/x.py", "from smallnets import Dense\n"),
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
    (checks.code_is_linted, write("splitgrade/x.py", "import os\n"), "F401"),
    (checks.code_is_linted, write("splitgrade/x.py", "x = 'y'\n"), "splitgrade/x.py"),
    (
        checks.types_hold,
        write("splitgrade/x.py", "def f() -> int:\n    return 'y'\n"),
        'type "str"',
    ),
    (checks.types_hold, write("smallnets/x.py", "def f(x: list) -> None: ...\n"), "type-arg"),
    (checks.types_hold, write("smallnets/x.py", "def f(x, y: int): ...\n"), "no-untyped-def"),
]


@pytest.mark.parametrize(
    "check, damage, words", DAMAGES, ids=[f"{c.__name__}-{w}" for c, _, w in DAMAGES]
)
def test_broken_course_is_rejected(course, check, damage, words):
    assert list(check(course)) == []
    damage(course)
    problems = list(check(course))
    assert any(words in problem for problem in problems), problems


def test_every_check_has_been_seen_to_fail():
    assert {check for check, _, _ in DAMAGES} == set(checks.CHECKS)


def test_sync_brings_a_changed_lesson_into_step(course):
    append("\n# %%\nprint('new')\n")(course)
    changed = sync.write_notebooks(course) + sync.write_releases(course)
    assert [path.parent.name for path in changed] == [LESSON, LESSON]
    assert list(checks.pairs_agree(course)) == list(checks.release_is_current(course)) == []
    assert sync.write_notebooks(course) + sync.write_releases(course) == []


def test_sync_removes_what_no_lesson_makes(course):
    write("release/99_gone/99_gone.ipynb", "{}")(course)
    sync.write_releases(course)
    assert not (course / "release/99_gone").exists()


def test_a_second_py_in_a_lessons_folder_is_a_helper(course):
    write(f"source/{LESSON}/helper.py", "import numpy\n")(course)
    write("source/99_notes/notes.py", "import numpy\n")(course)
    assert lessons.lesson_names(course) == lessons.lesson_names()
    assert list(checks.pairs_agree(course)) == []
