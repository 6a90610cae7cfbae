"""Before anything is graded: a submission that tries to get out, and must fail."""

import json
import os
import socket
import tempfile
from functools import cache
from pathlib import Path

from splitgrade import sandbox
from splitgrade.execute import Cell, Course, execute
from splitgrade.sandbox import Sandbox, SandboxError

# Runs as a student's code would, and prints what it could do.
_ATTEMPTS = """
import glob, json, os, socket, subprocess

def could(attempt):
    try:
        return bool(attempt())
    except BaseException:
        return False

def listens():
    return socket.create_connection(("127.0.0.1", {port}), timeout=2)

def runs_tests(path):
    with open(path, "rb") as file:
        return b"splitgrade.trusted.runner" in file.read()

def others():
    found = glob.glob("/proc/[0-9]*/cmdline")
    return any(could(lambda: runs_tests(path)) for path in found)  # some have ended meanwhile

def writes(path):
    with open(path, "w"):
        return True

print("probe:" + json.dumps({{
    "read the gradebook": could(lambda: open({gradebook!r}, "rb")),
    "see the course folder": could(lambda: set(os.listdir({course!r})) & set({course_files!r})),
    "read a file of the grader's": could(lambda: open({canary!r}).read()),
    "reach the network": could(listens),
    "see other processes": could(others),
    "write to the system": could(lambda: writes("/usr/probe") or writes("/probe")),
    "make namespaces": could(lambda: subprocess.run(["unshare", "-U", "true"]).returncode == 0),
    "be root": os.getuid() == 0,
}}))
"""


@cache
def proven_sandbox(settings: Course, root: str, db_url: str) -> Sandbox:
    """The sandbox of this machine, after a probe showed that it holds; asked once.

    Parameters
    ----------
    settings : splitgrade.execute.Course
    root : str
        The course's folder.
    db_url : str
        Where the gradebook is.

    Raises
    ------
    SandboxError
        If there is no sandbox, or it lets something through.
    """
    found = sandbox.find(hidden=[root])
    course = settings.with_sandbox(found)
    through = [deed for deed, done in _attempts(course, root, db_url).items() if done]
    if through:
        raise SandboxError(
            "The sandbox on this machine does not hold: student code could "
            f"{', '.join(through)}. Nothing was graded."
        )
    return found


def _attempts(course: Course, root: str, db_url: str) -> dict[str, bool]:
    gradebook = db_url.removeprefix("sqlite:///").partition("?")[0]
    with (
        tempfile.TemporaryDirectory(prefix="splitgrade-probe-", dir=_home()) as folder,
        socket.create_server(("127.0.0.1", 0)) as server,
    ):
        canary = Path(folder) / "canary"
        canary.write_text("not for students")
        code = _ATTEMPTS.format(
            port=server.getsockname()[1],
            gradebook=gradebook,
            course=str(root),
            course_files=_course_files(root),
            canary=str(canary),
        )
        ran = execute([Cell("student", code), Cell("test", "assert 1 + 1 == 2")], course).cells
    said = "".join(output.get("text", "") for output in ran[0].outputs)
    if ran[1].outputs or "probe:" not in said:
        raise SandboxError(f"The probe of the sandbox did not run: {ran[0].outputs}"[:1000])
    return json.loads(said.partition("probe:")[2].splitlines()[0])


def _course_files(root: str) -> list[str]:
    """Names in the course's folder that must not be seen."""
    return [
        name
        for name in ("source", "submitted", "gradebook.db", "nbgrader_config.py")
        if (Path(root) / name).exists()
    ]


def _home():
    """A folder of the user's that is not the temporary one, if it can be written."""
    home = str(Path.home())
    return home if os.access(home, os.W_OK) else None
