"""What a notebook shows of a model: figures of its arrays, in a table anyone can read."""

import re
from html.parser import HTMLParser

import numpy as np
import pytest

from smallnets import Dense, Flatten, ReLU, Sequential, create_lenet5, create_mlp, load_pretrained
from smallnets.tables import html_table, text_table

VOID = {"br", "hr", "img"}


class Table(HTMLParser):
    """Cells by row; fails where tags do not close in order."""

    def __init__(self, text):
        super().__init__()
        self.rows, self.captions, self.open, self.scopes = [], 0, [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)
        self.captions += tag == "caption"
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag == "th":
            self.scopes.append(dict(attrs).get("scope"))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] in (["td"], ["th"]):
            self.rows[-1][-1] += data


def rows(model):
    return Table(model._repr_html_()).rows


def test_a_row_for_each_layer_and_their_sums():
    table = rows(create_lenet5())
    assert [row[1] for row in table[1:-1]] == [
        type(layer).__name__ for layer in create_lenet5().layers
    ]
    assert table[1] == ["0", "Conv2D", "5 × 5 × 1 × 6", "156", "624", "0.0%"]
    assert table[2] == ["1", "ReLU", "none", "0", "0", "none"]
    assert table[-1] == ["all", "", "", "61,706", "246,824", "0.0%"]


def test_figures_follow_the_arrays():
    model = create_mlp(4, [2], 3)
    model.layers[0].weights.data = np.array([[1, 0], [0, 0], [2, 3], [0, -0.0]], np.int8)
    model.layers[2].bias.data[:] = 0  # biases are no weights: their zeros do not count
    first, _, last, everything = rows(model)[1:]
    assert first[2:] == ["4 × 2", "10", str(8 + 2 * 4), "62.5%"]
    assert last[2:] == ["2 × 3", "9", "36", "0.0%"]
    assert everything[3:] == ["19", "52", f"{5 / 14:.1%}"]


@pytest.mark.parametrize(
    "model",
    [
        Sequential([Flatten(), ReLU()]),
        Sequential([Dense(2, 1, bias=False)]),
        create_lenet5(),
        load_pretrained("lenet_300_100"),
    ],
    ids=["no weights", "no bias", "convolutions", "trained"],
)
def test_every_model_has_a_readable_table(model):
    html = model._repr_html_()
    table = Table(html)
    assert table.captions == 1
    assert len({len(row) for row in table.rows}) == 1
    assert table.scopes == ["col"] * 6 + ["row"] * (len(model.layers) + 1)
    assert not re.search(r"color|style|class|<script", html), "the theme's own colours"


def test_arrays_that_make_no_sense_are_shown_all_the_same():
    model = create_mlp(2, [], 2)
    model.layers[0].weights.data = np.full((0, 2), np.nan)
    assert rows(model)[1][2:] == ["0 × 2", "2", "8", "none"]
    model.layers[0].weights.data = [[1.0, 0.0]]
    assert rows(model)[1][2] == "1 × 2"


def test_names_cannot_bring_in_markup():
    evil = type('Dense<img src=x onerror="alert(1)">', (ReLU,), {})
    html = Sequential([evil()])._repr_html_()
    assert "<img" not in html
    assert Table(html).rows[1][1] == 'Dense<img src=x onerror="alert(1)">'


def test_showing_changes_nothing():
    model = create_mlp(3, [2], 1)
    before = [p.data.copy() for p in model.parameters()]
    model._repr_html_()
    assert all(np.array_equal(a, p.data) for a, p in zip(before, model.parameters(), strict=True))


def test_tables_escape_what_they_are_given():
    table = Table(html_table("<b>", ["<i>", "&"], [["<td>", "</table>"]]))
    assert table.rows == [["<i>", "&"], ["<td>", "</table>"]]


def test_text_tables_align():
    assert text_table(["a", "b"], [["long", "x"], ["", "yy"]]) == "a     b\nlong  x\n      yy"
