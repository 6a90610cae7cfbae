"""The released lessons can be read by ear, by keyboard and without seeing colours.

Rules of WCAG 2.2, as far as a notebook's text and plots decide them: 1.1.1 text beside
each picture, 1.3.1 headings and tables, 1.4.1 nothing by colour alone, 1.4.3 contrast of
text (4.5:1), 1.4.11 contrast of lines and marks (3:1), 2.4.4 links that name their target.
"""

import ast
import base64
import io
import re

import matplotlib

matplotlib.use("Agg")

import matplotlib.colors  # noqa: E402
import matplotlib.pyplot as plt  # noqa: E402
import nbformat  # noqa: E402
import numpy as np  # noqa: E402
import pytest  # noqa: E402
from matplotlib.text import Text  # noqa: E402
from nbclient import NotebookClient  # noqa: E402

from smallnets import plots  # noqa: E402
from tasks import checks, lessons  # noqa: E402

IMAGE = re.compile(r"!\[([^\]]*)\]\(|<img\b([^>]*)>")
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\([^)]*\)|<a\b[^>]*>(.*?)</a>|(<https?://[^>]+>)", re.DOTALL)
SAYS_NOTHING = {
    "here",
    "link",
    "this",
    "this link",
    "click here",
    "more",
    "read more",
    "page",
    "this page",
    "see here",
    "paper",
    "pdf",
    "url",
}
TABLE = re.compile(r"^(\|.*\|)\s*\n\|[\s:|-]+\|\s*$", re.MULTILINE)
LOADED = re.compile(
    r"\b(simply|obviously|trivially?|clearly|of course|utili[sz]\w*|"
    r"leverag\w*|as everyone knows)\b",
    re.IGNORECASE,
)
WORDS_A_SENTENCE = 25  # at most, on average over a lesson
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f]")
OPENS = {"new_axes", "show_images"}
DRAWS_LINES = {"plot", "semilogx", "semilogy", "loglog", "errorbar"}
TELLS_APART = {"marker", "linestyle", "fmt", "hatch"}


def released(name):
    return nbformat.read(lessons.release_notebook(name), 4)


def texts(notebook):
    """Text cells without their fenced code."""
    return [
        checks.FENCED.sub("", cell.source)
        for cell in notebook.cells
        if cell.cell_type == "markdown"
    ]


def code(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


# The rules, each a function that lists what breaks it ---------------------------------


def headings(notebook):
    """One title, first of all, no level skipped, no heading empty."""
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    return checks.heading_faults(cells)


def images(notebook):
    """Each picture in the text has words that stand for it."""
    for text in texts(notebook):
        for found in IMAGE.finditer(text):
            alt = found[1] if found[2] is None else "".join(re.findall(r'alt="([^"]*)"', found[2]))
            if len(alt.split()) < 2:
                yield f"no words for {found[0]}"


def links(notebook):
    """A link's words say where it goes."""
    for text in texts(notebook):
        for words in map("".join, LINK.findall(text)):
            if words.strip().lower().strip(".") in SAYS_NOTHING or "://" in words:
                yield f"the link '{words}' does not say where it goes"


def tables(notebook):
    """Each table has a heading for every column after the first."""
    for text in texts(notebook):
        for row in TABLE.findall(text):
            if not all(cell.strip() for cell in row.strip("|").split("|")[1:]):
                yield f"a table has the headings {row}"


def language(notebook):
    """Sentences of moderate length; no word that makes a reader feel slow; no emoji."""
    prose = [re.sub(r"^\s*(\||#).*$", "", text, flags=re.MULTILINE) for text in texts(notebook)]
    for text in texts(notebook):
        yield from (f"the word '{word}'" for word in LOADED.findall(text))
        yield from (f"the character {mark}" for mark in EMOJI.findall(text))
    sentences = [
        each for text in prose for each in re.split(r"[.!?:;]\s|\n\n|\n- ", text) if each.strip()
    ]
    mean = sum(len(each.split()) for each in sentences) / max(1, len(sentences))
    if mean > WORDS_A_SENTENCE:
        yield f"{mean:.1f} words a sentence"


def plots_are_described(notebook):
    """Axes and title are named, and a printed sentence says what the plot shows."""
    cells = code(notebook)
    for index, source in enumerate(cells):
        openings = [call for call in calls(source) if called(call) in OPENS]
        for call in openings:
            names = [arg.value for arg in call.args[:3] if isinstance(arg, ast.Constant)]
            later = any(each in source for each in ("set_ylabel", "ylabel="))
            if called(call) == "new_axes" and len(call.args) >= 3 and "" in names and not later:
                yield f"an axis or the title has no name: {ast.unparse(call)}"
        following = cells[index : index + 2]
        if openings and not any(
            called(call) == "print" for each in following for call in calls(each)
        ):
            yield f"no printed sentence after {ast.unparse(openings[0])}"
        yield from (
            "a figure that plots.new_axes did not open"
            for call in calls(source)
            if called(call) in ("subplots", "figure")
        )


def nothing_by_colour_alone(notebook):
    """Where a cell draws several lines, all but one differ by marker or dashes."""
    for source in code(notebook):
        plain = [
            call for call in calls(source) if called(call) in DRAWS_LINES and not tells_apart(call)
        ]
        if len(plain) > 1:
            yield f"only colours tell these apart: {[ast.unparse(call) for call in plain]}"


def calls(source):
    try:
        return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    except SyntaxError:
        return []


def called(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def tells_apart(call):
    """Whether a line is drawn in a method's whole style, or with a marker or dashes."""
    keys = {keyword.arg for keyword in call.keywords}
    formats = [
        arg for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
    ]
    grey = any(
        keyword.arg == "color"
        and isinstance(keyword.value, ast.Constant)
        and keyword.value.value == "#bbbbbb"
        for keyword in call.keywords
    )  # a backdrop
    return None in keys or bool(keys & TELLS_APART) or bool(formats) or grey


RULES = [headings, images, links, tables, language, plots_are_described, nothing_by_colour_alone]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("name", lessons.lesson_names())
def test_a_released_lesson_keeps_the_rule(name, rule):
    assert list(rule(released(name))) == []


def notebook_of(text="", source=""):
    return nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# Title"),
            nbformat.v4.new_markdown_cell(text),
            nbformat.v4.new_code_cell(source),
        ]
    )


@pytest.mark.parametrize(
    ("rule", "broken", "right"),
    [
        (headings, "### Too deep", "## Section\n### Deeper\n## Back"),
        (headings, "# Another title", "```\n# a comment\n```"),
        (images, "![](plot.png)", "![Accuracy falls with sparsity](plot.png)"),
        (images, '<img src="x.png">', '<img src="x.png" alt="a falling curve">'),
        (links, "[here](x.html)", "[lesson 2](x.html)"),
        (links, "<https://example.org>", "![two words](x.png)"),
        (links, '<a href="x">click here</a>', '<a href="x">lesson 2</a>'),
        (tables, "| | |\n| --- | --- |\n| a | b |", "| | b |\n|---|:-:|\n| a | b |"),
        (language, "You simply run it.", "You run it."),
        (language, "Well done \U0001f389", "Well done"),
        (language, "a word " * 40 + ".", "a word. " * 40),
    ],
)
def test_a_rule_of_text_has_been_seen_to_fail(rule, broken, right):
    assert list(rule(notebook_of(broken))) != []
    assert list(rule(notebook_of(right))) == []


@pytest.mark.parametrize(
    ("rule", "broken", "right"),
    [
        (
            plots_are_described,
            "plots.new_axes('x', 'y', 't')",
            "plots.new_axes('x', 'y', 't')\nprint(1)",
        ),
        (
            plots_are_described,
            "plots.new_axes('x', '', 't')\nprint(1)",
            "fig, ax = plots.new_axes('x', '', 't')\nax.set_ylabel('y')\nprint(1)",
        ),
        (plots_are_described, "fig, ax = plt.subplots()\nprint(1)", "print(1)"),
        (
            nothing_by_colour_alone,
            "ax.plot(x, y, color='r')\nax.plot(x, z, color='b')",
            "ax.plot(x, y, color='r')\nax.plot(x, z, '--')\nax.plot(x, w, **style)",
        ),
    ],
)
def test_a_rule_of_plots_has_been_seen_to_fail(rule, broken, right):
    assert list(rule(notebook_of(source=broken))) != []
    assert list(rule(notebook_of(source=right))) == []


# The style of the plots -------------------------------------------------------------


def luminance(colour):
    """Relative luminance of a colour, 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    channels = np.array(matplotlib.colors.to_rgb(colour))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one, other="white"):
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(
    ("colour", "ratio"),
    [("black", 21.0), ("white", 1.0), ("#777777", 4.48), ("#0000ff", 8.59), ("#ff0000", 4.00)],
)
def test_contrast_is_what_others_compute(colour, ratio):
    assert contrast(colour) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("name", plots.STYLES)
def test_every_methods_marks_stand_out_from_white(name):
    style = plots.method_style(name)
    assert max(contrast(style["color"]), contrast(style.get("markeredgecolor", "white"))) >= 3


@pytest.mark.parametrize("index", range(6))
def test_every_layers_line_stands_out_from_white(index):
    assert contrast(plots.layer_style(index)["color"]) >= 3


def test_methods_differ_without_colours():
    markers = [style["marker"] for style in plots.STYLES.values()]
    assert len(set(markers)) == len(markers)


@pytest.fixture
def figures():
    plots.new_axes("sparsity", "accuracy (%)", "title", ncols=2)
    plots.show_images(np.zeros((3, 4, 4)), ["read as 1", "2", "3"])
    yield [plt.figure(number) for number in plt.get_fignums()]
    plt.close("all")


def test_text_stands_out_and_is_large_enough_to_read(figures):
    for figure in figures:
        figure.canvas.draw()
        written = [text for text in figure.findobj(Text) if text.get_text().strip()]
        assert written
        for text in written:
            assert contrast(text.get_color(), figure.get_facecolor()) >= 4.5
            assert text.get_fontsize() >= 10


def test_figures_bring_their_own_white_into_a_dark_notebook():
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(
                "from smallnets import plots\n_ = plots.new_axes('x', 'y', 'title')"
            )
        ]
    )
    NotebookClient(notebook, timeout=60).execute()
    (shown,) = [
        output for output in notebook.cells[0].outputs if output.output_type == "display_data"
    ]
    pixels = plt.imread(io.BytesIO(base64.b64decode(shown.data["image/png"])))
    assert pixels[0, 0].tolist() == [1, 1, 1, 1], "red, green, blue, and not transparent"
