"""Every table of lessons says what the lessons say, and sync finds the place of each."""

import json
import re

import pytest

from tasks import facts, lessons, tables
from tests.lessons import mutation_score

EVERY = facts.all_facts()


@pytest.mark.parametrize("name", lessons.lesson_names())
def test_facts_are_what_the_text_of_a_lesson_says(name):
    """Read a second time, from the .py as plain text."""
    text = lessons.source_py(name).read_text(encoding="utf-8")
    known = next(each for each in EVERY if each.name == name)
    assert f"# # {known.number}. {known.question}\n" in text
    assert f"# | Lesson {known.number} | {known.title} |\n" in text
    assert f"# | Time | about {known.minutes} minutes |\n" in text
    assert f"# | You need | {known.needs} |\n" in text
    metadata = [json.loads(each) for each in re.findall(r"^# %%.* nbgrader=(\{.*?\})", text, re.M)]
    assert known.points == sum(each.get("points", 0) for each in metadata)
    answers = [each for each in metadata if each["solution"]]
    assert known.exercises == tuple(each["grade_id"] for each in answers if not each["grade"])
    assert known.reflections == sum(each["grade"] for each in answers)
    assert known.read_points == sum(each["points"] for each in answers if each["grade"])


def test_what_students_write_leaves_out_their_checks():
    second = facts.facts_of("02_magnitude_pruning")
    assert "check_magnitude_mask" in second.exercises
    assert second.written[:2] == ["calculate_sparsity", "magnitude_mask"]


@pytest.mark.parametrize(
    "reflections, words",
    [
        (0, "| Points | 20, all of them scored by tests |"),
        (1, "| Points | 20, of which 4 for 1 reflection that a person reads |"),
        (3, "| Points | 20, of which 4 for 3 reflections that a person reads |"),
    ],
)
def test_a_page_takes_any_number_of_reflections(reflections, words):
    known = {**vars(EVERY[0]), "points": 20, "reflections": reflections, "read_points": 4}
    assert words in tables.fact_table(facts.Facts(**known))


def test_a_part_is_replaced_and_the_rest_is_left():
    text = "a\n<!-- x: made by course.py sync -->\nold\n<!-- end of x -->\nb\n"
    made = tables.with_part(text, "x", r"new \1", "a page")
    assert made == ("a\n<!-- x: made by course.py sync -->\n\nnew \\1\n\n<!-- end of x -->\nb\n")
    assert tables.with_part(made, "x", r"new \1", "a page") == made


@pytest.mark.parametrize("text", ["", "<!-- x: made by course.py sync -->\n", "twice"])
def test_a_text_without_its_marks_once_is_refused(text):
    twice = "<!-- x: made by course.py sync -->\n<!-- end of x -->\n" * 2
    with pytest.raises(ValueError, match="page.md needs once the two lines"):
        tables.with_part(twice if text == "twice" else text, "x", "new", "page.md")


def test_a_score_is_kept_beside_the_others_and_a_lesson_without_one_has_a_dash(tmp_path):
    path = tmp_path / tables.SCORES
    path.parent.mkdir(parents=True)
    path.write_text('{"02_magnitude_pruning": [1, 2, 3, 4]}')
    mutation_score.keep("01_model_size", [3, 3, 1, 3], path)
    wrong = tmp_path / "tests/mutants/01_model_size"
    wrong.mkdir(parents=True)
    for name, cell in {"a": "f_check", "b": "f_hidden", "c": "f_check"}.items():
        text = f'"""An idea."""\nEXPECT = ("{cell}", "words")\n\ndef f():\n    pass\n'
        (wrong / f"{name}.py").write_text(text)
    rows = tables.score_table(EVERY[:3], tmp_path).splitlines()[2:]
    assert rows == [
        "| 01_model_size | 3 of 3 | 2 of 3 (67%) | 1 of 3 (33%) |",
        "| 02_magnitude_pruning | 1 of 2 | 0 of 0 (0%) | 3 of 4 (75%) |",
        "| 03_quantization | - | - | - |",
    ]
    assert tables.refused_in_words(EVERY[:3], tmp_path).replace("\n", " ") == (
        "Of 5 written wrong answers, each a mistake with a name, the tests refuse 4. A visible "
        "check tells a student of 2 of 3 (67%) at once, the feedback of the others. "
        "Of the automatic changes to a solution, the tests refuse 4 of 7 (57%)."
    )
