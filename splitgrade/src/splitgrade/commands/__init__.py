"""splitgrade's commands, one module each; every one has ``--help``."""

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

# A package that nbgrader loads only to check web addresses: without it a command begins with
# a second of processor time less.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

COMMANDS = {
    "grade": "grade what is in submitted/: grades, feedback pages, report",
    "plan": "say what grade would do, and do nothing",
    "students": "take in the list of the class, as a spreadsheet saves it",
    "collect": "take in zips downloaded from Canvas or Moodle",
    "report": "write the report on a graded class anew",
}


def main(
    arguments: Sequence[str] | None = None, program: str = "splitgrade", course: str | Path = "."
) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : sequence of str, optional
        The command's name and what follows it; else those of this process.
    program : str
        What the user typed before them: it stands in usage and messages.
    course : path-like
        The folder of the course where ``--course`` names none.

    Returns
    -------
    int
        The exit status: 0, or 1 where a person has to look at something, or 2 where nothing
        could be done.
    """
    name, *rest = (sys.argv[1:] if arguments is None else arguments) or ["--help"]
    if name in ("-h", "--help"):
        print(_overview(program))
        return 0
    if name not in COMMANDS:
        print(
            f"{program}: no command is named {name!r}. The commands are: {', '.join(COMMANDS)}.",
            file=sys.stderr,
        )
        return 2
    command = importlib.import_module(f"splitgrade.commands.{name}")
    return command.main(rest, program, Path(course))


def _overview(program: str) -> str:
    width = max(map(len, COMMANDS))
    rows = [f"  {program} {name:{width}}  {what}" for name, what in COMMANDS.items()]
    return "\n".join(
        ["Grade the submissions of an nbgrader course.", "", *rows, ""]
        + [f"{program} COMMAND --help tells a command's options."]
    )
