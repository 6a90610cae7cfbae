"""Run the test suite in three processes; options after ``test`` go to pytest.

What is handed to a process together, and in which order, is in ``tests/conftest.py``.
"""

import os
import sys

import pytest

from splitgrade.sandbox import ONE_THREAD
from tasks.lessons import COURSE

if __name__ == "__main__":
    os.environ |= ONE_THREAD  # processes of two threads each get in each other's way
    tests = [str(COURSE / "tests"), str(COURSE / "splitgrade/tests")]
    # A third of the time of two is waiting: for a kernel, a browser, a limit that runs out.
    three_at_a_time = ["-n", "3", "--no-loadscope-reorder"]
    sys.exit(pytest.main([*tests, *three_at_a_time, *sys.argv[1:]]))
