"""Feedback draws every formula of the lessons, as no network helps it."""

import re

import nbformat
import pytest

from splitgrade.markdown import safe_html
from tasks import lessons


@pytest.mark.parametrize("name", lessons.lesson_names())
def test_every_formula_is_drawn(name):
    cells = nbformat.read(lessons.source_notebook(name), as_version=4).cells
    pages = [safe_html(cell.source) for cell in cells if cell.cell_type == "markdown"]
    assert any("<math" in page for page in pages)
    assert not [page for page in pages if "$" in re.sub("<code>.*?</code>", "", page)]
