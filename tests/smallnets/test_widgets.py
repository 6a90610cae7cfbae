"""A slider in a running notebook, a few results anywhere else."""

import subprocess
import sys

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from smallnets import explore

SCRIPT = "from smallnets import explore\nexplore(lambda bits: print(2**bits), [2, 3, 4, 8], 'bits')"


def test_a_script_shows_the_first_the_middle_and_the_last(capsys):
    seen = []
    explore(seen.append, [0.1, 0.3, 0.5, 0.7, 0.9], "sparsity")
    assert seen == [0.1, 0.5, 0.9]
    assert capsys.readouterr().out == "sparsity = 0.1\nsparsity = 0.5\nsparsity = 0.9\n"


@pytest.mark.parametrize(
    ("values", "shown"),
    [([8], [8]), ([2, 8], [2, 8]), (range(2, 9), [2, 5, 8]), (("a", "b", "c"), ["a", "b", "c"])],
)
def test_a_few_values_are_each_shown_once(values, shown):
    seen = []
    explore(seen.append, values, "bits")
    assert seen == shown


def test_no_value_is_refused():
    with pytest.raises(ValueError, match="no value of sparsity"):
        explore(print, [], "sparsity")


def test_errors_of_the_function_are_the_readers():
    with pytest.raises(ZeroDivisionError):
        explore(lambda value: 1 / value, [0], "x")


def test_importing_it_loads_neither_widgets_nor_jupyter():
    code = SCRIPT + "\nimport sys\nprint({'ipywidgets', 'IPython', 'nbclient'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "bits = 2\n4\nbits = 4\n16\nbits = 8\n256\nset()\n"


def test_a_notebook_shows_a_slider_and_one_result():
    outputs = run(SCRIPT)
    (widget,) = [each for each in outputs if each["output_type"] == "display_data"]
    assert "application/vnd.jupyter.widget-view+json" in widget["data"]
    assert not [each for each in outputs if each["output_type"] == "error"]


def test_a_slider_moves_the_result():
    outputs = run(
        "import ipywidgets\nmade = []\n"
        "class Kept(ipywidgets.SelectionSlider):\n"
        "    def __init__(self, **options):\n"
        "        super().__init__(**options)\n        made.append(self)\n"
        "ipywidgets.SelectionSlider = Kept\n"
        "from smallnets import explore\nseen = []\n"
        "explore(seen.append, [2, 4, 8], 'bits')\n"
        "made[0].value = 8\n"
        "print(seen, made[0].description)"
    )
    assert "[4, 8] bits\n" in [each.get("text") for each in outputs]


def test_without_ipywidgets_a_notebook_shows_a_few_results():
    outputs = run("import sys\nsys.modules['ipywidgets'] = None\n" + SCRIPT)
    assert "".join(each["text"] for each in outputs) == "bits = 2\n4\nbits = 4\n16\nbits = 8\n256\n"


def run(source):
    notebook = new_notebook(cells=[new_code_cell(source)])
    NotebookClient(notebook, timeout=60).execute()
    return notebook.cells[0].outputs
