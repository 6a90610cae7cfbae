"""Run lessons, keep what they print, and renew what the handbook quotes of it.

    python -m docs.handbook.measure [LESSON ...]

What a lesson prints is kept in measured/. Lines that its page quotes are renewed; numbers
in the page's prose are for a person, and a test names those that are no longer printed.
Where processors part, the page says so by hand, in a paragraph set off by ``>``: no test
knows the other machine.
"""

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from difflib import SequenceMatcher
from importlib.metadata import version
from pathlib import Path

from tqdm import tqdm

from benchmarks import machine
from benchmarks.worker import environment_for
from tasks import lessons
from tasks.tables import measured, page

QUIET = {"MPLBACKEND": "agg", "TQDM_DISABLE": "1"}
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

    So does the star of lesson 6, which stands for a time that was not measured.
    """
    return re.sub(r"\s*(\*$|[-+]?\d[\d.,]*(e[-+]?\d+)?)", " 0", line.rstrip())


def measure(lesson):
    """Run a lesson beside the others, as an author has them, and return what it prints."""
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(lessons.COURSE / "source", Path(scratch, "source"))
        before = os.times()
        done = subprocess.run(
            [sys.executable, f"{lesson}.py"],
            cwd=Path(scratch, "source", lesson),
            text=True,
            env=environment_for(threads=1) | QUIET,
            capture_output=True,
            check=True,
        )
        after = os.times()
    # Of the processor: what others do on the machine does not count.
    user = after.children_user - before.children_user
    seconds = user + after.children_system - before.children_system
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
    for name in tqdm(lessons.chosen(parser, arguments) or lessons.lesson_names()):
        renew(name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
