"""The instructor's notebook as the frame that answers are put into.

It is what nbgrader releases, with the hidden tests still in it.
"""

import ast
from copy import deepcopy
from pathlib import Path

import nbformat
from IPython.core.inputtransformer2 import TransformerManager
from nbgrader.preprocessors import ClearOutput, ClearSolutions, ComputeChecksums, LockCells

from splitgrade.names import bound_names, import_lines

HIDDEN = "### BEGIN HIDDEN TESTS"


def load_frame(path, config=None):
    """Read the instructor's notebook in ``source/`` and make the frame of it."""
    return make_frame(nbformat.read(Path(path), as_version=4), config)


def make_frame(notebook, config=None):
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
    notebook, resources = deepcopy(notebook), {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata["splitgrade"] = _marks(cell)
    # nbgrader's own order in GenerateAssignment, less the steps that drop hidden tests.
    for step in (LockCells, ClearSolutions, ClearOutput, ComputeChecksums):
        notebook, resources = step(config=config).preprocess(notebook, resources)
    return notebook


def _marks(cell):
    """What running the notebook has to know of a cell, and no student can change."""
    if not cell.metadata.get("nbgrader", {}).get("solution"):
        return {"hidden": HIDDEN in cell.source}
    try:
        tree = ast.parse(TransformerManager().transform_cell(cell.source))
    except SyntaxError:
        return {}
    return {"binds": sorted(bound_names(tree)), "imports": import_lines(tree)}
