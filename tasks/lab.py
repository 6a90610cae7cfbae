"""Open the released lessons in JupyterLab; options after ``lab`` go to it."""

import subprocess
import sys

from tasks.lessons import COURSE


def main(arguments):
    command = [sys.executable, "-m", "jupyter", "lab", f"--notebook-dir={COURSE / 'release'}"]
    try:
        return subprocess.call([*command, *arguments])
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
