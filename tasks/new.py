"""Make a lesson from the template: its .py, its claims, its page, folders for variants.

The lesson runs and is released at once, with one exercise and one reflection. What a
person has to write in it says TO WRITE, and `course.py check` lists it.
"""

import argparse
import re
import sys
from pathlib import Path
from string import Template

from tasks import checks, facts, lessons, sync, tables

TEMPLATE = Path(__file__).parent / "template"


class Refused(Exception):
    """Nothing was written; the text says why."""


def new_lesson(name, course=lessons.COURSE):
    """Write the files of a lesson from the template; return them.

    Raises
    ------
    Refused
        If the name is not of the form ``NN_name``, its number is taken, or one of the
        files is there already.
    """
    course = Path(course)
    if not facts.NAME.fullmatch(name) or name.startswith("00"):
        raise Refused(
            f"{name!r} is no name of a lesson: two digits from 01, then words of small letters "
            "and digits, each after a _, such as 14_hashed_weights."
        )
    for other in lessons.lesson_names(course):
        if other[:2] == name[:2]:
            raise Refused(f"number {name[:2]} is taken by {other}: choose another.")
    source, page = lessons.source_py(name, course), tables.page(name, course)
    claims = tables.claims_module(name, course)
    variants = [course / "tests" / kind / name for kind in checks.VARIANTS]
    release = lessons.release_notebook(name, course)
    for path in (source.parent, claims, page, release.parent, *variants):
        if path.exists():
            where = path.relative_to(course).as_posix()
            raise Refused(f"{where} is there already: move it away first.")
    words = {"name": name, "number": int(name[:2]), "words": re.sub("_", " ", name[3:])}
    written = {source: "lesson.txt", claims: "claims.txt", page: "page.txt"}
    for path, template in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        text = Template((TEMPLATE / template).read_text(encoding="utf-8")).substitute(words)
        path.write_text(text, encoding="utf-8", newline="\n")
    for folder in variants:
        folder.mkdir(parents=True)
    return [*written, *variants]


def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="course.py new",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", metavar="NN_name", help="such as 14_hashed_weights; for good")
    name = parser.parse_args(arguments).name
    try:
        made = new_lesson(name)
    except Refused as refusal:
        print(f"course.py new: {refusal}", file=sys.stderr)
        return 2
    for path in made:
        print(f"made {path.relative_to(lessons.COURSE)}")
    if failed := sync.main([name]):
        return failed
    print("\nWhat this lesson still lacks (course.py check says it again):")
    for part in checks.lacking(name, lessons.COURSE):
        print(f"  {part}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
