"""Where the pieces meet nbgrader: its plug-in points, and the one it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from nbgrader.utils import is_grade
from traitlets import Bool, Integer, List, Unicode, default

from splitgrade import files, work
from splitgrade.execute import Cell, Course, Executed, Role, error_output
from splitgrade.frame import load_frame
from splitgrade.limits import Limits
from splitgrade.outputs import Output
from splitgrade.probe import proven_sandbox
from splitgrade.rebuild import rebuild
from splitgrade.results import Results
from splitgrade.slicing import needed_cells
from splitgrade.submission import Submission, read_submission

if TYPE_CHECKING:
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

NBCONVERTS_SKIP_TAG = "skip-execution"  # nbconvert passes over such a cell
NOTE_TITLE = "**Notes from grading**"
NOTES_ID = "notes-from-grading"  # of a cell; those that a student adds have other names
WITHOUT_SANDBOX = "Graded without a sandbox: the student's code ran with the grader's rights."


class SubmissionExporter(NotebookExporter):
    """Reads a submission by rebuilding it, so that there is always a notebook to grade.

    nbgrader grades in two passes: the first reads the submitted file, the second the
    notebook that the first wrote. Only the first meets a student's file.
    """

    def from_filename(
        self, filename: str, resources: Any = None, **kwargs: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        autograde: Any = self.parent  # of nbgrader, which says nothing of its types
        if not autograde._sanitizing:
            return super().from_filename(filename, resources=resources, **kwargs)
        names = resources["nbgrader"]
        notebook = rebuilt(
            autograde.coursedir,
            self.config,
            names["assignment"],
            names["student"],
            names["notebook"],
        )
        return self.from_notebook_node(notebook, resources=resources, **kwargs)


def rebuilt(
    coursedir: CourseDirectory, config: Config, assignment: str, student: str, name: str
) -> NotebookNode:
    """A student's notebook as it is graded: rebuilt, with its receipt and what was repaired.

    Parameters
    ----------
    coursedir : nbgrader.coursedir.CourseDirectory
    config : traitlets.config.Config
    assignment, student, name : str
        The name is that of the instructor's notebook, without its suffix.

    Returns
    -------
    NotebookNode
    """
    handed_in = files.submitted_folder(coursedir, assignment, student) / f"{name}.ipynb"
    linked = files.is_linked(coursedir, assignment, student)
    submission = Submission() if linked else read_submission(handed_in)
    notebook, repairs, unplaced = rebuild(
        load_frame(coursedir, config, assignment, name), submission
    )
    repairs += files.left_out(coursedir, assignment, student)
    if not SplitExecute(config=config).sandbox:
        repairs.insert(0, WITHOUT_SANDBOX)
    notebook.metadata["splitgrade"] = {
        "repairs": repairs,
        "unplaced": unplaced,
        "receipt": submission.receipt,
    }
    told = [f"Receipt of the answers graded here: {submission.receipt}"]
    notes = repairs + told * bool(submission.receipt)
    if notes:
        notebook.cells.insert(0, _note(notes))
    return notebook


class SplitExecute(NbGraderPreprocessor):
    """Runs a rebuilt notebook: student code in the sandbox, tests outside of it.

    It takes the place of nbgrader's Execute, and cannot be left out: a notebook that was
    not executed would earn every point.
    """

    timeout = Integer(help="Seconds that one cell may take; waiting for a processor is free.").tag(
        config=True
    )
    notebook_timeout = Integer(
        120, help="Seconds that all cells of one notebook may take together."
    ).tag(config=True)
    memory_mb = Integer(
        4000, help="Megabytes that the processes of one notebook may use together."
    ).tag(config=True)
    processes = Integer(
        64, help="Processes and threads that a student's code may have, in the sandbox."
    ).tag(config=True)
    disk_mb = Integer(
        256, help="Megabytes that a student's code may write, in a file and in all."
    ).tag(config=True)
    max_output = Integer(200_000, help="Characters of text kept for each notebook.").tag(
        config=True
    )
    max_pictures = Integer(
        10_000_000, help="Bytes of pictures kept for each notebook; of one cell, 7.5 MB."
    ).tag(config=True)
    skip_tag = Unicode(
        "show",
        help="Given cells with this tag only show something: not run in grading, but for what "
        "other cells need of them.",
    ).tag(config=True)
    sandbox = Bool(True, help="False runs student code with the rights of whoever grades.").tag(
        config=True
    )
    types = List(
        Unicode(), help="Modules that register the course's types with splitgrade.register."
    ).tag(config=True)
    packages = List(Unicode(), help="The course's own modules that student code imports.").tag(
        config=True
    )
    check_arguments = Bool(
        False, help="Fail a call in which a student's function changed its arguments."
    ).tag(config=True)

    @default("timeout")
    def _stock_timeout(self) -> int:
        stock = Execute(config=self.config).timeout  # None or -1: as long as the notebook may
        return stock if stock and stock > 0 else self.notebook_timeout

    def course(self, coursedir: CourseDirectory) -> Course:
        """The settings of the course, with its sandbox.

        Raises
        ------
        splitgrade.sandbox.SandboxError
            If there is no sandbox that holds, and the course did not opt out of it.
        """
        course = self.course_settings()
        if not self.sandbox:
            return course
        return course.with_sandbox(proven_sandbox(course, coursedir.root, coursedir.db_url))

    def course_settings(self) -> Course:
        """The settings of the course without a sandbox."""
        limits = Limits(
            self.timeout,
            self.notebook_timeout,
            self.memory_mb,
            self.processes,
            self.disk_mb,
            self.max_output,
            self.max_pictures,
        )
        return Course(None, tuple(self.types), tuple(self.packages), self.check_arguments, limits)

    def work(
        self, notebook: NotebookNode, coursedir: CourseDirectory, assignment: str, student: str
    ) -> work.Work:
        """What is to be run of a rebuilt notebook.

        Returns
        -------
        splitgrade.work.Work
        """
        cells = tuple(part for _, part in cells_to_run(notebook, self.skip_tag))
        return work.Work(
            cells,
            self.course_settings(),
            self.sandbox,
            files.for_student(coursedir, assignment, student),
            files.for_tests(coursedir, assignment),
        )

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        coursedir = self.parent.parent.coursedir
        names = resources["nbgrader"]
        todo = self.work(nb, coursedir, names["assignment"], names["student"])
        results, key = Results(coursedir.root), todo.key()
        executed = results.get(key)
        if executed is None:
            executed = work.run(todo, coursedir.root, coursedir.db_url)
            if executed.timed_out:  # it counts when it does so again
                executed = work.run(todo, coursedir.root, coursedir.db_url)
            results.put(key, executed)
        self._fill_in(nb, executed)
        return nb, resources

    def _fill_in(self, nb: NotebookNode, executed: Executed) -> None:
        chosen = cells_to_run(nb, self.skip_tag)
        for count, ((cell, part), ran) in enumerate(zip(chosen, executed.cells, strict=True), 1):
            outputs = ran.outputs
            if is_grade(cell) and part.role == "test":
                outputs = in_points(outputs, float(cell.metadata.nbgrader.points))
            cell.outputs = [nbformat.from_dict(output) for output in outputs]
            cell.execution_count = count
            if part.role == "test":
                cell.metadata["splitgrade"] = {
                    "by_student": ran.by_student,
                    "seconds": round(ran.seconds, 3),
                }
        nb.metadata["splitgrade"] |= {
            "seconds": round(executed.seconds, 3),
            "memory": executed.memory,
        }


def role_of(cell: NotebookNode, skip_tag: str) -> Role | None:
    """What kind of cell this is, by marks that only the instructor's notebook sets.

    Returns
    -------
    {"given", "shown", "answer", "student", "test"} or None
        None for a cell that is no code.
    """
    if cell.cell_type != "code":
        return None
    marks = cell.metadata.get("splitgrade", {})
    nbgrader = cell.metadata.get("nbgrader", {})
    if marks.get("added"):
        return "student"
    if nbgrader.get("solution"):
        return "answer"
    if nbgrader.get("grade") or marks.get("hidden"):
        return "test"
    skipped = {skip_tag, NBCONVERTS_SKIP_TAG} & set(cell.metadata.get("tags", []))
    return "shown" if skipped else "given"


def cells_to_run(notebook: NotebookNode, skip_tag: str) -> list[tuple[NotebookNode, Cell]]:
    """The cells of a rebuilt notebook that are run, each with what is run of it."""
    code = [(cell, role) for cell in notebook.cells if (role := role_of(cell, skip_tag))]
    parts = needed_cells(tuple(_as_cell(cell, role) for cell, role in code))
    return [(cell, part) for (cell, _), part in zip(code, parts, strict=True) if part]


def _as_cell(cell: NotebookNode, role: Role) -> Cell:
    marks = cell.metadata.get("splitgrade", {})
    return Cell(role, cell.source, tuple(marks.get("binds", ())), marks.get("imports", ""))


def in_points(outputs: list[Output], points: float) -> list[Output]:
    """The outputs of a test cell, with a value it ends in as points from 0 to those it has.

    nbgrader takes such a number for what was earned, but gives full points for a value that is
    negative or no number, and breaks off at one that is too large.
    """
    return [
        _in_points(output, points) if output["output_type"] == "execute_result" else output
        for output in outputs
    ]


def _in_points(output: Output, points: float) -> Output:
    text = output["data"].get("text/plain", "a picture")
    try:
        earned = float(text)
    except ValueError:
        earned = float("nan")
    if earned >= 0:
        return output | {"data": {"text/plain": text if earned <= points else repr(points)}}
    return error_output(
        "NoPoints",
        f"The test cell ends in {text[:80]}, which is no number of points from 0 to {points:g}.",
    )


def _note(sentences: list[str]) -> NotebookNode:
    lines = "".join(f"\n- {_plain(sentence)}" for sentence in sentences)
    cell = new_markdown_cell(f"{NOTE_TITLE}\n{lines}")
    cell.id = NOTES_ID
    return cell


def _plain(text: str) -> str:
    """File names come from students: no markdown or HTML of theirs in our note."""
    return "".join("\\" + char if char in "\\`*_{}[]<>#!|&" else char for char in text)
