"""Measure what the lessons claim, and keep it for the table on each lesson's page.

    python -m benchmarks.claims [LESSON ...]

The numbers go to benchmarks/claims/measured/, with the date and the machine; course.py sync
writes them into docs/handbook/lessons/. Exit code 1: a verdict is not what the lesson says.
"""

import argparse
import json
import os
import sys
from datetime import UTC, datetime

import numpy as np

from benchmarks import claims, machine
from splitgrade.sandbox import ONE_THREAD
from tasks import lessons, sync, tables

SETTINGS = ONE_THREAD | {"MPLBACKEND": "agg", "TQDM_DISABLE": "1"}


def measure(lesson):
    """Measure the claims of a lesson and keep what came; return those that came otherwise."""
    rows = []
    every = claims.claims_of(lesson)
    for number, each in enumerate(every, 1):
        print(f"{lesson} {number}/{len(every)}: {each.says}", flush=True)
        rows.append(each.measure())
        print(f"    {rows[-1]['verdict']}, {rows[-1]['seconds']} s: {rows[-1]['result']}")
    kept = {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": f"{machine.processor()}, one thread, numpy {np.__version__}",
        "claims": rows,
    }
    path = tables.claims_file(lesson)
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return [row for row in rows if row["verdict"] != row["states"]]


def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.claims",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    chosen = lessons.chosen(parser, arguments) or lessons.lesson_names()
    otherwise = [(lesson, row) for lesson in chosen for row in measure(lesson)]
    sync.write_tables()
    for lesson, row in otherwise:
        print(
            f"{lesson}: the lesson says {row['states']}, this run {row['verdict']}: {row['says']}"
        )
    return 1 if otherwise else 0


if __name__ == "__main__":
    if not SETTINGS.items() <= os.environ.items():  # numpy has read them, and reads them once
        again = [sys.executable, "-m", "benchmarks.claims", *sys.argv[1:]]
        os.execve(sys.executable, again, os.environ | SETTINGS)
    sys.exit(main())
