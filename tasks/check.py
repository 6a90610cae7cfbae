"""Hold the quick rules of the course against it, or against some lessons only."""

import argparse
import contextlib
import io
import sys
import time

from tasks import checks, lessons


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="course.py check", description=__doc__)
    names = lessons.chosen(parser, arguments)
    chosen = checks.OF_A_LESSON if names else checks.CHECKS
    started, broken = time.perf_counter(), 0
    for check in chosen:
        with contextlib.redirect_stderr(io.StringIO()):  # nbgrader's log
            problems = list(check(lessons.COURSE, names) if names else check(lessons.COURSE))
        print(f"{'FAIL' if problems else ' ok '}  {check.__doc__.splitlines()[0]}")
        for problem in problems:
            print(f"        {problem}")
        broken += bool(problems)
    seconds = time.perf_counter() - started
    print(f"\n{len(chosen) - broken} passed, {broken} failed in {seconds:.1f} s")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
