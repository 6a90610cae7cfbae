"""The course's own functions, read from a lesson's source."""

import contextlib
import io

from tasks import lessons


def lesson_functions(name):
    """Run what a lesson defines: given cells and reference solutions, no tests, no shows.

    Parameters
    ----------
    name : str
        Such as "02_magnitude_pruning".

    Returns
    -------
    dict
        The lesson's namespace.
    """
    namespace = {"__name__": name}
    for cell in lessons.read_py(lessons.source_py(name)).cells:
        shows = "show" in cell.metadata.get("tags", [])
        if cell.cell_type == "code" and not lessons.is_test(cell) and not shows:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(cell.source, f"{name}, cell {cell.id}", "exec"), namespace)
    return namespace
