"""Tables that Canvas, Moodle and spreadsheets read: final grades, and no formula."""

import ast
import csv
import json
import shutil

import pytest

from splitgrade.commands.report import open_course
from splitgrade.report import Overview, ReportError, write_report
from splitgrade.report.exports import canvas_table, harmless, moodle_rows
from splitgrade.report.read import Item, Lesson, Result, Student
from sums import Course as SumsCourse

ANNA = Student("4711", "Anna", "Müller", "anna@example.org", "4711")
BEN = Student("ben", "=HYPERLINK(1)", 'O\'Neil, "B"')
CLEO = Student("cleo")
TRICK = Student("12", "Points Possible", "", "", "12")


def lesson(name, *scores, unread=()):
    """A lesson of one test for 2 points and one answer to read for 3."""
    items = [Item(name, "t", 2.0, True, "e"), Item(name, "why", 3.0, False, "why")]
    made = Lesson(name, items, {}, {}, participants={"Participant 9": ANNA.id})
    for student, score in scores:
        waiting = {(name, "why")} if student in unread else set()
        made.results.append(Result(student, score, unread=waiting))
    return made


def course(*lessons):
    return Overview(list(lessons), [ANNA, BEN, CLEO, TRICK])


@pytest.fixture
def gradebook(made_course, tmp_path):
    """The sums course with three students' points in its gradebook."""
    shutil.copytree(made_course, tmp_path, dirs_exist_ok=True)
    sums = SumsCourse(tmp_path)
    with sums.api.gradebook as gradebook:
        for student, waits in ((ANNA, False), (BEN, True), (TRICK, False)):
            gradebook.add_student(
                student.id,
                first_name=student.first_name,
                last_name=student.last_name,
                email=student.email,
            )
            submission = gradebook.add_submission(sums.lesson, student.id)
            for grade in submission.notebooks[0].grades:
                grade.auto_score = grade.cell.max_score
                grade.needs_manual_grade = waits and grade.name == "why"
            submission.notebooks[0].late_submission_penalty = 2 if student is ANNA else None
        gradebook.db.commit()
    numbers = tmp_path / "downloaded" / sums.lesson / "moodle.csv"
    numbers.parent.mkdir(parents=True)
    numbers.write_text(
        "Identifier,student,name\nParticipant 902,4711,Anna\n"
        "Participant 901,12,x\nParticipant 903,ben,y\nParticipant 904,gone,z\n"
    )
    return sums


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_canvas_finds_students_by_number_and_else_by_login():
    header, rows = canvas_table(course(lesson("01", (ANNA, 4.0), (CLEO, 2.5))))
    assert header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "01"]
    assert rows == [
        ["Points Possible", "", "", "", "", 5.0],
        ["Müller, Anna", "4711", "", "", "", 4.0],
        ["cleo", "", "", "cleo", "", 2.5],
    ]


def test_grade_that_is_not_final_does_not_reach_canvas_or_moodle():
    first = lesson("01", (ANNA, 4.0), (CLEO, 2.5), unread=[CLEO])
    assert [row[0] for row in moodle_rows(first)] == ["Participant 9"]
    second = lesson("02", (ANNA, 1.0), unread=[ANNA])
    header, rows = canvas_table(course(first, second))
    assert header[5:] == ["01"], "a lesson without a final grade is no column"
    assert [row[0] for row in rows] == ["Points Possible", "Müller, Anna"]
    assert list(moodle_rows(second)) == []


def test_student_without_a_final_grade_in_one_lesson_has_an_empty_field():
    first, second = lesson("01", (ANNA, 4.0)), lesson("02", (CLEO, 1.0))
    rows = canvas_table(course(first, second))[1]
    assert [row[5:] for row in rows] == [[5.0, 5.0], [4.0, ""], ["", 1.0]]


def test_student_cannot_pass_for_the_row_of_points():
    rows = canvas_table(course(lesson("01", (TRICK, 0.0))))[1]
    assert [row[0] for row in rows] == ["Points Possible", "12"]


def test_moodle_gets_its_own_columns_and_the_numbers_of_the_assignment(gradebook):
    write_report(*open_course(gradebook.root))
    header, *rows = table(gradebook.root / "report" / "moodle" / "sums.csv")
    assert {"Identifier", "Grade", "Last modified (grade)"} <= set(header)
    assert "Feedback comments" not in header, "an empty one would delete comments"
    found = {
        row[0]: (
            row[header.index("Grade")],
            row[header.index("Maximum Grade")],
            row[header.index("Full name")],
        )
        for row in rows
    }
    assert found == {
        "Participant 902": ("5.0", "7.0", "Anna Müller"),
        "Participant 901": ("7.0", "7.0", "Points Possible"),
    }


def test_lesson_that_moodle_did_not_collect_has_no_worksheet(gradebook):
    (gradebook.root / "downloaded" / "sums" / "moodle.csv").unlink()
    write_report(*open_course(gradebook.root))
    assert not list((gradebook.root / "report").glob("moodle/*"))


def test_broken_table_of_numbers_is_named(gradebook):
    path = gradebook.root / "downloaded" / "sums" / "moodle.csv"
    path.write_text("Identifier,student\n902,4711\n")
    with pytest.raises(ReportError, match=r"moodle\.csv needs .*'902', '4711'"):
        write_report(*open_course(gradebook.root))


def test_worksheet_of_earlier_grades_does_not_stay(gradebook):
    path = gradebook.root / "report" / "moodle" / "sums.csv"
    write_report(*open_course(gradebook.root))
    assert path.exists()
    with gradebook.api.gradebook as book:
        for submission in book.assignment_submissions("sums"):
            for grade in submission.notebooks[0].grades:
                grade.needs_manual_grade = grade.name == "why"
        book.db.commit()
    write_report(*open_course(gradebook.root))
    assert not path.exists()
    assert "moodle/:" not in (path.parent.parent / "index.html").read_text()


def test_exercises_say_what_is_still_to_read(gradebook):
    write_report(*open_course(gradebook.root))
    header, *rows = table(gradebook.root / "report" / "exercises.csv")
    assert len(rows) == 3 * 4
    mine = {row[2]: row[3:6] for row in rows if row[0] == "ben"}
    assert mine["double_hidden"] == ["2.0", "2.0", "no"]
    assert mine["why"] == ["3.0", "3.0", "yes"]


def test_nbgraders_own_table_keeps_its_columns_whatever_the_names(gradebook):
    write_report(*open_course(gradebook.root))
    header, *rows = table(gradebook.root / "report" / "grades.csv")
    assert {len(row) for row in rows} == {len(header)}
    found = {row[header.index("student_id")]: row for row in rows}
    assert found["ben"][header.index("first_name")] == "'=HYPERLINK(1)"
    assert found["ben"][header.index("last_name")] == 'O\'Neil, "B"'
    assert found["4711"][header.index("score")] == "5.0", "the penalty is off"
    assert float(found["4711"][header.index("late_submission_penalty")]) == 2


def test_no_field_of_any_table_is_a_formula(gradebook):
    write_report(*open_course(gradebook.root))
    tables = list((gradebook.root / "report").rglob("*.csv"))
    assert {path.name for path in tables} == {
        "grades.csv",
        "exercises.csv",
        "canvas.csv",
        "sums.csv",
    }
    fields = [field for path in tables for row in table(path) for field in row]
    assert not [field for field in fields if field.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("\r\n=1", "'=1"),
        (" =1", "'=1"),
        ("a=1", "a=1"),
        ("", ""),
        (-1.0, -1.0),
        ("two\nlines", "two lines"),
        ("\ud800", "\\ud800"),
    ],
)
def test_formulas_are_made_harmless(text, expected):
    assert harmless(text) == expected


def test_answers_are_one_file_a_student_without_what_was_not_written(gradebook):
    solved, untouched = gradebook.solved(), gradebook.released()
    solved.cells[3].source += "\nmark = '\ud800'"
    for student, notebook in (("4711", solved), ("12", untouched)):
        folder = gradebook.root / "autograded" / student / "sums"
        folder.mkdir(parents=True)
        (folder / "sums.ipynb").write_text(json.dumps(notebook))
    old = gradebook.root / "report" / "answers" / "sums" / "gone.py"
    old.parent.mkdir(parents=True)
    old.write_text("from an earlier run")
    write_report(*open_course(gradebook.root))
    assert [path.name for path in old.parent.iterdir()] == ["4711.py"]
    text = (old.parent / "4711.py").read_text(encoding="utf-8")
    assert [node.name for node in ast.parse(text).body if hasattr(node, "name")] == [
        "double",
        "half",
    ]
    template = (old.parent.parent / "sums-template.py").read_text()
    assert template.count("NotImplementedError") == 2 and "2 * x" not in template
