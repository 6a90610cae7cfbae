"""The progress table says what the saved files say, whatever lies there."""

import json
import os
import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient

from smallnets import show_progress
from tasks import lessons
from tests.smallnets.test_receipt import CHECK, DOUBLE, STUB, WHY, answer, check, reflection, write
from tests.smallnets.test_repr_html import Table

ERROR = {"output_type": "error", "ename": "AssertionError", "evalue": "no", "traceback": []}


def ran(cell, count, *outputs):
    return {**cell, "execution_count": count, "outputs": list(outputs)}


def only(folder):
    (lesson,) = show_progress(folder).lessons
    return lesson


@pytest.fixture
def path(tmp_path):
    return tmp_path / "07_doubling" / "07_doubling.ipynb"


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ([ran(DOUBLE, 1), ran(CHECK, 2)], "passed"),
        ([ran(DOUBLE, 1), ran(CHECK, 2, ERROR)], "its check fails"),
        ([ran(DOUBLE, 3), ran(CHECK, 2)], "run its check again"),
        ([ran(DOUBLE, 3), CHECK], "run its check again"),
        ([DOUBLE, ran(CHECK, 2)], "run your answer, then its check"),
        ([ran(DOUBLE, 1, ERROR), ran(CHECK, 2)], "your answer stops with an error"),
        ([ran(answer(f"def double(x):\n    {STUB}"), 1), ran(CHECK, 2)], "to be written"),
        ([ran(DOUBLE, True), ran(CHECK, "2")], "run your answer, then its check"),
    ],
)
def test_where_an_exercise_stands(path, cells, state):
    write(path, *cells, WHY)
    lesson = only(path.parent)
    assert lesson.checks == {"double": state}
    assert (lesson.points, lesson.possible) == (18 if state == "passed" else 0, 18)


def test_reflections_are_written_or_not(path):
    write(path, WHY, reflection("Why?\n\n*Your answer here.*", "why_not"))
    assert only(path.parent).reflections == {"why_two": True, "why_not": False}


def test_a_notebook_that_really_ran(path):
    cells = [
        answer("def double(x):\n    return 2 * x"),
        CHECK,
        answer("def triple(x):\n    return x", "triple"),
        check("assert triple(1) == 3, 'thrice'", "triple_check", 1),
        WHY,
    ]
    write(path, *cells)
    notebook = nbformat.read(path, 4)
    NotebookClient(notebook, allow_errors=True, kernel_name="python3").execute()
    nbformat.write(notebook, path)
    assert only(path.parent).row() == [
        "07_doubling",
        "1 of 2",
        "18 of 19",
        "1 of 1",
        "triple: its check fails",
    ]


@pytest.mark.parametrize(
    "start", ["", "release", "release/01_model_size", "release/02_magnitude_pruning"]
)
def test_the_course_is_found_from_any_of_its_folders(tmp_path, start):
    for name in lessons.lesson_names():
        target = tmp_path / "release" / name / f"{name}.ipynb"
        target.parent.mkdir(parents=True)
        target.write_bytes(lessons.release_notebook(name).read_bytes())
    found = show_progress(tmp_path / start).lessons
    assert [each.lesson for each in found] == lessons.lesson_names()
    for each in found:
        assert set(each.checks.values()) == {"to be written"}
        assert 4 <= len(each.checks) <= each.possible
        assert each.points == 0
        assert not any(each.reflections.values())


def test_the_copy_saved_last_counts(path):
    write(path, ran(DOUBLE, 1), CHECK)
    copy = write(path.with_name("07_doubling (1).ipynb"), ran(DOUBLE, 1), ran(CHECK, 2))
    for age, state in [(60, "passed"), (-60, "run its check again")]:
        os.utime(copy, (0, path.stat().st_mtime + age))
        assert only(path.parent).checks == {"double": state}


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff", b"[]", b'{"cells": 3}', b"[" * 100_000, b'{"cells": ["x"]}']
)
def test_a_damaged_file_is_a_row_and_the_others_stay(path, content):
    write(path, ran(DOUBLE, 1), ran(CHECK, 2))
    damaged = path.parents[1] / "08_lost" / "08_lost.ipynb"
    damaged.parent.mkdir()
    damaged.write_bytes(content)
    first, second = show_progress(path.parents[1]).lessons
    assert first.checks == {"double": "passed"}
    assert second.row()[-1].startswith("the file cannot be read: ")


def test_values_of_the_wrong_type_do_no_harm(path):
    odd = {**ran(CHECK, 5), "outputs": [3, None, {"output_type": ["error"]}]}
    write(
        path,
        1,
        {"metadata": []},
        ran(DOUBLE, 1),
        odd,
        check("x", "triple_check", "many"),
        answer("x = 1", "triple"),
        answer(7, "four"),
    )
    lesson = only(path.parent)
    assert lesson.checks == {"double": "passed", "triple": "run your answer, then its check"}
    assert lesson.possible == 18


def test_links_to_nowhere_and_folders_named_like_notebooks(path):
    write(path, DOUBLE, CHECK)
    (path.parents[1] / "08_folder.ipynb").mkdir()
    (path.parents[1] / "09_gone.ipynb").symlink_to("nowhere")
    rows = {each.lesson: each.row()[-1] for each in show_progress(path.parents[1]).lessons}
    assert rows["08_folder"].startswith("the file cannot be read")
    assert rows["09_gone"] == "the file cannot be read: there is no such file"


def test_html_is_a_table_with_headings_and_nothing_of_a_file_in_it(path):
    evil = '<script>alert("1")</script>'
    write(path, ran(answer("x = 1", evil), 1), ran(check("y", f"{evil}_check"), 2, ERROR))
    html = show_progress(path.parent)._repr_html_()
    assert "<script" not in html
    table = Table(html.split("<p>")[0])
    assert table.captions == 1
    assert table.scopes == ["col"] * 5 + ["row"]
    assert table.rows[1][-1] == f"{evil}: its check fails"
    assert "As last run and saved" in html


def test_names_that_cannot_be_written_are_escaped(path):
    write(path, ran(answer("x = 1", "\udfff"), 1), check("y", "\udfff_check"))
    found = show_progress(path.parent)
    assert "\\udfff: run its check again" in str(found)
    assert found._repr_html_().encode("utf-8")


def test_a_name_with_a_semicolon_stays_on_its_line(path):
    write(path, ran(answer("x = 1", "a; b"), 1), check("y", "a; b_check"))
    assert "  a; b: run its check again" in str(show_progress(path.parent)).splitlines()


def test_in_a_terminal(path):
    write(path, ran(DOUBLE, 1), ran(CHECK, 2), WHY)
    command = [sys.executable, "-m", "smallnets.progress"]
    done = subprocess.run(
        [*command, path.parent], capture_output=True, text=True, cwd=lessons.COURSE
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:5] == [
        "lesson       checks passed  points by checks  reflections written",
        "07_doubling  1 of 1         18 of 18          1 of 1",
        "",
        "07_doubling, left to do:",
        "  nothing",
    ]
    assert "As last run and saved" in done.stdout
    wrong = subprocess.run([*command, path], capture_output=True, text=True, cwd=lessons.COURSE)
    assert wrong.returncode == 2
    assert "is no folder" in wrong.stderr


def test_a_folder_without_lessons_is_said(tmp_path, monkeypatch):
    deep = tmp_path / "a" / "b" / "c" / "d"
    deep.mkdir(parents=True)
    (deep / "notes.ipynb").write_text(json.dumps({"cells": []}))
    monkeypatch.chdir(deep)
    assert "No notebook of a lesson" in str(show_progress())
    assert "No notebook of a lesson" in show_progress()._repr_html_()
