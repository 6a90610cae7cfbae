"""In place of nbgrader's own methods: which notebooks are graded, what is copied beside them."""

from __future__ import annotations

import glob
import os
import shutil
from pathlib import Path

from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import BaseConverter, NbGraderException

from splitgrade import files
from splitgrade.frame import NotGradable
from splitgrade.paths import RootRefused, refuse_root
from splitgrade.plugin import SplitExecute
from splitgrade.release import refuse_unfair
from splitgrade.sandbox import SandboxError

_stock_init_notebooks = Autograde.init_notebooks


def init_notebooks(self: Autograde) -> None:
    """Refuse to start where grading would be unsafe or unfair; then list what to grade.

    It stands in nbgrader's class, so it also meets courses of the same process that are not
    ours: theirs go nbgrader's way.
    """
    if "enabled" not in self.config.SplitExecute:
        _stock_init_notebooks(self)
        return
    try:
        refuse_root(self.coursedir.root)
        list_notebooks(self)
        SplitExecute(parent=self).prove_sandbox(self.coursedir)
        for assignment in sorted(self._assignment_ids):
            refuse_unfair(self.coursedir, self.config, assignment)
    except (NotGradable, RootRefused, SandboxError) as error:
        self.log.error("%s", error)
        raise NbGraderException(str(error)) from None


def list_notebooks(self: Autograde) -> None:
    """List the notebooks that should have been handed in, whether or not they were.

    nbgrader passes over a folder without a notebook, and its plug-in points are only
    asked afterwards, so such a student would never get a grade.
    """
    self.assignments, self.notebooks, self._assignment_ids = {}, [], set()
    course = self.coursedir
    for assignment, _, folder in files.submissions(course):
        names = [path.name for path in files.notebooks(course, assignment)]
        if names:
            self._assignment_ids.add(assignment)
            self.assignments[str(folder)] = [str(folder / name) for name in names]
    if not self.assignments:
        _stock_init_notebooks(self)  # says what was looked for, and raises


_stock_list = BaseConverter.init_notebooks
_stock_init_assignment = BaseConverter.init_assignment


def list_graded(self: GenerateFeedback) -> None:
    """List the notebooks that get a page: nbgrader takes a folder's name for a pattern."""
    self.assignments, self.notebooks = {}, []
    course = self.coursedir
    for folder in glob.glob(self._format_source(course.assignment_id, course.student_id)):
        found = glob.glob(os.path.join(glob.escape(folder), f"{course.notebook_id}.ipynb"))
        if found:
            self.assignments[folder] = found
    if not self.assignments:
        _stock_list(self)  # says what was looked for, and raises


def init_assignment(self: BaseConverter, assignment: str, student: str) -> None:
    """Copy what lies beside the notebooks; of a student's folder nothing but plain files.

    nbgrader follows links, which puts what they lead to into ``autograded/`` and ``feedback/``,
    and breaks off at what cannot be copied.
    """
    course = self.coursedir
    is_ours = "enabled" in self.config.SplitExecute
    if is_ours and self._input_directory == course.submitted_directory:
        found = files.handed_in(course, assignment, student)
    elif is_ours and self._input_directory == course.autograded_directory:
        found = files.plain_files(Path(self._format_source(assignment, student)), course.ignore)
    else:  # the instructor's own files, or another course
        _stock_init_assignment(self, assignment, student)
        return
    made = {Path(notebook).stem + self.exporter.file_extension for notebook in self.notebooks}
    for name, path in found.files.items():
        if Path(name).parts[0] in made:  # which nbgrader writes there itself
            continue
        place = Path(self._format_dest(assignment, student), name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        shutil.copy(path, place, follow_symlinks=False)
