"""Feedback pages are nbconvert's, made faster: the same text, every picture described."""

import re

import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter

from splitgrade.classroom import Classroom
from splitgrade.folder import course_config

PICTURE = """import base64
from IPython.display import Image, display
display(Image(base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg==")))
def double(x):
    return x + x
"""
ESSAY = """**So** it goes, with $a < b$ and `code`:

| a | b |
|---|---|
| 1 | <b>2</b> |

<script>alert(1)</script> & so on"""


@pytest.fixture
def graded(course):
    course.hand_in("ada", course.solved(double=PICTURE, why=ESSAY))
    course.hand_in("bao", course.solved(half="def half(x):\n    return '</pre><b>' if x else 0"))
    course.grade()
    return course


def pages(course, **settings):
    """Each student's page, by name."""
    config = course_config(course.root)
    config.GenerateFeedback.update(settings)
    room, made = Classroom(config), {}
    for student in ("ada", "bao"):
        room.write_feedback(course.lesson, student)
        made[student] = (course.root / "feedback" / student / "sums" / "sums.html").read_text()
    return made


def content(page):
    """A page as a browser understands it, whatever its white space."""
    text = str(BeautifulSoup(page, "html.parser"))
    return re.sub(r"\s+", " ", re.sub(r' alt="[^"]*"', "", text))


def test_a_page_says_what_nbconverts_own_says(graded):
    ours, stock = pages(graded), pages(graded, exporter_class=HTMLExporter)
    for student in ("ada", "bao"):
        assert len(ours[student]) > 10_000
        assert content(ours[student]) == content(stock[student])


def test_every_picture_is_described(graded):
    pictures = BeautifulSoup(pages(graded)["ada"], "html.parser").find_all("img")
    assert len(pictures) == 1
    assert pictures[0]["alt"] == "Picture that this cell shows"


def test_what_pages_share_takes_nothing_from_one_to_another(graded):
    first, second = pages(graded), pages(graded)
    assert first == second
    assert "iVBORw0KGgo" in first["ada"] and "iVBORw0KGgo" not in first["bao"]
    assert "x + x" in BeautifulSoup(first["ada"], "html.parser").text
    assert "x + x" not in BeautifulSoup(first["bao"], "html.parser").text
    assert "<script>alert" not in first["ada"] and "</pre><b>" not in first["bao"]


def test_a_drawing_is_shown_as_a_picture_in_which_no_script_runs(course):
    drawing = (
        "from IPython.display import SVG, display\n"
        'display(SVG(\'<svg xmlns="http://www.w3.org/2000/svg" onload="cheat()"/>\'))\n'
        "def double(x):\n    return 2 * x"
    )
    course.hand_in("ada", course.solved(double=drawing))
    course.hand_in("bao", course.solved())
    course.grade()
    page = BeautifulSoup(pages(course)["ada"], "html.parser")
    assert [image["src"][:26] for image in page.find_all("img")] == ["data:image/svg+xml;base64,"]
    assert not page.find_all("svg") and not page.find_all(attrs={"onload": True})
