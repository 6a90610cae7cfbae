"""What a lesson says of itself: the form of its header cell, and what its cells add.

Every table of lessons is made from these facts (see ``tasks/tables.py``). A header reads::

    # 2. Which weights can go?

    | Lesson 2 | Magnitude pruning, in one shot |
    | --- | --- |
    | You will be able to | **count** the zeros of a network, **cut** its smallest weights |
    | Time | about 100 minutes |
    | You need | lesson 1, and numpy's boolean arrays and sorting |
"""

import math
import re
from dataclasses import dataclass

from tasks import lessons

NAME = re.compile(r"(\d\d)(_[a-z0-9]+)+")
WORDS_A_MINUTE = 200
STATED = re.compile(
    r"^(?:### Exercise|\*\*Reflect\*\*).*?\(\d+ points?(?:, about (\d+) minutes)?\)", re.MULTILINE
)
ROWS = {
    "You will be able to": r".*\S.*",
    "Time": r"about [1-9]\d* minutes",
    "You need": r".*\S.*",
}


class HeaderError(ValueError):
    """A header cell is not of the form; ``faults`` has a sentence for each row that is not."""

    def __init__(self, name, faults):
        super().__init__("\n".join(f"{name}: {fault}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class Facts:
    """A lesson in a few words and numbers.

    Attributes
    ----------
    name : str
        Its folder, such as ``02_magnitude_pruning``.
    number, minutes, points : int
    title, question : str
    aims : str
        What students will be able to do.
    needs : str
        What they need before.
    exercises : tuple of str
        Functions and classes that students write, in order, and their checks of others'.
    reflections, read_points : int
        How many answers a person reads, and what they are worth together.
    """

    name: str
    number: int
    title: str
    question: str
    aims: str
    minutes: int
    needs: str
    points: int
    exercises: tuple
    reflections: int
    read_points: int

    @property
    def written(self):
        """The exercises but for checks of other people's functions."""
        return [name for name in self.exercises if not name.startswith("check_")]


def facts_of(name, course=lessons.COURSE):
    """Read the facts of a lesson.

    Raises
    ------
    HeaderError
        If its first cell is not of the form above; it names each row that is missing or
        cannot be read.
    """
    cells = lessons.read_py(lessons.source_py(name, course)).cells
    header = _header(name, cells[0].source if cells else "")
    by_hand = [cell for cell in cells if lessons.is_reflection(cell)]
    return Facts(
        name=name,
        number=int(name[:2]),
        title=header["title"],
        question=header["question"],
        aims=header["You will be able to"].replace("**", ""),
        minutes=int(re.search(r"\d+", header["Time"])[0]),
        needs=header["You need"],
        points=_points(cell for cell in cells if lessons.is_graded(cell)),
        exercises=tuple(exercises(cells)),
        reflections=len(by_hand),
        read_points=_points(by_hand),
    )


def exercises(cells):
    """Names of the answers that a machine scores, in the order of the lesson."""
    return [
        lessons.grade_id(cell)
        for cell in cells
        if lessons.is_solution(cell) and not lessons.is_reflection(cell)
    ]


def minutes_needed(cells):
    """What the exercises and reflections say they take, and reading, up to the next ten minutes.

    Parameters
    ----------
    cells : list of NotebookNode
        Of the instructor's notebook; what students do not get is not read.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If an exercise or a reflection does not state its minutes.
    """
    texts = [
        "\n".join(lessons.lines_of(cell.source, "shown"))
        for cell in cells
        if cell.cell_type == "markdown"
    ]
    text = "\n".join(texts)
    stated = list(STATED.finditer(text))
    answers = len(exercises(cells)) + sum(map(lessons.is_reflection, cells))
    silent = [found[0] for found in stated if not found[1]]
    if silent or len(stated) != answers:
        raise ValueError(
            f"{answers} exercises and reflections, of which {len(stated) - len(silent)} state "
            "(N points, about M minutes)" + "".join(f"; not: {each}" for each in silent)
        )
    minutes = sum(int(found[1]) for found in stated) + len(text.split()) / WORDS_A_MINUTE
    return 10 * math.ceil(minutes / 10)


def all_facts(course=lessons.COURSE):
    """The facts of every lesson, in order."""
    return [facts_of(name, course) for name in lessons.lesson_names(course)]


def _points(cells):
    return sum(cell.metadata.nbgrader["points"] for cell in cells)


def _header(name, text):
    """The rows of a header cell by their first column, with its question and its title."""
    number = int(name[:2])
    lines = text.split("\n")
    found = re.fullmatch(rf"# {number}\. (\S.*\?)", lines[0])
    faults = [] if found else [f"the header needs the line: # {number}. A QUESTION?"]
    rows = dict(re.findall(r"^\| (.+?) \| (.*) \|$", text, re.MULTILINE))
    known = {f"Lesson {number}": r".*\S.*", "---": "---", **ROWS}
    for row, form in known.items():
        if row not in rows:
            faults.append(f"the header lacks its row: | {row} | ... |")
        elif not re.fullmatch(form, rows[row]):
            faults.append(f"the header's row {row!r} cannot be read: {rows[row]!r}")
    for line in lines[1:]:
        first = re.match(r"\| (.+?) \| ", line)
        if line and not (first and first[1] in known):
            faults.append(f"the header holds a line that is none of its rows: {line}")
    if not faults and list(rows) != list(known):
        faults.append(f"the header's rows need the order: {', '.join(known)}")
    if faults:
        raise HeaderError(name, faults)
    return rows | {"question": found[1], "title": rows[f"Lesson {number}"]}
