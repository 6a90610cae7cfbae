"""Run cells of each student in turn in one plain Python process: the least that grading can take.

    python -m benchmarks.plain FOLDER

No sandbox, no gradebook, no feedback, and nothing between a student's code and the tests.
FOLDER has a file of cells for each student (``graders.write_plain_classes`` writes them); the
points of each test cell go to a file of that name in its folder ``results``.
"""

import json
import os
import sys
from pathlib import Path


def main(folder):
    for path in sorted(Path(folder).glob("*.json")):
        cells = json.loads(path.read_text(encoding="utf-8"))
        text = json.dumps(points_of_tests(cells))
        (path.parent / "results" / path.name).write_text(text, encoding="utf-8")


def points_of_tests(cells):
    """Run cells in one namespace.

    Parameters
    ----------
    cells : list of (str, str or None, float)
        Source; name of the test cell and its points, or None and 0 for any other cell.

    Returns
    -------
    dict of float by str
        The points of each test cell: all of them, or 0 where it raised.
    """
    names, scores = {"__name__": "__main__"}, {}
    for source, test, points in cells:
        try:
            exec(compile(source, test or "cell", "exec"), names)
        except Exception:
            points = 0.0
        if test:
            scores[test] = points
    return scores


if __name__ == "__main__":
    os.environ["MPLBACKEND"] = "agg"  # read when a cell imports matplotlib
    main(sys.argv[1])
