"""The instructor's page: what it says of a class, and that nothing a student wrote can act."""

import base64
import hashlib
import json
import os
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from reports import lesson_of
from splitgrade.commands import report
from splitgrade.commands.collect import Collected
from splitgrade.commands.collect import report as lines
from splitgrade.commands.handed_in import Left
from splitgrade.commands.report import open_course
from splitgrade.report import ReportError, read_course, write_report
from splitgrade.report.page import write_page
from splitgrade.work import WITHOUT_SANDBOX
from sums import Course

LESSON = Course.lesson
HOSTILE_ID = "<img src=x onerror=alert(1)>"
SCRIPT = "</style></title><script>alert(1)</script>"
REVERSED = "\u202e"


@pytest.fixture(scope="module")
def graded(made_course, tmp_path_factory):
    """A class of six, graded once by nbgrader; nobody changes it."""
    root = tmp_path_factory.mktemp("class")
    shutil.copytree(made_course, root, dirs_exist_ok=True)
    course = Course(root)
    raises = f"def double(x):\n    raise ValueError({SCRIPT + REVERSED + 'x' * 5000!r})"
    course.hand_in("ada", course.solved())
    course.hand_in("ben", course.solved(double="def double(x):\n    return x + 3"))
    course.hand_in(
        "cleo",
        course.solved(double="def double(x):\n    return x + 4", half="def half(x:\n    return"),
    )
    course.hand_in("eve", course.released())
    course.hand_in(
        "4711", course.solved(why=course.released().cells[-1].source), name="<b>other.ipynb"
    )
    course.hand_in(HOSTILE_ID, course.solved(double=raises))
    with course.api.gradebook as gradebook:
        gradebook.add_student("4711", first_name=SCRIPT, last_name='=1+1,"x"', email="@sum")
        gradebook.add_student("zoe", first_name="Zoé", last_name="O'Neil")
    course.grade()
    course.hand_in("late", course.solved())  # handed in after grading
    return course


@pytest.fixture
def reported(graded, tmp_path):
    shutil.copytree(graded.root, tmp_path, dirs_exist_ok=True)
    write_report(*open_course(tmp_path))
    return Course(tmp_path)


def result_of(course, student):
    results = read_course(*open_course(course.root)).lesson(LESSON).results
    return next(result for result in results if result.student.id == student)


def page_of(course, name=LESSON):
    return (course.root / "report" / f"{name}.html").read_text(encoding="utf-8")


class Page(HTMLParser):
    """What a browser makes of a page, as far as these tests ask."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.words, self.style = [], [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_data(self, data):
        if self.tags and self.tags[-1] == "style":
            self.style = self.style or data
        self.words.append(data)

    def values(self, name):
        return [value for _, attribute, value in self.attributes if attribute == name]

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


def test_first_lines_say_how_it_went_and_what_waits(reported):
    words = Page(page_of(reported)).text
    assert "7 submissions, 6 graded." in words
    # Of 4 points from tests: ada and 4711 have 4, ben and one more 1, cleo and eve none.
    assert "Mean 1.7 of 4 points from tests (42%), median 1." in words
    assert "4 submissions wait for a person" in words


def test_students_of_one_wrong_idea_are_together_whatever_the_number(reported):
    words = Page(page_of(reported)).text
    assert "2 students , double_check : double(1) is 2, yours 4" in words
    assert "(2 wordings) ben , cleo" in words


def one_idea(lesson):
    assert lesson == LESSON
    return [
        ("double_check", "is 2, yours", "A number is <b>added</b>."),
        ("half_check", "is 2, yours", "Of another test."),
        ("double_check", "is 2, mine", "Of other words."),
    ]


def two_ideas(lesson):
    return [
        *one_idea(lesson),
        ("double_check", "double(1)", "Another idea."),
        ("double_check", "yours", "A number is <b>added</b>."),
    ]


def broken_ideas(lesson):
    raise ValueError("a file has no docstring")


def with_ideas(course, function):
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write(f"c.SplitReport.misconceptions = {function!r}\n")
    write_report(*open_course(course.root))
    return page_of(course)


def test_the_idea_that_the_course_knows_stands_below_its_message(reported):
    assert "nown idea" not in page_of(reported)
    page = with_ideas(reported, f"{__name__}.one_idea")
    words = Page(page).text
    assert "(2 wordings) Known idea: A number is <b>added</b>. ben" in words
    assert "Of another" not in words and "Of other" not in words and "<b>added" not in page
    assert words.count("Known idea: A number") == 2  # in the table, and among what went wrong


def test_several_ideas_of_one_message_are_folded_up_and_no_headline(reported):
    words = Page(with_ideas(reported, f"{__name__}.two_ideas")).text
    assert words.count("One of 2 known ideas A number is <b>added</b>. Another idea.") == 1
    assert "Known idea: A" not in words


def test_a_function_for_ideas_that_fails_is_named(reported):
    for function in ("no_such_module.ideas", f"{__name__}.broken_ideas"):
        with pytest.raises(ReportError, match=f"misconceptions = '{function}' .* failed: .*Error"):
            with_ideas(reported, function)


def test_answer_that_does_not_run_explains_its_test(reported):
    assert "In the answer itself: SyntaxError" in Page(page_of(reported)).text


def test_test_before_any_answer_speaks_for_itself(reported):
    path = reported.root / "source" / LESSON / f"{LESSON}.ipynb"
    notebook = json.loads(path.read_text())
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != "double"]
    path.write_text(json.dumps(notebook))
    ben = result_of(reported, "ben")
    assert ben.messages[LESSON, "double_check"] == "double(1) is 2, yours 4"
    assert ben.written == 2, "an answer that the lesson has no more is none"


def test_people_to_talk_to_are_named_with_the_reason(reported):
    words = Page(page_of(reported)).text
    assert "Handed in, without a grade (1): late" in words
    assert "No answer written, or none that could be read (1): eve" in words
    assert "Nothing handed in (1): Zoé O'Neil (zoe)" in words


def test_repairs_are_listed(reported):
    words = Page(page_of(reported)).text
    assert "The notebook is named <b>other.ipynb; it was graded as sums.ipynb. " in words


def test_missing_figures_are_not_made_up(reported):
    """Where grading recorded no time, the page shows none, and no 0 either."""
    for path in reported.root.glob("autograded/*/*/*.ipynb"):
        text = path.read_text()
        path.write_text(text.replace('"seconds"', '"other"').replace('"memory"', '"more"'))
    write_report(*open_course(reported.root))
    assert "Not recorded when these submissions were graded." in Page(page_of(reported)).text


def test_nothing_of_a_student_becomes_a_tag(reported):
    for name in (LESSON, "index"):
        text = page_of(reported, name)
        page = Page(text)
        assert not {"script", "img", "b", "iframe", "link", "object"} & set(page.tags)
        assert not [name for _, name, _ in page.attributes if name.startswith("on")]
        assert page.tags.count("style") == 1
        assert REVERSED not in text
    words = Page(page_of(reported)).text
    assert SCRIPT in words and HOSTILE_ID in words and "\\u202e" in words


def test_page_needs_nothing_from_outside(reported):
    for name in (LESSON, "index"):
        page = Page(page_of(reported, name))
        links = [link for link in page.values("href") if not link.startswith("#")]
        folder = reported.root / "report"
        assert not page.values("src") and "url(" not in page.style
        assert all("://" not in link and (folder / link).exists() for link in links), links


def test_policy_allows_the_page_its_own_style_and_no_more(reported):
    page = Page(page_of(reported))
    digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    policy = next(value for value in page.values("content") if "default-src" in value)
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'")


def test_headings_are_in_order_and_plots_have_words(reported):
    page = Page(page_of(reported))
    headings = [tag for tag in page.tags if tag in ("h1", "h2", "h3")]
    assert headings[0] == "h1" and set(headings[1:]) == {"h2"}
    assert "Number of submissions by points from tests, in bins of 1. 0: 2, 1: 2, 4: 2." in (
        page.values("aria-label")
    )


def test_every_link_inside_the_page_arrives(reported):
    page = Page(page_of(reported))
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.values("href") if link.startswith("#")} <= set(ids)


def test_grading_without_a_sandbox_is_said_first(reported):
    path = reported.root / "autograded" / "ada" / LESSON / f"{LESSON}.ipynb"
    path.write_text(
        path.read_text().replace(
            '"repairs": []',
            '"repairs": ["Graded without a sandbox: the student\'s code ran with '
            "the grader's rights.\"]",
        )
    )
    write_report(*open_course(reported.root))
    words = Page(page_of(reported)).text
    assert words.index("Graded without a sandbox") < words.index("7 submissions")


def test_sandbox_that_was_off_is_no_reason_of_a_student(reported):
    path = reported.root / "autograded" / "eve" / LESSON / f"{LESSON}.ipynb"
    path.write_text(path.read_text().replace('"repairs": []', f'"repairs": ["{WITHOUT_SANDBOX}"]'))
    write_report(*open_course(reported.root))
    words = Page(page_of(reported)).text
    assert "Graded without a sandbox" in words and "stuck no answer written" in words


@pytest.mark.parametrize(
    "broken",
    [
        "",
        '{"cells": [',
        '{"cells": [{"cell_type": "code", "metadata": {"nbgrader": 3}}]}',
        '{"cells": [], "metadata": {"splitgrade": {"repairs": 5}}}',
        "[]",
    ],
)
def test_broken_graded_notebook_keeps_its_scores(reported, broken):
    path = reported.root / "autograded" / "ben" / LESSON / f"{LESSON}.ipynb"
    path.write_text(broken)
    write_report(*open_course(reported.root))
    words = Page(page_of(reported)).text
    assert "sums.ipynb is missing or not readable" in words and "6 graded" in words


def test_test_whose_message_cannot_be_read_is_not_said_to_pass(reported):
    path = reported.root / "autograded" / "ben" / LESSON / f"{LESSON}.ipynb"
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{}]
    path.write_text(json.dumps(notebook))
    write_report(*open_course(reported.root))
    words = Page(page_of(reported)).text
    assert "double_check : no message" in words
    assert words.count("all tests pass") == 2  # ada and 4711


def test_lesson_may_have_any_name_that_nbgrader_takes(reported):
    name = "hw (1) [a]"
    for folder in [*reported.root.glob(f"*/*/{LESSON}"), reported.root / "source" / LESSON]:
        folder.rename(folder.with_name(name))
    with reported.api.gradebook as gradebook:
        gradebook.find_assignment(LESSON).name = name
        gradebook.db.commit()
    lesson = read_course(*open_course(reported.root)).lesson(name)
    assert len(lesson.results) == 6 and [one.id for one in lesson.ungraded] == ["late"]


def test_grade_that_an_interrupted_run_left_empty_is_no_grade(reported):
    with reported.api.gradebook as gradebook:
        notebook = gradebook.find_submission_notebook(LESSON, LESSON, "ada")
        next(g for g in notebook.grades if g.name == "double_check").auto_score = None
        gradebook.db.commit()
    lesson = read_course(*open_course(reported.root)).lesson(LESSON)
    assert [one.id for one in lesson.ungraded] == ["ada", "late"]


def test_lessons_stand_by_due_date_and_those_without_one_last(reported):
    with reported.api.gradebook as gradebook:
        for name, due in (("y", "2026-02-01"), ("z", "2026-01-01"), ("a", None)):
            gradebook.add_assignment(name, duedate=due)
            gradebook.add_submission(name, "ada")
    course = read_course(*open_course(reported.root))
    assert [lesson.name for lesson in course.lessons] == ["z", "y", "a", LESSON]


def test_cells_of_several_notebooks_are_told_apart():
    lesson = lesson_of([[1, 1]])
    assert lesson.label(("n", "t0")) == "t0"
    lesson.stubs["other", "e0"] = "pass"
    assert lesson.label(("n", "t0")) == "n/t0"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-1", '"3"', "null", "9" * 400])
def test_figure_that_is_none_is_unknown(reported, number):
    path = reported.root / "autograded" / "ada" / LESSON / f"{LESSON}.ipynb"
    path.write_text(
        f'{{"cells": [], "metadata": {{"splitgrade": '
        f'{{"seconds": {number}, "memory": {number}}}}}}}'
    )
    ada = result_of(reported, "ada")
    assert (ada.seconds, ada.memory) == (None, None)


def test_lesson_of_which_no_grade_was_finished_is_not_graded(reported):
    with reported.api.gradebook as gradebook:
        for submission in gradebook.assignment_submissions(LESSON):
            for grade in submission.notebooks[0].grades:
                grade.auto_score = None
        gradebook.db.commit()
    with pytest.raises(ReportError, match="no graded submission"):
        read_course(*open_course(reported.root))


def test_points_of_a_person_count_once_all_are_given(reported):
    with reported.api.gradebook as gradebook:
        for submission in gradebook.assignment_submissions(LESSON):
            for grade in submission.notebooks[0].grades:
                if grade.needs_manual_grade:
                    grade.manual_score, grade.needs_manual_grade = 3, False
        gradebook.db.commit()
    write_report(*open_course(reported.root))
    words = Page(page_of(reported)).text
    assert "of 7 points (" in words and "wait for a person" not in words
    assert "why (3 points): all read" in words


def test_three_hundred_students_with_messages_of_their_own_stay_readable(reported):
    scores = [[float((i * j) % 3 == 0) for j in range(1, 17)] for i in range(300)]
    messages = [
        (i, j, f"{'<&' * 100}{chr(97 + j)}{'word ' * (i + 1)}"[:400])
        for i in range(300)
        for j in range(16)
        if not scores[i][j]
    ]
    lesson = lesson_of(scores, messages)
    folder = reported.root / "report"
    path = write_page(lesson, open_course(reported.root)[0], folder)
    assert path.stat().st_size < 2_000_000
    page = Page(path.read_text())
    assert len([name for name in page.values("id") if re.fullmatch(r"s\d+", name)]) == 300
    assert "rarer messages more in exercises.csv" in page.text


@pytest.mark.skipif(not shutil.which("chromium"), reason="needs Chromium: apt install chromium")
def test_browser_runs_nothing_and_fetches_nothing(reported):
    from playwright.sync_api import sync_playwright

    seen = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.on("dialog", lambda dialog: (seen.append("dialog"), dialog.dismiss()))
        page.on("console", lambda message: seen.append(message.text))
        page.on("request", lambda request: seen.append(request.url))
        address = (reported.root / "report" / f"{LESSON}.html").as_uri()
        page.goto(address)
        assert seen == [address]  # no complaint of the policy, so the style is in force
        boxes = page.locator(".first > section")
        assert boxes.count() == 3
        tops = {boxes.nth(i).bounding_box()["y"] for i in range(3)}
        assert len(tops) == 1 and tops.pop() < 400, "the three boxes stand side by side on top"
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 1280, "nothing makes the page wider than the window"
        browser.close()


def run(capsys, *arguments):
    code = report.main(list(map(str, arguments)))
    said = capsys.readouterr()
    return code, said.out, said.err


def test_command_writes_pages_and_says_what_needs_a_person(reported, capsys):
    code, out, err = run(capsys, LESSON, "--course", reported.root)
    assert (code, err) == (0, "")
    *written, last = out.splitlines()
    assert all(Path(path).exists() for path in written)
    names = {os.path.basename(path) for path in written}
    assert {"index.html", f"{LESSON}.html", "grades.csv", "canvas.csv"} <= names
    assert "a person has still to give: 4." in last and "without a grade: 1." in last


def test_command_refuses_in_words(reported, made_course, tmp_path_factory, capsys):
    empty = tmp_path_factory.mktemp("empty")
    assert "is no course folder" in run(capsys, "--course", empty)[2]
    shutil.copy(made_course / "nbgrader_config.py", empty)
    assert "there is no gradebook" in run(capsys, "--course", empty)[2]
    assert not (empty / "gradebook.db").exists(), "looking for a gradebook must not make one"
    (empty / "gradebook.db").write_text("no database")
    assert "could not be read" in run(capsys, "--course", empty)[2]
    fresh = shutil.copytree(made_course, empty / "fresh")
    assert "holds no graded submission" in run(capsys, "--course", fresh)[2]
    code, _, said = run(capsys, "nosuch", "--course", reported.root)
    assert code == 2 and "no graded lesson is named 'nosuch'" in said and LESSON in said


def test_lesson_without_its_source_is_refused(reported):
    shutil.rmtree(reported.root / "source")
    with pytest.raises(ReportError, match="is missing"):
        read_course(*open_course(reported.root))


def test_the_page_has_the_rule_of_handing_in_again_as_collect_says_it(reported):
    again = Collected(LESSON, again=[Left("ada.ipynb", "the same answers")])
    said = next(line for line in lines(again) if line.startswith("Handed in later"))
    rule = re.search(r"\(1\): (.*?)\. ", said)[1]
    assert "make nobody late" in rule and "replaces none" in rule
    assert rule in Page(page_of(reported)).text
