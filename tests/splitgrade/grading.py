"""Grade many submissions of the sample course: nbgrader's own autograde, two at a time."""

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tasks.sync import nbgrader_api
from tests.splitgrade.sample import LESSON

_api = None


def grade_all(root, students, feedback=True):
    """Autograde these students; raises where nbgrader could not."""
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
