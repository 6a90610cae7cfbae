"""Run the test suite; options after ``test`` go to pytest."""

import sys

import pytest

from tasks.lessons import COURSE

if __name__ == "__main__":
    sys.exit(pytest.main([str(COURSE / "tests"), *sys.argv[1:]]))
