"""Renew what the handbook derives: tables of wrong ideas, and what the lessons print.

    python -m docs.handbook.make_tables
    python -m docs.handbook.make_tables --measure [LESSON ...]

The first takes a second: it writes the table of wrong ideas of each lesson's page from
tests/mutants. The second also runs lessons and keeps what they print in measured/. Lines
that a page quotes are renewed; numbers in its prose are for a person, and a test names
those that are no longer printed. Where processors part, the page says so by hand, in a
paragraph set off by ``>``: no test knows the other machine.
"""

import argparse
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
QUIET = {"MPLBACKEND": "agg", "TQDM_DISABLE": "1"}


def page(lesson):
    """The handbook's page on a lesson."""
    return HANDBOOK / "lessons" / f"{lesson}.md"


def measured(lesson):
    """The file with what a lesson printed."""
    return HANDBOOK / "measured" / f"{lesson}.txt"


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


QUOTES = re.compile(r"(?<=```text\n).*?(?=```)", re.DOTALL)


def with_quotes(text, before, after):
    """A page's text with every quoted line as the lesson prints it now.

    Parameters
    ----------
    text : str
        The page; what it quotes stands in blocks of the language ``text``.
    before, after : str
        What the lesson printed before, and what it prints now.

    Returns
    -------
    str
        A quoted line that was printed before is replaced by the line in its place now, if
        the two differ in numbers only; any other stays as it is.
    """
    old, new = before.splitlines(), after.splitlines()
    same = SequenceMatcher(None, [*map(words, old)], [*map(words, new)], autojunk=False)
    now = {}
    for at, to, size in same.get_matching_blocks():
        for was, line in zip(old[at : at + size], new[to : to + size], strict=True):
            now.setdefault(was.rstrip(), line.rstrip())

    def renewed(block):
        return "\n".join(now.get(line.rstrip(), line) for line in block[0].split("\n"))

    return QUOTES.sub(renewed, text)


def no_longer_printed(text, printed):
    """Lines that a page quotes and a run did not print, whatever the numbers in them.

    Numbers differ from machine to machine: times, and what training's roundings move.
    """
    there = {words(line) for line in printed.splitlines()}
    quoted = [line for block in QUOTES.findall(text) for line in block.splitlines()]
    return [line for line in quoted if words(line) not in there]


def words(line):
    """What stays of a printed line when its numbers change, and with them its columns.

    So does the star of lesson 6, which marks a row as stored instead of measured.
    """
    return re.sub(r"(\s*\*(?=\s+\d))?\s*[-+]?\d[\d.,]*(e[-+]?\d+)?", " 0", line).rstrip()


def measure(lesson):
    """Run a lesson beside the others, as an author has them, and return what it prints."""
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(lessons.COURSE / "source", Path(scratch, "source"))
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, f"{lesson}.py"],
            cwd=Path(scratch, "source", lesson),
            text=True,
            env=environment_for(threads=1) | QUIET,
            capture_output=True,
            check=True,
        )
        seconds = time.perf_counter() - started
    head = [
        f"processor: {machine.processor()}",
        f"Python {platform.python_version()}, numpy {version('numpy')}, one thread",
        f"took: {seconds:.0f} s",
    ]
    return "\n".join([*head, "", done.stdout.strip()]) + "\n"


def renew(lesson):
    """Keep what a lesson prints now, and quote that on its page."""
    kept = measured(lesson)
    before = kept.read_text(encoding="utf-8") if kept.exists() else ""
    after = measure(lesson)
    text = with_quotes(page(lesson).read_text(encoding="utf-8"), before, after)
    page(lesson).write_text(text, encoding="utf-8")
    kept.write_text(after, encoding="utf-8")


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
    for name in tqdm(todo, disable=not todo):
        renew(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
