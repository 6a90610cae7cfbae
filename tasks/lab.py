"""Open JupyterLab on the released lessons, or on another course folder."""

import argparse
import subprocess
import sys

from tasks.lessons import COURSE


def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="course.py lab",
        description=__doc__,
        epilog="Further options go to JupyterLab, such as --no-browser or --port=8889.",
    )
    parser.add_argument(
        "folder",
        nargs="?",
        default="release",
        help="folder of this course to open (default: release); the formgrader opens in a "
        "folder that holds an nbgrader_config.py, such as demo_course",
    )
    chosen, options = parser.parse_known_args(arguments)
    folder = COURSE / chosen.folder
    if not folder.is_dir():
        parser.error(f"there is no folder {chosen.folder!r} in {COURSE}")
    try:
        return subprocess.call([sys.executable, "-m", "jupyter", "lab", *options], cwd=folder)
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())
