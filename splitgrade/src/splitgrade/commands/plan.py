"""Say what grading would do, and do nothing: no code is run and no grade is written.

It ends with 0, with 1 where something would get no grade, with 2 where nothing could be graded.
"""

import argparse
from pathlib import Path

from splitgrade.commands.grade import add_what_to_grade, in_words, parsed, show_plan


def main(arguments=None, program="splitgrade", course=Path()):
    parser = argparse.ArgumentParser(
        prog=f"{program} plan",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_what_to_grade(parser, course)
    return in_words(f"{program} plan", show_plan, parsed(parser, arguments))
