"""No part of a student's work is lost: answers count where they stand, texts are read.

Editors split, merge and copy cells, drop ids and metadata; students type answers anew.
"""

import copy
import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from splitgrade.classroom import Classroom
from splitgrade.folder import course_config
from splitgrade.report.read import read_course
from sums import DOUBLE, FULL, HALF, Course

NOTHING = {"double_check": 0, "double_hidden": 0, "half_check": 0, "why": 0}
WRONG = "def double(x):\n    return 0"
DOUBLE_LOST = FULL | {"double_check": 0, "double_hidden": 0}
MINE = "My own sentence about this."

CASES = {}  # by student: how the notebook was changed, and the points that are due


def case(expected=FULL):
    def keep(edit):
        CASES[edit.__name__] = edit, expected
        return edit

    return keep


def at(notebook, name):
    return next(i for i, cell in enumerate(notebook.cells) if cell.get("id") == name)


def cell_of(notebook, name):
    return notebook.cells[at(notebook, name)]


def without(notebook, name):
    del notebook.cells[at(notebook, name)]


def copied(notebook, name, source, above=False, **changes):
    """Put a copy of a cell, with its metadata, below or above it."""
    place = at(notebook, name)
    new = copy.deepcopy(notebook.cells[place])
    new.update(source=source, id=f"copy-{len(notebook.cells)}", **changes)
    notebook.cells.insert(place + (not above), new)


def typed(notebook, name, source, above=False):
    """Put a code cell of the student's below or above a cell."""
    notebook.cells.insert(at(notebook, name) + (not above), new_code_cell(source))


def written(notebook, name, text, above=False):
    notebook.cells.insert(at(notebook, name) + (not above), new_markdown_cell(text))


def stub_of(course, name):
    return cell_of(course.released(), name).source


# An answer that lost its name.


@case()
def typed_anew(course, notebook):
    cell_of(notebook, "double").update(metadata={}, id="mine")


@case()
def saved_without_ids_and_metadata(course, notebook):
    for cell in notebook.cells:
        del cell["id"]
        cell.metadata = {}
    notebook.nbformat_minor = 4


@case(NOTHING)
def untouched_and_saved_without_ids_and_metadata(course, notebook):
    notebook.cells = course.released().cells
    saved_without_ids_and_metadata(course, notebook)


@case()
def ids_where_colab_keeps_them(course, notebook):
    for cell in notebook.cells:
        cell.metadata = {"id": cell.pop("id")}
    notebook.nbformat_minor = 4


@case()
def merged_with_a_helper_above(course, notebook):
    cell = cell_of(notebook, "double")
    cell.update(metadata={}, id="mine", source=f"def twice(x):\n    return x + x\n\n{DOUBLE}")


@case()
def merged_into_the_given_cell(course, notebook):
    cell_of(notebook, "given").source += f"\n{DOUBLE}"
    without(notebook, "double")


@case()
def written_into_a_given_cell_far_above(course, notebook):
    cell_of(notebook, "given").source += f"\n{HALF}"
    without(notebook, "half")


@case()
def written_into_a_cell_that_only_shows(course, notebook):
    cell_of(notebook, "shown").source = DOUBLE
    without(notebook, "double")


@case()
def merged_into_the_test_below(course, notebook):
    check = cell_of(notebook, "double_check")
    check.source = f"{DOUBLE}\n\n{check.source}"
    without(notebook, "double")


@case()
def written_into_a_test_far_below(course, notebook):
    cell_of(notebook, "double_hidden").source = f"{HALF}\ndouble(7)"
    without(notebook, "half")


@case()
def below_the_stub(course, notebook):
    cell_of(notebook, "double").source = stub_of(course, "double")
    typed(notebook, "double", DOUBLE)


@case()
def above_the_stub(course, notebook):
    cell_of(notebook, "double").source = stub_of(course, "double")
    typed(notebook, "double", DOUBLE, above=True)


@case()
def two_answers_in_one_cell(course, notebook):
    cell_of(notebook, "double").source = f"{DOUBLE}\n\n{HALF}"
    cell_of(notebook, "half").source = stub_of(course, "half")


@case()
def under_a_magic(course, notebook):
    cell_of(notebook, "double").update(metadata={}, id="mine", source=f"%%time\n{DOUBLE}")


@case()
def typed_anew_in_two_cells(course, notebook):
    cell_of(notebook, "double").update(metadata={}, id="mine", source=WRONG)
    typed(notebook, "mine", DOUBLE)


@case()
def moved_down_with_its_helper(course, notebook):
    """A helper right above an answer goes with it, though the frame has that earlier."""
    moved = [cell_of(notebook, name) for name in ("double", "double_check", "double_hidden")]
    moved[0].source = "def double(x):\n    return twice(x)"
    for cell in moved:
        notebook.cells.remove(cell)
    notebook.cells += [new_code_cell("def twice(x):\n    return x + x"), *moved]


@case()
def a_test_moved_to_the_end(course, notebook):
    """What stands below an answer runs below it, wherever its test went."""
    notebook.cells.append(notebook.cells.pop(at(notebook, "double_check")))
    typed(notebook, "double", "two = double(1)")
    cell_of(notebook, "half").source = "def half(x):\n    return x / two"


@case(DOUBLE_LOST)
def given_names_stay_the_tests(course, notebook):
    cell_of(notebook, "double").update(
        metadata={},
        id="mine",
        source="start = 0\ndef double(x):\n    return 2 * x if x == 0 else 0",
    )


# An answer in several cells.


@case()
def split_behind_its_imports(course, notebook):
    copied(notebook, "double", "import functools", above=True)


@case()
def split_before_a_helper(course, notebook):
    cell_of(notebook, "double").source = "def double(x):\n    return twice(x)"
    copied(notebook, "double", "def twice(x):\n    return x + x")


@case()
def split_with_a_comment_above(course, notebook):
    copied(notebook, "double", "# I double it.", above=True)


@case()
def split_with_a_cell_between(course, notebook):
    cell_of(notebook, "double").source = "factor = 1"
    copied(notebook, "double", "def double(x):\n    return factor * x")
    typed(notebook, "double", "factor = 2")


@case(FULL | {"double_check": 0})
def split_around_the_check(course, notebook):
    """The check stands between: it fails in the student's notebook as well."""
    cell_of(notebook, "double").source = "factor = 2"
    place = at(notebook, "double_check")
    copied(notebook, "double", DOUBLE)
    notebook.cells.insert(place + 1, notebook.cells.pop(place))


@case()
def mended_below(course, notebook):
    copied(notebook, "double", WRONG, above=True)


@case()
def mended_below_one_that_stops(course, notebook):
    copied(notebook, "double", "1 / 0\n" + DOUBLE, above=True)


@case(DOUBLE_LOST)
def spoiled_below(course, notebook):
    copied(notebook, "double", WRONG)


@case()
def stub_above(course, notebook):
    copied(notebook, "double", stub_of(course, "double"), above=True)


@case()
def stub_below(course, notebook):
    copied(notebook, "double", stub_of(course, "double"))


@case()
def stub_below_without_metadata(course, notebook):
    copied(notebook, "double", stub_of(course, "double"), metadata={})


@case()
def one_half_as_text(course, notebook):
    copied(notebook, "double", "I *double* it.", above=True, cell_type="markdown")
    for key in ("outputs", "execution_count"):
        del notebook.cells[at(notebook, "double") - 1][key]


# An answer that a person reads.


@case()
def reflection_in_two_halves(course, notebook):
    copied(notebook, "why", MINE)


@case()
def reflection_typed_anew(course, notebook):
    cell_of(notebook, "why").update(metadata={}, id="mine", source=MINE)


@case()
def reflection_below_the_stub(course, notebook):
    cell_of(notebook, "why").source = stub_of(course, "why")
    written(notebook, "why", MINE)


@case()
def reflection_above_the_stub(course, notebook):
    cell_of(notebook, "why").source = stub_of(course, "why")
    written(notebook, "why", MINE, above=True)


@case()
def reflection_far_away(course, notebook):
    cell_of(notebook, "why").source = stub_of(course, "why")
    written(notebook, "title", MINE)


@case()
def reflection_in_a_given_text(course, notebook):
    cell_of(notebook, "why").source = stub_of(course, "why")
    cell_of(notebook, "title").source += f"\n\n{MINE}"


@case()
def reflection_in_a_comment(course, notebook):
    cell_of(notebook, "why").source = stub_of(course, "why")
    typed(notebook, "why", f"# {MINE}")


@case()
def reflection_printed(course, notebook):
    cell_of(notebook, "why").source = stub_of(course, "why")
    typed(notebook, "why", f"print('{MINE}')")


@case()
def reflection_in_a_code_cell(course, notebook):
    without(notebook, "why")
    typed(notebook, "half_check", MINE)


@case(FULL | {"why": 0})
def reflection_not_written_beside_code(course, notebook):
    cell_of(notebook, "why").source = stub_of(course, "why")
    typed(notebook, "why", "half(3)  # try it\nprint('half', half(5))")


@case(NOTHING | {"why": None})
def answers_deleted(course, notebook):
    without(notebook, "double")
    without(notebook, "half")


@case(NOTHING)
def untouched_with_other_line_ends(course, notebook):
    notebook.cells = course.released().cells
    for cell in notebook.cells:
        cell.source = cell.source.replace("\n", "\r\n")


@case(NOTHING)
def untouched_with_empty_cells(course, notebook):
    notebook.cells = course.released().cells
    written(notebook, "why", "")
    typed(notebook, "why", "\n")


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    root = tmp_path_factory.mktemp("answers")
    Course.make(root)
    course = Course(root)
    for name, (edit, _) in CASES.items():
        notebook = course.solved()
        edit(course, notebook)
        course.hand_in(name, json.dumps(notebook))
    course.grade()
    return course


@pytest.mark.parametrize("name", CASES)
def test_points_are_those_of_the_notebook(graded, name):
    assert graded.scores(name) == CASES[name][1], graded.repairs(name)


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("reflection")])
def test_a_person_reads_the_reflection_in_its_cell(graded, name):
    shown = cell_of(graded.graded(name), "why").source
    assert (MINE in shown) == (CASES[name][1] == FULL)


def test_halves_of_a_reflection_are_joined(graded):
    assert cell_of(graded.graded("reflection_in_two_halves"), "why").source == f"So.\n\n{MINE}"


def test_graded_notebooks_are_whole(graded):
    for name in CASES:
        nbformat.validate(graded.graded(name))


@pytest.mark.parametrize(
    "name, said",
    [
        (
            "typed_anew",
            "The cell was missing; what was written in its place counts as the answer: double.",
        ),
        (
            "mended_below",
            "The cell was there more than once; all that was written counts, in its order: double.",
        ),
        (
            "above_the_stub",
            "Not in its own cell, but the student's code that defines it counts: double.",
        ),
        ("stub_below", "A copy of the cell that nobody wrote into was left out: double."),
        (
            "reflection_far_away",
            "Not in its own cell; a person has to read what was written elsewhere: why.",
        ),
        (
            "answers_deleted",
            "The cell was missing, and nothing was found that could be the answer: double, half.",
        ),
    ],
)
def test_what_is_not_as_released_is_said(graded, name, said):
    assert graded.repairs(name) == [said]


def test_a_person_looks_at_what_is_not_in_its_cell(graded):
    def unplaced(name):
        return graded.graded(name).metadata.splitgrade.unplaced

    assert unplaced("typed_anew") == unplaced("mended_below") == []
    assert unplaced("reflection_far_away") == graded.repairs("reflection_far_away")
    assert unplaced("answers_deleted") == graded.repairs("answers_deleted")


def test_the_report_knows_all_parts_of_an_answer(graded):
    course = read_course(
        Classroom(course_config(graded.root)).coursedir, course_config(graded.root)
    )
    results = {each.student.id: each for each in course.lesson("sums").results}

    def answer(name):
        return results[name].answers["sums", "double"]

    assert answer("split_before_a_helper") == (
        "def double(x):\n    return twice(x)\ndef twice(x):\n    return x + x"
    )
    assert answer("above_the_stub") == answer("typed_anew") == DOUBLE
    assert answer("two_answers_in_one_cell") == f"{DOUBLE}\n\n{HALF}"
    assert results["two_answers_in_one_cell"].written == 3
    assert ("sums", "double") not in results["answers_deleted"].answers
