"""What other graders give for the same honest work and the same cheats.

``python peers.py nbgrader FOLDER`` and, where otter-grader is installed, ``python peers.py
otter FOLDER`` grade some of the students of the course about words in an empty folder, with the
grader as it comes, and print what each got. The README of splitgrade quotes what came out.
"""

import json
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell
from students import POINTS, STUDENTS, handed_in

COURSE = Path(__file__).parent / "course"
CHOSEN = (
    *("honest-methods", "honest-loops", "unsolved"),
    *("cheat-patches-pandas", "cheat-agrees", "cheat-own-frame", "cheat-exits-hard"),
    *("cheat-edits-tests", "cheat-reads-source"),
)
OTTER_TEST = """OK_FORMAT = False

from otter.test_files import test_case

name = {name!r}
points = {points}


@test_case(points={points}, hidden={hidden})
def test(env):
    exec(compile({source!r}, {name!r}, "exec"), env)
"""
# In a student's first cell: otter's own object knows where the tests lie, hidden ones too.
READS_OTTERS_TESTS = (
    "from pathlib import Path\n\n"
    "tests = Path(otter.Notebook._tests_dir_override or '.')\n"
    "found = [path.name for path in tests.glob('*_hidden.py') if 'canary' in path.read_text()]\n"
    "Path('COURSE/read-by-a-student.txt').write_text('\\n'.join(found))"
)


def with_nbgrader(folder):
    """Grade with nbgrader alone; returns each one's points."""
    shutil.copytree(COURSE, folder, dirs_exist_ok=True)
    (folder / "nbgrader_config.py").write_text("c = get_config()\n")
    run(folder, "nbgrader", "generate_assignment", "words")
    for name in CHOSEN:
        put(folder, folder / "release/words", folder / "submitted" / name / "words", name)
        # Alone, as one submission that breaks the run must not cost the others theirs.
        run(folder, "nbgrader", "autograde", "words", "--student", name, check=False)
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        return {
            submission.student.id: sum(
                grade.auto_score or 0
                for notebook in submission.notebooks
                for grade in notebook.grades
            )
            for submission in gradebook.assignment_submissions("words")
        }


def with_otter(folder):
    """Grade with ``otter run``; returns each one's points."""
    source = nbformat.read(COURSE / "source/words/words.ipynb", as_version=4)
    (folder / "tests").mkdir(parents=True)
    for cell in source.cells:
        if cell.id in POINTS:
            text = OTTER_TEST.format(
                name=cell.id,
                points=POINTS[cell.id],
                hidden="HIDDEN" in cell.source,
                source=cell.source,
            )
            (folder / "tests" / f"{cell.id}.py").write_text(text)
    shutil.copy(COURSE / "source/words/jabberwocky.txt", folder)
    generate = ("otter", "generate", "--tests-dir", "tests", "--output-path", "autograder.zip")
    run(folder, *generate, "jabberwocky.txt")
    found = {}
    for name in CHOSEN:
        there = folder / "handed-in" / name
        put(folder, COURSE / "source/words", there, name, for_otter=True)
        out = folder / "results" / name
        out.mkdir(parents=True)
        done = run(
            folder,
            *("otter", "run", str(there / "words.ipynb"), "--autograder", "autograder.zip"),
            *("--output-dir", str(out), "--no-logo"),
            check=False,
        )
        results = out / "results.json"
        if not results.is_file():
            found[name] = f"no result: {(done.stderr or done.stdout).strip().splitlines()[-1]}"
            continue
        tests = json.loads(results.read_text())["tests"]
        found[name] = sum(test.get("score") or 0 for test in tests)
    read = (folder / "read-by-a-student.txt").read_text().split()
    return found | {"hidden tests read": len(read)}


def put(root, released, folder, name, for_otter=False):
    """Hand in what a student wrote."""
    student = STUDENTS[name]
    shutil.copytree(released, folder)
    notebook = nbformat.read(folder / "words.ipynb", as_version=4)
    if for_otter:
        for cell in notebook.cells:
            marks = cell.metadata.get("nbgrader", {})
            if marks.get("solution") and cell.cell_type == "code":
                cell.source = "raise NotImplementedError()"
    notebook = handed_in(notebook, student)
    if for_otter:
        for cell in notebook.cells:
            if cell.id in POINTS and student.change is None:
                cell.source = f"grader.check({cell.id!r})"
        notebook.cells.insert(0, new_code_cell("import otter\ngrader = otter.Notebook()"))
        if name == "cheat-reads-source":
            notebook.cells.insert(1, new_code_cell(READS_OTTERS_TESTS))
    text = json.dumps(notebook).replace("COURSE", str(root))
    (folder / "words.ipynb").write_text(text, encoding="utf-8")


def run(folder, *command, check=True):
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, capture_output=True, text=True, check=check
    )


if __name__ == "__main__":
    grader, folder = sys.argv[1:]
    way = {"nbgrader": with_nbgrader, "otter": with_otter}[grader]
    distribution = {"otter": "otter-grader"}.get(grader, grader)
    print(distribution, metadata.version(distribution), "of", sum(POINTS.values()), "points")
    for name, points in way(Path(folder).resolve()).items():
        print(f"  {name:24} {points}")
