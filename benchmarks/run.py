"""Measure everything and write the page: ``python -m benchmarks.run [--quick]``."""

import argparse
import sys
import time
from pathlib import Path

from benchmarks import int8, machine, masks, structured, training
from benchmarks.page import Section, page, shown
from benchmarks.pairing import Disagreement, measure

RESULTS = Path(__file__).parent / "RESULTS.md"
TOPICS = (training, masks, structured, int8)
PACKAGES = ("numpy", "torch", "onnx", "onnxruntime")


def main(arguments=None):
    """Measure, and write the page, or print it if the run was a quick one."""
    parser = argparse.ArgumentParser(prog="course.py bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="fewer rows and shorter runs; prints the page"
    )
    quick = parser.parse_args(arguments).quick
    started, load = time.perf_counter(), machine.load()
    try:
        sections = [measure_topic(topic, quick) for topic in TOPICS]
    except Disagreement as error:
        print(f"course.py bench: {error}", file=sys.stderr)
        return 1
    facts = machine.facts(
        machine.processor(), load, PACKAGES, f"{time.perf_counter() - started:.0f} s"
    )
    text = page(facts, sections)
    if quick:
        print(text)
    else:
        RESULTS.write_text(text, encoding="utf-8", newline="\n")
        print(f"written: benchmarks/{RESULTS.name}")
    return 0


def measure_topic(topic, quick):
    """Measure every comparison of a topic.

    Parameters
    ----------
    topic : module
        With ``TITLE``, ``TEXT``, ``comparisons()``, perhaps ``facts(quick)``.
    quick : bool

    Returns
    -------
    Section
    """
    blocks, seconds = (4, 0.05) if quick else (7, 0.2)
    measured = []
    for comparison in topic.comparisons():
        if comparison.quick or not quick:
            measured.append(measure(comparison, blocks, seconds))
            print(
                f"{topic.TITLE}: {comparison.label}, threads: {comparison.threads}, "
                f"ratio {shown(measured[-1].wall)}",
                flush=True,
            )
    notes = topic.facts(quick) if hasattr(topic, "facts") else []
    return Section(topic.TITLE, topic.TEXT, measured, notes)


if __name__ == "__main__":
    sys.exit(main())
