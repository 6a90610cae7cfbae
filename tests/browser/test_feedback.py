"""What a student sees of a feedback page, on a screen, on a phone and with the keyboard."""

import subprocess
import sys

import nbformat
import pytest

from tasks import demo_class, lessons
from tests.browser.conftest import LESSON
from tests.browser.lab import look

REFLECTION = "why_small_can_matter"
LETTERS = " + ".join("abcdefghijklmnopqrstuvw")
LONG = "a_word_that_is_long"
WIDE = rf"""
$$\left( \sum_{{i=1}}^{{n}} w_i^2 \right)^{{1/2}} \le {LETTERS}$$

| {LONG} | {LONG} | {LONG} | {LONG} | {LONG} |
|---|---|---|---|---|
| 1 | 2 | 3 | 4 | 5 |

![a plot](attachment:image.png) and {LONG * 6}
"""
PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)


@pytest.fixture
def opened(page, course):
    """The page of a student with a wrong idea in each exercise, and what it asked for."""
    demo_class.hand_in(course, [LESSON], ["dana"])
    path = course / "submitted" / "dana" / LESSON / f"{LESSON}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    (essay,) = (cell for cell in notebook.cells if lessons.grade_id(cell) == REFLECTION)
    essay.source += WIDE
    essay.attachments = {"image.png": {"image/png": PICTURE}}
    nbformat.write(notebook, path)
    subprocess.run(
        [sys.executable, "-m", "splitgrade", "grade", "--course", str(course)],
        cwd=lessons.COURSE,
        check=True,
    )
    page.asked, page.said = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.said.append(message.text))
    page.goto((course / "feedback" / "dana" / LESSON / f"{LESSON}.html").as_uri())
    look(page, "feedback")
    return page


def test_a_page_is_read_on_a_screen_on_a_phone_and_with_the_keyboard(opened):
    assert_nothing_is_cut(opened)
    assert_formulas_are_drawn(opened)
    assert_the_table_leads_to_the_answers(opened)
    assert_folded_cells_open_with_the_keyboard(opened)
    for scheme in ("light", "dark"):
        opened.emulate_media(color_scheme=scheme)
        assert lowest_contrast(opened) >= 4.5
    opened.set_viewport_size({"width": 360, "height": 640})
    look(opened, "feedback-phone")
    assert_nothing_is_cut(opened)
    opened.emulate_media(media="print")
    assert_nothing_is_cut(opened)
    asked = [url for url in opened.asked if not url.startswith("data:")]
    assert len(asked) == 1 and not opened.said


def assert_nothing_is_cut(page):
    """The page does not scroll sideways; each message is there to its end."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    messages = page.locator(".words:visible")
    assert max(map(len, messages.all_inner_texts())) > 120
    cut = page.locator(".words, pre, [role=table] *").evaluate_all(
        "boxes => boxes.filter(box => box.scrollWidth > box.clientWidth + 1"
        " && getComputedStyle(box).display != 'inline').map(box => box.outerHTML)"
    )
    assert cut == []


def assert_formulas_are_drawn(page):
    """As formulas: a fraction's parts stand one above the other, and nothing shows its TeX."""
    assert "$" not in page.locator(f"#cell-{REFLECTION}").inner_text()
    total, limit = page.locator(f"#cell-{REFLECTION} munderover").first.evaluate(
        "sum => [...sum.children].slice(0, 2).map(part => part.getBoundingClientRect().top)"
    )
    assert limit > total


def assert_the_table_leads_to_the_answers(page):
    links = page.locator("[role=rowheader] a")
    assert links.count() == 8
    for number in range(links.count()):
        links.nth(number).click()
        assert page.locator(":target").evaluate("place => place.getBoundingClientRect().top") < 900


def assert_folded_cells_open_with_the_keyboard(page):
    fold = page.locator("details.folded").first
    assert not fold.evaluate("fold => fold.open")
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    assert fold.evaluate("fold => fold.open")


def lowest_contrast(page):
    """The least contrast of a text with what is behind it, as WCAG counts it."""
    return page.evaluate("""() => {
        const light = color => color.match(/[\\d.]+/g).slice(0, 3).map(Number)
            .map(part => part / 255)
            .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
            .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
        const behind = box => {
            for (; box; box = box.parentElement) {
                const color = getComputedStyle(box).backgroundColor;
                if (!color.endsWith(", 0)")) return color;
            }
        };
        return Math.min(...[...document.querySelectorAll("main *")]
            .filter(box => [...box.childNodes].some(n => n.nodeType == 3 && n.data.trim()))
            .map(box => [light(getComputedStyle(box).color), light(behind(box))])
            .map(([a, b]) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)));
    }""")
