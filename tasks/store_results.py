"""Run lesson 6 on the reference answers of the lessons before it; store what it measured.

    python -m tasks.store_results

The lesson shows these numbers to a student whose earlier functions are missing or raise.
"""

import contextlib
import json
import os
import runpy
import tempfile
from dataclasses import astuple
from pathlib import Path

import matplotlib
import numpy as np

import smallnets
from smallnets.carry import STORED
from tasks import lessons

LESSON = "06_comparison"
DIGITS = 6


class Missing:
    """Stands for every stored result while there is none."""

    def __getitem__(self, key):
        return Missing()

    def __iter__(self):
        return iter(())


def measured():
    """What the lesson measures when every earlier function is there.

    Raises
    ------
    RuntimeError
        If one of them could not be carried over.
    """
    source = lessons.source_py(LESSON)
    with tempfile.TemporaryDirectory() as folder:
        for name in lessons.lesson_names():
            path = Path(folder) / name / f"{name}.ipynb"
            path.parent.mkdir()
            notebook = lessons.read_py(lessons.source_py(name))
            path.write_text(lessons.notebook_text(notebook), encoding="utf-8")
        matplotlib.use("agg")
        smallnets.stored_results = lambda lesson: Missing()
        with contextlib.chdir(Path(folder) / LESSON):
            found = runpy.run_path(str(source))
    if found["from_store"] or not found["is_live"]:
        raise RuntimeError("a function was not carried over; the lesson's output says why")
    return {
        "table": found["table"],
        "orders": found["orders"],
        "left_per_pixel": found["left"],
        "ties": found["ties"],
        "six_orders": found["by_seed"],
        "untrained": found["untrained"],
        "tried": [[*setting, *pair] for setting, pair in found["tried"].items()],
        "final": [astuple(row) for row in found["rows"]],
        "final_validation": found["validated"],
    }


def rounded(value):
    """Plain values with floats rounded, so that the file is small."""
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(each) for each in value]
    return round(float(value), DIGITS) if isinstance(value, float) else value


def main():
    """Measure, and write ``smallnets/stored/06_comparison.json``."""
    results = rounded(measured())
    made = {"made_by": "python -m tasks.store_results", "numpy": np.__version__}
    lines = ",\n".join(
        f"{json.dumps(key)}: {json.dumps(value)}" for key, value in (made | results).items()
    )
    STORED.mkdir(exist_ok=True)
    path = STORED / f"{LESSON}.json"
    path.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    print(f"{path.name}: {os.path.getsize(path):,} bytes")


if __name__ == "__main__":
    main()
