"""What in a course's settings would have it graded wrongly: looked over before grading.

Where what a course set could not be kept, or something set afterwards took ours away, release and
grading are refused in words: nbgrader would else run a student's code unguarded, show hidden
tests, or give points for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from nbconvert.exporters import HTMLExporter
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    ClearHiddenTests,
    ClearSolutions,
    Execute,
    SaveAutoGrades,
    SaveCells,
)

from splitgrade.feedback import FeedbackPage, HideTests
from splitgrade.frame import ReleaseCheck, is_kind, resolved
from splitgrade.plugin import SplitExecute, SubmissionExporter

if TYPE_CHECKING:
    from traitlets.config import Config

PAGE = "splitgrade.feedback.FeedbackPage"
MARKDOWN = "splitgrade.feedback.safe_markdown"
_AGAIN = "Set it before splitgrade.enable(c), which keeps what it finds."

# Steps without which students would get what they must not, or points for nothing.
_NEEDED = {
    ClearSolutions: (
        "ClearSolutions",
        "students would get the solutions, and every stub would earn its points",
    ),
    SaveCells: ("SaveCells", "the gradebook would know of no cell"),
    ReleaseCheck: ("CheckRelease", "nobody would look whether the tests can judge"),
    SaveAutoGrades: ("SaveAutoGrades", "no point would reach the gradebook"),
}

# Settings of nbgrader's Execute that change what a cell does, and that no process here reads.
_OF_KERNELS = (
    "extra_arguments",
    "kernel_name",
    "kernel_manager_class",
    "timeout_func",
    "on_notebook_start",
    "on_notebook_complete",
    "on_notebook_error",
    "on_cell_start",
    "on_cell_execute",
    "on_cell_complete",
    "on_cell_executed",
    "on_cell_error",
)


def problems(config: Config) -> list[str]:
    """What in the settings of a course would have it graded wrongly, in sentences.

    Parameters
    ----------
    config : traitlets.config.Config

    Returns
    -------
    list of str
    """
    return [
        *_of_grading(config),
        *_of_execution(config),
        *_of_release(config),
        *_of_feedback(config),
        *_of_folders(config),
    ]


def _of_grading(config: Config) -> Iterator[str]:
    grading = Autograde(config=config)
    kinds = [resolved(step) for step in grading.autograde_preprocessors]
    if not any(is_kind(kind, SplitExecute) for kind in kinds):
        yield (
            "c.Autograde.autograde_preprocessors holds no step that runs a submission: splitgrade "
            f"takes the place of nbgrader.preprocessors.Execute in it. {_AGAIN}"
        )
    if any(is_kind(kind, Execute) for kind in kinds):
        yield (
            "c.Autograde.autograde_preprocessors holds an Execute, which runs student code and "
            f"tests in one process: leave it out. {_AGAIN}"
        )
    if not is_kind(grading.exporter_class, SubmissionExporter):
        yield (
            "c.Autograde.exporter_class is not splitgrade's, which rebuilds submissions: make "
            "yours a subclass of splitgrade.plugin.SubmissionExporter."
        )
    yield from _lacking(kinds, "c.Autograde.autograde_preprocessors", [SaveAutoGrades], config)
    if not SplitExecute(config=config).enabled:
        yield "c.SplitExecute.enabled is False: what is not run would earn every point."


def _of_execution(config: Config) -> Iterator[str]:
    stock, asked = Execute(), Execute(config=config)
    for name in _OF_KERNELS:
        if stock.has_trait(name) and getattr(asked, name) != getattr(stock, name):
            yield (
                f"c.Execute.{name} is for a Jupyter kernel, and splitgrade starts none: put what "
                "it does into a given cell, or leave it out."
            )


def _of_release(config: Config) -> Iterator[str]:
    kinds = [resolved(step) for step in GenerateAssignment(config=config).preprocessors]
    where = "c.GenerateAssignment.preprocessors"
    yield from _lacking(kinds, where, [ReleaseCheck, ClearSolutions, SaveCells], config)
    saves = [index for index, kind in enumerate(kinds) if is_kind(kind, SaveCells)]
    if saves and any(is_kind(kind, ClearHiddenTests) for kind in kinds[: saves[0]]):
        yield f"{where} has ClearHiddenTests before SaveCells: grading would lack hidden tests."


def _lacking(kinds: list[Any], where: str, needed: list[type], config: Config) -> Iterator[str]:
    """Steps that are needed, and are not in a list or do nothing there."""
    for wanted in needed:
        name, why = _NEEDED[wanted]
        steps = [kind for kind in kinds if is_kind(kind, wanted)]
        if not steps:
            yield f"{where} has no {name}: {why}. {_AGAIN}"
        for step in steps:
            made = step(config=config) if isinstance(step, type) else step
            if not made.enabled:
                yield f"c.{type(made).__name__}.enabled is False: {why}."


def _of_feedback(config: Config) -> Iterator[str]:
    pages = GenerateFeedback(config=config)
    if not is_kind(pages.exporter_class, (FeedbackPage, HTMLExporter)):
        yield (
            "c.GenerateFeedback.exporter_class makes no HTML page: make yours a subclass of "
            f"{PAGE}."
        )
    kinds = [resolved(step) for step in pages.preprocessors]
    if not any(is_kind(kind, HideTests) for kind in kinds) or not HideTests(config=config).enabled:
        yield f"c.GenerateFeedback.preprocessors would show students the hidden tests. {_AGAIN}"
    exporter = HTMLExporter(config=config)
    if not exporter.sanitize_html or exporter.filters.get("markdown2html") != MARKDOWN:
        yield (
            "c.HTMLExporter has its own sanitize_html or its own filter for markdown2html: what a "
            "student writes could run in the pages. Leave both to splitgrade."
        )


def _of_folders(config: Config) -> Iterator[str]:
    structure = PurePath(CourseDirectory(config=config).directory_structure)
    if structure.is_absolute() or ".." in structure.parts:
        yield (
            f"c.CourseDirectory.directory_structure = {str(structure)!r} leads out of the course's "
            "folder, and only that is hidden from student code: keep all of it inside."
        )
