"""Grade, collect and report are splitgrade's commands: here they are run on this course."""

import sys

from splitgrade.commands import main
from tasks.lessons import COURSE

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], "course.py", COURSE))
