"""One style for one method, and figures with labels."""

import itertools

import matplotlib
import numpy as np
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

matplotlib.use("Agg")

import matplotlib.colors  # noqa: E402
import matplotlib.pyplot as plt  # noqa: E402

from smallnets import plots  # noqa: E402

OKABE_ITO = {"#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7"}


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


def test_methods_have_okabe_ito_colours_and_markers_of_their_own():
    assert {style["color"] for style in plots.STYLES.values()} <= OKABE_ITO
    for key in ("color", "marker"):
        used = [style[key] for style in plots.STYLES.values()]
        assert len(set(used)) == len(used)


def test_rankings_are_told_apart_by_colour_and_what_shares_one_by_its_line():
    styles = plots.RANKINGS.values()
    assert {style["color"] for style in styles} <= OKABE_ITO
    looks = {(style["color"], style.get("linestyle", "-")) for style in styles}
    assert len(looks) == len(plots.RANKINGS) == len({style["marker"] for style in styles})
    assert plots.ranking_style("random") == plots.method_style("random")
    with pytest.raises(ValueError, match="'size'.*taylor"):
        plots.ranking_style("size")


def test_spans_stand_on_the_axis_each_with_its_label():
    _, ax = plots.new_axes("times faster", "accuracy (%)", "title")
    ax.plot([1, 9], [90, 99])
    plots.mark_spans(ax, [(2, 2.5, 3), (5, 5.5, 7)], ["half", "a quarter"])
    assert [list(line.get_xdata()) for line in ax.lines[1:]] == [[2, 3], [5, 7]]
    assert [text.get_text() for text in ax.texts] == ["half", "a quarter"]
    assert 80 < ax.get_ylim()[0] < 88 < 99 < ax.get_ylim()[1]


def test_layers_have_greys_and_no_two_of_six_look_alike():
    styles = [plots.layer_style(i) for i in range(6)]
    for a, b in itertools.combinations(styles, 2):
        assert a["marker"] != b["marker"]
        assert (a["color"], a["linestyle"]) != (b["color"], b["linestyle"])
    methods = {style["color"] for style in plots.STYLES.values()}
    for style in styles:
        assert style["color"] not in methods
        assert len(set(matplotlib.colors.to_rgb(style["color"]))) == 1


def test_styles_can_be_drawn_and_changed_without_changing_the_table():
    _, ax = plots.new_axes("sparsity", "accuracy (%)", "title")
    for name in plots.STYLES:
        style = plots.method_style(name)
        (line,) = ax.plot([0, 1], [0, 1], **style)
        assert line.get_label() == name
        style["color"] = "none"
    assert plots.method_style("dense")["color"] == "#000000"


def test_an_unknown_method_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="'magic'.*magnitude global"):
        plots.method_style("magic")


def test_axes_are_labelled():
    fig, ax = plots.new_axes("sparsity", "accuracy (%)", "One")
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("sparsity", "accuracy (%)")
    assert fig.get_suptitle() == "One"
    _, panels = plots.new_axes("x", "y", "Three", ncols=3)
    assert [panel.get_ylabel() for panel in panels] == ["y"] * 3


def test_the_callers_settings_stay_as_they_were():
    with plt.rc_context({"font.size": 7.5, "axes.titlesize": 7.5}):
        before = dict(matplotlib.rcParams)
        plots.new_axes("x", "y", "title")
        plots.show_images(np.zeros((2, 4, 4)), ["a", "b"])
        assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize("shape", [(7, 5, 4), (7, 5, 4, 1)])
def test_images_are_shown_on_one_scale_each_with_its_caption(shape):
    images = np.arange(np.prod(shape), dtype=float).reshape(shape)
    plots.show_images(images, [f"number {i}" for i in range(7)], columns=3)
    shown = [ax for ax in plt.gcf().axes if ax.images]
    assert [ax.get_title() for ax in shown] == [f"number {i}" for i in range(7)]
    for ax, image in zip(shown, images, strict=True):
        assert np.array_equal(ax.images[0].get_array(), image.reshape(5, 4))
        assert ax.images[0].get_clim() == (0, images.max())


def test_weights_are_shown_on_one_scale_with_white_for_zero():
    weights = np.linspace(-2, 1, 7 * 20).reshape(7, 5, 4)
    plots.show_weights(weights, [f"unit {i}" for i in range(7)], limit=0.5, columns=3)
    shown = [ax for ax in plt.gcf().axes if ax.images]
    assert [ax.get_title() for ax in shown] == [f"unit {i}" for i in range(7)]
    for ax, picture in zip(shown, weights, strict=True):
        assert np.array_equal(ax.images[0].get_array(), picture)
        assert ax.images[0].get_clim() == (-0.5, 0.5)
        assert min(ax.images[0].to_rgba([0.0])[0]) > 0.9


@pytest.mark.parametrize(
    ("shape", "captions", "words"),
    [
        ((2, 784), ["a", "b"], r"\(2, 784\)"),
        ((0, 4, 4), [], r"\(0, 4, 4\)"),
        ((2, 4, 4), ["a"], "2 pictures.*1"),
    ],
)
def test_bad_weights_are_refused_by_name(shape, captions, words):
    with pytest.raises(ValueError, match=words):
        plots.show_weights(np.zeros(shape), captions, limit=1)


@pytest.mark.parametrize(
    ("shape", "captions", "words"),
    [
        ((2, 784), ["a", "b"], r"\(2, 784\).*reshape"),
        ((0, 4, 4), [], r"\(0, 4, 4\)"),
        ((2, 4, 4), ["a"], "2 images.*1"),
    ],
)
def test_bad_images_are_refused_by_name(shape, captions, words):
    with pytest.raises(ValueError, match=words):
        plots.show_images(np.zeros(shape), captions)


def test_every_plot_of_a_notebook_is_shown(monkeypatch):
    monkeypatch.delenv("MPLBACKEND", raising=False)  # of whoever runs the tests
    """In a real kernel: the first figure switches inline display on, and it stays on."""
    draw = "plots.new_axes('x', 'y', 'title')[1].plot([1, 2])"
    image = "plots.show_images(np.eye(3)[None], ['eye'])"
    sources = ["import numpy as np\nfrom smallnets import plots", draw, draw, image, image]
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    NotebookClient(notebook, kernel_name="python3").execute()
    shown = [
        any("image/png" in out.get("data", {}) for out in cell.outputs)
        for cell in notebook.cells[1:]
    ]
    assert shown == [True] * 4


def test_numbers_beside_points_cover_each_other_only_where_there_is_no_room():
    fig, ax = plots.new_axes("x", "y", "title")
    ax.set(xlim=(0, 10), ylim=(0, 10))
    points = [(x, y, y, y) for x, y in [(5, 5), (5, 5.2), (5, 4.8), (5.2, 5), (1, 1), (9, 9)]]
    plots.draw_networks(ax, points, [plots.method_style("dense")] * 6, [False] * 6)
    fig.canvas.draw()
    boxes = [text.get_window_extent() for text in ax.texts]
    assert [text.get_text() for text in ax.texts] == list("123456")
    for first, second in itertools.combinations(boxes, 2):
        assert not first.overlaps(second)
    for x, y, *_ in points:
        assert not any(box.contains(*ax.transData.transform((x, y))) for box in boxes)
    plt.close(fig)
