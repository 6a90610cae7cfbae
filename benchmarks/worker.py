"""A process that runs one side: ``python -m benchmarks.worker TOPIC SIDE SETTING``.

It reads one JSON request a line and answers each with one line. The number of threads is
in its environment, where numpy and torch look for it as they are imported.
"""

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks.side import Slice, repeats_for, run_slice

ROOT = Path(__file__).resolve().parent.parent
THREAD_LIBRARIES = ("OPENBLAS", "OMP", "MKL")


class Worker:
    """The parent's handle on such a process.

    Parameters
    ----------
    topic : str
        A module of this package that has ``SIDES``.
    side : str
        A key of ``SIDES``.
    setting : dict
        Arguments of that side, plain values.
    threads : int
    """

    def __init__(self, topic, side, setting, threads):
        command = [sys.executable, "-m", "benchmarks.worker", topic, side, json.dumps(setting)]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment_for(threads),
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    def answer(self):
        """Return the numbers that the side computes."""
        return self._ask("answer")

    def repeats_for(self, seconds):
        """Return how many units of work take about so many seconds."""
        return self._ask("repeats_for", seconds)

    def run_slice(self, repeats):
        """Time so many units of work in a row; return a Slice."""
        return Slice(*self._ask("run_slice", repeats))

    def _ask(self, *request):
        print(json.dumps(request), file=self.process.stdin, flush=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"a worker ended early: {' '.join(self.process.args[2:])}")
        return json.loads(line)


def environment_for(threads):
    """Return this process's environment with the number of threads set, and nothing tuned.

    Parameters
    ----------
    threads : int

    Returns
    -------
    dict of str to str
    """
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(tuple(f"{name}_" for name in THREAD_LIBRARIES))
    }
    return kept | {f"{name}_NUM_THREADS": str(threads) for name in THREAD_LIBRARIES}


def main(topic, side, setting):
    """Make the side and answer requests until the input ends."""
    made = importlib.import_module(f"benchmarks.{topic}").SIDES[side](**json.loads(setting))
    known = {
        "answer": made.answer,
        "repeats_for": lambda seconds: repeats_for(made, seconds),
        "run_slice": lambda repeats: run_slice(made, repeats),
    }
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        print(json.dumps(known[name](*arguments)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
