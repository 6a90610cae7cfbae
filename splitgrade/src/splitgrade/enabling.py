"""Switch splitgrade on: its settings put together with those of a course.

What a course set before ``enable`` is kept; ``splitgrade.settings`` names what cannot be.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbconvert.preprocessors import ClearMetadataPreprocessor
from nbgrader.converters import Autograde, GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearSolutions, Execute, GetGrades, SaveCells
from traitlets.config.loader import LazyConfigValue

from splitgrade import hooks, times
from splitgrade.frame import ReleaseCheck, is_kind, resolved
from splitgrade.plugin import SplitExecute, SubmissionExporter
from splitgrade.settings import MARKDOWN, PAGE

if TYPE_CHECKING:
    from traitlets.config import Config

_CHECK = "splitgrade.release.CheckRelease"
_HIDE = "splitgrade.feedback.HideTests"


def enable(c: Config) -> None:
    """Switch splitgrade on in the configuration ``c``, and keep what is set there."""
    c.SplitExecute.setdefault("enabled", True)  # the mark of a course of ours, see hooks
    c.Autograde.setdefault("exporter_class", SubmissionExporter)
    c.Autograde.autograde_preprocessors = [
        SplitExecute if resolved(step) is Execute else step
        for step in _found(c, "Autograde", "autograde_preprocessors", _steps_of_autograde())
    ]
    c.GenerateAssignment.preprocessors = _with_check(
        _found(c, "GenerateAssignment", "preprocessors", _steps_of_release())
    )
    # Feedback shows a test's message, never its source; a student's script stays text.
    page = c.GenerateFeedback.setdefault("exporter_class", PAGE)
    # Our page reads the gradebook itself; nbgrader's own wants the grades in the notebook.
    usual = [] if page == PAGE else [GetGrades]
    steps = _found(c, "GenerateFeedback", "preprocessors", usual)
    c.GenerateFeedback.preprocessors = [_HIDE, *(step for step in steps if step != _HIDE)]
    c.HTMLExporter.setdefault("sanitize_html", True)
    c.HTMLExporter.filters = {"markdown2html": MARKDOWN} | _found(c, "HTMLExporter", "filters", {})
    c.ClearMetadataPreprocessor.preserve_nb_metadata_mask = {"splitgrade"} | _found(
        c,
        "ClearMetadataPreprocessor",
        "preserve_nb_metadata_mask",
        ClearMetadataPreprocessor().preserve_nb_metadata_mask,
    )
    Autograde.init_notebooks = hooks.init_notebooks
    BaseConverter.init_assignment = hooks.init_assignment
    GenerateFeedback.init_notebooks = hooks.list_graded
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
