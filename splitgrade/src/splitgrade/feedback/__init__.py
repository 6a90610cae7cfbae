"""The page that a student reads: what each exercise gave and why, then the notebook.

It is made of the graded notebook and the gradebook. Of a test it shows the words, never the
source; of a student's text and outputs, what is text or a picture. It has no script and asks
no network for anything, and says so to the browser.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from markupsafe import Markup
from nbconvert.exporters import Exporter
from nbgrader.preprocessors import ClearHiddenTests
from traitlets import Bool, default

from splitgrade.feedback.exercises import exercises_of, page_title
from splitgrade.feedback.marks import read_marks
from splitgrade.feedback.parts import stretches_of
from splitgrade.markdown import safe_html, safe_line
from splitgrade.messages import Idea, SplitReport

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.runtime import Context
    from nbformat import NotebookNode


@pass_context
def safe_markdown(context: Context, source: str) -> str:
    """The filter of nbconvert's templates for text cells: nothing in them runs."""
    return safe_html(source, (context.get("cell") or {}).get("attachments"))


class HideTests(ClearHiddenTests):
    """Drop hidden tests from the page, and what would tell their inputs.

    An error raised by the student's own code in a hidden test is named, but its words are
    the student's, and could be the test's inputs; so could whatever it printed.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        if self._remove_hidden_test_region(cell):
            marks = cell.metadata.setdefault("splitgrade", {})
            marks["hidden"] = True
            cell.outputs = [
                _without_details(output, marks.get("by_student"))
                for output in cell.get("outputs", [])
                if output.output_type == "error"
            ]
        return cell, resources


def _without_details(output: NotebookNode, by_student: bool | None) -> NotebookNode:
    words = output.evalue
    if by_student:
        words = "raised by your own code in a hidden test; try inputs of your own"
    output.evalue = words
    output.traceback = [f"{output.ename}: {words}"]
    return output


class FeedbackPage(Exporter):
    """Writes the page of one graded notebook."""

    output_mimetype = "text/html"
    # The notebook was read, and so validated, a moment ago; to do that again takes long.
    optimistic_validation = Bool(True).tag(config=True)

    @default("file_extension")
    def _html(self) -> str:
        return ".html"

    def from_notebook_node(  # type: ignore[override]  # a page, where Exporter says a notebook
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        resources = self._init_resources(resources)
        nb, resources = self._preprocess(nb, resources)
        names, graded = resources["nbgrader"], nb.metadata.get("splitgrade", {})
        marks = read_marks(
            names["db_url"], names["assignment"], names["notebook"], names["student"]
        )
        known = _known_ideas(SplitReport(config=self.config).misconceptions, names["assignment"])
        exercises = exercises_of(nb.cells, marks, known)
        template, style, digest = _template()
        page = template.render(
            style=Markup(style),
            style_hash=digest,
            title=Markup(safe_line(page_title(nb.cells) or names["notebook"])),
            name=names["notebook"],
            student=names["student"],
            marks=marks,
            late=_span(marks.seconds_late),
            exercises=exercises,
            notes=graded.get("repairs", []),
            receipt=graded.get("receipt", ""),
            stretches=stretches_of(nb, exercises),
            line=_line,
            text=_text,
        )
        return page, resources


def _line(source: str) -> Markup:
    return Markup(safe_line(source))


def _text(source: str) -> Markup:
    return Markup(safe_html(source))


@cache
def _template() -> tuple[Template, str, str]:
    """The page's template, its style, and the digest by which the style may be used."""
    environment = Environment(
        loader=PackageLoader("splitgrade.feedback"),
        autoescape=True,  # what is Markup is ours, or cleaned
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = environment.get_template("style.css").render()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template("page.html"), style, f"sha256-{digest}"


@lru_cache
def _known_ideas(function: str, lesson: str) -> list[Idea]:
    """The lesson's known wrong ideas, read once for a class."""
    settings = SplitReport(misconceptions=function)
    try:
        return settings.of(lesson)
    except Exception:  # it is the course's own; the report says what is wrong with it
        return []


def _span(seconds: float) -> str:
    """How long something took, in the two largest units."""
    minutes = int(seconds // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    counted = [(days, "day"), (hours, "hour"), (minutes, "minute")]
    said = [f"{count} {unit}{'s' * (count > 1)}" for count, unit in counted if count]
    return " ".join(said[:2]) or "less than a minute"
