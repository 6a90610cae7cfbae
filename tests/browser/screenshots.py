"""Write pictures of notebooks as JupyterLab shows them, from top to bottom.

``python -m tests.browser.screenshots pictures source/*/*.ipynb --run`` opens a copy of each
notebook, runs all its cells and writes pictures/NAME-01.png, NAME-02.png and so on.
"""

import argparse
import shutil
import tempfile
from pathlib import Path

from tests.browser.lab import SECONDS, chromium, jupyterlab
from tests.browser.notebook import Notebook

OVERLAP = 40  # pixels that a picture repeats of the one before
SHOWS_LAST_CELL = """panel => {  // below the last cell JupyterLab leaves a page empty
    const last = [...panel.querySelectorAll(".jp-Cell")].at(-1);
    return last.getBoundingClientRect().bottom <= panel.getBoundingClientRect().bottom;
}"""
RUN_SECONDS = 1800  # lessons train networks


def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="python -m tests.browser.screenshots", description=__doc__.splitlines()[0]
    )
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("notebooks", type=Path, nargs="+")
    parser.add_argument("--run", action="store_true", help="run all cells first")
    parser.add_argument("--width", type=int, default=1400, help="of the window, in pixels")
    parser.add_argument("--height", type=int, default=2000, help="of the window, in pixels")
    chosen = parser.parse_args(arguments)
    if len({notebook.stem for notebook in chosen.notebooks}) < len(chosen.notebooks):
        parser.error("two notebooks have the same name: their pictures would, too")
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        files = copies(chosen.notebooks, Path(scratch) / "notebooks")
        own = Path(scratch) / "own"
        own.mkdir()
        with (
            jupyterlab(Path(scratch) / "notebooks", own) as address,
            chromium(chosen.width, chosen.height) as page,
        ):
            for file in files:
                notebook = open_alone(page, address, file)
                if chosen.run:
                    notebook.run_all(RUN_SECONDS * SECONDS)
                for picture in photograph(notebook, chosen.folder):
                    print(picture)


def copies(notebooks, folder):
    """Copy notebooks, each into a folder named as its own, so that lessons lie side by side."""
    files = []
    for notebook in notebooks:
        place = folder / notebook.resolve().parent.name
        place.mkdir(parents=True, exist_ok=True)
        files.append(Path(shutil.copy(notebook, place)))
    return files


def open_alone(page, address, file):
    """Open a notebook in a workspace that holds nothing else."""
    lab, token = address.split("?")
    path = f"{file.parent.name}/{file.name}"
    page.goto(f"{lab}/workspaces/{file.stem}/tree/{path}?{token}")
    return Notebook(page, file)


def photograph(notebook, folder):
    """Write pictures of a whole notebook into a folder; yield the path of each."""
    panel = notebook.panel.locator(".jp-WindowedPanel-outer")
    panel.evaluate("panel => panel.scrollTop = 0")
    number, at_end = 1, False
    while not at_end:
        still = settled_picture(panel)
        at_end = panel.evaluate(SHOWS_LAST_CELL)
        path = folder / f"{Path(notebook.file).stem}-{number:02}.png"
        path.write_bytes(still)
        yield path
        panel.evaluate(f"p => p.scrollTop += p.clientHeight - {OVERLAP}")
        number += 1


def settled_picture(panel):
    """A picture of the panel once formulas and plots no longer move."""
    last, picture = None, panel.screenshot(animations="disabled")
    while picture != last:
        last, picture = picture, panel.screenshot(animations="disabled")
    return picture


if __name__ == "__main__":
    main()
