"""Derive what follows from a lesson's ``.py``: its notebook, its release, the tables of lessons."""

import argparse
import contextlib
import io
import json
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path

from splitgrade.folder import nbgrader_api
from tasks import lessons, memory, tables


class EditedNotebook(Exception):
    """Writing a lesson's notebook would lose what somebody wrote into it."""


class ReleaseError(Exception):
    """nbgrader refused a lesson; the text is what it said."""


def write_notebooks(course=lessons.COURSE, names=None):
    """Write the paired notebook of each lesson named, or of all; return what changed.

    Raises
    ------
    EditedNotebook
        If somebody worked in a notebook since it was written. Nothing is changed then.
    """
    made = {
        name: lessons.notebook_text(lessons.read_py(lessons.source_py(name, course)))
        for name in names or lessons.lesson_names(course)
    }
    known = memory.Memory(course)
    for name, text in made.items():
        _refuse_edited(name, course, text, known)
    changed = []
    for name, text in made.items():
        changed += _write_if_new(lessons.source_notebook(name, course), text)
        known.keep_notebook(name, text)
    return changed


def _refuse_edited(name, course, text, known):
    """Refuse to write over what somebody wrote into a notebook: it would be lost."""
    truth, path = lessons.source_py(name, course), lessons.source_notebook(name, course)
    if not path.is_file() or path.stat().st_mtime <= truth.stat().st_mtime:
        return
    there = path.read_text(encoding="utf-8", errors="replace")
    if not known.is_notebook(name, there) and _work_in(there) not in (None, _work_in(text)):
        raise EditedNotebook(
            f"{path.relative_to(course)} was edited since it was written, and is newer than "
            f"{truth.name}, of which it is made. Take over into {truth.name} what is to stay, "
            "delete the notebook, and run sync again."
        )


def _work_in(text):
    """What an author writes in a notebook: cells with their marks, no outputs; None if it is none.

    Opening or running a notebook in JupyterLab changes the rest.
    """
    try:
        return [
            [
                cell["cell_type"],
                "".join(cell["source"]),
                cell["metadata"].get("nbgrader"),
                cell["metadata"].get("tags", []),
            ]
            for cell in json.loads(text)["cells"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def write_releases(course=lessons.COURSE, names=None):
    """Write ``release/`` as nbgrader makes it of ``source/``; return what changed.

    The reference solution of a lesson whose release is made anew has to earn every point.
    """
    release = Path(course) / "release"
    wanted = releases(course, names, try_reference=True)
    changed = []
    for where, data in sorted(wanted.items()):
        changed += _write_if_new(release / where, data.decode("utf-8"))
    kept = {release / where for where in wanted} | {release / ".gitkeep"}
    kept |= {folder for path in kept for folder in path.parents}
    for folder in [release / name for name in names] if names else [release]:
        for path in sorted(folder.rglob("*"), reverse=True):
            if path not in kept:
                changed.append(path)
                path.unlink() if path.is_file() else path.rmdir()
    return changed


def write_tables(course=lessons.COURSE):
    """Write what follows from the lessons' facts into the files that show it."""
    return [path for made in tables.made_files(course) for path in _write_if_new(*made)]


def releases(course=lessons.COURSE, names=None, try_reference=False):
    """What nbgrader makes of each lesson named, or of all.

    A release is made anew if anything that it is made of changed, or if the file in
    ``release/`` is not what was made of it; else that file is the answer.

    Parameters
    ----------
    course : Path
    names : list of str, optional
    try_reference : bool
        Take a release only if the lesson's reference solution was graded with it.

    Returns
    -------
    dict of str to bytes
        By path below ``release/``.

    Raises
    ------
    ReleaseError
        If nbgrader refuses a lesson.
    """
    course = Path(course)
    known, wanted, stale = memory.Memory(course), {}, []
    for name in names or lessons.lesson_names(course):
        if known.holds(name, try_reference):
            wanted |= memory.files_of(course / "release", name)
        else:
            stale.append(name)
    if stale:
        with tempfile.TemporaryDirectory() as scratch:
            made = make_releases(course, Path(scratch), try_reference, stale) / "release"
            for name in stale:
                known.keep(name, made, try_reference)
                wanted |= memory.files_of(made, name)
    return wanted


def make_releases(course, scratch, try_reference=True, names=None):
    """Let nbgrader generate assignments of a course, or all, in a folder of its own.

    The folder gets a copy of ``source/`` and of the configuration, so no gradebook of
    the course is touched. Returns the folder. ``try_reference`` also grades each reference
    solution, as splitgrade does whenever a release is built.
    """
    for name in names or lessons.lesson_names(course):
        shutil.copytree(course / "source" / name, scratch / "source" / name)
    shutil.copy(course / "nbgrader_config.py", scratch)
    _forgo_migrations(scratch / "gradebook.db")
    api = nbgrader_api(scratch)
    api.config.CheckRelease.try_reference = try_reference
    for name in lessons.lesson_names(scratch):
        result = api.generate_assignment(name)
        if not result["success"]:
            raise ReleaseError(f"nbgrader could not make the release of {name}:\n{result['log']}")
    return scratch


def _forgo_migrations(gradebook):
    """Begin a gradebook that is thrown away: nbgrader starts alembic to number an empty one."""
    with contextlib.closing(sqlite3.connect(gradebook)) as database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")


def _write_if_new(path, text):
    data = text.encode("utf-8")  # compared with its line ends, which git may have changed
    if path.is_file() and path.read_bytes() == data:
        return []
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return [path]


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="course.py sync", description=__doc__)
    names = lessons.chosen(parser, arguments)
    try:
        changed = write_notebooks(names=names)
        with contextlib.redirect_stderr(io.StringIO()):  # nbgrader's log; errors are raised
            changed += write_releases(names=names)
        changed += write_tables()
    except (EditedNotebook, ReleaseError, ValueError) as error:
        for line in str(error).splitlines():
            print(f"course.py sync: {line}", file=sys.stderr)
        return 1
    for path in changed:
        print(f"updated {path.relative_to(lessons.COURSE)}")
    print(f"{len(names or lessons.lesson_names())} lessons in step, {len(changed)} files updated.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
