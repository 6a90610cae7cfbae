"""An instructor's way through the formgrader: from what was handed in to the exported grade."""

import csv
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from playwright.sync_api import expect

from tasks import demo_class
from tests.browser.conftest import LESSON
from tests.browser.lab import jupyterlab, look
from tests.conftest import cell_scores

REFLECTION = "why_small_can_matter"
COMMENT = "You name the pixel; say how you would measure it."
CLASS = ("ada", "dana", "goran")  # right, wrong, broken; and a thief


@pytest.fixture
def lab(course, tmp_path):
    """JupyterLab in a course folder where a small class has handed in."""
    lesson = demo_class.Lesson(LESSON, course)
    submitted = {name: demo_class.STUDENTS[name](lesson) for name in CLASS}
    submitted["thief"] = lesson.file(with_theft(lesson, course / "gradebook.db"))
    for student, files in submitted.items():
        folder = course / "submitted" / student / LESSON
        folder.mkdir(parents=True)
        for name, text in files.items():
            (folder / name).write_text(text)
    own = tmp_path / "own"
    own.mkdir()
    with jupyterlab(course, own) as address:
        yield address


def with_theft(lesson, gradebook):
    """Right answers, and a cell that raises every grade; in stock nbgrader it would."""
    notebook = lesson.with_answers(lesson.answers)
    theft = (
        f"import sqlite3\nsqlite3.connect({str(gradebook)!r}, isolation_level=None)"
        ".execute('UPDATE grade SET manual_score = 99')"
    )
    notebook.cells.insert(2, new_code_cell(theft))
    return notebook


def test_instructor_grades_a_class_from_the_formgrader(page, lab, course):
    page.goto(lab)
    grader = open_formgrader(page)
    list_submissions(grader)
    expect(grader.locator("td.student-id")).to_have_text([*CLASS, "thief"])
    expect(grader.locator("td.status")).to_have_text(["needs autograding"] * 4)
    look(page, "class")

    for student in ("goran", "thief", "ada"):
        press(grader, student, "autograde", "Successfully autograded")
    expect(row_of(grader, "dana").locator(".status")).to_have_text("needs autograding")
    look(page, "autograded")
    assert not any(cell_scores(course, "goran", LESSON).values())
    assert "JSON breaks" in str(autograded(course, "goran").metadata.splitgrade)
    theft = next(cell for cell in autograded(course, "thief").cells if "UPDATE" in cell.source)
    assert "unable to open database file" in str(theft.outputs)
    scores = cell_scores(course, "ada", LESSON)
    assert cell_scores(course, "thief", LESSON) == scores
    assert "splitgrade" in autograded(course, "ada").metadata

    row_of(grader, "ada").locator(".student-name a").click()
    grader.get_by_role("link", name=LESSON, exact=True).last.click()
    wait_for_saved_grades(page)
    give(page, grader.locator(f"#{REFLECTION}"), "1.5")
    give(page, grader.locator(f"#{REFLECTION}-comment"), COMMENT)
    look(page, "graded-by-hand")
    expected = scores | {REFLECTION: 1.5}
    assert cell_scores(course, "ada", LESSON) == expected

    grader.get_by_role("link", name="Manual Grading").click()
    list_submissions(grader)
    press(grader, "ada", "generate-feedback", "Successfully generated feedback")
    feedback = (course / "feedback/ada" / LESSON / f"{LESSON}.html").read_text()
    assert COMMENT in feedback
    assert float(exported(course)["ada"]["score"]) == sum(s or 0 for s in expected.values())


def open_formgrader(page):
    page.locator('.lm-MenuBar-itemLabel:text-is("Nbgrader")').click()
    page.locator('.lm-Menu-itemLabel:text-is("Formgrader")').click()
    return page.frame_locator("iframe:visible")


def list_submissions(grader):
    """From any page of the formgrader to the submissions of the lesson."""
    grader.get_by_role("link", name="Manage Assignments").click()
    row = grader.locator("tr", has=grader.get_by_role("link", name=LESSON, exact=True))
    row.locator(".num-submissions a").click()


def row_of(grader, student):
    return grader.locator("tr", has=grader.locator(f'td.student-id:text-is("{student}")'))


def press(grader, student, button, success):
    """Press a button in a student's row, read what the dialog says and close it."""
    row_of(grader, student).locator(f".{button} a").click()
    dialog = grader.locator(".modal.in")
    expect(dialog).to_contain_text(f"{success} ")
    dialog.get_by_role("button", name="OK").click()
    expect(dialog).to_have_count(0)


def wait_for_saved_grades(page):
    """The page for grading by hand listens to its fields only when it has all grades."""
    frame = page.locator("iframe:visible").element_handle().content_frame()
    frame.wait_for_function("window.formgrader?.grades?.loaded && formgrader.comments?.loaded")


def give(page, field, value):
    """Type into a field of the page for grading by hand; it is saved when the field is left."""
    field.fill(value)
    with page.expect_response(lambda answer: answer.request.method == "PUT") as saved:
        field.press("Tab")
    assert saved.value.ok


def autograded(course, student):
    file = course / "autograded" / student / LESSON / f"{LESSON}.ipynb"
    return nbformat.read(file, as_version=4)


def exported(course):
    """The rows of ``nbgrader export``, by student."""
    subprocess.run(
        [sys.executable, "-m", "nbgrader", "export"], cwd=course, check=True, capture_output=True
    )
    with (course / "grades.csv").open() as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}
