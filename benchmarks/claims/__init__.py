"""What the lessons claim, each claim with the experiment that could have refuted it.

A lesson has one module here, by its name: a function for each claim, run on the lesson's own
reference answers with seeds of its own, and the sentences that look like a claim and are none.
``python -m benchmarks.claims`` runs them and keeps what came of it in ``measured/``, from which
``course.py sync`` writes the table of the handbook's page.
"""

import contextlib
import importlib.util
import re
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from tasks import lessons

FOLDER = Path(__file__).resolve().parent
SHOWN, NOT_SHOWN, INCONCLUSIVE = "shown", "not shown", "inconclusive"
Verdict = Literal["shown", "not shown", "inconclusive"]

# Words by which a sentence gives a cause, or says that one thing beats or equals another.
CLAIMS = re.compile(
    r"\b(because|since|therefore|thus|hence|explains?|reasons?|due to|causes?|thanks to|leads? to"
    r"|beats?|costs?|gains?|better|worse|than|matters?|helps?|harms?|hardly"
    r"|wins?|loses?|faster|slower|cheaper)\b",
    re.IGNORECASE,
)
# What such a sentence may be instead of a claim.
KINDS = ("arithmetic", "definition", "instruction", "printed", "question", "source")


@dataclass(frozen=True)
class Found:
    """What an experiment gave.

    Attributes
    ----------
    result : str
        The numbers of the experiment and of its control, in a sentence.
    verdict : {"shown", "not shown", "inconclusive"}
    """

    result: str
    verdict: Verdict


@dataclass(frozen=True)
class Claim:
    """A claim of a lesson.

    Attributes
    ----------
    says : str
        The lesson's words, as they stand there.
    experiment, control : str
        What was done; and what was done beside it, which could have refuted the words.
    seeds : tuple of int
        Empty where nothing is drawn.
    states : {"shown", "not shown", "inconclusive"}
        The verdict that the lesson's words give.
    run : callable
        Takes the seeds and gives what was found.
    timed : bool
        Whether it takes times: another program on the machine can change what is found.
    """

    says: str
    experiment: str
    control: str
    seeds: tuple[int, ...]
    states: Verdict
    run: Callable[[tuple[int, ...]], Found]
    timed: bool = False

    def measure(self) -> dict:
        """Run the experiment; return the claim with its result, as it is kept."""
        started = time.process_time()
        found = self.run(self.seeds)
        seconds = round(time.process_time() - started, 1)
        return {**self.described(), **asdict(found), "seconds": seconds}

    def described(self) -> dict:
        """All that a person wrote of the claim, as it is kept."""
        named = ("says", "experiment", "control", "states")
        return {name: getattr(self, name) for name in named} | {"seeds": list(self.seeds)}


def claim(says, experiment, control, seeds=(), states=SHOWN, timed=False):
    """Make a claim of a function that takes the seeds and returns what was :class:`Found`."""

    def made(run):
        return Claim(says, experiment, control, tuple(seeds), states, run, timed)

    return made


def claims_of(lesson, folder=FOLDER):
    """The claims of a lesson, in the order of its module.

    Raises
    ------
    FileNotFoundError
        If the lesson has no module here.
    """
    return [each for each in vars(_module(lesson, folder)).values() if isinstance(each, Claim)]


def no_claims_of(lesson, folder=FOLDER):
    """Sentences of a lesson that look like a claim, each with what it is instead."""
    return _module(lesson, folder).NO_CLAIMS


def claiming_sentences(lesson):
    """Sentences of a lesson's text that give a cause or compare, in order."""
    texts = [
        "\n".join(lessons.lines_of(cell.source, "shown"))
        for cell in lessons.read_py(lessons.source_py(lesson)).cells
        if cell.cell_type == "markdown"
    ]
    return [each for text in texts for each in sentences(text) if CLAIMS.search(each)]


def sentences(text):
    """The sentences, headings and lines of tables of a text, each on one line."""
    blocks = re.split(r"\n\s*\n|\n(?=\||- |\d+\. |#)", text)
    ends = re.compile(r"(?<=[.?!:;])[*_]*\s+(?=[*_\"$`(\[]*[A-Z0-9])")
    return [
        " ".join(each.split()) for block in blocks for each in ends.split(block) if each.strip()
    ]


def verdict(holds):
    """The verdict on what is counted or computed, without noise between seeds."""
    return SHOWN if holds else NOT_SHOWN


def judged(differences, worth=0.0):
    """The verdict on paired differences, one for each seed: is it more than ``worth``?

    Shown if the 95% interval of the mean (Student's t) lies above ``worth``, not shown if it
    lies below, else inconclusive.

    Parameters
    ----------
    differences : sequence of float
        Three at least.
    worth : float, optional
        The difference from which on the claim holds.

    Returns
    -------
    {"shown", "not shown", "inconclusive"}
    """
    from scipy import stats  # of the tests' environment

    values = np.asarray(differences, dtype=np.float64)
    if values.size < 3:
        raise ValueError(f"{values.size} differences judge nothing: take three seeds at least")
    half = stats.t.ppf(0.975, values.size - 1) * values.std(ddof=1) / np.sqrt(values.size)
    if values.mean() - half > worth:
        return SHOWN
    return NOT_SHOWN if values.mean() + half <= worth else INCONCLUSIVE


def spread(values, form="{:.1f}"):
    """Mean and range of values over seeds, in words."""
    shown = [form.format(value) for value in (np.mean(values), np.min(values), np.max(values))]
    return f"{shown[0]} ({shown[1]} to {shown[2]})"


def answers(lesson):
    """What a lesson defines when its reference answers are run, and nothing that only shows.

    Returns
    -------
    dict
        By name.
    """
    namespace = {"__name__": lesson}
    for cell in lessons.read_py(lessons.source_py(lesson)).cells:
        shows = "show" in cell.metadata.get("tags", [])
        if cell.cell_type == "code" and not shows and not lessons.is_test(cell):
            with contextlib.redirect_stdout(None):
                exec(compile(cell.source, lesson, "exec"), namespace)
    return namespace


def _module(lesson, folder):
    path = Path(folder) / f"{lesson}.py"
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing: the lesson's claims are measured there")
    name = f"benchmarks.claims.{lesson}"
    if name not in sys.modules or sys.modules[name].__file__ != str(path):
        spec = importlib.util.spec_from_file_location(name, path)
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]
