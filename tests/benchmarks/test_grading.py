"""Graders are compared on the same right submissions, in turns, and only fairly."""

import ast
import re
import shutil
import sys

import nbformat
import psutil
import pytest

from benchmarks import classes, graders, grading, growth, honest, plain
from benchmarks.grading_page import Graded, Results, page
from benchmarks.growth import Growth
from benchmarks.process import CommandFailed, Usage, run
from splitgrade import sandbox
from tasks import lessons
from tasks.demo_class import Lesson

LESSON = "01_model_size"
linux = pytest.mark.skipif(sys.platform != "linux", reason="holds commands to a core as Linux does")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course folder with twelve submissions of a lesson, the release as it is committed."""
    folder = tmp_path_factory.mktemp("course")
    for kind in ("source", "release"):
        path = folder / kind / LESSON
        path.mkdir(parents=True)
        for suffix in (".ipynb", ".py"):
            made = lessons.COURSE / kind / LESSON / f"{LESSON}{suffix}"
            if made.is_file():
                (path / made.name).write_bytes(made.read_bytes())
    honest.hand_in(folder, [LESSON], 12)
    return folder


def submissions(course):
    return [
        nbformat.read(path, as_version=4)
        for path in sorted(course.glob(f"submitted/*/{LESSON}/{LESSON}.ipynb"))
    ]


def test_no_two_students_answer_with_the_same_code(course):
    answers = [
        tuple(
            cell.source
            for cell in notebook.cells
            if lessons.is_solution(cell) and cell.cell_type == "code"
        )
        for notebook in submissions(course)
    ]
    for exercise in zip(*answers, strict=True):
        assert len(set(exercise)) == 12
        assert "raise NotImplementedError" not in "".join(exercise)


def test_every_known_right_answer_is_handed_in(course):
    said = "".join(cell.source for notebook in submissions(course) for cell in notebook.cells)
    choices = honest.right_answers(Lesson(LESSON, course))
    assert max(map(len, choices.values())) > 2
    for sources in choices.values():
        assert all(source.rstrip() in said for source in sources)


def test_classes_of_one_size_answer_alike_under_other_names(course, tmp_path):
    shutil.copytree(course / "release", tmp_path / "release")
    honest.hand_in(tmp_path, [LESSON], 12, first=12)
    for mine, theirs in zip(submissions(course), submissions(tmp_path), strict=True):
        for cell, other in zip(mine.cells, theirs.cells, strict=True):
            assert _unsigned(cell.source) == _unsigned(other.source)
    assert not {path.name for path in course.glob("submitted/*")} & {
        path.name for path in tmp_path.glob("submitted/*")
    }


def _unsigned(source):
    return re.sub(r"# by student\d+", "", source)


def test_the_first_student_answers_as_the_reference_does(course):
    first = submissions(course)[0]
    given = {
        lessons.grade_id(cell): cell.source for cell in first.cells if lessons.is_solution(cell)
    }
    for name, source in lessons.reference_answers(LESSON).items():
        assert given[name].removesuffix("\n# by student0000") == source.rstrip()


def test_full_marks_are_the_test_cells_points():
    full = honest.full_marks(LESSON)
    assert full["calculate_model_size_hidden"] == 2
    assert "why_size_is_no_proof" not in full and "calculate_model_size" not in full


def test_a_gradebook_holds_full_marks_for_right_answers(demo_run):
    full = honest.full_marks(LESSON)
    assert full.items() <= graders.gradebook_scores(demo_run.folder, LESSON, "ada").items()
    wrong = graders.gradebook_scores(demo_run.folder, LESSON, "dana")
    assert not full.items() <= wrong.items()


@pytest.mark.parametrize(
    "prepare, skips", [(graders.use_stock_settings, False), (graders.skip_given_cells, True)]
)
def test_stock_settings_leave_splitgrade_out(tmp_path, prepare, skips):
    prepare(tmp_path)
    config = (tmp_path / "nbgrader_config.py").read_text()
    ast.parse(config)
    assert "splitgrade" not in config
    assert ('skip_cells_with_tag = "show"' in config) == skips


def test_otter_gets_every_test_cell_whole(course):
    cells = lessons.read_py(lessons.source_py(LESSON)).cells
    tests = {lessons.grade_id(cell): cell for cell in cells if lessons.is_test(cell)}
    graders.write_otter_assignments(course)
    folder = course / "otter" / LESSON
    assert {path.stem for path in folder.glob("tests/*.py")} == set(tests)
    for name, cell in tests.items():
        text = (folder / "tests" / f"{name}.py").read_text()
        assert repr(cell.source) in text
        assert f"hidden={name.endswith('_hidden')}" in text
    for path in folder.glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        checks = [cell.source for cell in notebook.cells if lessons.is_test(cell)]
        assert checks == [f"grader.check({name!r})" for name in tests]
        assert notebook.cells[0].source.startswith("import otter")


def test_otter_passes_what_is_right_and_fails_what_is_not():
    pytest.importorskip("otter", reason="otter-grader is installed by course.py bench")
    from otter.test_files import ExceptionTestFile

    cell = nbformat.v4.new_code_cell(
        "limit = 3\nassert double(limit) == 6",
        metadata={"nbgrader": {"grade_id": "double_check", "points": 2}},
    )
    for double, score in [(lambda x: 2 * x, 2), (lambda x: x, 0)]:
        test, names = ExceptionTestFile.from_string(graders.otter_test(cell)), {"double": double}
        test.run(names)
        assert (test.name, test.score, test.possible) == ("double_check", score, 2)
        assert names["limit"] == 3  # seen by the cells below, as in the notebook


def test_plain_python_gives_the_points_that_splitgrade_gives(demo_run, tmp_path):
    for kind in ("source", "submitted/ada", "submitted/dana"):
        shutil.copytree(demo_run.folder / kind / LESSON, tmp_path / kind / LESSON)
    shutil.copy(demo_run.folder / "nbgrader_config.py", tmp_path)
    graders.write_plain_classes(tmp_path)
    ((_, *module, folder),) = graders.plain_commands(tmp_path, LESSON)
    assert module == ["-m", "benchmarks.plain"]
    plain.main(folder)
    for student in ("ada", "dana"):
        found = graders.plain_scores(tmp_path, LESSON, student)
        theirs = graders.gradebook_scores(demo_run.folder, LESSON, student)
        assert found.keys() == honest.full_marks(LESSON).keys()
        assert found == {name: theirs[name] for name in found}


@linux
def test_a_command_is_measured_with_its_children_on_one_core(tmp_path):
    burn = "import time\nwhile time.process_time() < 0.3: pass"
    hold = f"""
import os, subprocess, sys, time
assert len(os.sched_getaffinity(0)) == 1
subprocess.run([sys.executable, "-c", {burn!r}])
held = b"1" * 100_000_000
time.sleep(1)
"""
    usage = run([sys.executable, "-c", hold], tmp_path)
    assert usage.cpu >= 0.3 and usage.wall >= 1
    assert 100e6 <= usage.memory < 300e6


@linux
def test_what_a_killed_sandbox_used_is_counted(tmp_path):
    try:
        bwrap = sandbox.find().bwrap
    except sandbox.SandboxError as error:
        pytest.skip(str(error))
    burn = "import time\nwhile time.process_time() < 0.5: pass\nprint(1, flush=True)\ntime.sleep(9)"
    command = [
        bwrap,
        "--unshare-user-try",
        "--unshare-pid",
        "--dev-bind",
        "/",
        "/",
        "--die-with-parent",
        sys.executable,
        "-c",
        burn,
    ]
    kill = f"""
import subprocess, time
inside = subprocess.Popen({command!r}, stdout=subprocess.PIPE)
inside.stdout.readline()
time.sleep(0.5)
inside.kill()
"""
    assert run([sys.executable, "-c", kill], tmp_path).cpu >= 0.5


@linux
def test_a_command_that_fails_is_quoted(tmp_path):
    command = [sys.executable, "-c", "print('no sandbox here')\nraise SystemExit(3)"]
    with pytest.raises(CommandFailed, match=r"(?s)ended with 3:.*no sandbox here"):
        run(command, tmp_path)


@linux
def test_a_command_that_waits_for_ever_is_stopped_with_its_children(tmp_path):
    """otter-grader's did, for a kernel that had nothing to do."""
    (tmp_path / "wait.sh").write_text("sleep 600 & echo $! > child; echo waiting; wait")
    with pytest.raises(CommandFailed, match=r"(?s)did not end within 2 s:.*waiting"):
        run(["sh", "wait.sh"], tmp_path, limit=2)
    child = int((tmp_path / "child").read_text())
    running = [each.pid for each in psutil.process_iter() if each.status() != "zombie"]
    assert child not in running


@pytest.fixture
def tiny_bench(monkeypatch, tmp_path):
    """The bench with empty courses and no processes; its list holds what was asked to run."""
    asked = []

    def fake_run(command, folder, tick):
        tick()
        asked.append((command[-1], folder.name))
        return Usage(2.0 if command[-1] == "nbgrader" else 0.25, 0.2, 50_000_000)

    def fake_grader(name):
        return graders.Grader(
            name,
            "a grader",
            lambda course: None,
            lambda course, lesson: [["grade", name]],
            lambda course, lesson, student: {"check": 1.0, "why": None},
        )

    for name in ("splitgrade", "nbgrader", "otter"):
        monkeypatch.setattr(graders, name.upper(), fake_grader(name))
    monkeypatch.setattr(graders, "GRADERS", (graders.SPLITGRADE, graders.NBGRADER, graders.OTTER))
    monkeypatch.setattr(graders, "grade_command", lambda course, *names: ["grade", *names])
    monkeypatch.setattr(honest, "make_course", lambda folder: folder.mkdir())
    monkeypatch.setattr(honest, "hand_in", lambda folder, names, students, first=0: None)
    monkeypatch.setattr(honest, "full_marks", lambda name: {"check": 1})
    monkeypatch.setattr(classes, "run", fake_run)
    monkeypatch.setattr(classes, "PACKAGES", ("numpy",))
    return asked


def test_graders_take_turns_on_the_halves_of_a_class(tiny_bench, tmp_path):
    names = lessons.lesson_names()[:3]
    output = tmp_path / "page.md"
    assert grading.main(["--students", "4", "--lessons", *names, "--output", str(output)]) == 0
    turns = ["splitgrade", "nbgrader", "otter", "otter", "nbgrader", "splitgrade"]
    folders = [f"{name}-{int(place > 2)}" for place, name in enumerate(turns)]
    assert tiny_bench[:6] == list(zip(turns, folders, strict=True))
    assert [name for name, _ in tiny_bench[12:16]] == [
        "splitgrade",
        "nbgrader",
        "nbgrader",
        "splitgrade",
    ]  # otter has the first two alone
    text = output.read_text()
    assert "12 submissions" in text and "| 4 of 4 |" in text
    assert "| nbgrader | 12 | 8.00 [8.00, 8.00] | 1.00 [1.00, 1.00] |" in text


def test_a_run_with_one_peer_names_no_other(tiny_bench, tmp_path):
    output = tmp_path / "page.md"
    assert grading.main(["--peers", "nbgrader", "--lessons", LESSON, "--output", str(output)]) == 0
    assert {name for name, _ in tiny_bench[:4]} == {"splitgrade", "nbgrader"}
    assert "*nbgrader*" in output.read_text() and "otter*" not in output.read_text()


def test_each_size_of_class_is_graded_twice_in_a_folder_of_its_own(tiny_bench, tmp_path):
    output = tmp_path / "page.md"
    assert growth.main(["--sizes", "1", "5", "--output", str(output)]) == 0
    turns = [[(LESSON, f"growth-{size}-{turn}")] * 2 for turn in range(3) for size in (1, 5)]
    assert tiny_bench == [run for each in turns for run in each]
    assert (
        "| 5 | 0.2 [0.2, 0.2] | 0.2 [0.2, 0.2] | 0.04 [0.04, 0.04] | 0.20 | 50 |"
        in output.read_text()
    )


def test_a_large_class_is_graded_once(tiny_bench, tmp_path):
    output = tmp_path / "page.md"
    assert growth.main(["--sizes", "1000", "--output", str(output)]) == 0
    assert tiny_bench == [(LESSON, "growth-1000-0")] * 2
    assert "| 1000 | 0.2 | 0.2 | 0.00 |  | 50 | 0.2 | 0.2 |" in output.read_text()


def test_a_class_without_halves_is_refused(capsys):
    for students in ("3", "0", "-2"):
        with pytest.raises(SystemExit):
            grading.main(["--students", students])
        assert f"--students {students}: an even number" in capsys.readouterr().err


def test_a_right_answer_that_loses_points_is_told(tiny_bench, monkeypatch, tmp_path):
    monkeypatch.setattr(honest, "full_marks", lambda name: {"check": 2})
    output = tmp_path / "page.md"
    assert grading.main(["--lessons", LESSON, "--output", str(output)]) == 1
    assert "not judged: right answers lost points" in output.read_text()


def test_a_grader_that_ends_early_leaves_no_page(tiny_bench, monkeypatch, tmp_path, capsys):
    def failing(*_):
        raise CommandFailed("grade ended with 2: no sandbox")

    monkeypatch.setattr(classes, "run", failing)
    output = tmp_path / "page.md"
    assert grading.main(["--output", str(output)]) == 2
    assert "course.py bench: grade ended with 2: no sandbox" in capsys.readouterr().err
    assert not output.exists()


def usage(wall, memory=50_000_000):
    return Usage(wall, wall / 2, memory)


def results(theirs=(80, 82), ours=(10, 10), right=("a", "b"), memory=50_000_000):
    both = {"splitgrade": ours, "nbgrader": theirs, "otter": (100, 100)}
    graded = [
        Graded(LESSON, name, [usage(wall, memory) for wall in walls], set(right))
        for name, walls in both.items()
    ]
    return Results(2, graded)


GROWTH = growth.page(
    {"date": "2030-01-02"},
    LESSON,
    [
        Growth(1, [usage(3), usage(4), usage(2)], [usage(2)] * 3),
        Growth(10, [usage(12)], [usage(2.5)]),
    ],
)


def test_the_page_shows_each_number_for_one_submission():
    text = page({"date": "2030-01-02"}, results())
    assert "- date: 2030-01-02" in text
    assert f"| {LESSON} | splitgrade | 10.00 | 5.00 | 50 |  |  | 2 of 2 |" in text
    assert (
        f"| {LESSON} | nbgrader | 81.00 | 40.50 | 50 | 8.10 [8.00, 8.20] "
        "| 8.10 [8.00, 8.20] | 2 of 2 |"
    ) in text
    assert (
        "| nbgrader | 2 | 8.10 [8.00, 8.20] | 8.10 [8.00, 8.20] | 1.00 [1.00, 1.01] "
        "| at least 5: met |"
    ) in text
    assert "| otter | 2 | 10.00 [10.00, 10.00] |" in text and text.count("| none |") == 1
    assert "50 MB. Target, at most 500 MB for each worker: met." in text


def test_the_page_on_growth_divides_by_the_class():
    assert "- date: 2030-01-02" in GROWTH and f"lesson {LESSON} right" in GROWTH
    assert "| 1 | 3.0 [2.0, 4.0] | 1.5 [1.0, 2.0] | 1.50 [1.00, 2.00] |  | 50 |" in GROWTH
    assert "| 10 | 12.0 | 6.0 | 0.60 | 0.40 | 50 | 2.5 | 1.2 |" in GROWTH


@pytest.mark.parametrize(
    "found, words",
    [
        (results(theirs=(40, 42)), "at least 5: missed |"),
        (results(theirs=(40, 90)), "not judged: too noisy |"),
        (results(right=("a",)), "not judged: right answers lost points |"),
        (results(memory=600_000_000), "at most 500 MB for each worker: missed."),
    ],
)
def test_the_page_judges_only_what_was_measured(found, words):
    assert words in page({}, found)


def test_every_row_on_grading_has_the_columns_of_its_header():
    tables = (page({}, results()) + "\n" + GROWTH).split("\n\n")
    counts = [
        {line.count("|") for line in table.splitlines()}
        for table in tables
        if table.startswith("|")
    ]
    assert len(counts) == 3 and all(len(each) == 1 for each in counts)
