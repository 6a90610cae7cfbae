"""The instructor's notebook as the frame that answers are put into.

It is what nbgrader releases, with the hidden tests still in it.
"""

from __future__ import annotations

import ast
import json
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearOutput, ClearSolutions, ComputeChecksums, LockCells

from splitgrade.names import bound_names, import_lines

if TYPE_CHECKING:
    from traitlets.config import Config

HIDDEN = "### BEGIN HIDDEN TESTS"

_frames: dict[tuple[Path, int, str], NotebookNode] = {}  # by file, its time and the settings


def load_frame(path: str | Path, config: Config | None = None) -> NotebookNode:
    """Read the instructor's notebook in ``source/`` and make the frame of it.

    A class has one frame and many submissions, so it is kept while the file stays as it is:
    whoever gets it leaves it unchanged.
    """
    place = (Path(path), Path(path).stat().st_mtime_ns, settings_text(config))
    if place not in _frames:
        _frames[place] = make_frame(nbformat.read(path, as_version=4), config)
    return _frames[place]


def settings_text(config: Config | None) -> str:
    """A course's configuration as text that is the same for the same settings."""
    # A section comes into being, empty, when somebody only asks for it.
    kept = {name: section for name, section in (config or {}).items() if section}
    return json.dumps(kept, sort_keys=True, default=str)


def make_frame(notebook: NotebookNode, config: Config | None = None) -> NotebookNode:
    """Replace the solutions of an instructor's notebook by stubs; keep every test.

    Parameters
    ----------
    notebook : NotebookNode
        Left unchanged.
    config : traitlets.config.Config, optional
        The course's configuration, for its stubs and markers.

    Returns
    -------
    NotebookNode
    """
    notebook = deepcopy(notebook)
    resources: dict[str, Any] = {}
    mark(notebook)
    # nbgrader's own order in GenerateAssignment, less the steps that drop hidden tests.
    for step in (LockCells, ClearSolutions, ClearOutput, ComputeChecksums):
        notebook, resources = step(config=config).preprocess(notebook, resources)
    return notebook


def mark(notebook: NotebookNode) -> NotebookNode:
    """Write into each cell what running it has to know, and no student can change."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata["splitgrade"] = _marks(cell)
    return notebook


def plain_tree(source: str) -> ast.Module | None:
    """The syntax of a cell, its magics turned into calls; None where there is none."""
    try:
        return ast.parse(TransformerManager().transform_cell(source))
    except SyntaxError:
        return None


def _marks(cell: NotebookNode) -> dict[str, Any]:
    if not cell.metadata.get("nbgrader", {}).get("solution"):
        return {"hidden": HIDDEN in cell.source}
    tree = plain_tree(cell.source)
    if tree is None:
        return {}
    return {"binds": sorted(bound_names(tree)), "imports": import_lines(tree)}
