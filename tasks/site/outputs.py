"""What the given cells of a lesson print and draw, from a run of its source.

Of a run only the outputs of given cells are kept: never those of an exercise, a check or a
hidden test. They lie in ``.site-cache`` under a digest of all that they follow from, so that a
lesson runs again only after such a change. The folder can be deleted at any time.
"""

import hashlib
import json
import os
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

import nbformat
from nbconvert.preprocessors import CellExecutionError, ExecutePreprocessor

from splitgrade.sandbox import ONE_THREAD
from tasks import lessons

CACHE = lessons.COURSE / ".site-cache"
SHOWN = ("image/png", "image/svg+xml", "text/plain")  # what a page without a kernel can show
SET_UP = """
import sys
sys.modules["ipywidgets"] = None  # a page has no sliders: a few values in a row instead
%config InlineBackend.figure_formats = ["retina"]
"""
USES_EARLIER = "carry_over"  # the function that reads the notebooks of other lessons
SECONDS = 900  # for one cell, on a busy machine


class LessonFailed(Exception):
    """The source of a lesson does not run; the text says where."""


def outputs_of(name, course=lessons.COURSE, cache=CACHE):
    """The outputs of a lesson's given cells, from the cache or from a run.

    Returns
    -------
    dict of str to list
        By cell id, in nbformat's form.

    Raises
    ------
    LessonFailed
        If a cell of the source raises.
    """
    kept = cache / f"{name}-{digest(name, course)}.json"
    if not kept.is_file():
        outputs = run(name, course)
        cache.mkdir(exist_ok=True)
        for old in cache.glob(f"{name}-*.json"):
            old.unlink()
        kept.write_text(json.dumps(outputs), encoding="utf-8")
    return json.loads(kept.read_text(encoding="utf-8"))


def is_kept(name, course=lessons.COURSE, cache=CACHE):
    """Whether a lesson's outputs are there, so that it need not run."""
    return (cache / f"{name}-{digest(name, course)}.json").is_file()


def digest(name, course=lessons.COURSE):
    """Changes with the lesson's code, the library with its data, and the libraries below it."""
    course = Path(course)
    code = _code(name, course)
    found = hashlib.sha256(f"{SET_UP} {version('numpy')} {version('matplotlib')} {code}".encode())
    if USES_EARLIER in code:
        for each in lessons.lesson_names(course):
            found.update(_code(each, course).encode())
    for path in sorted((course / "smallnets").rglob("*")):
        if path.suffix in (".py", ".npz"):
            found.update(path.relative_to(course).as_posix().encode() + path.read_bytes())
    return found.hexdigest()[:20]


def _code(name, course):
    cells = lessons.read_py(lessons.source_py(name, course)).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "code")


class Runner(ExecutePreprocessor):
    """Starts a kernel with one thread, no progress bars, and plots in the notebook."""

    def start_new_kernel(self, **options):
        environment = os.environ | ONE_THREAD | {"TQDM_DISABLE": "1"}
        environment.pop("MPLBACKEND", None)
        return super().start_new_kernel(**options, env=environment)


def run(name, course=lessons.COURSE):
    """Run a lesson's source beside the others, as its author has them."""
    notebook = lessons.read_py(lessons.source_py(name, course))
    notebook.cells.insert(0, nbformat.v4.new_code_cell(SET_UP))
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(Path(course) / "source", Path(scratch, "source"))
        place = {"metadata": {"path": str(Path(scratch, "source", name))}}
        runner = Runner(timeout=SECONDS, kernel_name="python3")
        try:
            runner.preprocess(notebook, place)
        except CellExecutionError as error:
            raise LessonFailed(f"{name} does not run: {error.ename}: {error.evalue}") from None
    return {
        cell.id: shown
        for cell in notebook.cells
        if is_given(cell) and (shown := [*filter(None, map(_shown, cell.outputs))])
    }


def is_given(cell):
    """A code cell that nobody writes and nothing grades."""
    return cell.cell_type == "code" and "nbgrader" not in cell.metadata


def _shown(output):
    """An output as a page shows it; None for what it cannot show, and for warnings."""
    if output.output_type == "stream":
        return output if output.name == "stdout" else None
    data = {kind: output.data[kind] for kind in SHOWN if kind in output.data}
    if not data or "application/vnd.jupyter.widget-view+json" in output.data:
        return None
    metadata = {kind: output.metadata[kind] for kind in data if kind in output.metadata}
    return nbformat.v4.new_output("display_data", data=data, metadata=metadata)
