"""Feedback pages that show a test's message and nothing of the test."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jinja2 import BytecodeCache, pass_context
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbgrader.preprocessors import ClearHiddenTests, NbGraderPreprocessor

from splitgrade.markdown import safe_html

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.bccache import Bucket
    from jinja2.runtime import Context
    from nbformat import NotebookNode

_STYLE = """
div.output_area pre { white-space: pre-wrap; word-break: normal; overflow-wrap: anywhere; }
.rendered_html th, .rendered_html td { padding: 0.2em 1em 0.2em 0; vertical-align: top; }
"""
_PICTURE = "Picture that this cell shows"
_KEPT = 2000  # cells: the given ones of a dozen lessons


@pass_context
def safe_markdown(context: Context, source: str) -> str:
    """The filter of nbconvert's templates for text cells: nothing in them runs."""
    attachments = (context.get("cell") or {}).get("attachments")
    return safe_html(source, attachments) if attachments else _without_pictures(source)


@lru_cache(_KEPT)  # most cells are given: the same on all pages
def _without_pictures(source: str) -> str:
    return safe_html(source)


class _Compiled(BytecodeCache):
    """Compiled templates, kept as long as this process."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


_compiled = _Compiled()


class FeedbackPage(HTMLExporter):
    """nbconvert's page, with what all students' pages have in common made once."""

    def _create_environment(self) -> Environment:
        environment = super()._create_environment()
        environment.bytecode_cache = _compiled
        return environment

    def from_notebook_node(  # type: ignore[override]  # a page, where Exporter says a notebook
        self, nb: NotebookNode, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        # What HTMLExporter does, less its last step: to parse the whole page again, to describe
        # pictures. That takes longer than all else; HideTests describes them.
        resources = self._init_resources(resources)
        language = nb.metadata.get("language_info", {})
        lexer = language.get("pygments_lexer", language.get("name"))
        self.register_filter(
            "highlight_code", lambda source, metadata=None: _highlighted(source, lexer)
        )
        self.register_filter(
            "filter_data_type",
            WidgetsDataTypeFilter(notebook_metadata=nb.metadata, parent=self, resources=resources),
        )
        return TemplateExporter.from_notebook_node(self, nb, resources, **kw)


@lru_cache(_KEPT)
def _highlighted(source: str, lexer: str | None) -> str:
    return Highlight2HTML(lexer)(source)


class HideTests(ClearHiddenTests):
    """Drop hidden tests from the page, and what would tell their inputs.

    An error raised by the student's own code in a hidden test is named, but its words are
    the student's, and could be the test's inputs; so could whatever it printed.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        hidden = self._remove_hidden_test_region(cell)
        if hidden:
            by_student = cell.metadata.get("splitgrade", {}).get("by_student")
            cell.outputs = [
                _without_details(output, by_student)
                for output in cell.get("outputs", [])
                if output.output_type == "error"
            ]
        cell.metadata["alt"] = _PICTURE
        return cell, resources


class ReadableStyle(NbGraderPreprocessor):
    """Wraps long messages and sets the columns of tables apart."""

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        resources["inlining"]["css"].append(_STYLE)
        return nb, resources


def _without_details(output: NotebookNode, by_student: bool | None) -> NotebookNode:
    words = output.evalue
    if by_student:
        words = "raised by your own code in a hidden test; try inputs of your own"
    output.evalue = words
    output.traceback = [f"{output.ename}: {words}"]
    return output
