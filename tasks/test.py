"""Run the test suite in two processes; options after ``test`` go to pytest.

What is handed to a process together, and in which order, is in ``tests/conftest.py``.
"""

import sys

import pytest

from tasks.lessons import COURSE

if __name__ == "__main__":
    two_at_a_time = ["-n", "2", "--dist", "loadgroup", "--no-loadscope-reorder"]
    sys.exit(pytest.main([str(COURSE / "tests"), *two_at_a_time, *sys.argv[1:]]))
