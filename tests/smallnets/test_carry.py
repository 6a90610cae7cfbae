"""Functions are carried from notebooks as students leave them: half done, broken, copied.

Whatever lies there, carrying ends in a function or in one printed sentence that says
why not; it runs nothing that trains, and writes nothing.
"""

import builtins
import json
import os
import stat
import subprocess
import sys

import pytest

from smallnets import DataLoader, create_mlp, evaluate_model, load_mnist
from smallnets.carry import carry_over, live_or_stored, stored_arrays, stored_results
from splitgrade.sandbox import ONE_THREAD
from tasks import lessons
from tests.lessons.grading import frame
from tests.smallnets.test_receipt import STUB, write

LESSON = "02_doubling"


def cell(source, grade_id=None, tags=(), **marks):
    metadata = {"tags": list(tags)}
    if grade_id:
        metadata["nbgrader"] = {"grade_id": grade_id, "solution": True, "grade": False, **marks}
    return {
        "cell_type": "code",
        "metadata": metadata,
        "outputs": [],
        "execution_count": None,
        "source": source,
    }


def answer(source, grade_id="double"):
    return cell(source, grade_id)


DOUBLE = answer("def double(x):\n    return 2 * x\n")
TEXT = {"cell_type": "markdown", "metadata": {}, "source": "no code at all"}


@pytest.fixture
def beside(tmp_path, monkeypatch):
    """Where the earlier notebook lies, seen from lesson 6's own folder."""
    here = tmp_path / "06_comparison"
    here.mkdir()
    monkeypatch.chdir(here)
    return tmp_path / LESSON / f"{LESSON}.ipynb"


def carried(beside, *cells, name="double", trial=None):
    write(beside, *cells)
    return carry_over(LESSON, name, trial)


def why_not(capsys):
    text = capsys.readouterr().out
    assert text.count("\n") == 1, "one sentence, on one line"
    assert "is not carried over: " in text
    return text


# Where it looks ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "place",
    [
        "06_comparison/02_doubling.ipynb",
        "02_doubling/02_doubling.ipynb",
        "06_comparison/02_doubling/02_doubling.ipynb",
        "02_doubling.ipynb",
        "06_comparison/source/02_doubling/02_doubling.ipynb",
        "06_comparison/release/02_doubling/02_doubling.ipynb",
        "06_comparison/02_doubling (1).ipynb",
        "02_doubling/02_doubling-Copy1.ipynb",
    ],
)
def test_finds_the_notebook_in_sensible_places(tmp_path, beside, capsys, place):
    write(tmp_path / place, DOUBLE)
    function = carry_over(LESSON, "double")
    assert function(4) == 8
    text = capsys.readouterr().out
    assert text.startswith("double is your own, from ")
    assert os.path.samefile(
        text.removeprefix("double is your own, from ").rstrip(".\n"), tmp_path / place
    )


def test_says_where_it_looked(beside, capsys):
    assert carry_over(LESSON, "double") is None
    assert "no 02_doubling.ipynb lies here or in ../02_doubling" in why_not(capsys)


def test_a_finished_copy_is_found_behind_an_untouched_one(tmp_path, beside):
    write(beside, answer(f"def double(x):\n    {STUB}\n"))
    write(tmp_path / "06_comparison" / "02_doubling (1).ipynb", DOUBLE)
    assert carry_over(LESSON, "double")(4) == 8


def test_of_several_failures_the_likeliest_place_is_named(tmp_path, beside, capsys):
    write(beside, answer(f"def double(x):\n    {STUB}\n"))
    write(tmp_path / "02_doubling.ipynb", cell("x = 1"))
    assert carry_over(LESSON, "double") is None
    text = why_not(capsys)
    assert "in ../02_doubling/02_doubling.ipynb, it is still to be written" in text


# What it takes along -----------------------------------------------------------------


def test_takes_imports_helpers_and_constants_along(beside):
    function = carried(
        beside,
        cell("import math as m\nfrom operator import mul"),
        cell("FACTOR = 2\ndef helper(x):\n    return mul(FACTOR, m.floor(x))"),
        answer("def other(x):\n    return helper(x)\n", "other"),
        answer("def double(x):\n    return [other(v) for v in [x]][0]\n"),
    )
    assert function(4.5) == 8


def test_carries_classes_and_what_shares_their_cell(beside):
    both = answer(
        "def half(x):\n    return x / 2\n\nclass Double:\n    factor = 2\n\n"
        "    def of(self, x):\n        return self.factor * half(2 * x)\n",
        "Double",
    )
    assert carried(beside, both, name="Double")().of(3) == 6
    assert carry_over(LESSON, "half")(3) == 1.5


def test_runs_nothing_that_is_not_needed(beside, capsys):
    function = carried(
        beside,
        cell("history = trainer.fit(loader, epochs=100)"),
        cell("raise RuntimeError('a whole training')", tags=["show"]),
        cell("print('printed')\nimport math\n1 / 0"),
        answer("def double(x):\n    return math.floor(2 * x)\n"),
        cell("assert double(1) == 3", "double_check", solution=False, grade=True),
    )
    assert function(4) == 8
    assert "printed" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "maker",
    [
        cell("net = [1, 2]", tags=["show"]),
        cell("net = trainer.fit(loader, epochs=100)"),
        cell("net = []\nfor step in range(10**12):\n    net = [step]"),
        cell("with training():\n    net = 3"),
    ],
)
def test_never_runs_a_cell_that_trains_or_shows(beside, capsys, maker):
    assert carried(beside, maker, answer("def double(x):\n    return net\n")) is None
    text = why_not(capsys)
    assert "net, which double needs, is made by a cell that trains or shows" in text


def test_takes_imports_and_definitions_from_show_cells(beside):
    function = carried(
        beside,
        cell("import math\ndef two():\n    return 2", tags=["show"]),
        answer("def double(x):\n    return math.floor(two() * x)\n"),
    )
    assert function(4) == 8


def test_the_last_definition_of_a_helper_counts(beside):
    function = carried(
        beside,
        cell("def factor():\n    return 3"),
        cell("def factor():\n    return 2"),
        answer("def double(x):\n    return factor() * x\n"),
    )
    assert function(4) == 8


def test_the_answer_cell_counts_not_a_later_attempt(beside):
    function = carried(beside, DOUBLE, cell("def double(x):\n    return 'later'"))
    assert function(4) == 8


def test_of_two_copies_of_an_answer_the_written_one_counts(beside):
    stub = answer(f"def double(x):\n    {STUB}\n")
    assert carried(beside, DOUBLE, stub)(4) == 8
    assert carried(beside, stub, DOUBLE)(4) == 8


def test_a_cell_that_lost_its_metadata_is_found_by_its_definition(beside):
    assert carried(beside, cell("def double(x):\n    return 2 * x\n"))(4) == 8


def test_an_answer_may_refuse_some_input_as_not_implemented(beside):
    source = (
        "def double(x):\n    if x < 0:\n        raise NotImplementedError('below 0')\n"
        "    return 2 * x\n"
    )
    assert carried(beside, answer(source))(4) == 8


def test_ipython_lines_are_left_out(beside):
    function = carried(
        beside,
        cell("%matplotlib inline\n!ls\nimport math"),
        answer("%%time\ndef double(x):\n    return math.floor(2 * x)\n"),
    )
    assert function(4) == 8


def test_a_percent_sign_in_python_stays(beside):
    assert carried(beside, answer("def double(x):\n    return (2 * x\n        % 5)\n"))(4) == 3


def test_two_carried_functions_share_no_names(beside):
    source = "calls = []\ndef double(x):\n    calls.append(x)\n    return len(calls)\n"
    first, second = carried(beside, answer(source)), carried(beside, answer(source))
    assert (first(1), first(1), second(1)) == (1, 2, 1)


# What it says where it cannot ----------------------------------------------------------


@pytest.mark.parametrize(
    "cells, words",
    [
        ([answer(f"def double(x):\n    {STUB}\n")], "it is still to be written"),
        (
            [
                answer(
                    f"def double(x):\n    y = 1\n    # Your code here.\n    {STUB}\n    return y\n"
                )
            ],
            "it is still to be written",
        ),
        (
            [answer(f"def double(x):\n    for y in x:\n        {STUB}\n    return y\n")],
            "it is still to be written",
        ),
        (
            [answer(f"def double(x):\n    if x:\n        {STUB}\n    return 0\n")],
            "it is still to be written",
        ),
        (
            [answer(f"class double:\n    def of(self, x):\n        {STUB}\n")],
            "it is still to be written",
        ),
        (
            [
                answer(f"def half(x):\n    {STUB}\n", "half"),
                answer("def double(x):\n    return half(4 * x)\n"),
            ],
            "half, which double needs, is still to be written",
        ),
        ([answer("def double(x):\n    return 2 *\n")], "line 2 of the cell of double is no Python"),
        (
            [
                answer("def half(x)\n    return 1\n", "half"),
                answer("def double(x):\n    return half(4 * x)\n"),
            ],
            "line 1 of the cell of half is no Python",
        ),
        (
            [
                answer("def halve(x)\n    return 1\ndef half(x):\n    return 1\n", "halve"),
                answer("def double(x):\n    return half(4 * x)\n"),
            ],
            "line 1 of the cell of halve is no Python",
        ),
        ([answer("def double(x):\n    return 2\x00 * x\n")], "no Python"),
        ([answer("def duoble(x):\n    return 2 * x\n")], "no cell defines double"),
        (
            [answer("def double(x):\n    return factor * x\n")],
            "no cell defines factor, which double uses",
        ),
        (
            [answer("def double(x, y=missing):\n    return x\n")],
            "no cell defines missing, which double uses",
        ),
        (
            [answer("def double(x, y=1 / 0):\n    return x\n")],
            "line 1 of the cell of double raised ZeroDivisionError: division by zero",
        ),
        (
            [cell("FACTOR = exit(3)"), answer("def double(x):\n    return FACTOR * x\n")],
            "cell 1 raised SystemExit: 3",
        ),
        (
            [
                cell("import no_such_module"),
                answer("def double(x):\n    return no_such_module.f(x)\n"),
            ],
            "ModuleNotFoundError",
        ),
        ([answer("double = 7\n")], "double is no function, it is 7"),
        ([], "it holds no cells"),
        ([TEXT], "there is no code cell"),
    ],
)
def test_says_what_is_wrong_with_the_answer(beside, capsys, cells, words):
    assert carried(beside, *cells) is None
    text = why_not(capsys)
    assert "in ../02_doubling/02_doubling.ipynb, " in text
    assert words in text


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"null",
        b"[]",
        b"3",
        b'{"cells": 3}',
        b'{"cells": [3, null]}',
        b'{"cells": [{"cell_type": "code"}]}',
        b'{"cells": {"a": 1}}',
        b"[" * 100_000,
        b'{"cells": [{"cell_type": "code", "source": 3, "metadata": []}]}',
        b'{"cells": [{"cell_type": "code", "source": [3], '
        b'"metadata": {"nbgrader": 1, "tags": 2}}]}',
        b'{"cells": [{"cell_type": "code", "metadata": {"nbgrader": {"grade_id": []}}}]}',
        b"(" * 100 + b"def double(x): pass",
    ],
)
def test_copes_with_a_broken_file(beside, capsys, content):
    beside.parent.mkdir()
    beside.write_bytes(content)
    assert carry_over(LESSON, "double") is None
    why_not(capsys)


def test_copes_with_deep_nesting_in_the_code(beside, capsys):
    deep = "x = " + "(" * 500 + ")" * 500
    assert carried(beside, answer(deep)) is None
    why_not(capsys)


def test_copes_with_a_huge_file(beside, capsys):
    beside.parent.mkdir()
    with open(beside, "wb") as file:
        file.truncate(20_000_001)
    assert carry_over(LESSON, "double") is None
    assert "more than the 20 MB that are read" in why_not(capsys)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root and Windows may read everything"
)
def test_copes_with_a_file_that_may_not_be_read(beside, capsys):
    write(beside, DOUBLE)
    beside.chmod(0)
    assert carry_over(LESSON, "double") is None
    assert "PermissionError" in why_not(capsys)
    beside.chmod(stat.S_IRUSR | stat.S_IWUSR)


def test_reads_a_notebook_with_a_byte_order_mark_and_lists_of_lines(beside):
    write(beside, {**DOUBLE, "source": ["def double(x):\n", "    return 2 * x\n"]})
    beside.write_bytes(b"\xef\xbb\xbf" + beside.read_bytes())
    assert carry_over(LESSON, "double")(4) == 8


# The trial -----------------------------------------------------------------------------


def test_a_function_that_stands_its_trial_is_carried(beside):
    assert carried(beside, DOUBLE, trial=lambda double: double(3) == 6)(4) == 8


@pytest.mark.parametrize(
    "source, words",
    [
        ("return None", "its answer in a small trial is not of the kind expected"),
        ("return x + nothing()", "no cell defines nothing"),
        ("return x['a']", "it raised TypeError: "),
        ("raise SystemExit(2)", "it raised SystemExit: 2 in a small trial"),
    ],
)
def test_a_function_that_fails_its_trial_is_not(beside, capsys, source, words):
    made = carried(
        beside, answer(f"def double(x):\n    {source}\n"), trial=lambda double: double(3) == 6
    )
    assert made is None
    assert words in why_not(capsys)


# The experiment ------------------------------------------------------------------------


def test_an_experiment_runs_live(beside, capsys):
    double = carried(beside, DOUBLE)
    assert live_or_stored(lambda: double(4), 9, double) == 8
    assert "Live result" in capsys.readouterr().out


def test_an_experiment_without_its_functions_is_stored(capsys):
    assert live_or_stored(lambda: 1 / 0, 9, len, None) == 9
    assert "Stored result, since not every function" in capsys.readouterr().out


@pytest.mark.parametrize(
    "source, said",
    [
        ("return 1 / x", "ZeroDivisionError: division by zero"),
        ("return sum(1 / v for v in [x])", "ZeroDivisionError"),
        ("raise SystemExit", "SystemExit"),
    ],
)
def test_an_error_in_carried_code_gives_the_stored_result(beside, capsys, source, said):
    double = carried(beside, answer(f"def double(x):\n    {source}\n"))
    capsys.readouterr()
    assert live_or_stored(lambda: double(0), 9, double) == 9
    text = capsys.readouterr().out
    assert f"your code raised {said}" in text
    assert "(02_doubling.ipynb, the cell of double, line 2)" in text


def test_an_error_in_a_method_of_a_carried_class_gives_the_stored_result(beside, capsys):
    double = carried(
        beside,
        answer("class Double:\n    def of(self, x):\n        return x.y\n", "Double"),
        name="Double",
    )
    assert live_or_stored(lambda: double().of(3), 9, double) == 9
    assert "AttributeError" in capsys.readouterr().out


def test_an_error_in_this_package_over_what_was_made_gives_the_stored_result(beside, capsys):
    spoil = carried(beside, answer("def double(x):\n    return x * float('nan')\n"))
    loader = DataLoader(load_mnist(flatten=True).validation.take(4))

    def experiment():
        model = create_mlp(784, [2], 10)
        model.layers[0].weights.data = spoil(model.layers[0].weights.data)
        return evaluate_model(model, loader)

    assert live_or_stored(experiment, 9, spoil) == 9
    assert "led to ValueError: the model's outputs hold NaN" in capsys.readouterr().out
    with pytest.raises(ValueError):
        live_or_stored(experiment, 9)


def test_an_error_elsewhere_is_raised(beside):
    double = carried(beside, DOUBLE)
    with pytest.raises(NotImplementedError):
        live_or_stored(lambda: exec("raise NotImplementedError"), 9, double)


def test_an_exercise_still_to_be_written_gives_the_stored_result(beside, capsys):
    double = carried(beside, DOUBLE)
    assert live_or_stored(lambda: exec(STUB), 9, double) == 9
    assert "Stored result, since an exercise that it calls is still" in capsys.readouterr().out


# Its promises --------------------------------------------------------------------------


def test_it_never_writes(tmp_path, beside, monkeypatch):
    write(beside, cell("import json"), DOUBLE)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    real = builtins.open

    def read_only(file, mode="r", *args, **kwargs):
        assert not set(mode) & set("wax+"), f"{file} was opened to write"
        return real(file, mode, *args, **kwargs)

    monkeypatch.setattr(builtins, "open", read_only)
    assert carry_over(LESSON, "double")(4) == 8
    assert carry_over(LESSON, "triple") is None
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_it_warns_of_nothing(beside, recwarn):
    assert carried(beside, answer('def double(x):\n    return "\\d", x is 2\n'))
    assert not recwarn.list


CARRIED = [
    (name, answer)
    for name in lessons.lesson_names()
    if name < "06"
    for answer in lessons.reference_answers(name)
    if not answer.startswith("why_")
]


@pytest.mark.parametrize("lesson, name", CARRIED)
def test_every_reference_answer_can_be_carried(beside, lesson, name):
    path = beside.parents[1] / lesson / f"{lesson}.ipynb"
    path.parent.mkdir()
    notebook = lessons.read_py(lessons.source_py(lesson))
    path.write_text(lessons.notebook_text(notebook), encoding="utf-8")
    assert callable(carry_over(lesson, name))


@pytest.mark.parametrize("lesson, name", CARRIED)
def test_an_untouched_release_says_that_it_is_to_be_written(beside, capsys, lesson, name):
    path = beside.parents[1] / lesson / f"{lesson}.ipynb"
    path.parent.mkdir()
    path.write_text(lessons.notebook_text(frame(lesson)), encoding="utf-8")
    assert carry_over(lesson, name) is None
    assert "still to be written" in why_not(capsys)


# The stored results --------------------------------------------------------------------


@pytest.mark.parametrize("lesson", ["06_comparison", "08_sparse_inference"])
def test_stored_results_say_what_made_them(lesson):
    stored = stored_results(lesson)
    assert stored["made_by"].startswith("python -m tasks.")


@pytest.mark.slow
def test_stored_results_are_what_the_lesson_measures():
    """Run on the reference answers, every function is carried and the numbers come back."""
    script = (
        "import json; from tasks.store_results import measured, rounded;"
        "results = rounded(measured()); print('MEASURED', json.dumps(results))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=lessons.COURSE,
        env={**os.environ, **ONE_THREAD},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    fresh, stored = json.loads(done.stdout.split("MEASURED")[1]), stored_results("06_comparison")
    assert fresh.keys() == stored.keys() - {"made_by", "numpy"}
    assert fresh["table"].keys() == stored["table"].keys()
    for name, row in stored["table"].items():
        for old, new in zip(row["accuracy"], fresh["table"][name]["accuracy"], strict=True):
            assert abs(old - new) < 0.01, name
    for old, new in zip(stored["tried"], fresh["tried"], strict=True):
        assert old[:3] == new[:3]
        assert abs(new[3] / old[3] - 1) < 0.05


@pytest.mark.parametrize("read", [stored_results, stored_arrays])
def test_a_lesson_without_stored_results(read):
    with pytest.raises(FileNotFoundError):
        read("99_nothing")
