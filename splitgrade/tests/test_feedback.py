"""The page a student reads: what has to be in it, and what must not."""

import json
import re
import shutil
from urllib.parse import unquote

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook

from splitgrade.classroom import Classroom
from splitgrade.folder import course_config, nbgrader_api
from sums import CONFIG, Course, answer, judged, marked, notebook_of

LESSON = "sums"
SECRET = 739_184
IDEAS = f"""
def known(lesson):
    assert lesson == {LESSON!r}
    return [
        ("half_check", "half of 4 is 2", "Half is less one."),
        ("half_check", "half of 4", "Half is <b>nothing</b>."),
        ("double_check", "half of 4", "An idea of another test."),
    ]
"""
SETTINGS = """
import sys
sys.path.append(str(Path(__file__).parent / "lib"))
c.SplitReport.misconceptions = "ideas_of_sums.known"
c.LateSubmissionPlugin.penalty_method = "zero"
"""
WHY = "**Reflect** (3 points). Why?"
PICTURE = """import base64
from IPython.display import Image, SVG, display
display(Image(base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg==")))
display(SVG('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><rect/></svg>'))
"""
HOSTILE = r"""
<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1))
<iframe src="http://evil.example"></iframe> <style>* { display: none }</style>
<form action="http://evil.example"><input name=q></form> <meta http-equiv=refresh content=0>
$\text{<script>alert(1)</script>}$ $\href{javascript:alert(1)}{x}$ $\mystery$
"""


def source():
    """A lesson as courses have them: headings, given text and code, a question in words."""
    solved = "### BEGIN SOLUTION\n{}\n### END SOLUTION"
    cells = [
        new_markdown_cell("# 1. Sums and *halves*", id="title"),
        new_code_cell("start = 1  # given and silent", id="given"),
        new_code_cell("print('a given cell speaks')", id="loud"),
        new_markdown_cell("## 1.1 Twice\n\nA long story about $2x$.", id="story"),
        new_code_cell("raise RuntimeError('to show')", id="shown", metadata={"tags": ["show"]}),
        new_markdown_cell("### Exercise 1.1: `double` (3 points)\n\nWrite $2x$.", id="task"),
        answer("double", solved.format("def double(x):\n    return 2 * x")),
        new_markdown_cell("**Check.** One number.", id="check"),
        judged("double_check", "_got = double(start)\nassert _got == 2, f'yours is {_got}'", 1),
        judged(
            "double_hidden",
            "double(7)  # more numbers\n### BEGIN HIDDEN TESTS\n"
            f"canary = {SECRET}\nassert double(canary) == 2 * canary, 'a large number'\n"
            "### END HIDDEN TESTS",
            2,
        ),
        new_markdown_cell("### Exercise 1.2", id="task2"),
        answer("half", solved.format("def half(x):\n    return x / 2")),
        judged("half_check", "assert half(4) == 2, 'half of 4 is 2'", 1),
        marked(
            new_markdown_cell,
            "why_so",
            f"{WHY}\n{solved.format('Because.')}",
            grade=True,
            solution=True,
            points=3,
        ),
    ]
    return notebook_of(cells)


RIGHT = {
    "double": "def double(x):\n    return x + x",
    "half": "def half(x):\n    return x / 2",
    "why_so": f"{WHY}\n\nBecause.",
}


def right(notebook, **answers):
    for cell in notebook.cells:
        cell.source = (RIGHT | answers).get(cell.id, cell.source)
    return notebook


def with_pictures(notebook):
    """Formulas, pictures, a cell of the student's own, and long output."""
    right(notebook, why_so=f"{WHY}\n\nAs $\\frac12 < \\alpha$. ![mine](attachment:image.png)")
    notebook.cells[-1].attachments = {"image.png": {"image/png": "iVBORw0KGgo="}}
    own = f"{PICTURE}for i in range(60):\n    print('line', i)\nraise KeyError('mine')"
    notebook.cells.insert(6, new_code_cell(own, id="own-code"))
    notebook.cells.insert(6, new_markdown_cell("A text **of my own**, $x^2$.", id="own-text"))
    return notebook


def hostile(notebook):
    right(
        notebook,
        double=f"{LOUD}#{HOSTILE!r}",
        half="def half(x):\n    return '</pre><script>alert(1)</script>'",
        why_so=HOSTILE,
    )
    notebook.cells.insert(3, new_markdown_cell(f"# {HOSTILE}", id="own"))
    return notebook


LOUD = "def double(x):\n    print('seen', x)\n    raise ValueError(f'seen {x}')\n"
HANDED_IN = {
    "ada": right,
    "bao": lambda notebook: right(notebook, half="def half(x):\n    return x - 1"),
    "eve": hostile,
    "far": lambda notebook: notebook,
    "ida": lambda notebook: right(notebook, double="def double(x)\n    return 2 * x"),
    "kim": right,
    "lea": lambda notebook: right(notebook, half="def half(x):\n    return x"),
    "pia": with_pictures,
}


@pytest.fixture(scope="module")
def klass(tmp_path_factory):
    """A graded class of one lesson; never change it."""
    root = tmp_path_factory.mktemp("class")
    (root / "nbgrader_config.py").write_text(CONFIG + SETTINGS)
    (root / "lib").mkdir()
    (root / "lib" / "ideas_of_sums.py").write_text(IDEAS)
    (root / "source" / LESSON).mkdir(parents=True)
    nbformat.write(source(), root / "source" / LESSON / f"{LESSON}.ipynb")
    course = Course(root)
    made = course.api.generate_assignment(LESSON)
    assert made["success"], made["log"]
    with course.api.gradebook as gradebook:
        gradebook.update_or_create_assignment(LESSON, duedate="2030-01-01 12:00:00")
    for student, change in HANDED_IN.items():
        course.hand_in(student, change(course.released()))
    course.hand_in("cut", json.dumps(course.released())[:700])
    late = root / "submitted" / "lea" / LESSON / "timestamp.txt"
    late.write_text("2030-01-03 14:30:00 UTC")
    course.grade()
    with course.api.gradebook as gradebook:
        read_by_a_person(gradebook, "kim", "why_so", 2.5, 0.5, "Well *argued*, $x$.")
        read_by_a_person(gradebook, "kim", "half_check", 0.25, None, None)
    return course


def read_by_a_person(gradebook, student, name, points, extra, comment):
    grade = gradebook.find_grade(name, LESSON, LESSON, student)
    grade.manual_score, grade.extra_credit, grade.needs_manual_grade = points, extra, False
    if comment:
        gradebook.find_comment(name, LESSON, LESSON, student).manual_comment = comment
    gradebook.db.commit()


@pytest.fixture(scope="module")
def pages(klass):
    """Each student's page as a browser understands it."""
    return {
        student: BeautifulSoup(text, "html.parser") for student, text in written(klass.root).items()
    }


def written(root):
    room, found = Classroom(course_config(root)), {}
    for student in sorted([*HANDED_IN, "cut"]):
        room.write_feedback(LESSON, student)
        found[student] = (root / "feedback" / student / LESSON / f"{LESSON}.html").read_text()
    return found


def table(page):
    """The table by exercise: name, points, and what is said."""
    return [
        tuple(" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"]))
        for row in page.select("[role=table] tbody tr")
    ]


def shown(page):
    return " ".join(page.get_text(" ").split())


PASSED, ONE_PASSED = "All tests passed.", "The test passed."
WAITS = "Waits for a person to read it: up to 3 points."
NAMES = ["Exercise 1.1: double", "Exercise 1.2", "Why so"]
BOTH_IDEAS = (
    "Wrong ideas that are known to give this message: Half is less one. Or: Half is <b>nothing</b>."
)
IN_DOUBLE = "In your answer: SyntaxError: expected ':'"
TABLES = {
    "ada": [("3 of 3", PASSED), ("1 of 1", ONE_PASSED), ("– of 3", WAITS)],
    "bao": [
        ("3 of 3", PASSED),
        ("0 of 1", f"The test failed. half of 4 is 2 {BOTH_IDEAS}"),
        ("– of 3", WAITS),
    ],
    "far": [("0 of 3", "Not answered."), ("0 of 1", "Not answered."), ("0 of 3", "Not answered.")],
    "kim": [
        ("3 of 3", PASSED),
        ("0.25 of 1", "Points given by a person."),
        ("3 of 3", "Points given by a person, 0.5 of them extra credit. Comment Well argued , x ."),
    ],
    "lea": [
        ("3 of 3", PASSED),
        ("0 of 1", f"The test failed. half of 4 is 2 {BOTH_IDEAS}"),
        ("– of 3", WAITS),
    ],
}


@pytest.mark.parametrize("student", TABLES)
def test_it_opens_with_a_table_by_exercise(pages, student):
    expected = [(name, *said) for name, said in zip(NAMES, TABLES[student], strict=True)]
    assert table(pages[student]) == expected


def test_an_answer_that_does_not_run_explains_its_tests_once(pages):
    name, points, said = table(pages["ida"])[0]
    assert points == "0 of 3" and said.startswith("2 of 2 tests failed. In your answer: SyntaxErr")
    assert said.count("In your answer") == 1


@pytest.mark.parametrize("student", [*HANDED_IN, "cut"])
def test_each_exercise_leads_to_its_answer(pages, student):
    page = pages[student]
    links = [a["href"] for a in page.select("[role=rowheader] a")]
    names = ["double", "half", "why_so"]
    assert [unquote(link) for link in links] == [f"#cell-{name}" for name in names]
    for name in names:
        (place,) = page.find_all(id=f"cell-{name}")
        assert "Your answer" in place.text and not place.find_parent("details")
    if student in ("ada", "kim"):
        for name in names:
            said = RIGHT[name].replace("**", "")
            assert "".join(said.split()) in "".join(page.find(id=f"cell-{name}").text.split())


@pytest.mark.parametrize(
    "student, total",
    [
        ("ada", "4 of 7 points so far; up to 3 more wait for a person to read your answers."),
        ("far", "0 of 7 points ."),
        ("kim", "6.25 of 7 points ."),
        ("lea", "0 of 7 points so far; up to 3 more wait for a person to read your answers."),
    ],
)
def test_the_points_are_those_of_the_gradebook(klass, pages, student, total):
    assert " ".join(pages[student].select_one(".total").get_text(" ").split()) == total
    with Gradebook(f"sqlite:///{klass.root / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission(LESSON, student)
        score = submission.score - (submission.late_submission_penalty or 0)
    assert float(total.split()[0]) == score


def test_lateness_is_told(pages):
    assert " ".join(pages["lea"].select_one(".late").text.split()) == (
        "Late by 2 days 2 hours: 3 points taken off."
    )
    assert not pages["ada"].select(".late")


def test_an_unread_answer_shows_no_points(pages):
    words = shown(pages["ada"])
    assert "0 of 3" not in words and "0.0" not in words and words.count("– of 3") == 2


def test_a_comment_stands_at_its_answer_as_well(pages):
    comment = pages["kim"].find(id="cell-why_so").select_one(".comment")
    assert comment.find("em").text == "argued" and comment.find("math")


def test_notes_from_grading_and_the_receipt_are_in_plain_sight(klass, pages):
    (note,) = pages["cut"].select(".notes li")
    assert note.text == klass.repairs("cut")[0] and "not a whole notebook" in note.text
    assert not pages["ada"].select(".notes")
    receipt = klass.graded("ada").metadata.splitgrade.receipt
    assert f"Receipt of the answers graded here: {receipt}" in shown(pages["ada"])
    assert shown(pages["ada"]).count(receipt) == 1


def test_given_cells_that_showed_nothing_are_folded(pages):
    page = pages["pia"]
    folded = page.select("details.folded")
    inside = " ".join(shown(fold) for fold in folded)
    for text in ("given and silent", "A long story", "to show"):
        assert text in inside
    open_ones = shown(page).replace(inside, "")
    for text in ("print ( 'a given cell speaks' )", "Check. One number.", "Write", "of my own"):
        assert text in open_ones
    assert all(fold.find("summary", recursive=False) for fold in page.find_all("details"))
    assert "1. Sums and halves" in folded[0].find("summary").text


def test_what_a_student_did_is_there(pages):
    page = pages["pia"]
    own = [" ".join(cell.text.split()) for cell in page.select(".own")]
    assert len(own) == 2 and "A text of my own" in own[0] and "KeyError: 'mine'" in own[1]
    pictures = page.find_all("img")
    kinds = [picture["src"].split(";")[0] for picture in pictures]
    assert kinds == ["data:image/png", "data:image/svg+xml", "data:image/png"]
    assert all(picture["alt"] for picture in pictures)
    output = next(fold for fold in page.find_all("details") if "60 lines" in fold.summary.text)
    assert "line 59" in output.text
    assert page.find(id="cell-why_so").find("mfrac")


@pytest.mark.parametrize("student", [*HANDED_IN, "cut"])
def test_nothing_of_a_test_is_there_but_its_words(klass, pages, student):
    page = "".join(pages[student].text.split())
    tests = [cell for cell in source().cells if cell.metadata.get("nbgrader", {}).get("locked")]
    lines = [line for cell in tests for line in cell.source.splitlines()]
    for line in ("".join(line.split()) for line in lines):
        assert line not in page
    assert str(SECRET) not in str(pages[student]) and "canary" not in page


def test_words_of_a_student_in_a_hidden_test_are_left_out(pages):
    said = table(pages["eve"])[0][2]
    assert "ValueError: seen 1" in said and "Raised by your line" in said
    assert "ValueError: raised by your own code in a hidden test" in said
    assert "seen 7" not in shown(pages["eve"])


OF_PAGE = {
    *("html", "head", "meta", "title", "style", "body", "main", "header", "section", "div"),
    *("h1", "h2", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "b", "a"),
    *("details", "summary", "pre", "code", "span", "img", "em", "strong", "h3", "h4", "h5"),
    *("math", "mrow", "mi", "mn", "mo", "mtext", "mfrac", "msup"),
}


@pytest.mark.parametrize("student", [*HANDED_IN, "cut"])
def test_nothing_in_it_runs_or_asks_a_network(pages, student):
    page = pages[student]
    assert {element.name for element in page.find_all(True)} <= OF_PAGE
    assert len(page.find_all("style")) == 1 and len(page.find_all("title")) == 1
    metas = [meta.get("http-equiv") for meta in page.find_all("meta")]
    assert metas == [None, "Content-Security-Policy", None]
    assert "default-src 'none'" in page.find_all("meta")[1]["content"]
    for element in page.find_all(True):
        assert not [name for name in element.attrs if name.startswith("on") or name == "style"]
        for value in (element.get("src"), element.get("href")):
            assert value is None or re.match(r"#|data:image/|x$|https?:", value), value
        if element.name == "img":
            assert not element["src"].startswith("http")


def test_what_pages_share_takes_nothing_from_one_to_another(klass):
    first, second = written(klass.root), written(klass.root)
    assert first == second
    assert "iVBORw0KGgo" in first["pia"] and "iVBORw0KGgo" not in first["ada"]
    assert "KeyError" in first["pia"] and "KeyError" not in first["ada"]


def test_ideas_that_cannot_be_read_cost_nobody_a_page(klass, tmp_path):
    root = shutil.copytree(klass.root, tmp_path / "class")
    with (root / "nbgrader_config.py").open("a") as config:
        config.write('c.SplitReport.misconceptions = "ideas_of_nothing.known"\n')
    page = BeautifulSoup(written(root)["bao"], "html.parser")
    assert table(page)[1] == ("Exercise 1.2", "0 of 1", "The test failed. half of 4 is 2")


def test_the_command_of_nbgrader_makes_the_same_page(klass, tmp_path):
    root = shutil.copytree(klass.root, tmp_path / "class")
    before = written(root)["bao"]
    made = nbgrader_api(root).generate_feedback(LESSON, "bao", force=True)
    assert made["success"], made["log"]
    assert (root / "feedback" / "bao" / LESSON / f"{LESSON}.html").read_text() == before
