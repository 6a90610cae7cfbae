"""Pictures that students paste into texts reach the student's page and the formgrader's."""

import copy
import json
from pathlib import Path

import nbgrader
import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_markdown_cell

from splitgrade.folder import course_config
from splitgrade.markdown import safe_html
from splitgrade.pictures import cleaned, joined
from sums import FULL, Course

RED, BLUE, GREEN = "UkVE", "QkxVRQ==", "R1JFRU4="  # base64; nobody looks into a picture here
PAGES = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader"
MISSING = "data:image/svg+xml"


def picture(data, kind="image/png"):
    return {kind: data}


def text(source, **pictures):
    return new_markdown_cell(source, attachments=pictures)


def pasted(course, notebook):
    """A picture in every kind of text cell."""
    why = next(cell for cell in notebook.cells if cell.get("id") == "why")
    why.source += "\n\n![one](attachment:image.png)"
    why.attachments = {"image.png": picture(RED)}
    title = next(cell for cell in notebook.cells if cell.get("id") == "title")
    title.source += "\n\n![two](attachment:image.png)"
    title.attachments = {"image.png": picture(BLUE)}
    notebook.cells.append(text("![three](attachment:g.png)", **{"g.png": picture(GREEN)}))


def halves_with_one_name(course, notebook):
    """JupyterLab calls every pasted picture image.png, and a copy keeps its pictures."""
    pasted(course, notebook)
    why = next(cell for cell in notebook.cells if cell.get("id") == "why")
    below = copy.deepcopy(why)
    below.update(id="mine", source="![four](attachment:image.png)")
    below.attachments = {"image.png": picture(BLUE, "image/jpeg")}
    notebook.cells.insert(notebook.cells.index(why) + 1, below)


def broken(course, notebook):
    """References to nothing, and what is no picture."""
    notebook.cells += [
        text("![five](attachment:none.png) and ![six](attachment:page.html)"),
        text("![seven](attachment:page.html)", **{"page.html": {"text/html": "PGI+"}}),
        text("![eight](attachment:a.png)", **{"a.png": picture("no base64!")}),
    ]
    notebook.cells[-1].attachments["b.png"] = 7
    notebook.cells[-2].attachments["c.png"] = [7]


EDITS = (pasted, halves_with_one_name, broken)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    root = tmp_path_factory.mktemp("pictures")
    Course.make(root)
    course = Course(root)
    for edit in EDITS:
        notebook = course.solved()
        edit(course, notebook)
        course.hand_in(edit.__name__, json.dumps(notebook))
    course.grade()
    return course


def students_page(course, student):
    made = course.api.generate_feedback(course.lesson, student)
    assert made["success"], made["log"]
    return (course.root / "feedback" / student / "sums" / "sums.html").read_text()


def formgraders_page(course, student):
    """As nbgrader's SubmissionHandler makes it."""
    config = course_config(course.root)
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [str(PAGES / "templates")]
    folder = course.root / "autograded" / student / "sums"
    resources = dict.fromkeys(
        ("assignment_id", "notebook_id", "submission_id", "base_url", "student", "notebook_path"),
        "",
    ) | {"index": 0, "total": 1, "last_name": "", "first_name": ""}
    return HTMLExporter(config=config).from_filename(folder / "sums.ipynb", resources=resources)[0]


@pytest.fixture(scope="module", params=[students_page, formgraders_page])
def shown(graded, request):
    """Of each student: where each picture of the page comes from, by its description."""

    def of(student):
        page = BeautifulSoup(request.param(graded, student), "html.parser")
        return {image["alt"]: image["src"] for image in page.find_all("img", alt=True)}

    return of


def test_nobody_loses_points_or_the_page(graded):
    for edit in EDITS:
        assert graded.scores(edit.__name__) == FULL


def test_pictures_are_on_the_page(shown):
    assert (
        shown("pasted").items()
        >= {
            "one": f"data:image/png;base64,{RED}",
            "two": f"data:image/png;base64,{BLUE}",
            "three": f"data:image/png;base64,{GREEN}",
        }.items()
    )


def test_pictures_of_one_name_stay_apart(shown):
    assert (
        shown("halves_with_one_name").items()
        >= {
            "one": f"data:image/png;base64,{RED}",
            "four": f"data:image/jpeg;base64,{BLUE}",
        }.items()
    )


def test_what_is_no_picture_is_said_in_its_place(shown):
    found = shown("broken")
    assert all(found[name].startswith(MISSING) for name in ("five", "six", "seven", "eight"))


@pytest.mark.parametrize(
    "source",
    [
        "![x](attachment:my%20red%20ä.png)",
        "![x](attachment:my%20red%20%C3%A4.png)",
        "![x](<attachment:my red ä.png>)",
        "![x][1]\n\n[1]: attachment:my%20red%20ä.png",
        '<img alt="x" src="attachment:my red ä.png" width="9">',
        "text <img src='attachment:my%20red%20ä.png'> text",
        "<p><img src=attachment:my%20red%20ä.png></p>",
    ],
)
def test_names_are_found_however_they_are_written(source):
    page = safe_html(source, {"my red ä.png": picture(RED)})
    assert f'src="data:image/png;base64,{RED}"' in page


@pytest.mark.parametrize(
    "source",
    [
        "[x](data:text/html;base64,PGI+)",
        "![x](data:text/html;base64,PGI+)",
        '<img src="data:text/html,<script>">',
        "<a href=' data:text/html,x'>x</a>",
        '<img src="attachment:a.png" onerror="x()">',
        "![x](javascript:x())",
    ],
)
def test_nothing_but_pictures_becomes_data(source):
    page = safe_html(source, {"a.png": {"text/html": "PGI+"}})
    assert "text/html" not in page.replace(source, "")
    assert "onerror" not in page and "javascript" not in page


def test_a_reference_in_code_stays_as_it_is():
    assert safe_html("`![](attachment:a.png)`").strip() == (
        "<p><code>![](attachment:a.png)</code></p>"
    )


def test_only_whole_pictures_are_kept():
    raw = {
        "a.png": {"image/png": ["UkV\n", "E\n"], "text/html": "PGI+"},
        "b.png": {"image/png": "UkV"},
        "c.png": {"image/x-icon": RED},
        "d.png": None,
        "\ud800.png": {"image/gif": RED},
    }
    assert cleaned(raw) == {"a.png": picture(RED), "\\ud800.png": picture(RED, "image/gif")}
    assert cleaned([1]) == cleaned(None) == {}


def test_the_instructors_pictures_stay_in_an_answer():
    text, pictures = joined([("![](attachment:a.png)", {})], {"a.png": picture(GREEN)})
    assert (text, pictures) == ("![](attachment:a.png)", {"a.png": picture(GREEN)})


def test_long_tags_take_no_long_time():
    assert safe_html("<img " * 20_000, {"a.png": picture(RED)})
