"""Where the pieces meet nbgrader: its plug-in points, and the one it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from nbgrader.utils import is_grade
from traitlets import Bool, Integer, List, Unicode, default

from splitgrade import job
from splitgrade.execute import Course, Executed, error_output
from splitgrade.limits import Limits
from splitgrade.outputs import Output
from splitgrade.probe import proven_sandbox
from splitgrade.results import Results
from splitgrade.roles import code_cells
from splitgrade.work import Book, Rules, Work, take_up

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from nbgrader.coursedir import CourseDirectory


class SubmissionExporter(NotebookExporter):
    """Gives nbgrader a submission as it was rebuilt, so that there is always one to grade.

    nbgrader grades in two passes: the first reads the submitted file, the second the
    notebook that the first wrote. In place of the first file it gets the notebook of a Work: of
    the one that a run hands over, or, without a run, of one that is taken up here.
    """

    work: Work | None = None  # between the two passes

    def from_filename(
        self, filename: str, resources: Any = None, **kwargs: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        autograde: Any = self.parent  # of nbgrader, which says nothing of its types
        if not autograde._sanitizing:
            return super().from_filename(filename, resources=resources, **kwargs)
        names = resources["nbgrader"]
        self.work = self._work_of(names["assignment"], names["student"])
        notebook = self.work.books[names["notebook"]].rebuilt
        return self.from_notebook_node(notebook, resources=resources, **kwargs)

    def _work_of(self, lesson: str, student: str) -> Work:
        """The submission as it lies there now; what was changed since it was read is read anew."""
        autograde: Any = self.parent
        work = self.work or getattr(autograde, "work", None)
        if work and work.is_of(autograde.coursedir, lesson, student):
            return work
        rules = SplitExecute(config=self.config).rules()
        return take_up(autograde.coursedir, self.config, rules, lesson, student)


class SplitExecute(NbGraderPreprocessor):
    """Fills in what came of running a rebuilt notebook; runs it, where nobody did.

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

    def rules(self) -> Rules:
        """How the course has its submissions run."""
        limits = Limits(
            self.timeout,
            self.notebook_timeout,
            self.memory_mb,
            self.processes,
            self.disk_mb,
            self.max_output,
            self.max_pictures,
        )
        course = Course(None, tuple(self.types), tuple(self.packages), self.check_arguments, limits)
        return Rules(course, self.sandbox, self.skip_tag)

    def prove_sandbox(self, coursedir: CourseDirectory) -> None:
        """Find this machine's sandbox, and see that it holds.

        Raises
        ------
        splitgrade.sandbox.SandboxError
            If there is none that holds, and the course did not opt out of it.
        """
        if self.sandbox:
            proven_sandbox(self.rules().course, coursedir.root, coursedir.db_url)

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, Any]
    ) -> tuple[NotebookNode, dict[str, Any]]:
        exporter: Any = self.parent
        code = code_cells(nb, self.skip_tag)
        book = exporter.work.books[resources["nbgrader"]["notebook"]]
        book = book.with_code(tuple(cell for _, cell in code))
        executed = book.executed or _result_of(book.job, exporter.parent.coursedir)
        self._fill_in(nb, [cell for cell, _ in code], book, executed)
        return nb, resources

    def _fill_in(
        self, nb: NotebookNode, code: list[NotebookNode], book: Book, executed: Executed
    ) -> None:
        chosen = [(cell, part) for cell, part in zip(code, book.needed, strict=True) if part]
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


def _result_of(todo: job.Job, coursedir: CourseDirectory) -> Executed:
    """What came of a job before, or comes of it here and now."""
    results = Results(coursedir.root)
    executed = results.get(todo.key)
    if executed is None:
        executed = job.run(todo, coursedir.root, coursedir.db_url)
        if executed.timed_out:  # it counts when it does so again
            executed = job.run(todo, coursedir.root, coursedir.db_url)
        results.put(todo.key, executed)
    return executed


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
