"""The course about words in a folder: released, handed in and graded as its instructor would."""

import json
import shutil
import subprocess
from pathlib import Path

import nbformat
from environment import variables
from students import STUDENTS, handed_in

COURSE = Path(__file__).parent / "course"
ASSIGNMENT = "words"
SCORES = """
import json, sys
from nbgrader.api import Gradebook
found = {}
with Gradebook(f"sqlite:///{sys.argv[1]}/gradebook.db") as gradebook:
    for submission in gradebook.assignment_submissions("words"):
        (notebook,) = submission.notebooks
        found[submission.student.id] = {
            grade.name: None if grade.needs_manual_grade else grade.score
            for grade in notebook.grades
        }
print(json.dumps(found))
"""


class Graded:
    """The course after it was released, handed in and graded as its instructor would do it.

    Parameters
    ----------
    root : Path
        An empty folder, outside of any repository.
    python : Path
        Of the environment that has splitgrade.
    """

    def __init__(self, root, python):
        self.root, self.python = root, python
        shutil.copytree(COURSE, root, dirs_exist_ok=True)
        self.run("nbgrader", "generate_assignment", ASSIGNMENT)
        for name, student in STUDENTS.items():
            self._hand_in(name, student)
        self.said = self.run("splitgrade", "grade", ASSIGNMENT, "--workers", "2")
        self.scores = json.loads(self.run("python", "-c", SCORES, str(root)))

    def run(self, program, *arguments, status=0):
        """Run a program of the environment in the course's folder; returns what it printed."""
        done = subprocess.run(
            [self.python.parent / program, *arguments],
            cwd=self.root,
            env=variables(),
            capture_output=True,
            text=True,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout

    def _hand_in(self, name, student):
        released = self.root / "release" / ASSIGNMENT
        folder = self.root / "submitted" / name / ASSIGNMENT
        shutil.copytree(released, folder)
        notebook = nbformat.read(released / "words.ipynb", as_version=4)
        text = json.dumps(handed_in(notebook, student)).replace("COURSE", str(self.root))
        (folder / "words.ipynb").write_text(text, encoding="utf-8")
        for file, content in student.files.items():
            (folder / file).write_text(content, encoding="utf-8")
