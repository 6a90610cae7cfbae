"""Honest answers, however they are written, get exactly the points they deserve."""

import pytest

from grading import grade_all
from honest import HONEST
from sample import ESSAY, SKETCH, SampleCourse

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    course = SampleCourse.make(tmp_path_factory.mktemp("honest") / "course")
    for name, honest in HONEST.items():
        answers = honest.written | {ESSAY: "So.", SKETCH: "sketch = 'mine'"}
        course.hand_in(name, course.written(answers, honest.after), honest.files)
    grade_all(course.root, HONEST, feedback=False)
    return course


@pytest.mark.parametrize("name", HONEST)
def test_points_are_those_deserved(graded, name):
    assert graded.scores(name) == HONEST[name].expected, graded.messages(name)


@pytest.mark.parametrize("name", HONEST)
def test_a_person_has_just_the_essay_and_the_sketch_to_grade(graded, name):
    assert graded.waiting(name) == {ESSAY, SKETCH}


def test_changed_argument_is_named(graded):
    assert graded.messages("changes_model")["halve_check"] == (
        "ArgumentChanged: Your function changed the Net it was given: work on a copy."
    )


def test_plot_of_a_student_is_kept(graded):
    kept = [
        data
        for cell in graded.graded("plots_and_magics").cells
        for output in cell.get("outputs", [])
        for data in output.get("data", {})
    ]
    assert "image/png" in kept


def test_enough_ways():
    assert len(HONEST) >= 30
