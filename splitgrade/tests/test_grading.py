"""Grading a class: nothing is run twice, nothing is lost, one failure stays with its student."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor

import nbformat
import pytest
from nbgrader.api import Gradebook
from traitlets.config import Config

from grading import RUN, processes
from splitgrade import execute as executing
from splitgrade import feedback, job, sandbox
from splitgrade.classroom import Classroom, ClassroomError
from splitgrade.commands.grade import print_strays
from splitgrade.execute import Cell, Course, execute
from splitgrade.folder import course_config
from splitgrade.frame import settings_text
from splitgrade.grading import grade_all
from splitgrade.job import Job, run, versions
from splitgrade.results import FILE, AlreadyRunning, Results, only_run

WRONG = "def half(x):\n    return x // 2 + 1"


class Inline(Executor):
    """Runs at once, and counts; what is in ``broken`` fails instead."""

    def __init__(self):
        self.ran, self.broken = [], set()

    def submit(self, function, *arguments):
        self.ran.append(arguments)
        future = Future()
        try:
            if len(self.ran) in self.broken:
                raise RuntimeError("the machine went away")
            future.set_result(function(*arguments))
        except Exception as error:
            future.set_exception(error)
        return future


class Class:
    """A sample course with a classroom, and how often its submissions were run."""

    def __init__(self, course):
        self.course, self.executor = course, Inline()

    def room(self):
        return Classroom(course_config(self.course.root))

    def grade(self, students=None, anew=False):
        """Grade as a new run would; returns the grades by student, and how many were run."""
        room, before = self.room(), len(self.executor.ran)
        room.update_gradebook(self.course.lesson)
        chosen = room.submissions(students=students)
        grades = {grade.student: grade for grade in grade_all(room, chosen, self.executor, anew)}
        return grades, len(self.executor.ran) - before

    def edit_source(self, change):
        path = self.course.root / "source" / self.course.lesson / f"{self.course.lesson}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        change({cell.id: cell for cell in notebook.cells}, notebook)
        nbformat.write(notebook, path)

    def gradebook(self):
        return Gradebook(self.course.api.coursedir.db_url, "sample")


@pytest.fixture
def klass(course):
    made = Class(course)
    course.hand_in("ada", course.solved())
    course.hand_in("bao", course.solved(half=WRONG))
    course.hand_in("eve", course.solved(double="import os\nos._exit(0)"))
    return made


def whole(course):
    """Everybody's points, and whether a person has to look."""
    return {student: course.scores(student) for student in ("ada", "bao", "eve")}


def test_everybody_gets_a_grade_and_a_page(klass, course):
    grades, ran = klass.grade()
    assert ran == 3
    assert {name: grade.score for name, grade in grades.items()} == {"ada": 4, "bao": 3, "eve": 1}
    assert all(
        grade.outcome == "graded" and grade.max_score == 7 and grade.to_read == 3
        for grade in grades.values()
    )
    assert "half of 4 is 2" in grades["bao"].reason
    for student in grades:
        assert (course.root / "feedback" / student / "sums" / "sums.html").is_file()


@pytest.mark.parametrize(
    "broken, reasons",
    [
        (None, ["is named work.ipynb", "double_check: NotImplementedError"]),
        ('{"cells": [', ["is named work.ipynb", "JSON breaks at line 1"]),
    ],
)
def test_the_reason_names_all_that_was_amiss(course, broken, reasons):
    course.hand_in("ada", broken or course.released(), name="work.ipynb")
    grades, _ = Class(course).grade()
    assert grades["ada"].score == 0
    assert all(words in grades["ada"].reason for words in reasons), grades["ada"].reason


def test_a_second_run_runs_nothing_and_changes_nothing(klass, course):
    first, _ = klass.grade()
    second, ran = klass.grade()
    assert ran == 0
    assert {grade.outcome for grade in second.values()} == {"unchanged"}
    assert {name: (grade.score, grade.reason, grade.receipt) for name, grade in first.items()} == {
        name: (grade.score, grade.reason, grade.receipt) for name, grade in second.items()
    }


def test_only_what_was_handed_in_anew_is_run(klass, course):
    klass.grade()
    path = course.root / "submitted" / "bao" / "sums" / "sums.ipynb"
    path.write_text(nbformat.writes(course.solved(half="def half(x):\n    return x * 0.5")))
    grades, ran = klass.grade()
    assert ran == 1
    assert {name: grade.outcome for name, grade in grades.items()} == {
        "ada": "unchanged",
        "bao": "graded",
        "eve": "unchanged",
    }
    assert grades["bao"].score == 4


def test_the_same_answers_are_run_once(klass, course):
    course.hand_in("zoe", course.solved())
    grades, ran = klass.grade()
    assert ran == 3
    assert grades["zoe"].score == grades["ada"].score == 4


def test_anew_runs_everything(klass):
    klass.grade()
    _, ran = klass.grade(["ada"], anew=True)
    assert ran == 1


def test_a_new_version_runs_everything_and_makes_every_page_anew(klass, course, monkeypatch):
    klass.grade()
    page = course.root / "feedback" / "ada" / "sums" / "sums.html"
    page.write_text("of the version before")
    assert klass.grade()[1] == 0 and page.read_text() == "of the version before"
    monkeypatch.setattr(job, "_digest", lambda module: "of another version")
    grades, ran = klass.grade()
    assert ran == 3 and {grade.outcome for grade in grades.values()} == {"graded"}
    assert "of the version before" not in page.read_text()


IDEAS = "def ideas(lesson):\n    return [('half_check', 'half of 4 is 2', {!r})]"


def test_what_the_course_knows_of_wrong_ideas_comes_into_pages_that_are_there_by_anew(
    klass, course, monkeypatch
):
    (course.root / "known.py").write_text(IDEAS.format("rounds down"))
    monkeypatch.syspath_prepend(course.root)
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write("c.SplitReport.misconceptions = 'known.ideas'\n")
    page = course.root / "feedback" / "bao" / "sums" / "sums.html"
    klass.grade()
    assert "rounds down" in page.read_text()
    monkeypatch.setattr("known.ideas", lambda lesson: [("half_check", "half of 4", "adds one")])
    feedback._known_ideas.cache_clear()  # as in the next run
    klass.grade()
    assert "rounds down" in page.read_text()
    klass.grade(anew=True)
    assert "adds one" in page.read_text()


def test_changed_points_are_written_without_running(klass, course):
    klass.grade()
    klass.edit_source(
        lambda cells, notebook: cells["half_check"].metadata.nbgrader.update(points=5)
    )
    grades, ran = klass.grade()
    assert ran == 0
    assert grades["ada"].score == 8 and grades["ada"].max_score == 11
    assert grades["bao"].score == 3


def test_a_changed_test_regrades_with_it(klass, course):
    klass.grade()

    def stricter(cells, notebook):
        cells["half_check"].source = "assert half(1) == 0.5 and half(6) == 3, 'half of 6 is 3'"

    klass.edit_source(stricter)
    grades, ran = klass.grade()
    assert ran == 3
    assert "half of 6 is 3" in grades["bao"].reason


@pytest.mark.parametrize(
    "change, words",
    [
        (
            lambda cells, notebook: notebook.cells.remove(cells["half_check"]),
            "removed are half_check",
        ),
        (
            lambda cells, notebook: cells["half_check"].metadata.nbgrader.update(grade_id="other"),
            "added are other; removed are half_check",
        ),
    ],
)
def test_what_nbgrader_refuses_is_said_and_harms_nothing(klass, course, change, words):
    klass.grade()
    before = whole(course), klass.course.released()
    klass.edit_source(change)
    with pytest.raises(ClassroomError, match=words):
        klass.grade()
    assert (whole(course), klass.course.released()) == before


def read_by_a_person(klass, student, points):
    with klass.gradebook() as gradebook:
        grade = gradebook.find_grade("why", "sums", "sums", student)
        grade.manual_score, grade.needs_manual_grade = points, False
        comment = gradebook.find_comment("why", "sums", "sums", student)
        comment.manual_comment = "Well argued."
        gradebook.db.commit()


def test_what_a_person_gave_survives_a_regrade(klass, course):
    klass.grade()
    read_by_a_person(klass, "ada", 2.5)
    klass.edit_source(
        lambda cells, notebook: cells["half_check"].update(
            source="assert half(8) == 4, 'half of 8 is 4'"
        )
    )
    grades, _ = klass.grade()
    assert grades["ada"].outcome == "graded"
    assert grades["ada"].score == 6.5 and grades["ada"].to_read == 0
    with klass.gradebook() as gradebook:
        comment = gradebook.find_comment("why", "sums", "sums", "ada")
        assert comment.manual_comment == "Well argued."
    page = (course.root / "feedback" / "ada" / "sums" / "sums.html").read_text()
    assert "Well argued." in page


def test_what_a_person_gave_reaches_the_page_with_the_next_run(klass, course):
    klass.grade()
    read_by_a_person(klass, "ada", 2.5)
    grades, ran = klass.grade()
    assert ran == 0 and grades["bao"].outcome == "unchanged"
    assert grades["ada"].score == 6.5 and grades["ada"].to_read == 0
    page = (course.root / "feedback" / "ada" / "sums" / "sums.html").read_text()
    assert "Well argued." in page
    assert klass.grade()[0]["ada"].outcome == "unchanged"


def test_a_changed_essay_is_to_be_read_again(klass, course):
    klass.grade()
    read_by_a_person(klass, "ada", 2.5)
    path = course.root / "submitted" / "ada" / "sums" / "sums.ipynb"
    path.write_text(nbformat.writes(course.solved(why="On second thoughts ...")))
    grades, _ = klass.grade()
    assert grades["ada"].to_read == 3 and grades["ada"].score == 6.5


def test_one_failure_stays_with_its_student_and_the_next_run_mends_it(klass):
    klass.executor.broken = {2}
    grades, _ = klass.grade()
    failed = [name for name, grade in grades.items() if grade.outcome == "failed"]
    assert failed == ["bao"] and "the machine went away" in grades["bao"].reason
    grades, ran = klass.grade()
    assert ran == 1 and grades["bao"].score == 3
    assert grades["ada"].outcome == "unchanged"


def test_an_executor_that_broke_costs_only_what_it_was_to_run(klass, monkeypatch):
    def submit(*_):
        raise BrokenExecutor("a process of the pool ended")

    klass.grade(students=["ada"])
    monkeypatch.setattr(Inline, "submit", submit)
    grades, _ = klass.grade()
    assert {name: grade.outcome for name, grade in grades.items()} == {
        "ada": "unchanged",
        "bao": "failed",
        "eve": "failed",
    }
    assert "a process of the pool ended" in grades["bao"].reason


def test_a_lost_gradebook_is_written_again_without_running(klass, course):
    klass.grade()
    before = whole(course)
    (course.root / "gradebook.db").unlink()
    grades, ran = klass.grade()
    assert ran == 0 and whole(course) == before


def test_a_lost_page_is_made_again(klass, course):
    klass.grade()
    page = course.root / "feedback" / "bao" / "sums" / "sums.html"
    page.unlink()
    grades, ran = klass.grade()
    assert ran == 0 and page.is_file()


@pytest.mark.parametrize("damage", ["", '{"cells": ['])
def test_a_damaged_graded_notebook_is_written_again(klass, course, damage):
    first, _ = klass.grade()
    path = course.root / "autograded" / "bao" / "sums" / "sums.ipynb"
    path.chmod(0o644)
    path.write_text(damage)
    grades, ran = klass.grade()
    assert ran == 0 and {name: grade.outcome for name, grade in grades.items()} == {
        "ada": "unchanged",
        "bao": "graded",
        "eve": "unchanged",
    }
    assert grades["bao"].reason == first["bao"].reason


def test_whatever_goes_wrong_with_one_page_stays_with_its_student(klass, monkeypatch):
    real = Classroom.write_feedback

    def write(room, lesson, student):
        if student == "bao":
            raise RuntimeError("no such template")
        real(room, lesson, student)

    monkeypatch.setattr(Classroom, "write_feedback", write)
    grades, _ = klass.grade()
    assert [name for name, grade in grades.items() if grade.outcome == "failed"] == ["bao"]
    assert "no such template" in grades["bao"].reason
    monkeypatch.undo()
    grades, ran = klass.grade()
    assert ran == 0 and grades["bao"].outcome == "graded"


def test_a_damaged_memory_costs_time_only(klass, course):
    klass.grade()
    before = whole(course)
    (course.root / FILE).write_bytes(b"not a database" * 100)
    _, ran = klass.grade()
    assert ran == 3 and whole(course) == before
    assert (course.root / FILE).with_suffix(".damaged").is_file()


def test_a_locked_gradebook_is_named_and_costs_nothing(klass, course):
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text().replace("timeout=60", "timeout=1"))
    klass.grade()
    before = whole(course)
    path = course.root / "submitted" / "bao" / "sums" / "sums.ipynb"
    path.write_text(nbformat.writes(course.solved(half="def half(x):\n    return x * 0.5")))
    hold = sqlite3.connect(course.root / "gradebook.db")
    hold.execute("begin immediate")
    try:
        room = klass.room()
        grades = {g.student: g for g in grade_all(room, room.submissions(), klass.executor)}
    finally:
        hold.close()
    assert grades["bao"].outcome == "failed" and "locked" in grades["bao"].reason
    assert grades["ada"].outcome == "unchanged"
    assert whole(course) == before
    grades, ran = klass.grade()
    assert ran == 0 and grades["bao"].score == 4, "what was run before the lock is kept"


def test_late_submissions_are_penalised_by_nbgraders_own_policy(klass, course):
    klass.grade()
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write('c.LateSubmissionPlugin.penalty_method = "zero"\n')
    folder = course.root / "submitted" / "ada" / "sums"
    (folder / "timestamp.txt").write_text("2026-03-02 12:00:00 UTC")
    with klass.gradebook() as gradebook:
        gradebook.update_or_create_assignment("sums", duedate="2026-03-01 12:00:00 UTC")
    grades, ran = klass.grade()
    assert ran == 0
    assert grades["ada"].score == 0 and grades["bao"].score == 3
    assert grades["ada"].reason == "Points taken off for lateness: 4. all tests pass"


def test_a_zone_decides_who_is_late(klass, course):
    """nbgrader took a zone behind a blank for none, and +0200 for 200 seconds."""
    klass.grade()
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write('c.LateSubmissionPlugin.penalty_method = "zero"\n')
    with klass.gradebook() as gradebook:  # as the formgrader and "nbgrader db assignment add" do
        gradebook.update_or_create_assignment("sums", duedate="2026-12-01 00:00:00 +0200")
        assert str(gradebook.find_assignment("sums").duedate) == "2026-11-30 22:00:00"
        with pytest.raises(ValueError, match="'2026-12-01 00:00 CEST' has the zone"):
            gradebook.update_or_create_assignment("sums", duedate="2026-12-01 00:00 CEST")
    times = {"ada": "2026-11-30 23:30:00 +02:00", "bao": "2026-11-30 18:30:00 America/Chicago"}
    for student, said in times.items():
        (course.root / "submitted" / student / "sums" / "timestamp.txt").write_text(said)
    grades, _ = klass.grade()
    assert (grades["ada"].score, grades["bao"].score) == (4, 0)
    assert klass.room().plan([("sums", "ada")])[0][2] == "unchanged"
    course.grade("ada")  # as the formgrader's button does, through nbgrader alone
    with klass.gradebook() as gradebook:
        assert gradebook.find_submission("sums", "ada").total_seconds_late == 0


@pytest.mark.parametrize("stamp", ["last week", "2026-13-45", "9" * 50, b"\xff\xfe\x00"])
def test_a_time_that_is_none_is_named_and_stays_with_its_student(klass, course, stamp):
    path = course.root / "submitted" / "bao" / "sums" / "timestamp.txt"
    path.write_bytes(stamp if isinstance(stamp, bytes) else stamp.encode())
    planned = klass.room().plan(klass.room().submissions())
    assert [student for _, student, step, reason in planned if step == "fail"] == ["bao"]
    grades, _ = klass.grade()
    assert {name: grade.outcome for name, grade in grades.items()} == {
        "ada": "graded",
        "bao": "failed",
        "eve": "graded",
    }
    assert "timestamp.txt: " in grades["bao"].reason
    assert "2026-12-01 08:30:00 UTC, or remove the file" in grades["bao"].reason
    path.write_text(" \n")  # nbgrader takes an empty one for none
    assert klass.grade()[0]["bao"].score == 3


def test_unknown_names_are_refused(klass):
    room = klass.room()
    with pytest.raises(ClassroomError, match="student 'zed'.*ada, bao, eve"):
        room.submissions(students=["zed"])
    with pytest.raises(ClassroomError, match="lesson '99'.*sums"):
        room.submissions(lessons=["99"])


def test_of_many_names_the_nearest_are_given(course):
    for number in range(100, 130):
        course.hand_in(f"student-{number}", None)
    with pytest.raises(ClassroomError, match=r"student-117.* and others\.") as refused:
        Classroom(course_config(course.root)).submissions(students=["studnet-117"])
    assert str(refused.value).count("student-") == 10


def test_answers_that_are_not_in_their_cells_are_named(course):
    """At the end of the run and in the report; those that count all the same are not."""
    lost, elsewhere, found = course.solved(), course.solved(), course.solved()
    lost.cells = [cell for cell in lost.cells if cell.id != "double"]
    stub = next(cell.source for cell in course.released().cells if cell.id == "why")
    for cell in elsewhere.cells:
        cell.source = {"title": "# Sums\nMy words.", "why": stub}.get(cell.id, cell.source)
    for cell in found.cells:
        cell.metadata = {}
    course.hand_in("ada", lost)
    course.hand_in("bao", elsewhere)
    course.hand_in("cy", found)
    done = subprocess.run([*RUN, str(course.root)], capture_output=True, text=True)
    ada = "The cell was missing, and nothing was found that could be the answer: double."
    bao = "Not in its own cell; a person has to read what was written elsewhere: why."
    named = [line for line in done.stdout.splitlines() if "To look at" in line]
    assert named == [f"To look at: sums, ada: {ada}", f"To look at: sums, bao: {bao}"]
    assert done.returncode == 1 and "; 2 more to look at, named above." in done.stdout
    assert "3 with answers that a person has to read" in done.stdout
    page = (course.root / "report" / "sums.html").read_text()
    to_look_at = page.partition('id="unplaced"')[2].partition("</section>")[0]
    assert ada in to_look_at and bao in to_look_at and "cy" not in to_look_at


def test_work_in_the_wrong_place_is_named_and_left_alone(course):
    course.hand_in("ada", course.solved())
    submitted = course.root / "submitted"
    for stray in ("ada/Sums/a.ipynb", "bao/sums.ipynb", "cy.ipynb", "ada/.cache/x"):
        (submitted / stray).parent.mkdir(parents=True, exist_ok=True)
        (submitted / stray).write_text("{}")
    done = subprocess.run([*RUN, str(course.root)], capture_output=True, text=True)
    named = [line.split(": ")[1] for line in done.stdout.splitlines() if "Left alone" in line]
    assert named == ["submitted/ada/Sums", "submitted/bao/sums.ipynb", "submitted/cy.ipynb"]
    assert done.returncode == 1 and "1 graded, 0 unchanged, 0 not graded" in done.stdout
    assert done.stdout.endswith("; 3 more to look at, named above.\n")
    done = subprocess.run(
        [*RUN, str(course.root), "--student", "ada"], capture_output=True, text=True
    )
    assert done.returncode == 0 and "Left alone" not in done.stdout


def test_a_report_that_cannot_be_written_is_told_and_costs_no_grade(course):
    course.hand_in("ada", course.solved())
    (course.root / "report").write_text("a file where the folder should be")
    done = subprocess.run([*RUN, str(course.root)], capture_output=True, text=True)
    assert done.returncode == 1 and "There is no report: " in done.stderr
    assert "1 graded" in done.stdout and course.scores("ada")["double_hidden"] == 2


def test_many_stray_files_are_counted(capsys):
    print_strays([(f"s{number}.ipynb", "it is nobody's") for number in range(13)])
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 11 and said[-1] == "Left alone besides: 3 more of this kind."


def test_a_class_that_handed_in_nothing_is_told_what_to_do(course):
    (course.root / "submitted" / "ada" / "holiday").mkdir(parents=True)
    for more in ([], ["--dry-run"], ["sums"]):
        done = subprocess.run([*RUN, str(course.root), *more], capture_output=True, text=True)
        assert done.returncode == 2 and "Traceback" not in done.stderr
        assert "no submission submitted/STUDENT/LESSON of any lesson" in done.stderr
        assert "STUDENT/LESSON" in done.stderr


def test_a_dry_run_says_what_would_be_done_and_does_nothing(klass, course):
    def dry_run():
        return subprocess.run([*RUN, str(course.root), "--dry-run"], capture_output=True, text=True)

    klass.edit_source(
        lambda cells, notebook: cells["half_check"].metadata.nbgrader.update(points=5)
    )
    before = course.points("half_check")
    assert "3 would be run and graded; 0 would get" in dry_run().stdout
    assert course.points("half_check") == before, "the gradebook is as it was"
    klass.grade()
    assert "0 would be run and graded" in dry_run().stdout
    klass.edit_source(lambda cells, notebook: notebook.cells.remove(cells["half_check"]))
    refused = dry_run()
    assert refused.returncode == 2 and "removed are half_check" in refused.stderr


def test_a_plan_tells_running_from_writing(klass, course):
    room = klass.room()
    assert {step for *_, step, _ in room.plan(room.submissions())} == {"run"}
    assert not (course.root / "autograded").exists()
    klass.grade()
    (course.root / "feedback" / "bao" / "sums" / "sums.html").unlink()
    steps = {student: step for _, student, step, _ in room.plan(room.submissions())}
    assert steps == {"ada": "unchanged", "bao": "write", "eve": "unchanged"}


def test_two_runs_at_once_are_refused(course):
    with only_run(course.root), pytest.raises(AlreadyRunning), only_run(course.root):
        pass
    with only_run(course.root):
        pass
    with (
        pytest.raises(OSError, match="missing.*cannot be written"),
        only_run(course.root / "missing"),
    ):
        pass


def test_results_come_back_as_they_were(tmp_path):
    results = Results(tmp_path)
    assert results.get("key") is None
    cells = [Cell("given", "print('é')"), Cell("test", "assert False, 'no'")]
    ran = execute(cells, Course())
    results.put("key", ran)
    assert results.get("key") == ran
    assert ran.seconds > 0 and ran.memory > 10_000_000


def test_a_key_changes_with_whatever_decides_a_result():
    todo = Job((Cell("student", "1"),), Course(), True)
    others = [
        Job((Cell("student", "2"),), Course(), True),
        Job((Cell("given", "1"),), Course(), True),
        Job((Cell("student", "1"),), Course(check_arguments=True), True),
        Job((Cell("student", "1"),), Course(), False),
        Job((Cell("student", "1"),), Course(), True, {"a.csv": b"1"}),
        Job((Cell("student", "1"),), Course(), True, {"a.csv": b"2"}),
        Job((Cell("student", "1"),), Course(), True, {}, {"a.csv": b"1"}),
        Job((Cell("student", "1"),), Course(packages=("json",)), True),
    ]
    assert len({each.key for each in [todo, *others]}) == 1 + len(others)
    assert Job((Cell("student", "1"),), Course(), True).key == todo.key


def test_a_set_among_the_settings_is_the_same_in_each_process():
    masked = Config(Clear={"mask": {"splitgrade", "widgets", ("language_info", "name")}})
    in_order = ["('language_info', 'name')", "splitgrade", "widgets"]
    assert json.loads(settings_text(masked)) == {"Clear": {"mask": in_order}}


def test_another_machine_with_other_versions_refuses():
    todo = Job((Cell("student", "1"),), Course(), False)
    with pytest.raises(executing.GradingError, match="numpy .* instead of 0.1"):
        run(todo, "/nowhere", "sqlite:///none", versions(todo.course) | {"numpy": "0.1"})


@pytest.mark.parametrize("which", ["splitgrade.trusted.runner", "splitgrade.student.worker"])
def test_a_process_killed_from_outside_costs_the_student_nothing(which, tmp_path):
    """Such as by the system, for lack of memory; not by the cell, which ends nothing."""
    begun = tmp_path / "begun"
    answer = (
        f"import pathlib, time\nbegun = pathlib.Path({str(begun)!r})\n"
        "def f(x):\n    if not begun.exists():\n        begun.touch()\n"
        "        while begun.exists():\n            time.sleep(0.05)\n    return x"
    )
    cells = [Cell("answer", answer, ("f",)), Cell("test", "assert f(1) == 1")]
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(execute, cells, Course())
        while not begun.exists() and not running.done():
            time.sleep(0.05)
        found = processes(which)
        for pid in found:
            os.kill(pid, signal.SIGKILL)
        ran = running.result()
    begun.unlink()  # without a sandbox, a student's process may outlast the one of the tests
    assert found and [each.outputs for each in ran.cells] == [[], []]


def start(course):
    return subprocess.Popen(
        [*RUN, str(course.root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        # A shell without job control has a job in the background ignore Ctrl-C, and all it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


@pytest.fixture
def slow_class(course):
    """Six students whose notebooks take a second each."""
    for number in range(6):
        answer = f"import time\ntime.sleep(1)\ndef half(x):\n    return x / 2  # {number}"
        course.hand_in(f"s{number}", course.solved(half=answer))
    return course


@pytest.mark.slow
def test_killed_runs_lose_nothing_and_the_last_one_finishes(slow_class):
    started = []
    for seconds in (0, 1, 2, 4):
        running = start(slow_class)
        while not processes("splitgrade", running.pid) and running.poll() is None:
            time.sleep(0.05)
        time.sleep(seconds)  # wherever it is by then
        started += processes("splitgrade", running.pid)
        running.kill()
        running.communicate()
    assert started
    until = time.monotonic() + 120
    while (left := set(started) & set(processes("splitgrade", 1))) and time.monotonic() < until:
        time.sleep(0.2)
    assert not left, "what a killed run started ends by itself"
    done = subprocess.run([*RUN, str(slow_class.root)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 not graded" in done.stdout
    for number in range(6):
        scores = slow_class.scores(f"s{number}")
        assert scores == {"double_check": 1, "double_hidden": 2, "half_check": 1, "why": None}
    with sqlite3.connect(slow_class.root / "gradebook.db") as gradebook:
        assert gradebook.execute("select count(*) from submitted_assignment").fetchone() == (6,)
    again = subprocess.run([*RUN, str(slow_class.root)], capture_output=True, text=True)
    assert "0 graded, 6 unchanged, 0 not graded" in again.stdout


@pytest.mark.slow
def test_ctrl_c_stops_at_once_and_says_how_to_go_on(slow_class):
    running = start(slow_class)
    while not processes("splitgrade.trusted.runner", running.pid) and running.poll() is None:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    said, _ = running.communicate()
    assert running.returncode == 130, said
    assert "goes on from here" in said and "Traceback" not in said
    done = subprocess.run([*RUN, str(slow_class.root)], capture_output=True, text=True)
    assert done.returncode == 0 and " 0 not graded" in done.stdout


@pytest.mark.slow
def test_a_full_disk_is_said_and_the_next_run_goes_on(slow_class, tmp_path_factory):
    root, kept = slow_class.root, tmp_path_factory.mktemp("kept")
    shutil.copytree(root, kept, dirs_exist_ok=True)
    room = sum(path.stat().st_size for path in root.rglob("*") if path.is_file()) + 150_000
    inside = (
        f"cp -r {kept}/. {root} && {' '.join(RUN)} {root} --no-sandbox; said=$?; "
        f"cp -r {root}/. {kept}; exit $said"
    )
    done = subprocess.run(
        [
            sandbox.find().bwrap,
            "--dev-bind",
            "/",
            "/",
            "--size",
            str(room),
            "--tmpfs",
            str(root),
            "sh",
            "-c",
            inside,
        ],
        capture_output=True,
        text=True,
    )
    assert done.returncode in (1, 2), done.stdout + done.stderr
    assert "disk" in done.stdout + done.stderr or "No space" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    shutil.copytree(kept, root, dirs_exist_ok=True)
    done = subprocess.run([*RUN, str(root), "--no-sandbox"], capture_output=True, text=True)
    assert done.returncode == 0 and " 0 not graded" in done.stdout, done.stdout + done.stderr
    for number in range(6):
        assert slow_class.scores(f"s{number}") == {
            "double_check": 1,
            "double_hidden": 2,
            "half_check": 1,
            "why": None,
        }
