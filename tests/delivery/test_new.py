"""A lesson is added by CONTRIBUTING's steps alone, and no other file has to be touched."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tasks import lessons, new
from tasks.lessons import COURSE

LESSON = "77_doubling"
EXERCISE = "first_exercise"
# What an author writes in place of the template's words.
WORDS = {
    "TO WRITE: which question does this lesson answer?": "What comes of doubling?",
    "TO WRITE: its title": "Doubling",
    "TO WRITE: **do** this, and **tell** that": "**double** numbers",
    "TO WRITE: lessons, and parts of numpy": "lesson 1",
}
MUTANTS = {
    "halves": ("values / 2", "check", "Look at the factor"),
    "trebles": ("values * 3", "check", "Look at the factor"),
    "flat": ("np.ravel(values) * 2", "hidden", "Keep the shape"),
}
LACKING = (
    "0 mutants",
    "0 alternatives",
    "what it claims",
    "no claim is measured",
    "no run is measured",
    "quotes no line",
)
PRINTED = "3 values, 3.0 the largest in size"
MODULES = [
    "tests/lessons/test_mutants.py",
    "tests/lessons/test_claims.py",
    "tests/lessons/test_accessibility.py",
    "tests/lessons/test_budgets.py",
    "tests/delivery/test_handbook.py",
    "tests/delivery/test_tables.py",
    "tests/delivery/test_publish.py",
    "tests/smallnets/test_no_answers.py",
]
OF_THE_COURSE = (
    "test_the_handbook_names_every_page",
    "test_every_link_arrives",
    "test_both_pages_list_every_lesson",
    "test_no_public_name_is_an_exercise",
    "test_no_function_is_a_solution",
)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A copy of the repository, to be added to."""
    root = tmp_path_factory.mktemp("clone") / "course"
    listed = subprocess.run(
        ["git", "ls-files"], cwd=COURSE, capture_output=True, text=True, check=True
    )
    for where in listed.stdout.splitlines():
        if (COURSE / where).is_file():
            (root / where).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(COURSE / where, root / where)
    return root


def run(course, *arguments):
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=course,
        env={**os.environ, "PYTHONPATH": str(course)},
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout + done.stderr


def files(course):
    return {
        path.relative_to(course).as_posix(): path.read_bytes()
        for path in course.rglob("*")
        if path.is_file() and not {"__pycache__", ".ruff_cache", ".mypy_cache"} & set(path.parts)
    }


def variant(path, idea, code, expect=""):
    path.write_text(
        f'"""{idea}"""\n\n{expect}import numpy as np\n\n\n'
        f"def {EXERCISE}(values):\n    return {code}\n"
    )


def write_as_an_author(course):
    """Steps 2 to 5: nothing but files that CONTRIBUTING names."""
    source = lessons.source_py(LESSON, course)
    text = source.read_text()
    for old, words in WORDS.items():
        assert old in text
        text = text.replace(old, words)
    source.write_text(re.sub("TO WRITE: .*", lambda found: found[0][10:].capitalize(), text))
    for name, (code, cell, words) in MUTANTS.items():
        expect = f'EXPECT = ("{EXERCISE}_{cell}", "{words}")\n\n'
        variant(course / f"tests/mutants/{LESSON}/{name}.py", f"It {name}.", code, expect)
    path = course / f"tests/alternatives/{LESSON}/by_product.py"
    variant(path, "A product.", "2 * values")
    claims = course / f"benchmarks/claims/{LESSON}.py"
    text = re.sub('says="TO WRITE: .*"', 'says="What was found."', claims.read_text())
    claims.write_text(text.replace("TO WRITE: ", ""))
    page = course / f"docs/handbook/lessons/{LESSON}.md"
    quote = f"The same everywhere:\n\n```text\n{PRINTED}\n```"
    page.write_text(re.sub("TO WRITE: .*", quote, page.read_text()))


def test_a_lesson_is_added_by_the_steps_alone(course):
    run(course, "-m", "tasks.check")  # so that the releases of the other lessons are known
    before = files(course)
    code, said = run(course, "-m", "tasks.new", LESSON)
    assert code == 0, said
    code, said = run(course, "-m", "tasks.check", LESSON)
    assert code == 1
    lacking = said.partition("No lesson still lacks anything")[2].partition(" ok ")[0]
    for part in (*WORDS, *LACKING):
        assert part in lacking, f"check does not say that the new lesson lacks {part}"
    assert said.count("FAIL") == 1, said

    write_as_an_author(course)
    for command in (
        ["-m", "docs.handbook.measure", LESSON],
        ["-m", "benchmarks.claims", LESSON],
        ["-m", "tasks.sync", LESSON],
        ["-m", "tasks.check"],
    ):
        code, said = run(course, *command)
        assert code == 0, said

    chosen = " or ".join(["77_", *OF_THE_COURSE])
    code, said = run(
        course,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        *MODULES,
        "-k",
        chosen,
    )
    assert code == 0, said[-5000:]

    after = files(course)
    touched = {where for where in after if after[where] != before.get(where)}
    made = {where for where in touched if LESSON in where}
    assert touched - made <= {
        "README.md",
        "CONTRIBUTING.md",
        "binder/START.ipynb",
        "docs/handbook/README.md",
        ".made-releases.json",
    }, "only what sync writes was touched beside the lesson's own files"


@pytest.mark.parametrize(
    "name",
    [
        "7_short",
        "007_long",
        "07",
        "07_",
        "07_Capital",
        "07-dash",
        "07_a/b",
        "../07_up",
        "00_none",
        "",
    ],
)
def test_a_bad_name_is_refused(name, tmp_path):
    with pytest.raises(new.Refused, match="is no name of a lesson"):
        new.new_lesson(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "there",
    [
        "source/77_doubling/notes.txt",
        "docs/handbook/lessons/77_doubling.md",
        "release/77_doubling/77_doubling.ipynb",
        "tests/mutants/77_doubling/x.py",
        "benchmarks/claims/77_doubling.py",
    ],
)
def test_what_is_there_is_never_written_over(there, tmp_path):
    (tmp_path / there).parent.mkdir(parents=True)
    (tmp_path / there).write_text("mine")
    with pytest.raises(new.Refused, match="is there already"):
        new.new_lesson(LESSON, tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / there]


def test_a_number_that_is_taken_is_refused(capsys):
    assert new.main(["02_other"]) == 2
    assert "02 is taken by 02_magnitude_pruning" in capsys.readouterr().err


@pytest.mark.parametrize("task", ["tasks.sync", "tasks.check", "docs.handbook.measure"])
def test_a_lesson_that_is_not_there_is_named(task, course):
    code, said = run(course, "-m", task, "02_magnitud")
    assert code == 2
    assert "no lesson is named '02_magnitud'; there are 01_model_size, 02_" in said
