"""Print the progress table of a folder of lessons."""

import argparse
import io
import sys

from smallnets.progress import show_progress


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m smallnets.progress",
        description="Tell what is done in the lessons of a folder, by their saved notebooks.",
    )
    parser.add_argument("folder", nargs="?", default=".", help="this folder if left out")
    options = parser.parse_args(arguments)
    try:
        print(show_progress(options.folder))
    except NotADirectoryError as error:
        parser.error(str(error))


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # names that the terminal cannot write
    main()
