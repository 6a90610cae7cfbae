"""The instructor's notebook as the frame that answers are put into.

It is what nbgrader keeps of the notebook in the gradebook when it makes the release: with its
header and footer, its automatic tests made, stubs for the solutions, and every hidden test.
"""

from __future__ import annotations

import ast
import contextlib
import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from nbclient.exceptions import CellExecutionError
from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import (
    ClearHiddenTests,
    ClearSolutions,
    IncludeHeaderFooter,
    InstantiateTests,
    NbGraderPreprocessor,
    SaveCells,
)
from traitlets.utils.importstring import import_item

from splitgrade import files
from splitgrade.names import bound_names, import_lines

if TYPE_CHECKING:
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

# By the course's files as they were, and its settings.
_frames: dict[tuple[object, ...], tuple[NotebookNode, NotebookNode]] = {}


class NotGradable(NbGraderException):
    """A lesson cannot be graded as it is; the text says why, and what to do."""


class ReleaseCheck(NbGraderPreprocessor):
    """A step of the release that only looks, and that the frame does without."""


def load_frame(
    coursedir: CourseDirectory, config: Config, assignment: str, name: str
) -> NotebookNode:
    """Read an instructor's notebook in the source folder and make the frame of it.

    A class has one frame and many submissions, so it is kept while the files of the
    assignment stay as they are: whoever gets it leaves it unchanged.

    Raises
    ------
    NotGradable
    """
    return _load(coursedir, config, assignment, name)[0]


def load_solved(
    coursedir: CourseDirectory, config: Config, assignment: str, name: str
) -> NotebookNode:
    """The same with the instructor's solutions, where :func:`load_frame` has stubs.

    Raises
    ------
    NotGradable
    """
    return _load(coursedir, config, assignment, name)[1]


def _load(coursedir, config, assignment, name):
    path = files.source_folder(coursedir, assignment) / f"{name}.ipynb"
    place = (path, settings_text(config), *_stamps(coursedir, config, path.parent))
    if place not in _frames:
        _frames[place] = make_frame(nbformat.read(path, as_version=4), config, path, coursedir)
    return _frames[place]


def _stamps(coursedir: CourseDirectory, config: Config, folder: Path) -> Iterator[object]:
    """Names and times of all files that go into a frame; those beside it where tests are made."""
    around, root = IncludeHeaderFooter(config=config), Path(coursedir.root)
    outside = [around.header, around.footer, InstantiateTests(config=config).autotest_filename]
    for path in [*sorted(folder.rglob("*")), *(root / name for name in outside if name)]:
        if path.is_file():
            yield path, path.stat().st_mtime_ns


def settings_text(config: Config | None) -> str:
    """A course's configuration as text that is the same for the same settings."""
    # A section comes into being, empty, when somebody only asks for it.
    kept = {name: section for name, section in (config or {}).items() if section}
    return json.dumps(kept, sort_keys=True, default=_in_order)


def _in_order(value: object) -> object:
    """What JSON has no form for; the order of a set is another one in each process."""
    return sorted(map(str, value)) if isinstance(value, set | frozenset) else str(value)


def make_frame(
    notebook: NotebookNode,
    config: Config | None = None,
    path: str | Path = "notebook.ipynb",
    coursedir: CourseDirectory | None = None,
) -> tuple[NotebookNode, NotebookNode]:
    """Replace the solutions of an instructor's notebook by stubs; keep every test.

    Parameters
    ----------
    notebook : NotebookNode
        Left unchanged.
    config : traitlets.config.Config, optional
        The course's configuration, for its steps, stubs and markers.
    path : path-like
        Where the notebook lies; made tests are run in its folder.
    coursedir : nbgrader.coursedir.CourseDirectory, optional
        Its folder is where header and footer are looked for.

    Returns
    -------
    frame, solved : NotebookNode
        The frame, and the same with its solutions.

    Raises
    ------
    NotGradable
        If the notebook is not in Python, or one of nbgrader's steps refuses it.
    """
    language = other_language(notebook)
    if language:
        raise NotGradable(language)
    converter = GenerateAssignment(coursedir=coursedir, config=config)
    exporter = Exporter(parent=converter, config=converter.config)
    for step in _steps(converter.preprocessors):
        exporter.register_preprocessor(step)
    resources = {"metadata": {"path": str(Path(path).parent), "name": Path(path).stem}}
    folder = coursedir.root if coursedir else "."
    try:
        with contextlib.chdir(folder):  # where nbgrader's steps look for files
            frame, made = exporter.from_notebook_node(_with_ids(notebook), resources)
    except Exception as error:  # whatever a step, nbgrader's or the course's own, raises
        raise NotGradable(f"{Path(path).name} could not be made ready: {_said(error)}") from error
    return frame, made["solved"]


def _said(error: Exception) -> str:
    if isinstance(error, CellExecutionError):  # made by nbgrader in a way that has no text
        return f"{error.ename}: {error.evalue}"
    return str(error) or type(error).__name__


def _steps(configured: list[Any]) -> Iterator[Any]:
    """nbgrader's steps up to the one that saves the cells, with ours that marks them.

    What comes after that step only takes away what students must not see.
    """
    marked = False
    for step in configured:
        kind = resolved(step)
        if is_kind(kind, SaveCells):
            break
        if is_kind(kind, ClearSolutions) and not marked:
            marked = True
            yield _Mark
        if not is_kind(kind, ReleaseCheck):
            yield kind
    if not marked:
        yield _Mark


def resolved(step: Any) -> Any:
    """A step of a course's settings; still its name where there is no such class."""
    if not isinstance(step, str):
        return step
    try:
        return import_item(step)
    except ImportError:
        return step  # nbgrader says so when it comes to it


def is_kind(step: object, kind: type | tuple[type, ...]) -> bool:
    """Whether a step is this class, or made of it."""
    return isinstance(step, kind) or (isinstance(step, type) and issubclass(step, kind))


def _with_ids(notebook: NotebookNode) -> NotebookNode:
    """A copy in which each cell has an id, the same every time; older formats have none."""
    notebook = deepcopy(notebook)
    for position, cell in enumerate(notebook.cells):
        cell.setdefault("id", f"cell-{position}")
    notebook.nbformat_minor = max(notebook.nbformat_minor, 5)
    return notebook


def other_language(notebook: NotebookNode) -> str:
    """Why a notebook cannot be graded that is not written in Python; else nothing."""
    named = [
        notebook.metadata.get("kernelspec", {}).get("language"),
        notebook.metadata.get("language_info", {}).get("name"),
    ]
    for language in named:
        if language and language.lower() not in ("python", "python3", "ipython"):
            return (
                f"The notebook is written in {language}, and splitgrade grades Python only: "
                "grade it in a course of its own, without splitgrade.enable(c)."
            )
    return ""


class _Mark(NbGraderPreprocessor):
    """Writes into each cell what running it has to know, and no student can change.

    The notebook is whole here: its tests are made, and its solutions still there. A copy of it
    is left in the resources, as ``solved``.
    """

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        mark(nb, ClearHiddenTests(parent=self).begin_test_delimeter)
        resources["solved"] = deepcopy(nb)
        return nb, resources


def mark(notebook: NotebookNode, hidden: str = "BEGIN HIDDEN TESTS") -> NotebookNode:
    """Write into each cell what running it has to know; ``hidden`` begins a hidden test."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata["splitgrade"] = _marks(cell, hidden)
    return notebook


def plain_tree(source: str) -> ast.Module | None:
    """The syntax of a cell, its magics turned into calls; None where there is none."""
    try:
        return ast.parse(TransformerManager().transform_cell(source))
    except SyntaxError:
        return None


def _marks(cell: NotebookNode, hidden: str) -> dict[str, Any]:
    if not cell.metadata.get("nbgrader", {}).get("solution"):
        return {"hidden": hidden in cell.source}
    tree = plain_tree(cell.source)
    if tree is None:
        return {}
    return {"binds": sorted(bound_names(tree)), "imports": import_lines(tree)}
