"""Try releases of nbgrader: ``python versions.py 0.9.5 0.9.6`` grades the course with each.

Each gets a fresh environment, filled by pip, and its row of the table in splitgrade's README is
printed. It needs a network, and takes a minute for each release.
"""

import subprocess
import sys
import tempfile
import venv
from importlib import metadata
from pathlib import Path

from environment import build_wheel
from graded import Graded
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from students import STUDENTS

SHOWN = ("nbgrader", "pandas", "numpy", "ipython")


def try_release(release, wheel, folder):
    """Return what came out with a release of nbgrader, in words."""
    venv.create(folder / "environment", with_pip=False)
    python = folder / "environment/bin/python"
    install(python, "--no-deps", wheel)
    (site,) = (folder / "environment").glob("lib/*/site-packages")
    asked = metadata.Distribution.at(next(site.glob("splitgrade-*.dist-info"))).requires
    also = [
        text
        for text in asked
        if canonicalize_name(Requirement(text).name) != "nbgrader" and "extra ==" not in text
    ]
    install(python, f"nbgrader=={release}", "pandas", *also)
    found = {each.name.lower(): each.version for each in metadata.distributions(path=[str(site)])}
    root = folder / "course"
    root.mkdir()
    scores = Graded(root, python).scores
    wrong = [name for name, student in STUDENTS.items() if scores.get(name) != student.scores()]
    what = f"{len(STUDENTS) - len(wrong)} of {len(STUDENTS)} as they have to be"
    return [*(found[name] for name in SHOWN), f"{sys.version_info[0]}.{sys.version_info[1]}", what]


def install(python, *what):
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
    subprocess.run([*pip, *what], check=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        wheel = build_wheel(Path(folder))
        for release in sys.argv[1:]:
            (Path(folder) / release).mkdir()
            row = try_release(release, wheel, Path(folder) / release)
            print("|", " | ".join(row), "|", flush=True)
