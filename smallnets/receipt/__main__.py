"""Print the receipt of each notebook named; exit with 1 if one is not ready."""

import argparse
import io
import sys

from smallnets.receipt import make_receipt


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m smallnets.receipt",
        description="Look at a notebook before it is handed in. Save it first.",
    )
    parser.add_argument("file", nargs="+", help="the notebook, such as 01_model_size.ipynb")
    parser.add_argument(
        "--no-run", action="store_true", help="do not run its cells; takes no time, but sees less"
    )
    options = parser.parse_args(arguments)
    found = [make_receipt(path, run=not options.no_run) for path in options.file]
    print("\n\n".join(map(str, found)))
    return 1 if any(each.problems for each in found) else 0


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # names that the terminal cannot write
    sys.exit(main())
