"""Run lesson 8 on the reference answers; store the times of scipy's sparse product.

    python -m tasks.store_sparse

The lesson shows them to a student who has no scipy. Run it on a quiet machine.
"""

import contextlib
import json
import runpy
import tempfile

import matplotlib
import numpy as np
import scipy

import smallnets
from benchmarks import machine
from smallnets.carry import STORED
from tasks import lessons
from tasks.store_results import Missing

LESSON = "08_sparse_inference"
DIGITS = 3


def measured():
    """Times as fast as the dense product, (median, low, high) by batch and sparsity."""
    matplotlib.use("agg")
    smallnets.stored_results = lambda lesson: Missing()
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        found = runpy.run_path(str(lessons.source_py(LESSON)))
    return {
        "sparsities": found["SPARSITIES"],
        "times": {
            number: [[round(value, DIGITS) for value in cell] for cell in rows["CSR, scipy"]]
            for number, rows in found["times"].items()
        },
    }


def main():
    """Measure, and write ``smallnets/stored/08_sparse_inference.json``."""
    made = {
        "made_by": "python -m tasks.store_sparse",
        "machine": f"{machine.processor()}, one thread, numpy {np.__version__},"
        f" scipy {scipy.__version__}",
    }
    lines = ",\n".join(
        f"{json.dumps(key)}: {json.dumps(value)}" for key, value in (made | measured()).items()
    )
    (STORED / f"{LESSON}.json").write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
