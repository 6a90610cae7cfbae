"""Make the course's web site: a folder that any host of static files serves.

It has the lessons as students get them, with what their given cells print and draw, the notebooks
and the students' bundle to download, the handbook's pages for tasks, and what was measured. Lessons
that changed are run first, some minutes; what they showed is kept. Before anything is written,
every file is read, to prove that no solution and no hidden test is in it. The tools, in an
environment of their own, .venv-site, are fetched at first use.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tqdm import tqdm

from course import Refused as NoTools
from tasks import lessons, publish
from tasks.site import environment, outputs, pages, proof
from tasks.student import leaks

HERE = Path(__file__).parent
# For other sites, later builds and other languages: no page asks for them, nobody could read them.
UNUSED = ("objects.inv", ".buildinfo", "_static/locales/**/*.mo", "_static/*webpack-macros.html")


class SphinxFailed(Exception):
    """Sphinx did not make the pages, or warned; the text is what it said."""


def make(folder, repository=publish.PLACEHOLDER, tag="HEAD"):
    """Make the site in a folder, which is new, empty or an earlier site; return its proof.

    Raises
    ------
    publish.Refused
        If the folder is something else, or the site holds what it must not.
    outputs.LessonFailed, SphinxFailed
    """
    publish.check_place(folder, lessons.COURSE)
    shown = run_lessons(lessons.lesson_names())
    with tempfile.TemporaryDirectory() as scratch:
        site = Path(scratch, "site")
        build(site, shown, repository, tag)
        secrets = leaks.secrets_of()
        found = proof.prove(site, secrets, environment.site_packages())
        if found.leaks:
            raise publish.Refused("\n".join(found.leaks))
        # Proved by publish itself, file by file.
        publish.publish(Path(scratch, "bundle"), repository, tag, site / pages.BUNDLE)
        publish.write_sums(site)
        publish.replace(folder, site)
    return found, secrets


def run_lessons(names):
    """The outputs of lessons by name; those that changed are run."""
    changed = [name for name in names if not outputs.is_kept(name)]
    bar = {"desc": "running changed lessons", "unit": "lesson", "disable": not changed}
    for name in tqdm(changed, **bar, file=sys.stdout):
        outputs.outputs_of(name)
    return {name: outputs.outputs_of(name) for name in names}


def build(site, shown, repository, tag):
    """Let Sphinx make the pages of some lessons, by their outputs.

    Raises
    ------
    SphinxFailed
    """
    binder = f"https://mybinder.org/v2/gh/{repository}/{tag}?urlpath=lab/tree/"
    known = repository != publish.PLACEHOLDER
    course = pages.Course(lessons.COURSE, shown, binder if known else None, about())
    with tempfile.TemporaryDirectory() as scratch:
        sources, extra = Path(scratch, "sources"), Path(scratch, "extra")
        pages.write(course, sources, extra)
        _run_sphinx(sources, site, course.about | {"extra": str(extra)}, Path(scratch, "doctrees"))
    for path in [path for pattern in UNUSED for path in site.glob(pattern)]:
        path.unlink()


def about(course=lessons.COURSE):
    """Version, date, authors, title and licence, as CITATION.cff has them."""
    cited = (course / "CITATION.cff").read_text(encoding="utf-8")
    said = dict(re.findall(r"^([\w-]+): \"?(.*?)\"?$", cited, re.MULTILINE))
    return {
        "version": said["version"],
        "date": said["date-released"],
        "authors": re.search(r"^  - name: (.*)$", cited, re.MULTILINE)[1],
        "title": said["title"],
        "license": said["license"],
    }


def _run_sphinx(sources, site, facts, doctrees):
    command = [environment.python(), "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html"]
    command += ["-c", HERE, "-d", doctrees, sources, site]
    settings = os.environ | {"SMALL_NETS_SITE": json.dumps(facts)}
    done = subprocess.run(command, capture_output=True, text=True, env=settings)
    if done.returncode:
        raise SphinxFailed(done.stdout + done.stderr)


def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="course.py site",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "folder", type=Path, help="new, empty, or an earlier site; outside of the course's folder"
    )
    publish.add_place_on_github(parser)
    options = parser.parse_args(arguments)
    folder = options.folder.resolve()
    try:
        publish.check_release()
        environment.set_up()
        found, secrets = make(folder, options.repository, options.tag)
    except (publish.Refused, outputs.LessonFailed, SphinxFailed, NoTools) as refusal:
        for line in str(refusal).splitlines():
            print(f"course.py site: {line}", file=sys.stderr)
        return 2
    print(f"{folder / 'index.html'}\n    the site: {found.files} files, {found.size / 1e6:.1f} MB")
    publish.print_proof(found, secrets)
    if options.repository == publish.PLACEHOLDER:
        print("\nThe site has no link to Binder: give --repository for it.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
