"""State the digests of data sets and checkpoints, after one of them changed.

    python -m tasks.digests

A package that lacks a file fetches it and holds it to these. ``tasks.pretrain`` does this by
itself.
"""

import argparse
import hashlib

from smallnets.files import PACKAGE, SUMS

FOLDERS = ("data", "pretrained")


def digests():
    """Return the text of SHA256SUMS for the files that are there, as sha256sum writes it."""
    paths = sorted(path for folder in FOLDERS for path in (PACKAGE / folder).glob("*.npz"))
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(PACKAGE).as_posix()}\n"
        for path in paths
    )


def main(arguments=None):
    argparse.ArgumentParser(description="Write smallnets/SHA256SUMS.").parse_args(arguments)
    SUMS.write_text(digests(), encoding="ascii", newline="\n")


if __name__ == "__main__":
    main()
