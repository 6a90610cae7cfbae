"""Plots as SVG text: dark bars on white, readable without colour, with words for both."""

import math
from collections.abc import Sequence
from html import escape
from statistics import median

WIDTH, HEIGHT, FOOT, HEAD = 440, 210, 38, 22
BAR = "#0072B2"  # the blue of Okabe and Ito; dark grey in print
MOST_BARS = 24


def histogram(values: Sequence[float], top: float, what: str, unit: str, least: float = 0) -> str:
    """Draw how often values fall into bins of equal width.

    Parameters
    ----------
    values : list of float
        At least one, between 0 and ``top``.
    top : float
        In the last bin.
    what : str
        What is counted, such as "submissions".
    unit : str
        Of the values, for the axis.
    least : float
        No bin is narrower.

    Returns
    -------
    str
        An SVG element, its words escaped; its label for screen readers lists the bins.
    """
    width = max(_bin_width(top), least)
    count = _bin(top, width) + 1
    counts = [0] * count
    for value in values:
        counts[_bin(value, width)] += 1
    step = (WIDTH - 20) / count
    bars = "".join(_bar(index, step, counts, width) for index in range(count))
    said = _in_words(counts, width, what, unit)
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(said)}">{bars}'
        f'<line x1="10" x2="{WIDTH - 10}" y1="{HEIGHT - FOOT}" y2="{HEIGHT - FOOT}" '
        f'stroke="#000"/>{_marker(10 + (_bin(median(values), width) + 0.5) * step)}'
        f'<text x="{WIDTH / 2}" y="{HEIGHT - 4}" text-anchor="middle">{escape(unit)}</text></svg>'
    )


def share_bar(share: float) -> str:
    """A small bar for a share between 0 and 1; the number stands beside it."""
    filled = round(60 * min(max(share, 0), 1), 1)
    return (
        '<svg class="share" viewBox="0 0 62 12" aria-hidden="true"><rect x="1" y="1" width="60" '
        f'height="10" fill="#fff" stroke="#000"/><rect x="1" y="1" width="{filled}" height="10" '
        f'fill="{BAR}"/></svg>'
    )


def _bin_width(top: float) -> float:
    """1, 2 or 5 times a power of ten, so that there are at most MOST_BARS bins."""
    least = max(top, 1e-9) / (MOST_BARS - 1)
    power = 10 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least)


def _bin(value: float, width: float) -> int:
    return math.floor(value / width + 1e-9)  # 0.6 / 0.2 is a little less than 3


def _bar(index: int, step: float, counts: list[int], width: float) -> str:
    x, floor = 10 + index * step, HEIGHT - FOOT
    tall = (floor - HEAD) * counts[index] / max(*counts, 1)
    every = math.ceil(34 / step)  # axis labels need some room
    label = (
        f'<text x="{x + step / 2:.1f}" y="{floor + 15}" text-anchor="middle">'
        f"{index * width:g}</text>"
        if index % every == 0
        else ""
    )
    if not counts[index]:
        return label
    return (
        f'<rect x="{x + 1:.1f}" y="{floor - tall:.1f}" width="{step - 2:.1f}" '
        f'height="{tall:.1f}" fill="{BAR}"/><text x="{x + step / 2:.1f}" '
        f'y="{floor - tall - 4:.1f}" text-anchor="middle">{counts[index]}</text>{label}'
    )


def _marker(x: float) -> str:
    return f'<path d="M{x - 5:.1f} {HEIGHT - FOOT + 26}l5 -8l5 8z"/>'


def _in_words(counts: list[int], width: float, what: str, unit: str) -> str:
    filled = [f"{index * width:g}: {count}" for index, count in enumerate(counts) if count]
    return f"Number of {what} by {unit}, in bins of {width:g}. " + ", ".join(filled) + "."
