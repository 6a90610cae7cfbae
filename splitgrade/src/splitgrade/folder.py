"""A course's folder as nbgrader sees it, from anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from traitlets.config.loader import PyFileConfigLoader

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from nbgrader.apps.api import NbGraderAPI
    from traitlets.config import Config

CONFIG = "nbgrader_config.py"


def add_course(parser: ArgumentParser, course: str | Path) -> None:
    """Let a command be told its course: ``--course``, and where that is without it."""
    parser.add_argument(
        "--course",
        type=Path,
        default=course,
        metavar="FOLDER",
        help=f"folder with {CONFIG} (default: %(default)s)",
    )


def course_config(folder: str | Path) -> Config:
    """The configuration in a folder's ``nbgrader_config.py``, for use from anywhere.

    Raises
    ------
    FileNotFoundError
        If the folder has none.
    """
    root = Path(folder).resolve()
    if not (root / CONFIG).is_file():
        raise FileNotFoundError(f"{folder} is no course folder: it has no {CONFIG}.")
    # By its whole path: in the name of a folder, traitlets would put something for "$HOME".
    config = PyFileConfigLoader(str(root / CONFIG), path=str(root)).load_config()
    config.CourseDirectory.root = str(root)
    return config


def nbgrader_api(folder: str | Path) -> NbGraderAPI:
    """nbgrader's Python interface to the course in a folder, with its configuration."""
    from nbgrader.apps.api import NbGraderAPI

    return NbGraderAPI(config=course_config(folder))
