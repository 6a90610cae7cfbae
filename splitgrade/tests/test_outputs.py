"""What a cell shows is kept as a kernel keeps it, as far as there is room, and its error always."""

import json

import nbformat
import pytest
from nbclient import NotebookClient

from splitgrade.execute import Cell, Course, execute
from splitgrade.limits import Limits
from splitgrade.outputs import Room, checked

SHOW = """
from IPython.display import display
class Picture:
    def __init__(self, characters): self._characters = characters
    def _repr_png_(self): return "A" * self._characters
def show(n, characters):
    for _ in range(n):
        display(Picture(characters))
"""


def shown(*sources, **limits):
    """The outputs of the cells after the first, which holds what they use."""
    cells = [Cell("student", source) for source in (SHOW, *sources)]
    ran = execute(cells, Course(limits=Limits(**limits))).cells
    assert ran[0].outputs == []
    return [cell.outputs for cell in ran[1:]]


def pictures(outputs):
    """How many bytes each picture has."""
    data = [output.get("data", {}) for output in outputs]
    return [len(value) * 3 // 4 for each in data for mime, value in each.items() if "image" in mime]


def text(outputs):
    """All that is there to read, besides tracebacks."""
    plain = [output.get("data", {}).get("text/plain", "") for output in outputs]
    return "".join(output.get("text", "") for output in outputs) + "".join(plain)


def test_pictures_that_are_too_many_for_one_message_cost_no_error():
    first, second = shown("show(5, 3_900_000)\nprint('the end')\n1 / 0", "print('next')")
    assert pictures(first) == [2_925_000] * 2
    assert text(first).count("(Left out: a picture of 2.9 MB, as there was room for 1.6 MB") == 3
    assert "the end" in text(first) and first[-1]["ename"] == "ZeroDivisionError"
    assert text(second) == "next\n"


def test_a_notebook_keeps_so_many_bytes_of_pictures():
    small = ["show(2, 400_000)"] * 3 + ["show(1, 4_000)\n1 / 0"]
    *first, last = shown(*small, max_pictures=1_000_000)
    kept = [pictures(outputs) for outputs in first]
    assert kept == [[300_000] * 2, [300_000], []]
    assert "(Left out: a picture of 0.3 MB, as there was room for 0.1 MB" in text(first[2])
    assert pictures(last) == [3000] and last[-1]["ename"] == "ZeroDivisionError"


@pytest.mark.parametrize(
    "code",
    [
        "print('x' * 10 ** 6)",
        "display('x' * 10 ** 6)",
        "import sys\nfor _ in range(1500):\n    print('a')\n    print('b', file=sys.stderr)",
        "for _ in range(1500):\n    display(1)",
    ],
)
def test_a_cell_that_shows_too_much_says_so_and_keeps_its_error(code):
    (outputs,) = shown(f"{code}\nraise ValueError('what matters')")
    assert len(text(outputs)) < 201_000 and len(outputs) < 1010
    assert text(outputs).count("output cut here") == 1
    assert outputs[-1]["evalue"] == "what matters"
    assert outputs[-1]["traceback"][-1] == "ValueError: what matters"


def test_errors_count_as_text_and_the_last_of_a_cell_is_always_kept():
    long = "raise ValueError('x' * 150_000)"
    first, second, third, printed = shown(long, long, "print('more')\n1 / 0", "print('no')")
    assert len(first[-1]["evalue"]) == 150_000
    assert len(json.dumps([second, third])) < 20_000
    assert second[-1]["ename"] == "ValueError" and third[-1]["evalue"] == "division by zero"
    assert "ZeroDivisionError" in third[-1]["traceback"][-1] and "more" not in text(third)
    assert text(printed) == "\n... output cut here ...\n"


def test_a_forged_report_takes_no_more_room_than_an_honest_one():
    error = {"output_type": "error", "ename": "E" * 999, "evalue": "e", "traceback": ["t"] * 999}
    words = {"output_type": "stream", "name": "stdout", "text": "\ud800" * 50}
    assert len(checked([error] * 5000, Room(0, 0))) == 1
    assert len(json.dumps(checked([error, words] * 5000, Room(1000, 0)))) < 10_000
    in_turn = [{**words, "text": "a", "name": name} for name in ("stdout", "stderr")]
    assert len(checked(in_turn * 5000, Room())) == 1001
    html = {"output_type": "display_data", "data": {"text/html": "<b>", "image/png": "<script>"}}
    assert checked([html, 7, None, {"output_type": "stream", "name": "stdin"}], Room()) == []
    assert checked("no list", Room()) == []


BUNDLES = """
import io
from IPython.display import SVG, Image, display
from PIL import Image as Pictures
png, jpeg, gif = io.BytesIO(), io.BytesIO(), io.BytesIO()
square = Pictures.new("L", (8, 8))
for buffer, kind in ((png, "png"), (jpeg, "jpeg"), (gif, "gif")):
    square.save(buffer, kind)
class Bytes:
    def _repr_png_(self): return png.getvalue()
    def _repr_jpeg_(self): return jpeg.getvalue(), {"width": 5}
    def __repr__(self): return "bytes"
display(Bytes(), Image(png.getvalue(), width=40, height=30), Image(gif.getvalue(), format="gif"),
        SVG("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"))
square
"""


def test_pictures_are_kept_as_a_kernel_keeps_them():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(BUNDLES)])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    theirs = [_without_count(output) for output in notebook.cells[0].outputs]
    (ours,) = shown(BUNDLES)
    assert len(ours) == 5
    assert [_without_count(output) for output in ours] == theirs


def _without_count(output):
    return {key: output[key] for key in ("output_type", "data", "metadata")}
