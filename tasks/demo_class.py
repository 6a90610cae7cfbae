"""A class of submissions as a course meets them: right, wrong, unfinished and broken.

Each student is one function from a lesson to the files in the submitted folder.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell

from tasks import lessons
from tasks.variants import read_variants

STUDENTS = {}


@dataclass(frozen=True)
class Lesson:
    """What a made-up student starts from."""

    name: str
    course: Path

    @property
    def released(self):
        return nbformat.read(lessons.release_notebook(self.name, self.course), as_version=4)

    @property
    def answers(self):
        return lessons.reference_answers(self.name)

    def mutants(self):
        """One wrong answer an exercise, by grade id, in the order of the lesson."""
        wrong = {m.cell: m.source for m in read_variants("mutants", self.name)}
        return {name: wrong[name] for name in self.answers if name in wrong}

    def alternatives(self):
        return {a.cell: a.source for a in read_variants("alternatives", self.name)}

    def with_answers(self, answers):
        notebook = self.released
        for cell in notebook.cells:
            cell.source = answers.get(lessons.grade_id(cell), cell.source)
        return notebook

    def file(self, notebook, name=None):
        return {name or f"{self.name}.ipynb": nbformat.writes(notebook)}


def hand_in(course, names, students=STUDENTS):
    """Put what students hand in for lessons into a course's ``submitted/``.

    Parameters
    ----------
    course : Path
    names : list of str
        Of lessons.
    students : iterable of str
        Of this class; by default all.
    """
    for name in names:
        lesson = Lesson(name, course)
        for each in students:
            folder = course / "submitted" / each / name
            folder.mkdir(parents=True)
            for file, text in STUDENTS[each](lesson).items():
                (folder / file).write_text(text, encoding="utf-8")


def student(function):
    """Put a function into the class under its name; its docstring says what is special."""
    STUDENTS[function.__name__] = function
    return function


@student
def ada(lesson):
    """every answer right"""
    return lesson.file(lesson.with_answers(lesson.answers))


@student
def bao(lesson):
    """every answer right and written differently, with cells of his own"""
    notebook = lesson.with_answers(lesson.answers | lesson.alternatives())
    notebook.cells.insert(2, new_code_cell("scratch = [1, 2, 3]\nscratch[5]", id="my-scratch"))
    return lesson.file(notebook)


@student
def chidi(lesson):
    """half of the exercises done"""
    answers = list(lesson.answers.items())
    return lesson.file(lesson.with_answers(dict(answers[: len(answers) // 2])))


@student
def dana(lesson):
    """a plausible wrong idea in every exercise"""
    return lesson.file(lesson.with_answers(lesson.answers | lesson.mutants()))


@student
def emre(lesson):
    """one wrong idea, in the last exercise"""
    name, source = list(lesson.mutants().items())[-1]
    return lesson.file(lesson.with_answers(lesson.answers | {name: source}))


@student
def farah(lesson):
    """an untouched notebook"""
    return lesson.file(lesson.released)


@student
def goran(lesson):
    """a file cut off in the middle"""
    text = nbformat.writes(lesson.with_answers(lesson.answers))
    return {f"{lesson.name}.ipynb": text[: len(text) // 2]}


@student
def hana(lesson):
    """no notebook in the folder"""
    return {"answers.txt": "I could not find the download button."}


@student
def ilya(lesson):
    """the first test cell deleted, because it failed"""
    notebook = lesson.with_answers(lesson.answers | dict(list(lesson.mutants().items())[:1]))
    doomed = next(cell for cell in notebook.cells if lessons.is_test(cell))
    notebook.cells.remove(doomed)
    return lesson.file(notebook)


@student
def june(lesson):
    """the first answer cell there twice"""
    notebook = lesson.with_answers(lesson.answers)
    index = next(i for i, cell in enumerate(notebook.cells) if lessons.is_solution(cell))
    copy = nbformat.from_dict(json.loads(json.dumps(notebook.cells[index])))
    copy.id = "pasted"
    notebook.cells.insert(index + 1, copy)
    return lesson.file(notebook)


@student
def kofi(lesson):
    """an infinite loop in the first exercise"""
    return lesson.file(_first_code_answer(lesson, "while True:\n    pass"))


@student
def lena(lesson):
    """50 MB printed, all answers right"""
    notebook = lesson.with_answers(lesson.answers)
    notebook.cells.insert(1, new_code_cell("print('digit ' * 8_333_333)", id="my-print"))
    return lesson.file(notebook)


@student
def mika(lesson):
    """right answers under another file name"""
    notebook = lesson.with_answers(lesson.answers)
    return lesson.file(notebook, f"{lesson.name} (1).ipynb")


@student
def noor(lesson):
    """Python ended by the last exercise"""
    name = [n for n, source in lesson.answers.items() if "def " in source][-1]
    answers = lesson.answers | {name: "import os\nos._exit(1)"}
    return lesson.file(lesson.with_answers(answers))


def _first_code_answer(lesson, source):
    name = next(n for n, answer in lesson.answers.items() if "def " in answer)
    return lesson.with_answers(lesson.answers | {name: source})
