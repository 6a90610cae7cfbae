"""What a lesson's cells show, students may use: each name that such a cell binds is there."""

import ast
from copy import deepcopy

import pytest

from splitgrade.names import bound_names
from splitgrade.release import needed_by_all
from splitgrade.roles import cells_to_run, role_of
from tasks import lessons
from tests.lessons.grading import frame, grade, summary


def names_of(cells):
    return {name for cell in cells for name in bound_names(ast.parse(cell.source))} - {"_"}


def shown_before(lesson, cells):
    """The names that only cells with the tag bind."""
    roles = [(cell, role_of(cell, "show")) for cell in cells]
    shown = names_of(cell for cell, role in roles if role == "shown")
    return shown - names_of(cell for cell, role in roles if role == "given")


@pytest.mark.parametrize("lesson", lessons.lesson_names())
def test_each_name_of_a_shown_cell_is_there(lesson):
    notebook = deepcopy(frame(lesson))
    own = deepcopy(next(cell for cell in notebook.cells if cell.cell_type == "code"))
    own.metadata = {"splitgrade": {"added": True}}
    notebook.cells.append(own)
    names = shown_before(lesson, notebook.cells[:-1])
    own.source = f"print({', '.join(names)})"
    parts = [part for _, part in cells_to_run(notebook, "show") if part.role == "shown"]
    assert len(names) > 20 and names <= names_of(parts)


@pytest.mark.parametrize("lesson", lessons.lesson_names())
def test_a_right_answer_that_looks_at_all_of_them_keeps_its_points(lesson):
    answers = lessons.reference_answers(lesson)
    cells = frame(lesson).cells
    first = next(i for i, cell in enumerate(cells) if lessons.grade_id(cell) in answers)
    names = sorted(shown_before(lesson, cells[:first]))
    name = lessons.grade_id(cells[first])
    results = grade(lesson, answers | {name: f"print({', '.join(names)})\n{answers[name]}"})
    assert all(each.points == each.max_points for each in results.values()), summary(results)


@pytest.mark.parametrize("lesson", lessons.lesson_names())
def test_no_shown_cell_runs_for_everybody(lesson):
    assert needed_by_all(frame(lesson), "show") == []


AS_SHOWN = """def count_parameters(model=network):
    _, arrays = model_to_plain(model)
    return sum(array.size for array in arrays.values())"""


def test_the_way_that_lesson_1_shows_is_a_right_one():
    answers = lessons.reference_answers("01_model_size") | {"count_parameters": AS_SHOWN}
    results = grade("01_model_size", answers)
    assert all(each.points == each.max_points for each in results.values()), summary(results)


def test_a_trainer_of_ones_own_may_build_on_the_shown_one():
    answers = lessons.reference_answers("04_distillation")
    base = "class Mine(Trainer):\n    pass\n\n\n"
    name = "DistillationTrainer"
    assert f"class {name}:" in answers[name]
    own = base + answers[name].replace(f"class {name}:", f"class {name}(Mine):")
    results = grade("04_distillation", answers | {name: own})
    assert all(each.points == each.max_points for each in results.values()), summary(results)
