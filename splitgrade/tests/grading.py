"""Grade as a user does, many submissions at once, and see which processes are at it."""

import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from sample import LESSON
from splitgrade.folder import nbgrader_api

RUN = [sys.executable, "-m", "splitgrade", "grade", "--workers", "2", "--course"]

_api = None


def grade_all(root, students, feedback=True):
    """Autograde students of the sample course, two at a time; raises where nbgrader could not."""
    pool = ProcessPoolExecutor(min(2, os.cpu_count()), get_context("spawn"), _start, (root,))
    with pool:
        waiting = {name: pool.submit(_grade, name, feedback) for name in students}
        failed = {name: said for name, done in waiting.items() if (said := done.result())}
    assert not failed, failed


def _start(root):
    global _api
    _api = nbgrader_api(root)


def _grade(student, feedback):
    result = _api.autograde(LESSON, student, force=True)
    if result["success"] and feedback:
        result = _api.generate_feedback(LESSON, student, force=True)
    return "" if result["success"] else result.get("error") or result["log"]


def processes(name, parent=None):
    """Numbers of our running processes whose command line names a module."""
    said = subprocess.run(
        ["pgrep", "-P", str(parent or os.getpid()), "-a"], capture_output=True, text=True
    ).stdout.splitlines()
    children = [line.split(None, 1) for line in said]
    found = [int(pid) for pid, *line in children if line and name in line[0]]
    return found + [pid for child, *_ in children for pid in processes(name, int(child))]
