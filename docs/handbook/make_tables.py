"""Renew what the handbook derives: tables of wrong ideas, and what the lessons print.

    python -m docs.handbook.make_tables
    python -m docs.handbook.make_tables --measure [LESSON ...]

The first takes a second: it writes the table of wrong ideas of each lesson's page from
tests/mutants. The second also runs lessons, each twice, and keeps what they print in
measured/: once as this machine is, and once with arithmetic as on a processor that has
AVX2 and no AVX-512, whose roundings are others. Lines that a page quotes are renewed;
numbers in its prose are for a person, and a test names those that are no longer printed.
"""

import argparse
import hashlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from difflib import SequenceMatcher
from importlib.metadata import version
from pathlib import Path

from tqdm import tqdm

from benchmarks import machine
from benchmarks.worker import environment_for
from tasks import lessons
from tasks.variants import read_variants

HANDBOOK = Path(__file__).resolve().parent
BEGIN, END = "<!-- made by make_tables.py -->\n", "<!-- end of what make_tables.py made -->\n"
PROCESSORS = {
    "": {},
    "-avx2": {
        "OPENBLAS_CORETYPE": "Haswell",
        "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",
    },
}
QUIET = {"MPLBACKEND": "agg", "TQDM_DISABLE": "1"}


def page(lesson):
    """The handbook's page on a lesson."""
    return HANDBOOK / "lessons" / f"{lesson}.md"


def measured(lesson, processor=""):
    """The file with what a lesson printed."""
    return HANDBOOK / "measured" / f"{lesson}{processor}.txt"


def with_table(text, lesson):
    """A page's text with its table of wrong ideas as the library has them now.

    Raises
    ------
    ValueError
        If the page lacks the marks between which the table stands.
    """
    pattern = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    if len(pattern.findall(text)) != 1:
        raise ValueError(f"the page on {lesson} needs once the two marks of make_tables.py")
    made = f"{BEGIN}\n{table(lesson)}\n{END}"
    return pattern.sub(lambda found: made, text)


def table(lesson):
    """The wrong ideas on a lesson in Markdown, by exercise, in the order of the lesson."""
    mutants = [each for each in read_variants("mutants") if each.lesson == lesson]
    parts = []
    for cell in lessons.reference_answers(lesson):
        rows = [
            f"| {_field(each.idea)} | {_code(each.expect[1])} | {_seen(each, cell)} |"
            for each in mutants
            if each.cell == cell
        ]
        if rows:
            heads = ["| The wrong idea | Words of the message | Shown |", "| --- | --- | --- |"]
            parts.append("\n".join([f"### {cell}\n", *heads, *rows]) + "\n")
    return "\n".join(parts)


def _seen(mutant, cell):
    """When a student meets the message: a visible check at once, a hidden one when graded."""
    shown = "at once" if mutant.expect[0].endswith("_check") else "graded"
    own = mutant.expect[0].startswith(cell)
    return shown if own else f"{shown}, in `{mutant.expect[0]}`"


def _field(text):
    """Text as one field of a table."""
    return " ".join(text.split()).replace("|", r"\|")


def _code(text):
    """Text in the type of code; twice as many marks where it has marks of its own."""
    return f"`` {_field(text)} ``" if "`" in text else f"`{_field(text)}`"


def with_quotes(text, runs):
    """A page's text with every quoted line as the lesson prints it now.

    Parameters
    ----------
    text : str
        The page; what it quotes stands in blocks of the language ``text``.
    runs : sequence of (str, str)
        What the lesson printed before and prints now, for each processor.

    Returns
    -------
    str
        A quoted line that was printed before is replaced by the line in its place now, if
        the two differ in numbers only; any other stays as it is.
    """
    now = {}
    for before, after in runs:
        old, new = before.splitlines(), after.splitlines()
        same = SequenceMatcher(None, [*map(_words, old)], [*map(_words, new)], autojunk=False)
        for at, to, size in same.get_matching_blocks():
            for was, line in zip(old[at : at + size], new[to : to + size], strict=True):
                now.setdefault(was.rstrip(), line.rstrip())

    def renewed(block):
        return "\n".join(now.get(line.rstrip(), line) for line in block[0].split("\n"))

    return re.sub(r"(?<=```text\n).*?(?=```)", renewed, text, flags=re.DOTALL)


def _words(line):
    """What stays of a printed line when its numbers change, and with them its columns."""
    return re.sub(r"\s*[-+]?\d[\d.,]*", " 0", line).rstrip()


def digest(lesson):
    """A digest of the code that decides what a lesson prints: all but its tests."""
    cells = lessons.read_py(lessons.source_py(lesson)).cells
    code = [cell.source for cell in cells if cell.cell_type == "code" and not lessons.is_test(cell)]
    return hashlib.sha256("\n".join(code).encode()).hexdigest()[:16]


def measure(lesson, processor):
    """Run a lesson beside the others, as an author has them, and return what it prints."""
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(lessons.COURSE / "source", Path(scratch, "source"))
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, f"{lesson}.py"],
            cwd=Path(scratch, "source", lesson),
            text=True,
            env=environment_for(threads=1) | QUIET | PROCESSORS[processor],
            capture_output=True,
            check=True,
        )
        seconds = time.perf_counter() - started
    limit = f", as if it had {processor[1:]} at most" if processor else ""
    head = [
        f"code: {digest(lesson)}",
        f"processor: {machine.processor()}{limit}",
        f"Python {platform.python_version()}, numpy {version('numpy')}, one thread",
        f"took: {seconds:.0f} s",
    ]
    return "\n".join([*head, "", done.stdout.strip()]) + "\n"


def renew(lesson, runs):
    """Keep what a lesson prints now, and quote that on its page."""
    text = with_quotes(page(lesson).read_text(encoding="utf-8"), runs)
    page(lesson).write_text(text, encoding="utf-8")
    for processor, (_, said) in zip(PROCESSORS, runs, strict=True):
        measured(lesson, processor).write_text(said, encoding="utf-8")


def main(arguments=None):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--measure",
        nargs="*",
        metavar="LESSON",
        help="also run these lessons; all, if none is named",
    )
    chosen = parser.parse_args(arguments).measure
    names = lessons.lesson_names()
    for name in names:
        page(name).write_text(
            with_table(page(name).read_text(encoding="utf-8"), name), encoding="utf-8"
        )
    todo = [] if chosen is None else chosen or names
    with tqdm(total=len(todo) * len(PROCESSORS), disable=not todo) as bar:
        for name in todo:
            runs = []
            for processor in PROCESSORS:
                said = measure(name, processor)
                kept = measured(name, processor)
                runs.append((kept.read_text(encoding="utf-8") if kept.exists() else "", said))
                bar.update()
            renew(name, runs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
