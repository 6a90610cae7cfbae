"""Pictures of notebooks show them from the first cell to the last."""

import matplotlib.image
import nbformat
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.browser import lab, screenshots

HEIGHT, RED, BLUE = 700, (1, 0, 0), (0, 0, 1)
COLOURED = (
    "from IPython.display import HTML\nHTML('<div style=\"height: {}px; background: {}\"></div>')"
)


@pytest.fixture
def notebook(tmp_path):
    made = new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    made.cells = [new_code_cell(COLOURED.format(HEIGHT, colour)) for colour in ("red", "blue")]
    path = tmp_path / "tall" / "tall.ipynb"
    path.parent.mkdir()
    nbformat.write(made, path)
    return path


@pytest.mark.skipif(not lab.CHROMIUM, reason="needs Chromium")
def test_pictures_go_from_top_to_bottom(notebook, tmp_path):
    before = notebook.read_bytes()
    folder = tmp_path / "pictures"
    screenshots.main([str(folder), str(notebook), "--run", "--height", "1000"])
    assert notebook.read_bytes() == before
    pictures = sorted(folder.iterdir())
    assert [path.name for path in pictures] == ["tall-01.png", "tall-02.png"]
    assert rows_of(pictures[0], RED) == HEIGHT
    blue = [rows_of(path, BLUE) for path in pictures]
    assert blue[1] < HEIGHT <= sum(blue), "the pictures join without a gap"


def test_pictures_of_the_same_name_are_refused(notebook, tmp_path, capsys):
    with pytest.raises(SystemExit):
        screenshots.main([str(tmp_path), str(notebook), str(notebook)])
    assert "the same name" in capsys.readouterr().err


def rows_of(path, colour):
    """How many rows of pixels of a picture hold the colour."""
    pixels = matplotlib.image.imread(path)[..., :3]
    return np.count_nonzero((pixels == colour).all(axis=-1).any(axis=-1))
