"""Plots in one style: the same colour and marker for a method in every lesson.

Colours are those of Okabe and Ito, "Color universal design", 2008, which readers with
any common colour vision can tell apart; markers tell the lines apart in grey, too. Those
too light to stand out from white have markers with a black edge.
"""

from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

STYLES = {
    "dense": {"color": "#000000", "marker": "o"},
    "magnitude global": {"color": "#0072B2", "marker": "s"},
    "magnitude layer-wise": {"color": "#56B4E9", "marker": "D", "markeredgecolor": "#000000"},
    "random": {"color": "#E69F00", "marker": "X", "markeredgecolor": "#000000"},
    "int8": {"color": "#009E73", "marker": "^"},
    "distilled": {"color": "#CC79A7", "marker": "P"},
    "structured": {"color": "#D55E00", "marker": "v"},
    "low rank": {"color": "#F0E442", "marker": "h", "markeredgecolor": "#000000"},
}
# Ways to rank units: they stand beside each other, and beside chance, but not beside other methods.
RANKINGS = {
    "l1": {"color": "#D55E00", "marker": "v"},
    "l2": {"color": "#0072B2", "marker": "s"},
    "activation": {"color": "#009E73", "marker": "^"},
    "taylor": {"color": "#CC79A7", "marker": "P"},
    "taylor soft": {
        "color": "#CC79A7",
        "marker": "o",
        "linestyle": "--",
        "markerfacecolor": "white",
    },
    "random": STYLES["random"],
}
LAYER_MARKERS = ["o", "s", "^", "D", "v", "P"]
LAYER_GREYS = ["#111111", "#555555", "#888888"]
LAYER_LINES = ["-", "--"]

# Sizes are given to each text. An rc_context would not do: a notebook turns on inline
# display with the first figure, and leaving the context would turn it off again.
LABEL_SIZE, TITLE_SIZE, CAPTION_SIZE = 11, 12, 10
# Of the numbers beside points, in points: how far apart, and where from, the best place first.
NUMBER_WIDTH, NUMBER_HEIGHT = 11, 9
NUMBER_OFFSETS = [(13, 0), (-13, 0), (13, 10), (13, -10), (-13, 10), (-13, -10), (26, 0), (-26, 0)]


def method_style(name: str) -> dict[str, Any]:
    """Return the colour, marker and label of a method, as arguments of ``ax.plot``.

    Parameters
    ----------
    name : str
        A key of ``STYLES``.

    Returns
    -------
    dict

    Raises
    ------
    ValueError
        If the method has no style yet.

    Examples
    --------
    >>> method_style("dense")
    {'color': '#000000', 'marker': 'o', 'label': 'dense'}
    """
    if name not in STYLES:
        raise ValueError(f"no style for {name!r}; there are {', '.join(STYLES)}")
    return {**STYLES[name], "label": name}


def ranking_style(name: str) -> dict[str, Any]:
    """Return colour, marker, line and label of a way to rank units, for ``ax.plot``.

    Parameters
    ----------
    name : str
        A key of ``RANKINGS``.

    Returns
    -------
    dict

    Raises
    ------
    ValueError
        If the ranking has no style yet.
    """
    if name not in RANKINGS:
        raise ValueError(f"no style for {name!r}; there are {', '.join(RANKINGS)}")
    return {**RANKINGS[name], "label": name}


def layer_style(index: int) -> dict[str, Any]:
    """Return grey, marker and line of the ``index``-th layer, for ``ax.plot``.

    Layers are no methods, so they take no method's colour.

    Parameters
    ----------
    index : int
        0 for the first line of the plot; the styles repeat after six.

    Returns
    -------
    dict
    """
    return {
        "color": LAYER_GREYS[index % len(LAYER_GREYS)],
        "marker": LAYER_MARKERS[index % len(LAYER_MARKERS)],
        "linestyle": LAYER_LINES[index // len(LAYER_GREYS) % len(LAYER_LINES)],
    }


def new_axes(xlabel: str, ylabel: str, title: str, ncols: int = 1) -> tuple[Figure, Any]:
    """Open a figure with labelled axes, a light grid and readable text.

    Parameters
    ----------
    xlabel, ylabel : str
        With units; every panel gets both.
    title : str
        Of the whole figure.
    ncols : int
        Panels side by side.

    Returns
    -------
    fig : matplotlib.figure.Figure
    axes : matplotlib.axes.Axes, or ndarray of Axes, shape (ncols,), if ncols > 1
    """
    width = 6.4 if ncols == 1 else 4.0 * ncols
    fig, axes = plt.subplots(1, ncols, figsize=(width, 3.9), layout="constrained")
    for ax in np.atleast_1d(axes):
        ax.set_xlabel(xlabel, fontsize=LABEL_SIZE)
        ax.set_ylabel(ylabel, fontsize=LABEL_SIZE)
        ax.tick_params(labelsize=LABEL_SIZE)
        ax.grid(color="#dddddd", linewidth=0.8)
        ax.set_axisbelow(True)
        ax.spines[["top", "right"]].set_visible(False)
    fig.suptitle(title, fontsize=TITLE_SIZE)
    return fig, axes


def mark_spans(ax: Any, spans: Sequence[tuple[float, float, float]], labels: Sequence[str]) -> None:
    """Mark spans on the x axis, in grey: what was measured once for several lines.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    spans : list of (low, middle, high)
    labels : list of str
        Written upwards from each middle, in room that is made below the lines.
    """
    axis, (bottom, top) = ax.get_xaxis_transform(), ax.get_ylim()
    ax.set_ylim(bottom - (top - bottom) / 3, top)
    for (low, middle, high), label in zip(spans, labels, strict=True):
        ax.plot([low, high], [0, 0], transform=axis, color="#888888", linewidth=5)
        ax.annotate(
            label,
            (middle, 0.03),
            xycoords=axis,
            rotation=90,
            ha="center",
            va="bottom",
            fontsize=8,
            color="#555555",
        )


def show_images(images: np.ndarray, captions: Sequence[str], columns: int = 5) -> None:
    """Show small grey images in rows, each under its caption.

    Parameters
    ----------
    images : ndarray, shape (n, height, width) or (n, height, width, 1)
        Low values are drawn white, high ones black, on one scale for all.
    captions : list of str, length n
    columns : int
        Images per row.

    Raises
    ------
    ValueError
        If the images have another shape, or there is not one caption for each.
    """
    if images.ndim == 4 and images.shape[3] == 1:
        images = images[..., 0]
    if images.ndim != 3 or len(images) == 0:
        raise ValueError(
            f"expected images of shape (n, height, width), got {images.shape}; "
            "reshape flat ones with images.reshape(-1, 28, 28)"
        )
    if len(captions) != len(images):
        raise ValueError(f"{len(images)} images need as many captions, got {len(captions)}")
    columns = min(columns, len(images))
    rows = -(-len(images) // columns)
    _, axes = plt.subplots(
        rows, columns, squeeze=False, layout="constrained", figsize=(1.5 * columns, 1.8 * rows)
    )
    for ax in axes.flat:
        ax.axis("off")
    for ax, image, caption in zip(axes.flat, images, captions, strict=False):
        ax.imshow(image, cmap="gray_r", vmin=images.min(), vmax=images.max())
        ax.set_title(caption, fontsize=CAPTION_SIZE)


def show_weights(
    weights: np.ndarray, captions: Sequence[str], limit: float, columns: int = 5
) -> None:
    """Show weights as small pictures: orange negative, purple positive, white zero.

    Parameters
    ----------
    weights : ndarray, shape (n, height, width)
    captions : list of str, length n
    limit : float
        Size of a weight from which on the colours do not deepen, on one scale for all.
    columns : int
        Pictures per row.

    Raises
    ------
    ValueError
        If the weights have another shape, or there is not one caption for each.
    """
    if weights.ndim != 3 or len(weights) == 0:
        raise ValueError(f"expected weights of shape (n, height, width), got {weights.shape}")
    if len(captions) != len(weights):
        raise ValueError(f"{len(weights)} pictures need as many captions, got {len(captions)}")
    columns = min(columns, len(weights))
    rows, size = -(-len(weights) // columns), 8.5 / max(columns, 3)
    fig, axes = plt.subplots(
        rows,
        columns,
        squeeze=False,
        layout="constrained",
        figsize=(size * columns + 1, size * rows),
    )
    for ax in axes.flat:
        ax.axis("off")
    for ax, picture, caption in zip(axes.flat, weights, captions, strict=False):
        drawn = ax.imshow(picture, cmap="PuOr", vmin=-limit, vmax=limit)
        ax.set_title(caption, fontsize=CAPTION_SIZE)
    fig.colorbar(drawn, ax=axes).set_label("weight", fontsize=LABEL_SIZE)


def draw_networks(
    ax: Any,
    points: Sequence[tuple[float, float, float, float]],
    styles: Sequence[dict[str, Any]],
    hollow: Sequence[bool],
) -> None:
    """Draw networks as points with bars, numbered from 1 in the order given.

    A number stands beside its point where it covers no other point or number; for that the
    axes must have their scales and limits.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    points : list of (x, lowest, mean, highest)
        The bar goes from the lowest to the highest y.
    styles : list of dict, as many
        Colour, marker and label of each, as of ``method_style``. A label stands in the
        legend once.
    hollow : list of bool, as many
        Whether the mark is filled with white.
    """
    named = set()
    taken = [ax.transData.transform((x, mean)) for x, _, mean, _ in points]
    rows = zip(points, styles, hollow, strict=True)
    for number, ((x, low, mean, high), given, is_hollow) in enumerate(rows, start=1):
        style = given | {"label": None if given["label"] in named else given["label"]}
        named.add(given["label"])
        if is_hollow:
            style |= {"markerfacecolor": "white", "markeredgecolor": style["color"]}
        bar = [[mean - low], [high - mean]]
        ax.errorbar(x, mean, bar, capsize=5, markersize=6, linestyle="none", **style)
        offset = _free_offset(taken, taken[number - 1], ax.figure.dpi / 72)
        place = {"textcoords": "offset points", "ha": "center", "va": "center"}
        ax.annotate(str(number), (x, mean), offset, fontsize=CAPTION_SIZE, **place)


def _free_offset(taken, point, pixels):
    """Where a number beside a point covers nothing, in points; ``taken`` then holds it, too."""
    for across, up in NUMBER_OFFSETS:
        place = point + pixels * np.array([across, up])
        apart = np.abs(np.array(taken) - place) / pixels
        if ((apart[:, 0] > NUMBER_WIDTH) | (apart[:, 1] > NUMBER_HEIGHT)).all():
            break
    taken.append(place)
    return across, up


def log_ticks(ax: Any, ticks: Sequence[float]) -> None:
    """Make the x axis logarithmic, with ticks and numbers at these places alone.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    ticks : list of float
    """
    ax.set_xscale("log")
    ax.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.minorticks_off()
