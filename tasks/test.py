"""Run the test suite, two files at a time; options after ``test`` go to pytest."""

import sys

import pytest

from tasks.lessons import COURSE

if __name__ == "__main__":
    two_at_a_time = ["-n", "2", "--dist", "loadfile"]
    sys.exit(pytest.main([str(COURSE / "tests"), *two_at_a_time, *sys.argv[1:]]))
