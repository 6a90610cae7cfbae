"""splitgrade's settings among those of a course: put together, and looked over before grading.

What a course set before ``enable`` is kept. Where that cannot be, or where something set
afterwards took ours away, release and grading are refused in words: nbgrader would else run a
student's code unguarded, show hidden tests, or give points for nothing.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    ClearHiddenTests,
    ClearSolutions,
    Execute,
    GetGrades,
    SaveCells,
)
from traitlets.config.loader import LazyConfigValue

from splitgrade import plugin, times
from splitgrade.feedback import FeedbackPage, HideTests
from splitgrade.frame import ReleaseCheck, is_kind, resolved
from splitgrade.plugin import SplitExecute, SubmissionExporter

if TYPE_CHECKING:
    from traitlets.config import Config

_CHECK = "splitgrade.release.CheckRelease"
_HIDE = "splitgrade.feedback.HideTests"
_PAGE = "splitgrade.feedback.FeedbackPage"
_MARKDOWN = "splitgrade.feedback.safe_markdown"
_AGAIN = "Set it before splitgrade.enable(c), which keeps what it finds."

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


def enable(c: Config) -> None:
    """Switch splitgrade on in the configuration ``c``, and keep what is set there."""
    c.SplitExecute.setdefault("enabled", True)  # the mark of a course of ours, see plugin
    c.Autograde.setdefault("exporter_class", SubmissionExporter)
    c.Autograde.autograde_preprocessors = [
        SplitExecute if resolved(step) is Execute else step
        for step in _found(c, "Autograde", "autograde_preprocessors", _steps_of_autograde())
    ]
    c.GenerateAssignment.preprocessors = _with_check(
        _found(c, "GenerateAssignment", "preprocessors", _steps_of_release())
    )
    # Feedback shows a test's message, never its source; a student's script stays text.
    page = c.GenerateFeedback.setdefault("exporter_class", _PAGE)
    # Our page reads the gradebook itself; nbgrader's own wants the grades in the notebook.
    usual = [] if page == _PAGE else [GetGrades]
    steps = _found(c, "GenerateFeedback", "preprocessors", usual)
    c.GenerateFeedback.preprocessors = [_HIDE, *(step for step in steps if step != _HIDE)]
    c.HTMLExporter.setdefault("sanitize_html", True)
    c.HTMLExporter.filters = {"markdown2html": _MARKDOWN} | _found(c, "HTMLExporter", "filters", {})
    c.ClearMetadataPreprocessor.preserve_nb_metadata_mask = {"splitgrade"} | _found(
        c,
        "ClearMetadataPreprocessor",
        "preserve_nb_metadata_mask",
        ClearMetadataPreprocessor().preserve_nb_metadata_mask,
    )
    Autograde.init_notebooks = plugin.init_notebooks
    BaseConverter.init_assignment = plugin.init_assignment
    GenerateFeedback.init_notebooks = plugin.list_graded
    _read_times(c)
    # nbgrader starts alembic by name, also where the environment is not activated.
    beside_python = os.path.dirname(sys.executable)
    if beside_python not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = beside_python + os.pathsep + os.environ.get("PATH", "")


def _read_times(c: Config) -> None:
    """Let nbgrader read due dates and times of submissions as :mod:`splitgrade.times` does."""

    def parse_utc(said: str | datetime | None) -> datetime | None:
        return times.read_time(said, times.courses_zone(c))

    for name in ("nbgrader.utils", "nbgrader.coursedir", "nbgrader.apps.api"):
        if name in sys.modules:  # each has it under a name of its own
            sys.modules[name].parse_utc = parse_utc  # type: ignore[attr-defined]
    CourseDirectory.get_existing_timestamp = _existing_timestamp


def _existing_timestamp(self: CourseDirectory, folder: str) -> datetime | None:
    return times.read_stamp(Path(folder, "timestamp.txt"), times.courses_zone(self.config))


def _steps_of_autograde() -> list[Any]:
    return list(Autograde.autograde_preprocessors.default_args[0])


def _steps_of_release() -> list[Any]:
    return list(GenerateAssignment.preprocessors.default_args[0])


def _found(c: Config, section: str, name: str, default: Any) -> Any:
    """What a course has set, or the default; both with what the course appended to it."""
    value = c[section].get(name, default)
    return value.get_value(default) if isinstance(value, LazyConfigValue) else value


def _with_check(steps: list[Any]) -> list[Any]:
    """The steps of a release with our check where tests are made and solutions still there."""
    kinds = [resolved(step) for step in steps]
    if any(is_kind(kind, ReleaseCheck) for kind in kinds):
        return list(steps)
    before = (
        index for index, kind in enumerate(kinds) if is_kind(kind, (ClearSolutions, SaveCells))
    )
    place = next(before, len(steps))
    return [*steps[:place], _CHECK, *steps[place:]]


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
    if not any(is_kind(kind, ReleaseCheck) for kind in kinds):
        yield f"{where} has lost splitgrade's check of the release. {_AGAIN}"
    saves = [index for index, kind in enumerate(kinds) if is_kind(kind, SaveCells)]
    if not saves:
        yield f"{where} has no SaveCells: the gradebook would know of no cell."
    elif any(is_kind(kind, ClearHiddenTests) for kind in kinds[: saves[0]]):
        yield f"{where} has ClearHiddenTests before SaveCells: grading would lack hidden tests."


def _of_feedback(config: Config) -> Iterator[str]:
    pages = GenerateFeedback(config=config)
    if not is_kind(pages.exporter_class, (FeedbackPage, HTMLExporter)):
        yield (
            "c.GenerateFeedback.exporter_class makes no HTML page: make yours a subclass of "
            f"{_PAGE}."
        )
    kinds = [resolved(step) for step in pages.preprocessors]
    if not any(is_kind(kind, HideTests) for kind in kinds) or not HideTests(config=config).enabled:
        yield f"c.GenerateFeedback.preprocessors would show students the hidden tests. {_AGAIN}"
    exporter = HTMLExporter(config=config)
    if not exporter.sanitize_html or exporter.filters.get("markdown2html") != _MARKDOWN:
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
