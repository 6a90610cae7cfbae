"""A small course of its own for splitgrade: one assignment, two answers, one essay.

The cells and notebooks of other made-up courses are built with the same functions.
"""

import json

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from splitgrade.folder import nbgrader_api

CONFIG = """
from pathlib import Path
import splitgrade
c = get_config()
c.CourseDirectory.course_id = "sample"
c.CourseDirectory.db_url = f"sqlite:///{Path(__file__).parent / 'gradebook.db'}?timeout=60"
splitgrade.enable(c)
c.SplitExecute.timeout = 3
c.SplitExecute.notebook_timeout = 20
"""

DOUBLE = "def double(x):\n    return 2 * x"
HALF = "def half(x):\n    return x / 2"


FULL = {"double_check": 1, "double_hidden": 2, "half_check": 1, "why": None}


def marked(make, name, source, **marks):
    """A cell with nbgrader's marks: grade, solution, locked, points."""
    nbgrader = {
        "grade": False,
        "solution": False,
        "locked": False,
        "task": False,
        "grade_id": name,
        "schema_version": 3,
    }
    return make(source, id=name, metadata={"nbgrader": nbgrader | marks})


def answer(name, source):
    return marked(new_code_cell, name, source, solution=True)


def judged(name, source, points):
    return marked(new_code_cell, name, source, grade=True, locked=True, points=points)


def notebook_of(cells):
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(
        cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}}
    )


def scores_of(api, lesson, student):
    """Points of each graded cell; None where a person has to grade."""
    with api.gradebook as gradebook:
        submission = gradebook.find_submission_notebook(lesson, lesson, student)
        return {
            grade.name: None if grade.needs_manual_grade else grade.score
            for grade in submission.grades
        }


def source_notebook():
    solved = "{}\n    ### BEGIN SOLUTION\n{}\n    ### END SOLUTION"
    cells = [
        new_markdown_cell("# Sums", id="title"),
        new_code_cell("start = 1", id="given"),
        new_code_cell(
            "raise RuntimeError('only to show')", id="shown", metadata={"tags": ["show"]}
        ),
        answer("double", solved.format(*DOUBLE.split("\n"))),
        judged(
            "double_check", "assert double(start) == 2, f'double(1) is 2, yours {double(1)}'", 1
        ),
        judged(
            "double_hidden",
            "double(7)  # more numbers\n### BEGIN HIDDEN TESTS\nsecret = 21\n"
            "assert double(secret) == 42, f'double(21) is 42, yours is {double(secret)}'\n"
            "### END HIDDEN TESTS\nassert True",
            2,
        ),
        answer("half", solved.format(*HALF.split("\n"))),
        judged("half_check", "assert half(4) == 2, 'half of 4 is 2'", 1),
        marked(
            new_markdown_cell,
            "why",
            "Why?\n### BEGIN SOLUTION\nBecause.\n### END SOLUTION",
            grade=True,
            solution=True,
            points=3,
        ),
    ]
    return notebook_of(cells)


class Course:
    """A real course folder with a real gradebook."""

    lesson = "sums"

    def __init__(self, root):
        self.root = root
        self.api = nbgrader_api(root)

    @classmethod
    def make(cls, root):
        (root / "nbgrader_config.py").write_text(CONFIG)
        source = root / "source" / cls.lesson
        source.mkdir(parents=True)
        nbformat.write(source_notebook(), source / f"{cls.lesson}.ipynb")
        assert nbgrader_api(root).generate_assignment(cls.lesson)["success"]

    def released(self):
        text = (self.root / "release" / self.lesson / f"{self.lesson}.ipynb").read_text()
        return nbformat.reads(text, as_version=4)

    def solved(self, **answers):
        """The released notebook with answers filled in; by default the right ones."""
        notebook = self.released()
        for cell in notebook.cells:
            sources = {"double": DOUBLE, "half": HALF, "why": "So."} | answers
            cell.source = sources.get(cell.id, cell.source)
        return notebook

    def hand_in(self, student, notebook, name=None):
        """Put a notebook, text or bytes into the student's folder; None makes it empty."""
        folder = self.root / "submitted" / student / self.lesson
        folder.mkdir(parents=True)
        if notebook is not None:
            raw = (
                notebook
                if isinstance(notebook, bytes)
                else (notebook if isinstance(notebook, str) else json.dumps(notebook)).encode()
            )
            (folder / (name or f"{self.lesson}.ipynb")).write_bytes(raw)
        return student

    def grade(self, student="*"):
        result = self.api.autograde(self.lesson, student)
        assert result["success"], result.get("log") or result
        return result

    def scores(self, student):
        return scores_of(self.api, self.lesson, student)

    def points(self, name):
        """What the gradebook says that a graded cell gives."""
        with self.api.gradebook as gradebook:
            return gradebook.find_grade_cell(name, self.lesson, self.lesson).max_score

    def graded(self, student):
        path = self.root / "autograded" / student / self.lesson / f"{self.lesson}.ipynb"
        return nbformat.read(path, as_version=4)

    def repairs(self, student):
        return self.graded(student).metadata.splitgrade.repairs
