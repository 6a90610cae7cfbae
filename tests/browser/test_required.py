"""Where everything is required, a test that skips for want of a program fails."""

import os
import subprocess
import sys

import pytest

from tasks.lessons import COURSE

SKIPPING = """
import pytest

@pytest.fixture
def browser():
    pytest.skip("needs Chromium")

def test_in_a_fixture(browser): pass

@pytest.mark.skipif(True, reason="needs setpriv")
def test_by_a_mark(): pass

def test_in_its_body(): pytest.skip("needs PostgreSQL")

def test_of_a_platform(): pytest.skip("only root has rights to drop")

@pytest.mark.xfail(reason="needs patience")
def test_known_to_fail(): assert False

def test_that_runs(): pass
"""


@pytest.mark.parametrize(
    "required, result",
    [
        ("", "1 passed, 4 skipped, 1 xfailed"),
        ("1", "1 failed, 1 passed, 1 skipped, 1 xfailed, 2 errors"),
    ],
)
def test_a_missing_program_fails_only_where_it_is_required(tmp_path, required, result):
    (tmp_path / "test_skipping.py").write_text(SKIPPING)
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "tests.conftest",
            "-p",
            "no:cacheprovider",
            "--rootdir",
            str(tmp_path),
            "-c",
            os.devnull,
            str(tmp_path),
        ],
        cwd=COURSE,
        capture_output=True,
        text=True,
        env=os.environ | {"SMALL_NETS_REQUIRE_ALL": required},
    )
    assert result in ran.stdout, ran.stdout + ran.stderr
