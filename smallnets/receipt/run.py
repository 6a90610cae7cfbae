"""Run the code of a notebook in a fresh kernel, and keep nothing of it but its errors."""

import importlib
import sys
from pathlib import Path

from tqdm import tqdm

from smallnets.notebooks import SavedCell

CELL_SECONDS = 300  # a whole lesson takes less than 60; a slow computer takes three times as long


class RunError(Exception):
    """There was nothing to run it with; the text says what."""


def errors_of_a_run(
    cells: list[SavedCell], folder: Path, environment: dict[str, str]
) -> list[tuple[int, SavedCell, str]]:
    """Run every code cell in order, going on after an error.

    Parameters
    ----------
    cells : list of SavedCell
    folder : Path
        Where the kernel works.
    environment : dict of str to str
        Of the kernel.

    Returns
    -------
    list of (int, SavedCell, str)
        Number in the file (from 1), the cell, and its error in one line. A kernel that
        dies or a cell without end stops the run, and is the last entry.

    Raises
    ------
    RunError
        If Jupyter's nbclient or the Python kernel is not installed.
    """
    nbclient, nbformat = _jupyter("nbclient"), _jupyter("nbformat.v4")
    code = [
        (number, cell)
        for number, cell in enumerate(cells, start=1)
        if cell.kind == "code" and cell.source
    ]
    notebook = nbformat.new_notebook(
        cells=[nbformat.new_code_cell(cell.source) for _, cell in code]
    )
    with tqdm(total=len(code), unit="cell", desc="running", file=sys.stdout, leave=False) as bar:
        client = nbclient.NotebookClient(
            notebook,
            timeout=CELL_SECONDS,
            kernel_name="python3",
            allow_errors=True,
            extra_arguments=["--log-level=ERROR"],  # its warnings are not the student's
            resources={"metadata": {"path": str(folder)}},
            on_cell_executed=lambda **_: bar.update(),
        )
        end = _execute(nbclient, client, environment)
    ran = zip(code, notebook.cells, strict=True)
    found = [
        (number, cell, _words(output["ename"], output["evalue"]))
        for (number, cell), each in ran
        for output in each.outputs
        if output["output_type"] == "error"
    ]
    if end:
        last, cell = code[min(bar.n, len(code) - 1)]
        found = [each for each in found if each[0] != last]  # of its interruption, perhaps
        found.append((last, cell, end))
    return found


def _jupyter(name):
    # Looked up by name: whoever only imports smallnets needs no Jupyter.
    try:
        return importlib.import_module(name)
    except ImportError:
        raise RunError("Jupyter is not installed for this Python") from None


def _execute(nbclient, client, environment):
    """Run all cells; return what ended the run too early, None if nothing did."""
    try:
        client.execute(env=environment)
    except nbclient.exceptions.CellTimeoutError:
        return (
            f"no result after {CELL_SECONDS} seconds; the rest was not run. If the cell comes to "
            "its end when you run it yourself, it is only slow: hand the notebook in."
        )
    except nbclient.exceptions.DeadKernelError:
        return "the death of Python itself; the rest was not run."
    except _jupyter("jupyter_client.kernelspec").NoSuchKernel:
        raise RunError("the Python kernel (ipykernel) is not installed") from None
    return None


def _words(name, value):
    text = " ".join(f"{name}: {value}".split())
    return text if len(text) <= 200 else text[:197] + "..."
