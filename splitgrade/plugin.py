"""Where the pieces meet nbgrader: its plug-in points, and the one it lacks."""

import glob
import os
import re
import sys
import time
from pathlib import Path

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader.converters import Autograde
from nbgrader.preprocessors import Execute
from traitlets import Dict, Integer, Unicode

from splitgrade.frame import load_frame
from splitgrade.rebuild import rebuild
from splitgrade.submission import read_submission

NOTE_TITLE = "**Notes from grading**"
KERNEL_STARTS = 3


def enable(c):
    """Switch the plug-in on in the configuration ``c``."""
    steps = Autograde.autograde_preprocessors.default_args[0]
    c.Autograde.exporter_class = SubmissionExporter
    c.Autograde.autograde_preprocessors = [
        BoundedExecute if step is Execute else step for step in steps
    ]
    # Feedback shows a test's message, never its source; a student's script stays text.
    c.GenerateFeedback.preprocessors = [
        "splitgrade.feedback.HideTests",
        "nbgrader.preprocessors.GetGrades",
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    ]
    c.HTMLExporter.sanitize_html = True
    Autograde.init_notebooks = _init_notebooks
    # nbgrader starts alembic by name, also where the environment is not activated.
    beside_python = os.path.dirname(sys.executable)
    if beside_python not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = beside_python + os.pathsep + os.environ.get("PATH", "")


class SubmissionExporter(NotebookExporter):
    """Reads a submission by rebuilding it, so that there is always a notebook to grade.

    nbgrader grades in two passes: the first reads the submitted file, the second the
    notebook that the first wrote. Only the first meets a student's file.
    """

    def from_filename(self, filename, resources=None, **kwargs):
        if not self.parent._sanitizing:
            return super().from_filename(filename, resources=resources, **kwargs)
        names = resources["nbgrader"]
        folder = _source_folder(self.parent.coursedir, names["assignment"])
        frame = load_frame(folder / f"{names['notebook']}.ipynb", self.config)
        notebook, repairs = rebuild(frame, read_submission(filename))
        notebook.metadata["splitgrade"] = {"repairs": repairs}
        if repairs:
            notebook.cells.insert(0, _note(repairs))
        return self.from_notebook_node(notebook, resources=resources, **kwargs)


class BoundedExecute(Execute):
    """nbgrader's Execute with an end: a bound on time and output, and no lost grades.

    Whatever the student's code does to the kernel, every test cell that did not run to
    its end holds an error, so that nbgrader gives it 0 points and the class goes on.
    """

    notebook_timeout = Integer(
        120, help="Seconds that all cells of one notebook may take together."
    ).tag(config=True)
    max_output = Integer(
        200_000, help="Characters of output kept for each notebook."
    ).tag(config=True)
    error_on_timeout = Dict({
        "ename": "TimeLimit",
        "evalue": "This cell was stopped: it ran longer than the time limit of a cell.",
        "traceback": ["TimeLimit: This cell was stopped: it ran longer than a cell may."],
    }, help=Execute.error_on_timeout.help).tag(config=True)
    skip_cells_with_tag = Unicode(
        "show", help="Given cells with this tag only show something: not run in grading."
    ).tag(config=True)

    def preprocess(self, nb, resources=None, km=None):
        self.cell_timeout = self.timeout
        self.deadline = time.monotonic() + self.notebook_timeout
        self.stopped = None
        self.output_left = self.max_output
        starts = 0
        while True:
            starts += 1
            try:
                return super().preprocess(nb, resources, km)
            except DeadKernelError:  # it can also die after the last cell
                for cell in nb.cells:
                    self._mark_if_not_run(cell)
                return nb, resources
            except RuntimeError:  # of two kernels started at once, both may take one port
                if starts == KERNEL_STARTS or self.code_cells_executed:
                    raise

    def preprocess_cell(self, cell, resources, index):
        if cell.cell_type != "code":
            return cell, resources
        left = self.deadline - time.monotonic()
        if left <= 0:
            self.stopped = self.stopped or (
                f"The notebook ran for more than {self.notebook_timeout} seconds."
            )
        if self.stopped:
            _fail(cell, "NotRun", self.stopped)
            return cell, resources
        self.timeout = max(1, min(self.cell_timeout, int(left) + 1))
        try:
            return super().preprocess_cell(cell, resources, index)
        except DeadKernelError:
            self.stopped = f"An earlier cell ended Python: {_first_line(cell.source)}"
            _fail(cell, "PythonEnded", "This cell ended Python, or ran out of memory.")
        except CellTimeoutError:  # the interrupt after the time limit changed nothing
            self.stopped = f"An earlier cell could not be stopped: {_first_line(cell.source)}"
            _fail(cell, "NotStopped", f"This cell ran for more than {self.timeout} seconds.")
        return cell, resources

    def output(self, outs, msg, display_id, cell_index):
        text = msg["content"].get("text", "")
        if self.output_left <= 0 and text:
            return None
        if len(text) > self.output_left:
            msg["content"]["text"] = text[: self.output_left] + "\n... output cut here ...\n"
        self.output_left -= len(text)
        return super().output(outs, msg, display_id, cell_index)

    def _mark_if_not_run(self, cell):
        if cell.cell_type == "code" and cell.execution_count is None:
            _fail(cell, "NotRun", self.stopped or "Python ended before this cell ran.")


def _fail(cell, name, reason):
    cell.outputs.append(
        new_output("error", ename=name, evalue=reason, traceback=[f"{name}: {reason}"])
    )


def _first_line(source):
    lines = [line for line in source.splitlines() if line.strip()]
    return lines[0][:80] if lines else "(empty cell)"


def _note(repairs):
    lines = "".join(f"\n- {_plain(repair)}" for repair in repairs)
    cell = new_markdown_cell(f"{NOTE_TITLE}\n{lines}")
    cell.id = "notes-from-grading"
    return cell


def _plain(text):
    """File names come from students: no markdown or HTML of theirs in our note."""
    return "".join("\\" + char if char in "\\`*_{}[]<>#!|&" else char for char in text)


def _source_folder(coursedir, assignment):
    return Path(coursedir.format_path(coursedir.source_directory, ".", assignment))


_stock_init_notebooks = Autograde.init_notebooks


def _init_notebooks(self):
    """List the notebooks that should have been handed in, whether or not they were.

    nbgrader passes over a folder without a notebook, and its plug-in points are only
    asked afterwards, so such a student would never get a grade.
    """
    self.assignments, self.notebooks = {}, []
    course = self.coursedir
    names_in_path = self._format_source("(?P<assignment>.*)", ".*", escape=True)
    for folder in glob.glob(self._format_source(course.assignment_id, course.student_id)):
        assignment = re.match(names_in_path, folder)["assignment"]
        expected = _source_folder(course, assignment).glob(f"{course.notebook_id}.ipynb")
        names = sorted(notebook.name for notebook in expected)
        if names and os.path.isdir(folder):
            self.assignments[folder] = [os.path.join(folder, name) for name in names]
    if not self.assignments:
        _stock_init_notebooks(self)  # says what was looked for, and raises
