"""A student's way through lesson 2 in JupyterLab, from the start page to the points."""

import re
import shutil
import sysconfig
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from splitgrade.folder import nbgrader_api
from tasks import lessons
from tasks.variants import read_variants
from tests.browser.conftest import LESSON
from tests.browser.lab import jupyterlab, look
from tests.browser.notebook import Notebook
from tests.conftest import cell_scores

pytestmark = pytest.mark.slow

FIRST = "calculate_sparsity"
WRONG = next(m for m in read_variants("mutants") if m.name == "sparsity_mean_of_layers")


@pytest.fixture
def lab(tmp_path):
    """JupyterLab with the start page and the lessons, set up as Binder's postBuild does it."""
    home = tmp_path / "home"
    shutil.copytree(lessons.COURSE / "release", home / "release")
    shutil.copy(lessons.COURSE / "binder/START.ipynb", home)
    settings = tmp_path / "etc"
    shutil.copytree(Path(sysconfig.get_path("data")) / "etc/jupyter", settings)
    shutil.copytree(lessons.COURSE / "binder/etc/jupyter", settings, dirs_exist_ok=True)
    own = tmp_path / "own"
    own.mkdir()
    with jupyterlab(home, own, settings) as address:
        yield address


def test_student_solves_a_lesson_and_gets_the_points(page, lab, tmp_path, course):
    answers = answers_as_students_write_them()
    page.goto(lab.replace("/lab?", "/lab/tree/START.ipynb?"))
    page.locator(".jp-RenderedMarkdown a", has_text="2. Which weights can go?").click()
    file = tmp_path / "home/release" / LESSON / f"{LESSON}.ipynb"
    notebook = Notebook(page, file)
    finds_no_formgrader(page)

    notebook.run_all()
    said_by_check = notebook.outputs(f"{FIRST}_check")
    expect(said_by_check).to_contain_text("still to be written")
    answer_first_exercise(notebook, WRONG.source)
    expect(said_by_check).to_contain_text(WRONG.expect[1])
    answer_first_exercise(notebook, answers[FIRST])
    expect(said_by_check).to_have_count(0)

    said = validate(page, "one-exercise")
    assert "The following cell failed" in said
    assert f"in {list(answers)[1]}" in said, "the next exercise is the first that fails"
    hand_in(course, "part", notebook)

    for name, answer in answers.items():
        notebook.write(name, answer)
    assert "Success! Your notebook passes all the tests." in validate(page, "all-exercises")
    hand_in(course, "whole", notebook)

    page.reload()
    notebook = Notebook(page, file)
    expect(notebook.lines(FIRST)).to_have_text(answers[FIRST].splitlines())
    assert cells_of(notebook.download(tmp_path / "again.ipynb")) == cells_of(
        course / "submitted/whole" / LESSON / file.name
    )

    graded = nbgrader_api(course).autograde(LESSON, "*")
    assert graded["success"], graded["log"]
    assert cell_scores(course, "whole", LESSON) == points(of_reflections=None)
    assert cell_scores(course, "part", LESSON) == {
        name: score if name.startswith(FIRST) else 0
        for name, score in points(of_reflections=0).items()
    }


def answers_as_students_write_them():
    """The reference solutions without their markers."""
    return {
        name: re.sub(r" *### (BEGIN|END) SOLUTION\n?", "", source).strip()
        for name, source in lessons.reference_answers(LESSON).items()
    }


def answer_first_exercise(notebook, source):
    notebook.write(FIRST, source)
    notebook.run(FIRST)
    notebook.run(f"{FIRST}_check")


def points(of_reflections):
    """Points of each graded cell where all tests pass."""
    cells = lessons.read_py(lessons.source_py(LESSON)).cells
    return {
        lessons.grade_id(cell): cell.metadata.nbgrader["points"]
        if lessons.is_test(cell)
        else of_reflections
        for cell in cells
        if lessons.is_graded(cell)
    }


def hand_in(course, student, notebook):
    folder = course / "submitted" / student / LESSON
    folder.mkdir(parents=True)
    notebook.download(folder / f"{LESSON}.ipynb")


def cells_of(file):
    return nbformat.read(file, as_version=4).cells


def finds_no_formgrader(page):
    page.locator('.lm-MenuBar-itemLabel:text-is("Nbgrader")').click()
    expect(page.locator(".lm-MenuBar-menu")).to_be_attached()
    expect(page.get_by_text("Formgrader")).to_have_count(0)
    page.keyboard.press("Escape")


def validate(page, name):
    """Press nbgrader's Validate button; return what its dialog says."""
    page.locator(".validate-button:visible").click()
    dialog = page.locator(".jp-Dialog-content", has_text="Validation Results")
    dialog.wait_for(timeout=300_000)  # the whole lesson runs; other tests want the processor, too
    look(page, f"validate-{name}")
    said = dialog.inner_text()
    dialog.get_by_role("button", name="Ok").click()
    return said
