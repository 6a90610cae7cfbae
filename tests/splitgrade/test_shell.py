"""Cells run as IPython runs them, also where its own look at them is left out."""

import pytest
from IPython.core.inputtransformer2 import TransformerManager

from splitgrade.shell import _is_python
from tasks import lessons
from tasks.variants import read_variants

ODD = {
    "magic": "%timeit 1",
    "cell magic": "%%time\nx = 1",
    "shell": "!ls",
    "help": "len?",
    "source": "len??",
    "assigned": "files = !ls",
    "assigned magic": "t = %who_ls",
    "indented": "    x = 1\n    y = 2",
    "python prompt": ">>> x = 1\n>>> y = 2",
    "notebook prompt": "In [1]: x\nIn [2]: y",
    "two statements": "x = 1; y = 2;",
    "empty": "",
    "comment": "# nothing",
    "modulo": "(7\n%3)",
    "text": 'x = """\n%time\n!ls\nlen?\n"""',
    "broken": "def f(:",
    "null": "x = '\0'",
    "deep": "(" * 5000,
    "tabs": "if x:\n\ty = 1\n",
    "await": "await x",
    "carriage": "x = 1\r\ny = 2",
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_taken_for_python_is_what_ipython_leaves_alone(name):
    source = ODD[name]
    if _is_python(source):
        assert TransformerManager().transform_cell(source).strip("\n") == source.strip("\n")


def test_answers_and_lessons_are_taken_for_python_and_ipython_leaves_them_alone():
    cells = [
        cell.source
        for lesson in lessons.lesson_names()
        for cell in lessons.read_py(lessons.source_py(lesson)).cells
        if cell.cell_type == "code"
    ]
    cells += [variant.source for variant in read_variants("alternatives")]
    assert len(cells) > 200
    for source in cells:
        assert _is_python(source)
        assert TransformerManager().transform_cell(source).strip("\n") == source.strip("\n")


def test_magics_and_prompts_are_left_to_ipython():
    taken = {name for name, source in ODD.items() if _is_python(source)}
    assert taken == {
        "two statements",
        "empty",
        "comment",
        "modulo",
        "text",
        "tabs",
        "await",
        "carriage",
    }


def test_looking_at_a_cell_warns_of_nothing(recwarn):
    assert _is_python("x = '\\d'") and not recwarn.list
