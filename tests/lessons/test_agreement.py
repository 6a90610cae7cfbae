"""The quick grader of these tests gives every cell what nbgrader's autograde gives it."""

import pytest

from splitgrade.rebuild import rebuild
from splitgrade.submission import read_submission
from tasks import lessons
from tests.lessons.grading import frame, run

pytestmark = pytest.mark.slow

# All whose code comes to an end by itself.
STUDENTS = ("ada", "bao", "chidi", "dana", "emre", "farah", "goran", "hana", "ilya", "june", "mika")


@pytest.mark.parametrize("lesson", lessons.lesson_names())
@pytest.mark.parametrize("student", STUDENTS)
def test_same_points_as_nbgrader(demo_run, student, lesson):
    path = demo_run.folder / "submitted" / student / lesson / f"{lesson}.ipynb"
    notebook = rebuild(frame(lesson), read_submission(path)).notebook
    ours = {name: result.points for name, result in run(notebook).items()}
    theirs = demo_run.scores(student, lesson)
    assert ours == {name: theirs[name] for name in ours}
