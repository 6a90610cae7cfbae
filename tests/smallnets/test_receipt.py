"""The receipt: whole or not, runs or not, which file, and a hash of the answers alone."""

import hashlib
import json
import os
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from smallnets.receipt import make_receipt
from smallnets.receipt import run as receipt_run
from smallnets.receipt.__main__ import main
from splitgrade.submission import read_submission
from tasks import lessons
from tests.conftest import seconds_of_lessons

STUB = 'raise NotImplementedError("This exercise is still to be written: replace this line.")'
RELEASES = [lessons.release_notebook(name) for name in lessons.lesson_names()]


def cell(source, grade_id=None, kind="code", **marks):
    metadata = {"nbgrader": {"grade_id": grade_id, "solution": False, "grade": False, **marks}}
    outputs = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {
        "cell_type": kind,
        "metadata": metadata if grade_id else {},
        "source": source,
        **outputs,
    }


def answer(source, grade_id="double"):
    return cell(source, grade_id, solution=True)


def check(source, grade_id="double_check", points=18):
    return cell(source, grade_id, grade=True, points=points)


def reflection(source, grade_id="why_two"):
    return cell(source, grade_id, "markdown", grade=True, solution=True, points=2)


DOUBLE = answer("def double(x):\n    return 2 * x")
CHECK = check("assert double(3) == 6, 'twice 3 is 6'")
WHY = reflection("Why?\n\nBecause.")
WHOLE = [cell("# A lesson", kind="markdown"), DOUBLE, CHECK, WHY]


def write(path, *cells):
    path.parent.mkdir(parents=True, exist_ok=True)
    document = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


@pytest.fixture
def path(tmp_path):
    return tmp_path / "07_doubling.ipynb"


def looked_at(path, *cells):
    return make_receipt(write(path, *cells), run=False)


# Whole ------------------------------------------------------------------------------


def test_a_whole_notebook_is_ready(path):
    found = looked_at(path, *WHOLE)
    assert found.problems == []
    text = str(found)
    assert "07_doubling.ipynb: ready" in text
    assert f"Hand in {path}\n" in text
    assert f"{path.stat().st_size:,} bytes, saved 20" in text
    assert "It was not run." in text


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.stem)
def test_a_release_lacks_its_answers_and_nothing_else(release):
    found = make_receipt(release, run=False).problems
    answers = [
        each
        for each in json.loads(release.read_text())["cells"]
        if each["metadata"].get("nbgrader", {}).get("solution")
    ]
    assert len(found) == len(answers)
    for cell, problem in zip(answers, found, strict=True):
        assert f"{cell['metadata']['nbgrader']['grade_id']} is still to be written" in problem


@pytest.mark.parametrize("name", lessons.lesson_names())
def test_a_reference_is_whole(name):
    assert make_receipt(lessons.source_notebook(name), run=False).problems == []


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([CHECK, WHY], "no exercise in it"),
        ([DOUBLE, WHY], "The cell double_check is missing"),
        ([DOUBLE, CHECK], "worth 18 points instead of 20"),
        ([DOUBLE, CHECK, check("x = 1", "triple_check", 0), WHY], "The cell triple is missing"),
        ([answer(f"def double(x):\n    {STUB}"), CHECK, WHY], "double is still to be written"),
        ([answer(" \n"), CHECK, WHY], "double is still to be written"),
        ([DOUBLE, CHECK, reflection("Why?\n\n*Your answer here.*\n")], "why_two is still to be"),
    ],
)
def test_what_is_not_whole_is_named(path, cells, words):
    found = looked_at(path, *cells)
    assert len(found.problems) == 1
    assert words in found.problems[0]
    assert "not ready" in str(found)


MINE = cell(DOUBLE["source"])
EMPTY = answer(f"def double(x):\n    {STUB}")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([answer("import math"), DOUBLE, CHECK, WHY], "double is there 2 times: all that you"),
        ([DOUBLE, EMPTY, CHECK, WHY], "double is there 2 times: all that you"),
        ([EMPTY, DOUBLE, CHECK, WHY], "double is there 2 times: all that you"),
        ([DOUBLE, CHECK, CHECK, WHY], "double_check is there 2 times: it counts once"),
        ([DOUBLE, CHECK, WHY, reflection("And more.")], "why_two is there 2 times: all that you"),
        ([DOUBLE, CHECK, WHY, reflection("*Your answer here.*")], "why_two is there 2 times"),
        ([MINE, EMPTY, CHECK, WHY], "double is not in its cell; the code elsewhere"),
        ([answer("pass", "half"), check("1", "half_check", 0), MINE, CHECK, WHY], "double is not"),
    ],
)
def test_what_the_grading_mends_is_said_and_no_problem(path, cells, words):
    found = make_receipt(write(path, *cells))
    assert found.problems == []
    assert words in found.notes[0]
    assert "ready. " in str(found)


def test_answers_under_no_name_are_looked_for(path):
    found = looked_at(path, *({**each, "metadata": {}} for each in WHOLE))
    assert "your answers are looked for where they stand" in found.problems[0]


@pytest.mark.parametrize(
    "source",
    [
        f"def double(x):\n    # {STUB}\n    return 2 * x",
        "def double(x):\n    if x is None:\n        raise NotImplementedError('x')\n"
        "    return 2 * x",
    ],
)
def test_an_answer_is_no_stub_because_of_a_word(path, source):
    assert looked_at(path, answer(source), CHECK, WHY).problems == []


def test_a_cell_that_only_the_release_has_is_missed(tmp_path):
    hidden = check("double(1)", "double_hidden", 1)
    write(tmp_path / "release" / "07_doubling" / "07_doubling.ipynb", *WHOLE, hidden)
    found = looked_at(tmp_path / "work" / "07_doubling.ipynb", *WHOLE)
    assert [each[:33] for each in found.problems] == ["The cell double_hidden is missing"]


# Which file -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("07_doubling (1).ipynb", "hand it in under the name 07_doubling.ipynb"),
        ("07_doubling-Copy2.ipynb", "hand it in under the name 07_doubling.ipynb"),
        ("Untitled.ipynb", "none of a lesson's"),
        ("07_doubling.ipynb.txt", "none of a lesson's"),
    ],
)
def test_a_name_that_was_changed_is_said(tmp_path, name, words):
    (problem,) = looked_at(tmp_path / name, *WHOLE).problems
    assert words in problem


def test_a_newer_copy_is_named_and_an_older_one_is_not(path):
    write(path, *WHOLE)
    for name, age in [("07_doubling (1).ipynb", 60), ("07_doubling-Copy1.ipynb", -60)]:
        copy = write(path.parent / name, *WHOLE)
        os.utime(copy, (0, path.stat().st_mtime + age))
    (problem,) = make_receipt(path, run=False).problems
    assert problem.startswith("07_doubling (1).ipynb, beside it, was saved later")


def test_a_link_to_nowhere_beside_it_does_no_harm(path):
    (path.parent / "07_doubling (1).ipynb").symlink_to("nowhere")
    assert looked_at(path, *WHOLE).problems == []


# Hash -------------------------------------------------------------------------------


def test_the_hash_is_the_one_that_is_written_down(path):
    found = looked_at(path, *WHOLE)
    pairs = [["double", DOUBLE["source"]], ["why_two", WHY["source"]]]
    digits = hashlib.sha256(json.dumps(pairs).encode()).hexdigest()[:12]
    assert found.hash == f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"
    assert f"Hash of your answers: {found.hash}" in str(found)


def test_the_hash_is_of_the_answers_alone(path):
    first = looked_at(path, *WHOLE).hash
    run = {**CHECK, "execution_count": 7, "outputs": [{"output_type": "stream", "text": "x"}]}
    lines = {**DOUBLE, "source": DOUBLE["source"].splitlines(keepends=True)}
    assert looked_at(path, cell("notes"), lines, run, WHY).hash == first
    for changed in (
        [answer("def double(x):\n    return x + x"), CHECK, WHY],
        [DOUBLE, CHECK, reflection("Why?\n\nBecause!")],
        [DOUBLE, CHECK],
        [WHY, DOUBLE, CHECK],
        [answer(DOUBLE["source"], "triple"), CHECK, WHY],
    ):
        assert looked_at(path, *changed).hash != first


def test_a_lone_surrogate_is_hashed_and_shown(path):
    path.write_text(
        json.dumps({"cells": [answer("x = '\ud800'"), answer("y = 1", "\udfff"), CHECK, WHY]}),
        encoding="utf-8",
    )
    found = make_receipt(path, run=False)
    assert re.fullmatch(r"[0-9a-f]{4}(-[0-9a-f]{4}){2}", found.hash)
    assert str(found).encode("utf-8")


# Damaged and hostile files ----------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "JSON is broken"),
        (b"{", "JSON is broken"),
        (b"\xff\xfe", "JSON is broken"),
        (b"[" * 100_000, "JSON is broken"),
        (b"[]", "no cells"),
        (b"{}", "no cells"),
        (b'{"cells": []}', "no cells"),
        (b'{"cells": {"a": 1}}', "no cells"),
        (b'{"cells": [1, null]}', "no cells"),
        (b" " * 20_000_001, "more than the 20 MB"),
    ],
)
def test_a_file_that_is_no_notebook_has_nothing_to_hand_in(path, content, words, capsys):
    path.write_bytes(content)
    assert main([str(path)]) == 1
    said = capsys.readouterr().out
    assert "nothing to hand in" in said
    assert words in said
    assert "Hash" not in said


def test_a_missing_file_and_a_folder_are_said(tmp_path, capsys):
    assert main([str(tmp_path / "none.ipynb"), str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "no such file" in said
    assert "cannot be opened" in said


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "cell_type",
                    "source",
                    "metadata",
                    "nbgrader",
                    "grade_id",
                    "solution",
                    "grade",
                    "points",
                    "outputs",
                    "execution_count",
                    "output_type",
                ]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(cells=st.lists(JSON, max_size=4))
def test_no_value_of_a_file_stops_the_receipt(cells, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "07_doubling.ipynb"
    path.write_text(json.dumps({"cells": [*cells, DOUBLE]}), encoding="utf-8")
    assert str(make_receipt(path, run=False))


@given(
    cells=st.lists(
        JSON
        | st.builds(
            lambda source, grade_id, solution: cell(source, grade_id or "x", solution=solution),
            JSON | st.text(st.characters(categories=["L", "Cs"])),
            st.text(st.characters(categories=["L", "Cs"])),
            st.booleans() | st.just(1),
        ),
        max_size=4,
    )
)
def test_the_grading_computes_the_same_hash(cells, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "07_doubling.ipynb"
    lines = answer("a = 1\r\nb = 2\rc = 3", "lines")
    path.write_text(json.dumps({"cells": [*cells, DOUBLE, lines]}), encoding="utf-8")
    assert make_receipt(path, run=False).hash == read_submission(path).receipt


# Run --------------------------------------------------------------------------------


def test_a_run_to_the_end_leaves_the_file_alone_and_exits_with_0(path, capsys):
    there = cell("import os\nassert os.getcwd() == " + repr(str(path.parent)))
    itself = cell(
        "from smallnets.receipt import make_receipt\nprint(make_receipt('07_doubling.ipynb'))"
    )
    before = write(path, there, itself, *WHOLE, cell("x = '\ud800'")).read_bytes()
    assert main([str(path)]) == 0
    assert "It was run in a fresh kernel." in capsys.readouterr().out
    assert path.read_bytes() == before


def test_errors_of_a_run_are_listed_with_their_cells(path):
    wrong = answer("def double(x):\n    return x")
    write(path, cell("1 / 0"), wrong, CHECK, WHY)
    done = subprocess.run(
        [sys.executable, "-m", "smallnets.receipt", path],
        capture_output=True,
        text=True,
        cwd=lessons.COURSE,
    )
    assert done.returncode == 1
    assert done.stderr == ""
    assert "Cell 1 stops with ZeroDivisionError: division by zero" in done.stdout
    assert "double_check (cell 3) stops with AssertionError: twice 3 is 6" in done.stdout


def test_many_errors_are_counted_instead_of_listed(path):
    found = make_receipt(write(path, answer(STUB), CHECK, WHY, *[cell("1 / 0")] * 6))
    assert sum("stops with" in each for each in found.problems) == 5
    assert found.problems[-1] == (
        "3 cells more stop with an error, perhaps because of what is still to be written."
    )


def test_a_notebook_can_ask_for_the_receipt_of_another(path):
    write(path, *WHOLE, cell("1 / 0"))
    asking = new_notebook(
        cells=[
            new_code_cell(
                f"from smallnets.receipt import make_receipt\nmake_receipt({str(path)!r})"
            )
        ]
    )
    NotebookClient(asking, timeout=60).execute()
    (result,) = [
        each for each in asking.cells[0].outputs if each["output_type"] == "execute_result"
    ]
    assert "Cell 5 stops with ZeroDivisionError" in result["data"]["text/plain"]


def test_a_terminal_of_another_alphabet_gets_escapes(tmp_path):
    path = write(tmp_path / "\u4e8c" / "07_doubling.ipynb", *WHOLE)
    done = subprocess.run(
        [sys.executable, "-m", "smallnets.receipt", "--no-run", path],
        capture_output=True,
        cwd=lessons.COURSE,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\u4e8c" in done.stdout


def test_the_death_of_the_kernel_is_one_sentence(path):
    found = make_receipt(write(path, *WHOLE, cell("import os\nos._exit(1)"), cell("x = 1")))
    assert found.problems == ["Cell 5 stops with the death of Python itself; the rest was not run."]


def test_a_cell_without_end_is_said_with_how_to_go_on(path, monkeypatch):
    monkeypatch.setattr(receipt_run, "CELL_SECONDS", 1)
    found = make_receipt(write(path, *WHOLE, cell("while True:\n    pass"), cell("x = 1")))
    (said,) = found.problems
    assert said.startswith("Cell 5 stops with no result after 1 seconds")
    assert "it is only slow: hand the notebook in" in said


def test_the_longest_lesson_fits_one_cell_on_a_machine_three_times_slower():
    assert 3 * max(seconds_of_lessons()) <= receipt_run.CELL_SECONDS


def test_without_jupyter_it_says_so_and_looks_at_the_rest(path, monkeypatch):
    monkeypatch.setitem(sys.modules, "nbclient", None)
    found = make_receipt(write(path, *WHOLE))
    assert found.problems == []
    assert found.notes == ["It was not run: Jupyter is not installed for this Python."]


def test_no_run_is_an_option(path, capsys):
    assert main(["--no-run", str(write(path, *WHOLE, cell("1 / 0")))]) == 0
    assert "It was not run." in capsys.readouterr().out
