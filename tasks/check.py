"""Hold every quick rule of the course against it; for authors, in seconds."""

import argparse
import contextlib
import io
import sys
import time

from tasks.checks import CHECKS
from tasks.lessons import COURSE


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="course.py check", description=__doc__)
    parser.parse_args(arguments)
    started, broken = time.perf_counter(), 0
    for check in CHECKS:
        with contextlib.redirect_stderr(io.StringIO()):  # nbgrader's log
            problems = list(check(COURSE))
        print(f"{'FAIL' if problems else ' ok '}  {check.__doc__.splitlines()[0]}")
        for problem in problems:
            print(f"        {problem}")
        broken += bool(problems)
    seconds = time.perf_counter() - started
    print(f"\n{len(CHECKS) - broken} passed, {broken} failed in {seconds:.1f} s")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
