"""Feedback pages that show a test's message and nothing of the test."""

from nbconvert.filters import markdown2html
from nbconvert.preprocessors.sanitize import ALLOWED_TAGS, SanitizeHTML
from nbgrader.preprocessors import ClearHiddenTests

_TAGS = [*ALLOWED_TAGS, "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "div",
         "span", "del", "sup", "sub", "img", "table", "thead", "tbody", "tr", "th", "td"]
_ATTRIBUTES = {"*": ["class", "id", "align"], "a": ["href", "title"],
               "img": ["src", "alt", "title", "width", "height"]}


def safe_markdown(source):
    """Markdown as HTML in which nothing runs: an essay is a student's own text."""
    cleaner = SanitizeHTML(tags=_TAGS, attributes=_ATTRIBUTES)
    return cleaner.sanitize_html_tags(markdown2html(source))


class HideTests(ClearHiddenTests):
    """Drop hidden tests from the page, and what would tell their inputs.

    An error raised by the student's own code in a hidden test is named, but its words are
    the student's, and could be the test's inputs; so could whatever it printed.
    """

    def preprocess_cell(self, cell, resources, cell_index):
        hidden = self._remove_hidden_test_region(cell)
        if hidden:
            by_student = cell.metadata.get("splitgrade", {}).get("by_student")
            cell.outputs = [
                _without_details(output, by_student) for output in cell.get("outputs", [])
                if output.output_type == "error"
            ]
        return cell, resources


def _without_details(output, by_student):
    words = output.evalue
    if by_student:
        words = "raised by your own code in a hidden test; try inputs of your own"
    output.evalue = words
    output.traceback = [f"{output.ename}: {words}"]
    return output
