"""Write each released lesson as one page to print or to read without Jupyter.

A page needs no network and no other file: formulas are drawn by matplotlib and stand in
it as pictures, each with its source as the text beside it.
"""

import argparse
import base64
import io
import re
import sys
from functools import cache
from html import escape
from pathlib import Path

import nbformat
from matplotlib import mathtext
from matplotlib.font_manager import FontProperties
from nbconvert import HTMLExporter
from pygments.formatters import HtmlFormatter
from tqdm import tqdm

from tasks import lessons

POINTS = 11  # of text on paper
# Code first: a dollar sign in it begins no formula.
CODE_OR_FORMULA = re.compile(
    r"(?P<code>^```.*?^```|`[^`\n]*`)|\$\$(?P<display>.+?)\$\$|\$(?P<inline>(?:(?!\n\n)[^$])+)\$",
    re.MULTILINE | re.DOTALL,
)
# What matplotlib writes in another way than MathJax.
SPELLINGS = [
    (r"\\[lr]vert\b", "|"),
    (r"\\le\b", r"\\leq"),
    (r"\\ge\b", r"\\geq"),
    (r"\\[bB]igg?\b", ""),
    (r"\\frac(\w)(\w)", r"\\frac{\1}{\2}"),
]
STYLE = """
body { font: 11pt/1.45 Georgia, serif; color: #000; background: #fff; max-width: 45em;
       margin: 2em auto; padding: 0 1em; }
h1, h2, h3 { font-family: Helvetica, Arial, sans-serif; line-height: 1.2; }
pre { font: 8.5pt/1.35 "DejaVu Sans Mono", Consolas, monospace; margin: 0;
      white-space: pre-wrap; }
code { font-family: "DejaVu Sans Mono", Consolas, monospace; font-size: 0.9em; }
.code_cell { border-left: 3px solid #767676; padding: 0.3em 0 0.3em 0.8em; margin: 0.8em 0; }
table { border-collapse: collapse; margin: 0.8em 0; }
th, td { border: 1px solid #767676; padding: 0.25em 0.6em; text-align: left; }
.display { display: block; margin: 0.6em auto; }
@page { size: A4; margin: 18mm; }
@media print {
  body { max-width: none; margin: 0; padding: 0; }
  h1, h2, h3 { break-after: avoid; }
  .code_cell, table { break-inside: avoid; }
}
"""


def write_pages(folder):
    """Write ``NN_name.html`` for each released lesson; return the paths."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in tqdm(lessons.lesson_names(), unit="lesson", file=sys.stdout):
        notebook = nbformat.read(lessons.release_notebook(name), 4)
        path = folder / f"{name}.html"
        path.write_text(page(notebook), encoding="utf-8")
        written.append(path)
    return written


def page(notebook):
    """Return a released notebook as the HTML of one page.

    Raises
    ------
    ValueError
        If matplotlib cannot draw one of its formulas.
    """
    notebook, drawn = nbformat.from_dict(notebook), []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = CODE_OR_FORMULA.sub(lambda found: _held_back(found, drawn), cell.source)
    exporter = HTMLExporter(
        template_name="basic",
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
    )
    body, _ = exporter.from_notebook_node(notebook)
    body = re.sub(r'(<h\d) id="[^"]*"', r"\1", body)  # nothing links to them
    for index, picture in enumerate(drawn):
        body = body.replace(_mark(index), picture)
    title = re.search(r"^# (.*)", notebook.cells[0].source, re.MULTILINE)[1]
    colours = HtmlFormatter(style="bw").get_style_defs(".highlight")
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title>\n<style>{colours}{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _held_back(found, drawn):
    """Draw a formula, and put a mark in its place that Markdown leaves alone."""
    if found["code"]:
        return found[0]
    formula = " ".join((found["display"] or found["inline"]).split())
    drawn.append(_picture(formula, "display" if found["display"] else "inline"))
    return _mark(len(drawn) - 1)


def _mark(index):
    return f"FORMULA{index}MARK"


@cache
def _picture(formula, kind):
    text = formula
    for theirs, ours in SPELLINGS:
        text = re.sub(theirs, ours, text)
    if kind == "display":
        text = text.replace(r"\frac", r"\dfrac")
    font = FontProperties(size=POINTS, math_fontfamily="stix")  # as the text, with serifs
    buffer = io.BytesIO()
    try:
        depth = mathtext.math_to_image(f"${text}$", buffer, font, dpi=72, format="svg")
    except ValueError as error:
        raise ValueError(f"the formula ${formula}$ cannot be drawn: {error}") from None
    svg = buffer.getvalue().decode()
    # The metadata hold the time; without them the same lesson makes the same bytes.
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    height = float(re.search(r'<svg [^>]*?height="([\d.]+)pt"', svg)[1])
    data = base64.b64encode(svg.encode()).decode()
    return (
        f'<img class="{kind}" alt="{escape(formula)}" '
        f'style="height:{height / POINTS:.3f}em;vertical-align:{-depth / POINTS:.3f}em" '
        f'src="data:image/svg+xml;base64,{data}">'
    )


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="course.py pages", description=__doc__)
    parser.add_argument("folder", help="where to write the pages; made if it is missing")
    for path in write_pages(parser.parse_args(arguments).folder):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
