"""Derive every file that follows from a lesson's ``.py``: its notebook and its release."""

import argparse
import contextlib
import io
import shutil
import sys
import tempfile
from pathlib import Path

from traitlets.config import PyFileConfigLoader

from tasks import lessons


class ReleaseError(Exception):
    """nbgrader refused a lesson; the text is what it said."""


def write_notebooks(course=lessons.COURSE):
    """Write each lesson's paired notebook; return the files that changed."""
    changed = []
    for name in lessons.lesson_names(course):
        text = lessons.notebook_text(lessons.read_py(lessons.source_py(name, course)))
        changed += _write_if_new(lessons.source_notebook(name, course), text)
    return changed


def write_releases(course=lessons.COURSE):
    """Write ``release/`` as nbgrader makes it of ``source/``; return what changed."""
    course = Path(course)
    changed = []
    with tempfile.TemporaryDirectory() as scratch:
        made = make_releases(course, Path(scratch)) / "release"
        for path in sorted(p for p in made.rglob("*") if p.is_file()):
            target = course / "release" / path.relative_to(made)
            changed += _write_if_new(target, path.read_text(encoding="utf-8"))
        kept = {path.relative_to(made) for path in made.rglob("*")}
        for path in sorted((course / "release").rglob("*"), reverse=True):
            if path.relative_to(course / "release") not in kept and path.name != ".gitkeep":
                changed.append(path)
                path.unlink() if path.is_file() else path.rmdir()
    return changed


def make_releases(course, scratch, try_reference=True):
    """Let nbgrader generate every assignment of a course in a folder of its own.

    The folder gets a copy of ``source/`` and of the configuration, so no gradebook of
    the course is touched. Returns the folder. ``try_reference`` also grades each reference
    solution, as splitgrade does whenever a release is built.
    """
    shutil.copytree(course / "source", scratch / "source")
    shutil.copy(course / "nbgrader_config.py", scratch)
    api = nbgrader_api(scratch)
    api.config.CheckRelease.try_reference = try_reference
    for name in lessons.lesson_names(scratch):
        result = api.generate_assignment(name)
        if not result["success"]:
            raise ReleaseError(f"nbgrader could not make the release of {name}:\n{result['log']}")
    return scratch


def nbgrader_api(folder):
    """nbgrader's Python interface to the course in a folder, with its configuration."""
    from nbgrader.apps.api import NbGraderAPI

    return NbGraderAPI(config=course_config(folder))


def course_config(folder=lessons.COURSE):
    """The configuration in a folder's ``nbgrader_config.py``, for use from anywhere."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()
    config.CourseDirectory.root = str(Path(folder).resolve())
    return config


def _write_if_new(path, text):
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return []
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return [path]


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="course.py sync", description=__doc__)
    parser.parse_args(arguments)
    changed = write_notebooks()
    try:
        with contextlib.redirect_stderr(io.StringIO()):  # nbgrader's log; errors are raised
            changed += write_releases()
    except ReleaseError as error:
        print(f"course.py sync: {error}", file=sys.stderr)
        return 1
    for path in changed:
        print(f"updated {path.relative_to(lessons.COURSE)}")
    print(f"{len(lessons.lesson_names())} lessons in step, {len(changed)} files updated.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
