"""Whatever a student hands in, the student gets a grade and its reason."""

import json

import nbformat
import pytest

from sums import FULL, HALF

NOTHING = {"double_check": 0, "double_hidden": 0, "half_check": 0, "why": 0}


def without(notebook, name):
    notebook.cells = [cell for cell in notebook.cells if cell.id != name]
    return notebook


def test_right_answers_get_every_point_and_no_note(course):
    course.hand_in("ada", course.solved())
    course.grade()
    assert course.scores("ada") == FULL
    assert course.repairs("ada") == []


def test_untouched_notebook_gets_nothing(course):
    course.hand_in("ada", course.released())
    course.grade()
    assert course.scores("ada") == NOTHING


@pytest.mark.parametrize(
    "broken, reason",
    [
        ("", "is empty"),
        ('{"cells": [', "JSON breaks at line 1"),
        ("[1, 2]", "no notebook"),
        ('{"cells": []}', "without cells"),
        ('{"cells": [1, null, {"source": 7, "metadata": []}]}', ""),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        ("[" * 100_000, ""),
    ],
)
def test_unreadable_file_gets_zero_with_its_reason(course, broken, reason):
    course.hand_in("ada", broken)
    course.grade()
    assert course.scores("ada") == NOTHING
    assert reason in " ".join(course.repairs("ada"))


def test_folder_without_notebook_gets_zero_with_its_reason(course):
    course.hand_in("ada", None)
    course.grade()
    assert course.scores("ada") == NOTHING
    assert course.repairs("ada") == ["No notebook was handed in: sums.ipynb is missing."]


def test_renamed_notebook_is_graded_and_the_note_says_so(course):
    course.hand_in("ada", course.solved(), name="sums (1).ipynb")
    course.grade()
    assert course.scores("ada") == FULL
    assert "sums (1).ipynb" in course.repairs("ada")[0]


@pytest.mark.parametrize(
    "name",
    [
        "sums.ipynb.txt",
        "sums.ipynb.json",
        "SUMS.IPYNB",
        "sums.ipynb (1).txt",
        "sums/sums.ipynb",
        "sums/sums.ipynb.txt",
    ],
)
def test_notebook_where_browsers_and_zips_put_it_is_graded(course, name):
    """Code finds what lies beside it there, and a second notebook does not matter."""
    folder = course.root / "submitted" / "ada" / "sums"
    (folder / name).parent.mkdir(parents=True)
    (folder / name).write_text(json.dumps(course.solved(half="from mine import half")))
    (folder / name).with_name("mine.py").write_text(HALF)
    (folder / name).with_name("scratch.ipynb").write_text("{}")
    course.grade()
    assert course.scores("ada") == FULL
    assert course.repairs("ada")[0] == f"The notebook is named {name}; it was graded as sums.ipynb."


def test_several_notebooks_under_other_names_are_not_guessed(course):
    course.hand_in("ada", course.solved(), name="a.ipynb")
    (course.root / "submitted/ada/sums/b.ipynb").write_text("{}")
    course.grade()
    assert course.scores("ada") == NOTHING
    assert "a.ipynb, b.ipynb" in course.repairs("ada")[0]


def test_deleted_test_cell_is_put_back(course):
    course.hand_in("ada", without(course.solved(half="def half(x):\n    return 0"), "half_check"))
    course.grade()
    assert course.scores("ada") == FULL | {"half_check": 0}
    assert course.repairs("ada") == ["Test cells were missing and were put back: half_check."]


def test_infinite_loop_costs_its_own_points_only(course):
    course.hand_in("ada", course.solved(double="def double(x):\n    while True: pass"))
    course.grade()
    assert course.scores("ada") == FULL | {"double_check": 0, "double_hidden": 0}


def test_loop_that_ignores_the_interrupt_ends_all_the_same(course):
    stubborn = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"
    course.hand_in("ada", course.solved(double=stubborn))
    course.hand_in("bob", course.solved())
    course.grade()
    assert course.scores("ada") == FULL | {"double_check": 0, "double_hidden": 0}
    assert course.scores("bob") == FULL


def test_ended_python_keeps_the_points_before(course):
    course.hand_in("ada", course.solved(half="import os\nos._exit(1)"))
    course.hand_in("bob", course.solved())
    course.grade()
    assert course.scores("ada") == FULL | {"half_check": 0}
    assert course.scores("bob") == FULL


def test_endless_output_is_cut(course):
    course.hand_in(
        "ada", course.solved(double="print('x' * 50_000_000)\ndef double(x):\n    return 2 * x")
    )
    course.grade()
    assert course.scores("ada") == FULL
    assert (course.root / "autograded/ada/sums/sums.ipynb").stat().st_size < 500_000


def test_added_cells_run_in_their_place(course):
    notebook = course.solved(double="def double(x):\n    return helper(x)")
    helper = nbformat.v4.new_code_cell("def helper(x):\n    return x + x")
    scratch = nbformat.v4.new_code_cell("1 / 0")
    notebook.cells[3:3] = [scratch, helper]
    course.hand_in("ada", notebook)
    course.grade()
    assert course.scores("ada") == FULL


def test_changed_given_cell_runs_after_the_released_one(course):
    notebook = course.solved(double="def double(x):\n    return math.floor(2 * x)")
    given = next(cell for cell in notebook.cells if cell.id == "given")
    given.source = "import math\nstart = 1"
    course.hand_in("ada", notebook)
    course.grade()
    assert course.scores("ada") == FULL


def test_skip_tag_on_a_test_cell_changes_nothing(course):
    notebook = course.released()
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution", "show"]
    course.hand_in("ada", notebook)
    course.grade()
    assert course.scores("ada") == NOTHING


def test_class_without_any_notebook_still_gets_its_grades(course):
    course.hand_in("ada", None)
    course.hand_in("bob", "")
    course.grade()
    assert course.scores("ada") == course.scores("bob") == NOTHING


def test_feedback_shows_the_message_and_nothing_of_the_test(course):
    course.hand_in(
        "ada",
        course.solved(
            double="from IPython.display import HTML, display\n"
            "display(HTML('<script>alert(1)</script>'))\n"
            "def double(x):\n    return 2 if x == 1 else 0"
        ),
    )
    course.grade()
    assert course.api.generate_feedback(course.lesson, "ada")["success"]
    page = (course.root / "feedback/ada/sums/sums.html").read_text()
    assert "double(21) is 42, yours is 0" in page
    assert "secret" not in page
    assert "<script>alert" not in page
