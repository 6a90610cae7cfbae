# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
#   language_info:
#     name: python
# ---

# %% [markdown]
# # 3. How few bits will do?
#
# | Lesson 3 | Quantization, without training |
# | --- | --- |
# | You will be able to | **map** floats to small integers and back with a known error, **store** a network in a quarter and an eighth of its bytes, and **run** it in whole numbers only |
# | Time | about 120 minutes |
# | You need | lesson 1 (bytes, dtypes), numpy's broadcasting and `keepdims` |

# %%
import json
import tempfile
from copy import deepcopy
from itertools import product
from pathlib import Path

import numpy as np

from smallnets import Conv2D, Dense, Flatten, ReLU, Sequential
from smallnets.lending import judge
from smallnets.models import model_from_plain, model_to_plain

np.set_printoptions(precision=4, suppress=True)
np.seterr(all="ignore")  # a warning in a test cell would cost its point

# %% [markdown]
# ## 3.1 The question
#
# LeNet-300-100 keeps each of its 266,200 weights in 32 bits.
# Every choice in this lesson is made on the 5,000 *validation* images;
# the 10,000 *test* images stay closed until section 3.7.
# What happens if the weights are rounded to 3, 2, 1 and 0 decimals?

# %% tags=["show"]
from smallnets import DataLoader, evaluate_model, load_mnist, load_pretrained

network = load_pretrained("lenet_300_100")
mnist = load_mnist(flatten=True)
validation = DataLoader(mnist.validation, batch_size=1000)
dense_accuracy = evaluate_model(network, validation)
print(f"as trained: {dense_accuracy:.2%} of the validation images read right")

# %% tags=["show"]
for decimals in (3, 2, 1, 0):
    rounded = network.copy()
    for layer in rounded.layers[::2]:
        layer.weights.data = layer.weights.data.round(decimals)
    rows = [layer.weights.data.ravel() for layer in rounded.layers[::2]]
    n_values = len(np.unique(np.concatenate(rows)))
    print(f"{decimals} decimals: {n_values:5} different weights in the network,"
          f" {evaluate_model(rounded, validation):.2%} read right")

# %% [markdown]
# With one decimal a weight is one of about a dozen numbers, and the digits are still
# read. To say which of a dozen takes 4 bits, not 32. With no decimal all is lost.
#
# But nothing was saved yet: the rounded weights are float32 as before. And the step 0.1
# was luck: these weights happen to be of about that size.
# **Which step suits an array, how few bits will do, and what do they save
# in bytes and in time?**

# %% [markdown]
# ## 3.2 A grid of whole numbers
#
# A number $x$ is stored as a *code* $q$ of $b$ bits, and read back as $\hat x$:
#
# $$ q = \mathrm{round}(x / s) + z, \qquad \hat x = s \, (q - z). $$
#
# The *scale* $s > 0$ is the step of the grid. The *zero point* $z$ is the code of 0.
# Codes are signed: they run from $-2^{b-1}$ to $2^{b-1} - 1$, from $-128$ to 127 for
# 8 bits. What lies outside becomes the nearest end: it *saturates*.

# %% [markdown]
# The grid has to reach from the smallest number of the array to the largest, and to
# include 0. With $\alpha = \min(0, \min x)$ and $\beta = \max(0, \max x)$,
#
# $$ s = \frac{\beta - \alpha}{2^b - 1}, \qquad
#    z = \mathrm{round}\left(-2^{b-1} - \alpha / s\right). $$

# %% [markdown]
# As $z$ is whole, 0 has a code of its own (Jacob et al., 2018, section 2.1, want this for
# zero padding): a pruned weight, a ReLU's zero and a black pixel come back as exactly 0.
# All else comes back at most half a step off, but for the last digit of float32.

# %% [markdown]
# **By hand.** $x = [-0.5, 0, 0.3, 1.25]$ in 3 bits, codes $-4$ to 3. So
# $s = 1.75 / 7 = 0.25$ and $z = -4 + 2 = -2$.
#
# | $x$ | $x / s$ | $q$ | $\hat x$ |
# | --- | --- | --- | --- |
# | $-0.5$ | $-2$ | $-4$ | $-0.5$ |
# | 0 | 0 | $-2$ | 0 |
# | 0.3 | 1.2 | $-1$ | 0.25 |
# | 1.25 | 5 | 3 | 1.25 |

# %% [markdown]
# The next cell makes the trip without codes: it lays out all levels and looks for the
# nearest, value by value.


# %%
def grid_step(values, bits):
    """Step s of the grid; 0.0 where there are only zeros."""
    return (max(0, float(values.max())) - min(0, float(values.min()))) / (2**bits - 1)


def even_levels(values, bits):
    step = grid_step(values, bits) or 1.0
    below = round(max(0, -float(values.min())) / step)
    return np.arange(-below, 2**bits - below) * step


# %%
def nearest(values, levels):
    places = np.abs(values[..., None] - levels).argmin(axis=-1)
    return levels[places].astype(np.float32)


def round_trip_by_search(values, bits):
    """Replace each value by the nearest of 2**bits evenly spaced levels around 0."""
    return nearest(values, even_levels(values, bits))


print(round_trip_by_search(np.array([-0.5, 0, 0.3, 1.25], dtype=np.float32), 3))

# %% [markdown]
# Nothing small is stored, but the numbers are right. The contract of any
# `round_trip(values, bits)`, with $s$ as above:
#
# 1. it returns a float32 array of the shape of `values`;
# 2. an entry that is 0 comes back as exactly 0 ($-0.0$ counts as 0);
# 3. every entry comes back at most half a step, $s / 2$, off;
# 4. at most $2^b$ different numbers come back.
#
# No more: halves may round either way, levels may lie closer, or leave out 0 where no entry
# is 0.

# %% [markdown]
# ### Exercise 3.1, break it: `check_round_trip` (3 points, about 25 minutes)
#
# First the check: accept what keeps the four clauses, refuse what breaks one.
#
# Key details:
# - a candidate may change its argument: pass a copy;
# - `grid_step(values, bits)` is $s$; allow $0.501 \, s$ for the last digit of float32;
# - NaN breaks clause 3, and every comparison with NaN gives False;
# - think of signs (positive, negative, mixed with zeros), of many values and several
#   axes, of one value far from the others, of every number of bits.


# %% nbgrader={"grade": false, "grade_id": "check_round_trip", "locked": false, "schema_version": 3, "solution": true}
def check_round_trip(candidate):
    """Say whether a candidate keeps the contract of ``round_trip``.

    Parameters
    ----------
    candidate : callable
        Called as ``candidate(values, bits)`` with a float32 array (at least one axis,
        1 to 1,000 entries, each 0 or between 1e-30 and 1e30 in size) and an int from
        2 to 8; returns an ndarray.

    Returns
    -------
    bool
        True if every answer kept all four clauses, False if one did not.
    """
    ### BEGIN SOLUTION
    rng = np.random.default_rng(0)
    for low, high, bits in product((-6, 0, 1), (-1, 0, 99), range(2, 9)):
        values = low + (high - low) * rng.random((20, 40)).astype(np.float32) ** 9
        values[0, :2] = low, high
        values[5:9] *= low * high > 0
        got = candidate(values.copy(), bits)
        allowed = 0.501 * grid_step(values, bits) * (values != 0)
        if got.shape != values.shape or got.dtype != np.float32:
            return False
        if len(np.unique(got)) > 2**bits or not (abs(got - values) <= allowed).all():
            return False
    return True
    ### END SOLUTION


# %% [markdown]
# **Check.** Your function meets three right implementations and nine wrong ones; what
# is lent to it stops working afterwards. Each check is silent when all is well.


# %% nbgrader={"grade": true, "grade_id": "check_round_trip_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def leaves_out_zero(values, bits):
    if values.min() <= 0 <= values.max():
        return round_trip_by_search(values, bits)
    return nearest(values, np.linspace(values.min(), values.max(), 2**bits))


def returns_the_values(values, bits):
    return values.copy()


def returns_zeros(values, bits):
    return np.zeros_like(values)


def sets_to_zero(values, bits):
    values[...] = 0
    return values


def rounds_down(values, bits):
    levels = even_levels(values, bits)
    below = np.searchsorted(levels, values, side="right") - 1
    return levels[np.maximum(below, 0)].astype(np.float32)


def no_level_at_zero(values, bits):
    step = grid_step(values, bits) * (2**bits - 1) / 2**bits or 1.0
    low = min(0.0, float(values.min()))
    return nearest(values, low + (np.arange(2**bits) + 0.5) * step)


def loses_the_largest(values, bits):
    back = round_trip_by_search(values, bits)
    return np.where((back == back.max()) & (back != 0), np.float32(np.nan), back)


right = "It keeps all four clauses: ask for no more than they do."
judge(check_round_trip, True, [
    (round_trip_by_search, "lays out all levels (round_trip_by_search)",
     right + " Is your step that of the text, from alpha to beta, and do you allow "
     "0.501 steps?"),
    (lambda values, bits: nearest(values, even_levels(values, bits)[::-1]),
     "rounds halves up", right),
    (leaves_out_zero, "leaves 0 out where no entry is 0 (leaves_out_zero)", right),
])
judge(check_round_trip, False, [
    (returns_the_values, "returns the values (returns_the_values)",
     "Give it more than 2**bits different values, and count what returns (clause 4)."),
    (returns_zeros, "returns zeros (returns_zeros)",
     "Compare what returns with the values (clause 3)."),
    (rounds_down, "rounds down (rounds_down)",
     "Compare the error with s / 2 (clause 3)."),
    (lambda values, bits: round_trip_by_search(values, max(bits, 5)),
     "uses 5 bits at least", "Try 2 bits, and count what returns (clause 4)."),
    (no_level_at_zero, "puts its levels beside 0 (no_level_at_zero)",
     "Have zeros among the values: do they come back as 0 (clause 2)?"),
    (loses_the_largest, "returns NaN for the largest values (loses_the_largest)",
     "Every comparison with NaN is False: ask that the error is small, not whether it "
     "is large (clause 3)."),
    (lambda values, bits: round_trip_by_search(values.reshape(-1, 1), bits),
     "returns one column", "Look at the shape (clause 1)."),
    (lambda values, bits: round_trip_by_search(values, bits).astype(np.float64),
     "returns float64", "Look at the dtype (clause 1)."),
    (sets_to_zero, "sets its argument to 0 (sets_to_zero)",
     "Compare with values that the candidate cannot change: pass a copy."),
])

# %% nbgrader={"grade": true, "grade_id": "check_round_trip_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: candidates, right and wrong, that
# differ in how *near* and how *many* the returned numbers are (clauses 3 and 4).
verdict = check_round_trip(lambda values, bits: values.round(1))
### BEGIN HIDDEN TESTS


def _ends(values, bits):
    _low, _high = min(0.0, float(values.min())), max(0.0, float(values.max()))
    return _low, _high, (_high - _low) / (2**bits - 1) or 1.0


def _spaced(values, step, rounding, low=None, high=None):
    _steps = rounding(values.astype(np.float64) / step)
    if low is not None:
        _steps = np.clip(_steps, low, high)
    return (_steps * step).astype(np.float32)


def _right_from_below(values, bits):
    _low, _high, _step = _ends(values, bits)
    _first = round(-_low / _step)
    _steps = np.clip(np.rint(values.astype(float) / _step) + _first, 0, 2**bits - 1)
    return ((_steps - _first) * _step).astype(np.float32)


def _right_half_up(values, bits):
    _low, _high, _step = _ends(values, bits)
    _first = round(-_low / _step)
    return _spaced(values, _step, lambda t: np.floor(t + 0.5), -_first,
                   2**bits - 1 - _first)


def _cuts_off(values, bits):
    return _spaced(values, _ends(values, bits)[2], np.trunc)


def _always_eight_bits(values, bits):
    return _right_from_below(values, 8)


def _one_bit_less(values, bits):
    return _right_from_below(values, bits - 1)


def _around_zero(values, bits):
    _top = 2 ** (bits - 1) - 1
    return _spaced(values, float(np.abs(values).max()) / _top or 1.0, np.rint)


def _one_level_more(values, bits):
    _low, _high, _ = _ends(values, bits)
    return _spaced(values, (_high - _low) / 2**bits or 1.0, np.rint)


def _top_level_missing(values, bits):
    _low, _high, _ = _ends(values, bits)
    _step = (_high - _low) / 2**bits or 1.0
    _first = round(-_low / _step)
    return _spaced(values, _step, np.rint, -_first, 2**bits - 1 - _first)


def _largest_wraps(values, bits):
    _back, _low = _right_half_up(values, bits), _ends(values, bits)[0]
    return np.where(values == values.max(), np.float32(_low), _back)


judge(check_round_trip, True, [
    (_right_from_below, "counts levels from the lowest"),
    (_right_half_up, "rounds halves up"),
], hint="The clauses leave open which way half a step rounds; is your step right, does "
        "it allow for 0, and do you allow 0.501 steps?")
judge(check_round_trip, False, [
    (lambda values, bits: values.round(1), "rounds to one decimal, whatever the bits",
     "Choose values much smaller or larger than 1."),
    (_always_eight_bits, "always uses 8 bits", "Try few bits, and count what returns."),
    (_one_bit_less, "uses one bit less than asked", "Compare the error with s / 2."),
    (lambda values, bits: _right_from_below(values, bits - (4 < bits < 8)),
     "uses one bit less than asked for 5, 6 and 7 bits", "Try every number of bits."),
    (lambda values, bits: _right_from_below(values, min(bits, 6)),
     "uses 6 bits for 7 and 8", "Try every number of bits."),
    (lambda values, bits: _spaced(values, 1.1 * _ends(values, bits)[2], np.rint),
     "has a step one tenth too large", "Allow 0.501 steps, and no more (clause 3)."),
    (lambda values, bits: _right_from_below(values, bits) * np.float32(1.005),
     "returns all numbers half a percent too large",
     "Allow 0.501 steps, and no more (clause 3)."),
    (_cuts_off, "cuts off instead of rounding", "Compare the error with s / 2."),
    (_around_zero, "has as many levels below 0 as above",
     "Try an array without negative values (clause 3)."),
    (_one_level_more, "has one level more than 2**bits",
     "Fill the grid with many different values, and count what returns (clause 4)."),
    (_top_level_missing, "has a step of (beta - alpha) / 2**bits and no top level",
     "Look at the error of the largest value (clause 3)."),
    (_largest_wraps, "turns the largest value into the smallest",
     "Look at the error of the largest value (clause 3)."),
])
### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check_round_trip_hidden_unusual", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: candidates, right and wrong, that
# differ on zeros, shapes and dtypes (clauses 1 and 2) and on unusual arrays.
verdict = check_round_trip(lambda values, bits: np.abs(values).round())
### BEGIN HIDDEN TESTS


def _trip(values, bits, low, high):
    """Round to a grid of 2**bits levels with 0 on it; saturate at low and high."""
    _step = (high - low) / (2**bits - 1) or 1.0
    _first = int(np.rint(-low / _step))
    _codes = np.rint(np.asarray(values, dtype=float) / _step) + _first
    _codes = _codes.clip(0, 2**bits - 1)
    return ((_codes - _first) * _step).astype(np.float32)


def _right(values, bits):
    return _trip(values, bits, min(0.0, float(values.min())),
                 max(0.0, float(values.max())))


def _right_codebook(values, bits):
    if len(np.unique(values)) <= 2**bits:
        return values.copy()
    return _right(values, bits)


def _zero_shifts(values, bits):
    _low, _high = float(values.min()), float(values.max())
    _step = (_high - _low) / (2**bits - 1) or 1.0
    return (_low + np.rint((values - _low) / _step) * _step).astype(np.float32)


def _fails_on_zeros(values, bits):
    return _right(values, bits) if values.any() else np.full_like(values, np.nan)


def _moves_zeros(values, bits):
    _back = _right(values, bits)
    return np.where(_back == 0, np.float32(1e-9) * values.max(), _back)


def _knows_no_negative(values, bits):
    return _trip(values, bits, 0.0, max(0.0, float(values.max())))


def _trims_outliers(values, bits):
    _edge = 3 * float(values.std()) or float(np.abs(values).max())
    _mean = float(values.mean())
    return _right(values.clip(_mean - _edge, _mean + _edge), bits)


def _row_by_row(values, bits):
    if values.ndim < 2:
        return _right(values, bits)
    return np.stack([_right(_row, bits) for _row in values])


def _widens(values, bits):
    return _right(values, bits).astype(np.longdouble)


def _flattens(values, bits):
    return _right(values, bits).ravel()


judge(check_round_trip, True, [
    (_right, "clips codes from 0 up"),
    (_right_codebook, "returns an array of at most 2**bits different values as it is"),
], hint="It keeps all four clauses: ask for no more than they do.")
judge(check_round_trip, False, [
    (lambda values, bits: np.abs(values).round(), "drops the sign",
     "Try negative values."),
    (_zero_shifts, "starts its grid at the smallest value: 0 lies between levels",
     "Try zeros among positive and negative values (clause 2)."),
    (_fails_on_zeros, "returns NaN for an array of zeros",
     "Try that array, and remember that comparing with NaN gives False."),
    (_moves_zeros, "moves zeros by a billionth of the largest value",
     "A zero comes back as exactly 0 (clause 2)."),
    (lambda values, bits: _right(values, bits - (values.max() < 0)),
     "uses one bit less where all values are negative",
     "Try an array of negative values (clause 3)."),
    (_knows_no_negative, "turns negative values into 0", "Try negative values."),
    (_trims_outliers, "saturates the largest values of an array",
     "Try one value far away from all others (clause 3)."),
    (_row_by_row, "gives every row of a matrix its own grid",
     "Try a matrix of many rows, and count all that returns (clause 4)."),
    (_widens, "returns long doubles", "Look at the dtype, too (clause 1)."),
    (_flattens, "returns one long row", "Look at the shape, too (clause 1)."),
])
### END HIDDEN TESTS

# %% [markdown]
# ## 3.3 Scale and zero point
#
# The grid of section 3.2, with a zero point, is called *affine*. Your function will know
# two variations:
#
# - *symmetric*: $z = 0$, the codes run from $-(2^{b-1} - 1)$ to $2^{b-1} - 1$, and
#   $s = \max|x| \,/\, (2^{b-1} - 1)$. In products (section 3.6) no zero point has to be
#   subtracted;
# - *per channel*: one grid for each index of one axis instead of one for the whole
#   array (*per tensor*).

# %% [markdown]
# **By hand.** The same $x = [-0.5, 0, 0.3, 1.25]$ in 3 bits, symmetric: codes $-3$ to
# 3, $s = 1.25 / 3 = 0.417$. The codes are $[-1, 0, 1, 3]$, which come back as
# $[-0.417, 0, 0.417, 1.25]$.
#
# Per channel, the columns $[0, 7, 3]$ and $[100, -40, 50]$ of a matrix have in 3 bits the
# steps 1 and 20, the zero points $-4$ and $-2$, and the codes
# $[-4, 3, -1]$ and $[3, -4, 0]$ (2.5 goes to the even 2).

# %% [markdown]
# Given: the range and the dtype of codes, and the axes along which `min` and `max` look.


# %%
def code_range(bits, symmetric=False):
    """Lowest and highest code, for instance (-128, 127)."""
    if bits not in range(2, 17):
        raise ValueError(f"bits must be a whole number from 2 to 16, got {bits}")
    top = 2 ** (int(bits) - 1) - 1
    return (-top, top) if symmetric else (-top - 1, top)


def code_dtype(bits):
    """Smallest of numpy's integer dtypes that holds the codes."""
    return np.int8 if bits <= 8 else np.int16


# %%
def other_axes(values, axis):
    """All axes of ``values`` but ``axis``, which may be negative; all for None."""
    kept = None if axis is None else range(values.ndim)[axis]
    return tuple(i for i in range(values.ndim) if i != kept)


matrix = np.array([[0.0, 100.0], [7.0, -40.0], [3.0, 50.0]])
print("per tensor, axes", other_axes(matrix, None), matrix.max(keepdims=True))
print("one grid a column, axes", other_axes(matrix, 1), matrix.max((0,), keepdims=True))

# %% [markdown]
# ### Exercise 3.2: `quantization_params` (3 points, about 15 minutes)
#
# Key details:
# - $\alpha \le 0 \le \beta$, also for a positive array;
# - an array or channel of zeros, or empty, has no range: the scale is 1 and the zero
#   point therefore $-2^{b-1}$ (0 if symmetric);
# - compute in float64, cast last; halves of $z$ go to the even neighbour: `np.rint`;
# - `keepdims=True` keeps the axes; `min` and `max` take an `initial`, too;
# - `code_range` refuses wrong bits.


# %% nbgrader={"grade": false, "grade_id": "quantization_params", "locked": false, "schema_version": 3, "solution": true}
def quantization_params(values, bits, symmetric=False, axis=None):
    """Scale and zero point of the grid that covers ``values`` and 0.

    Parameters
    ----------
    values : ndarray of float32 or float64, at least one axis
        Finite entries are 0 or between 1e-30 and 1e30 in size, as the caller promises.
        May be empty. Left unchanged.
    bits : int
        From 2 to 16.
    symmetric : bool
        Zero point 0, codes from -(2**(bits-1) - 1) to 2**(bits-1) - 1.
    axis : int or None
        One grid for each index of this axis (negative: from the end), or one in all.

    Returns
    -------
    scale : ndarray of float32
        Above 0; 1 where there is nothing but zeros. Its shape is that of ``values``
        with 1 for every axis but ``axis``.
    zero_point : ndarray of ``code_dtype(bits)``, same shape as ``scale``
        Rounded to the nearest code, halves to the even one; 0 if symmetric.

    Raises
    ------
    ValueError
        If a value is NaN or infinite, or ``bits`` is not as above.
    """
    ### BEGIN SOLUTION
    if not np.isfinite(values).all():
        raise ValueError("NaN and infinity have no code: the values must be finite")
    lowest, highest = code_range(bits, symmetric)
    wide, axes = values.astype(np.float64), other_axes(values, axis)
    low = wide.min(axis=axes, keepdims=True, initial=0.0)
    high = wide.max(axis=axes, keepdims=True, initial=0.0)
    if symmetric:
        low, high = np.minimum(low, -high), np.maximum(-low, high)
    scale = (high - low) / (highest - lowest)
    scale[scale == 0] = 1.0
    exact = np.zeros(scale.shape) if symmetric else np.rint(lowest - low / scale)
    return scale.astype(np.float32), exact.astype(code_dtype(bits))
    ### END SOLUTION


# %% [markdown]
# **Check.** The examples by hand, then arrays of one sign, halves, channels, arrays
# without a range, 9 bits, NaN and infinity.

# %% nbgrader={"grade": true, "grade_id": "quantization_params_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def rounded(numbers):
    return np.array2string(np.asarray(numbers), precision=3, suppress_small=False)


by_hand, ones_to_six = np.array([-0.5, 0.0, 0.3, 1.25]), np.arange(1.0, 7.0)
for values, options, scales, zeros, why_scale, why_zero in [
    (by_hand, {}, [0.25], [-2], "Eight levels have seven steps between them.",
     "It is the code of 0, counted from the lowest code, -4, and rounded."),
    (ones_to_six, {}, [6 / 7], [-4], "The range always reaches to 0.",
     "0 is the lowest level, and -4 the lowest code."),
    (-ones_to_six, {}, [6 / 7], [3], "The range always reaches to 0.",
     "0 is the highest level, and 3 the highest code."),
    (by_hand, {"symmetric": True}, [1.25 / 3], [0],
     "Symmetric, max|x| is the code 3 = 2**(bits-1) - 1.", "It is 0 if symmetric."),
    (-ones_to_six, {"symmetric": True}, [2.0], [0],
     "max|x| is the largest size, whatever the sign.", "It is 0 if symmetric."),
    (matrix, {"axis": 1}, [[1.0, 20.0]], [[-4, -2]],
     "Each column gets the grid that it would get alone.", "Each column has its own."),
    (matrix, {"axis": -2}, [[100 / 7], [47 / 7], [50 / 7]], [[-4], [2], [-4]],
     "Axis -2 of two is axis 0: ask other_axes.", "Each row has its own."),
    (np.array([[-0.5, -1.5], [6.5, 5.5]]), {"axis": 1}, [[1.0, 1.0]], [[-4, -2]],
     "Seven steps reach from -0.5 to 6.5.", "-3.5 and -2.5 go to the even neighbour."),
    (np.zeros(3), {}, [1.0], [-4], "Without a range the scale is 1.",
     "It follows from the formula, with the scale 1."),
    (np.zeros(3), {"symmetric": True}, [1.0], [0], "Without a range the scale is 1.",
     "It is 0 if symmetric."),
    (np.array([[12.0, 0.0], [-2.0, 0.0]]), {"axis": 1}, [[2.0, 1.0]], [[-3, -4]],
     "A column of zeros has the scale 1, whatever is beside it.",
     "Each column has its own."),
    (np.zeros((0, 2)), {"axis": 1}, [[1.0, 1.0]], [[-4, -4]],
     "The scale is 1 here, too: see `initial`.",
     "It follows from the formula, with the scale 1."),
    (np.array([2e-9]), {}, [2e-9 / 7], [-4], "A small range is a range.",
     "0 is the lowest level, and -4 the lowest code."),
]:
    named = "".join(f" {key}={value}," for key, value in options.items())
    call = f"For {values.tolist()} in 3 bits,{named}"
    try:
        got = quantization_params(values, 3, **options)
    except NotImplementedError:
        raise
    except Exception as error:
        why = "min and max look along other_axes, with keepdims=True, and give arrays."
        raise AssertionError(
            f"{call} your function stops with {type(error).__name__}: {error}. "
            f"{why if values.size else why_scale}"
        ) from error
    assert isinstance(got, tuple | list) and len(got) == 2, (
        f"{call} a pair comes, scale and zero_point; yours is {got!r}."
    )
    shapes = [np.shape(part) for part in got]
    assert shapes == [np.shape(scales)] * 2, (
        f"{call} both arrays have the shape {np.shape(scales)}; yours have {shapes[0]} "
        f"and {shapes[1]}. min and max look along other_axes, with keepdims=True."
    )
    scale, zero_point = map(np.asarray, got)
    assert np.allclose(scale, scales, rtol=1e-5, atol=0), (
        f"{call} the scale is {rounded(scales)}; yours is {rounded(scale)}. {why_scale}"
    )
    assert zero_point.tolist() == zeros, (
        f"{call} the zero point is {zeros}; yours is {zero_point.tolist()}. {why_zero}"
    )
    assert scale.dtype == np.float32 and zero_point.dtype == np.int8, (
        f"{call} the scale is float32 and the zero point int8, like a code; "
        f"yours are {scale.dtype} and {zero_point.dtype}. Cast last."
    )
scale, zero_point = quantization_params(np.array([-1.0, 510.0]), 9)
assert zero_point.dtype == np.int16 and zero_point.item() == -255, (
    "For [-1.0, 510.0] in 9 bits the zero point is -255, of int16; yours is "
    f"{zero_point}, of {zero_point.dtype}. It has the dtype of codes: code_dtype(bits)."
)
for value, bits, why in [
    (float("nan"), 3, "Look at the values first: np.isfinite."),
    (float("inf"), 3, "Look at the values first: np.isfinite."),
    (1.0, 17, "code_range refuses wrong bits."),
]:
    try:
        quantization_params(np.array([1.0, value]), bits)
        came = "no error"
    except ValueError:
        continue
    except Exception as error:
        came = type(error).__name__
    raise AssertionError(
        f"For [1.0, {value}] and {bits} bits the docstring asks for a ValueError; "
        f"yours gave {came}. {why}"
    )

# %% nbgrader={"grade": true, "grade_id": "quantization_params_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded, one grid in all: positive and negative
# arrays, constants, one element, none, every number of bits, dtypes, and bad input.
positive = quantization_params(np.array([2.0, 3.0, 5.0, 7.0]), 6)
### BEGIN HIDDEN TESTS


def _exact(values, bits, symmetric):
    """Scale, and zero point before rounding, by the formulas in Python floats."""
    _numbers = [0.0, *map(float, values.ravel())]
    _low, _high, _top = min(_numbers), max(_numbers), 2 ** (bits - 1) - 1
    if symmetric:
        return max(_high, -_low) / _top or 1.0, 0.0
    _step = (_high - _low) / (2**bits - 1) or 1.0
    return _step, -_top - 1 - _low / _step


def _judge(got, values, bits, symmetric, name):
    _call = f"For {name}, {bits} bits, symmetric={symmetric},"
    assert isinstance(got, tuple | list) and len(got) == 2 and all(
        isinstance(_part, np.ndarray) for _part in got
    ), f"{_call} two arrays, scale and zero_point, should come; yours is {got!r}."
    _scale, _zero = got
    _shape, _step = (1,) * values.ndim, _exact(values, bits, symmetric)[0]
    assert _scale.shape == _shape and _zero.shape == _shape, (
        f"{_call} both arrays have shape {_shape}; yours have {_scale.shape} and "
        f"{_zero.shape}. Without an axis, min and max look along all axes."
    )
    assert abs(float(_scale.item()) / _step - 1) < 1e-5, (
        f"{_call} the scale is {_step:.6g}; yours is {_scale.item():.6g}. The range "
        "has to include 0, has 2**bits - 1 steps (symmetric: max|x| has 2**(bits-1) - "
        "1), and is 1 where there is no range."
    )
    assert _zero.dtype == (np.int8 if bits <= 8 else np.int16), (
        f"{_call} the zero point is of {'int8' if bits <= 8 else 'int16'}; yours is of "
        f"{_zero.dtype}. It is a code: give it the dtype of codes."
    )
    _point = _exact(values, bits, symmetric)[1]
    assert abs(int(_zero.item()) - _point) <= 0.51, (
        f"{_call} the zero point is {_point:.3f}, rounded to the nearest; yours is "
        f"{_zero.item()}. It is the code of 0, counted from the lowest code."
    )
    assert _scale.dtype == np.float32, (
        f"{_call} the scale is float32; yours is {_scale.dtype}. It is stored beside "
        "the codes, and what is stored has to be what is used."
    )


_rng = np.random.default_rng(3101)
_primes = np.array([2.0, 3.0, 5.0, 7.0])
_judge(positive, _primes, 6, False, "[2, 3, 5, 7]")
_judge(quantization_params(-_primes, 6), -_primes, 6, False, "[-2, -3, -5, -7]")
for _value in (0.0, 2.0, 0.25, 500.0, -3.0, 1e-14, -1e20):
    for _shape in [(1,), (4, 3)]:
        for _symmetric in (False, True):
            _constant = np.full(_shape, _value, dtype=np.float32)
            _got = quantization_params(_constant, 8, symmetric=_symmetric)
            _judge(_got, _constant, 8, _symmetric,
                   f"a constant {_value} of shape {_shape}")
for _shape in [(0,), (0, 3)]:
    for _symmetric in (False, True):
        _nothing = np.zeros(_shape, dtype=np.float32)
        try:
            _got = quantization_params(_nothing, 5, symmetric=_symmetric)
        except Exception as _error:
            raise AssertionError(
                f"For an empty array of shape {_shape} your function stops with "
                f"{type(_error).__name__}. Its range is that of 0 alone: see `initial`."
            ) from None
        _judge(_got, _nothing, 5, _symmetric, f"an empty array of shape {_shape}")
for _bits in (2, 3, 4, 5, 6, 7, 8, 9, 12, 16):
    for _symmetric in (False, True):
        _shape = tuple(int(_n) for _n in _rng.integers(1, 7, size=_rng.integers(1, 5)))
        _values = _rng.normal(_rng.normal(), 1.0, _shape) * 10.0 ** _rng.integers(-4, 4)
        _values = _values.astype(_rng.choice([np.float32, np.float64]))
        _old = _values.copy()
        _got = quantization_params(_values, _bits, symmetric=_symmetric)
        assert np.array_equal(_values, _old), (
            "Your function changed the values it was given. Work on new arrays."
        )
        _judge(_got, _values, _bits, _symmetric, f"random values of shape {_shape}")
for _bad, _bits, _why in [
    ([1.0, float("nan")], 8, "a NaN among the values"),
    ([1.0, float("inf")], 8, "an infinite value"),
    ([1.0, float("-inf")], 4, "a value of minus infinity"),
    ([1.0, 2.0], 1, "bits = 1"), ([1.0, 2.0], 17, "bits = 17"),
]:
    try:
        quantization_params(np.array(_bad), _bits)
        _came = "no error"
    except ValueError:
        continue
    except Exception as _error:
        _came = type(_error).__name__
    raise AssertionError(
        f"The docstring asks for a ValueError for {_why}; yours gave {_came}. Look at "
        "the values first: np.isfinite; code_range refuses the bits."
    )
### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "quantization_params_hidden_axis", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded, one grid a channel: any axis, counted
# from the end too, channels of zeros, no channel, and channels of very different size.
mixed = quantization_params(np.array([[1.0, 0.0], [-2.0, 0.0]]), 8, axis=1)
### BEGIN HIDDEN TESTS


def _judge_channels(got, values, bits, symmetric, axis):
    _call = (f"For values of shape {values.shape}, {bits} bits, symmetric={symmetric}, "
             f"axis={axis},")
    assert isinstance(got, tuple | list) and len(got) == 2 and all(
        isinstance(_part, np.ndarray) for _part in got
    ), f"{_call} two arrays, scale and zero_point, should come; yours is {got!r}."
    _kept = range(values.ndim)[axis]
    _shape = tuple(_n if _i == _kept else 1 for _i, _n in enumerate(values.shape))
    _scale, _zero = got
    assert _scale.shape == _shape and _zero.shape == _shape, (
        f"{_call} both arrays have shape {_shape}, one entry a channel; yours have "
        f"{_scale.shape} and {_zero.shape}. min and max look along the *other* axes."
    )
    assert _scale.dtype == np.float32 and _zero.dtype == (
        np.int8 if bits <= 8 else np.int16
    ), (
        f"{_call} the scale is float32 and the zero point has the dtype of codes; "
        f"yours are {_scale.dtype} and {_zero.dtype}."
    )
    for _index in range(values.shape[_kept]):
        _channel = np.take(values, _index, axis=_kept)
        _step, _point = _channel_grid(_channel, bits, symmetric)
        _mine, _code = float(_scale.ravel()[_index]), int(_zero.ravel()[_index])
        assert abs(_mine / _step - 1) < 1e-5 and abs(_code - _point) <= 0.51, (
            f"{_call} channel {_index} has scale {_step:.5g} and zero point "
            f"{_point:.2f}, rounded; yours are {_mine:.5g} and {_code}. Every channel "
            "gets the grid that it would get alone."
        )


def _channel_grid(channel, bits, symmetric):
    _numbers = [0.0, *map(float, channel.ravel())]
    _low, _high, _half = min(_numbers), max(_numbers), 2 ** (bits - 1)
    if symmetric:
        return max(_high, -_low) / (_half - 1) or 1.0, 0.0
    _step = (_high - _low) / (2 * _half - 1) or 1.0
    return _step, -_half - _low / _step


_judge_channels(mixed, np.array([[1.0, 0.0], [-2.0, 0.0]]), 8, False, 1)
_rng = np.random.default_rng(3102)
for _shape, _axis in [((5, 4), 1), ((5, 4), 0), ((3, 3, 2, 6), 3), ((3, 2, 4), 1),
                      ((6,), 0)]:
    for _bits, _symmetric in [(4, False), (8, True), (2, True), (16, False)]:
        for _given in (_axis, _axis - len(_shape)):
            _values = _rng.normal(_rng.normal(), 1.0, _shape)
            _sizes = 10.0 ** _rng.integers(-3, 3, size=_shape[_axis])
            _sizes[_rng.integers(_sizes.size)] = 0.0
            _ones = [1] * len(_shape)
            _ones[_axis] = -1
            _values = (_values * _sizes.reshape(_ones)).astype(np.float32)
            _got = quantization_params(_values, _bits, _symmetric, _given)
            _judge_channels(_got, _values, _bits, _symmetric, _given)
for _values in (np.zeros((0, 3)), np.zeros((3, 0))):
    _judge_channels(quantization_params(_values, 8, axis=1), _values, 8, False, 1)
### END HIDDEN TESTS

# %% [markdown]
# ### There and back
#
# One trap is left, and it is numpy's: integers of one dtype stay in that dtype.
# In int8, $127 - (-128)$ is $-1$, without a word, and a float such as 200.0 does not
# fit. So saturate *before* you cast down, and cast up *before* you subtract.

# %% [markdown]
# ### Exercise 3.3: `quantize` and `dequantize` (2 points, about 10 minutes)
#
# Key details:
# - divide in float64: in float32 a quotient with many digits can fall on a half;
# - halves go to the even neighbour, as with `np.rint`; $z$ is added after that;
# - out of range is not an error, it saturates at the ends of `code_range(bits)`;
#   NaN and infinity are errors;
# - codes have the smallest dtype that holds them, `code_dtype(bits)`; what comes back
#   is float32.


# %% nbgrader={"grade": false, "grade_id": "dequantize", "locked": false, "schema_version": 3, "solution": true}
def quantize(values, scale, zero_point, bits):
    """Turn values into codes: round(values / scale) + zero_point, saturated.

    Parameters
    ----------
    values : ndarray of float32 or float64, one axis or more
        Left unchanged.
    scale, zero_point : number, or array that broadcasts to the shape of ``values``
        For instance from ``quantization_params``.
    bits : int
        From 2 to 16.

    Returns
    -------
    ndarray of ``code_dtype(bits)``, same shape as ``values``
        From -2**(bits-1) to 2**(bits-1) - 1; the quotient is that of float64.

    Raises
    ------
    ValueError
        If a value is NaN or infinite, or ``bits`` is not as above.
    """
    ### BEGIN SOLUTION
    if not np.isfinite(values).all():
        raise ValueError("NaN and infinity have no code: the values must be finite")
    lowest, highest = code_range(bits)
    codes = np.rint(values.astype(np.float64) / scale) + zero_point
    return np.clip(codes, lowest, highest).astype(code_dtype(bits))
    ### END SOLUTION


def dequantize(codes, scale, zero_point):
    """Turn int8 or int16 codes back: scale * (codes - zero_point), float32.

    ``scale`` and ``zero_point`` are numbers, or arrays that broadcast, as above.
    """
    ### BEGIN SOLUTION
    steps = codes.astype(np.int32) - zero_point
    return (steps * scale).astype(np.float32)
    ### END SOLUTION


# %% [markdown]
# **Check.** The examples by hand, halves, values out of range, two grids, a quotient
# close to a half, and NaN.

# %% nbgrader={"grade": true, "grade_id": "dequantize_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
two_scales, two_zeros = np.array([[1.0, 20.0]]), np.array([[-4, -2]], np.int8)
for values, scale, zero_point, bits, want, why in [
    ([-0.5, 0.0, 0.3, 1.25], 0.25, -2, 3, [-4, -2, -1, 3],
     "The lowest code of 3 bits is -4; round, and then add the zero point."),
    ([0.45, 0.7, -0.2], 0.25, 0, 3, [2, 3, -1], "Round to the nearest, up or down."),
    ([9.0, -9.0], 0.25, -2, 3, [3, -4], "Codes of 3 bits saturate at -4 and 3."),
    ([1.0, 3.0, 5.0, -3.0], 2.0, 1, 8, [1, 3, 3, -1],
     "0.5, 1.5, 2.5 and -1.5 go to the even neighbour, before the zero point is added "
     "(to 0, 2, 2 and -2)."),
    ([600.0, -600.0], 1.0, 5, 8, [127, -128], "Saturate before you cast down."),
    ([1e20, -1e20], 1.0, 5, 8, [127, -128],
     "No integer dtype holds 1e20: saturate before you cast down."),
    ([0.500000000001], 1.0, 0, 8, [1],
     "float32 would take it for a half: compute in float64."),
    (matrix, two_scales, two_zeros, 3, [[-4, 3], [3, -4], [-1, 0]],
     "Each column has a scale and a zero point of its own: they broadcast."),
]:
    given, kind = np.array(values), f"{bits} bits"
    codes = quantize(given, scale, zero_point, bits)
    assert np.array_equal(given, values), (
        f"quantize changed the values it was given, {np.array(values).tolist()}, to "
        f"{given.tolist()}: `/=` and `out=` write into an array, `/` makes a new one."
    )
    assert isinstance(codes, np.ndarray) and codes.dtype == np.int8, (
        f"quantize returns an array of int8 for {kind}; yours is "
        f"{getattr(codes, 'dtype', codes)!r}."
    )
    assert codes.tolist() == want, (
        f"For {np.array(values).tolist()}, scale {np.array(scale).tolist()}, zero "
        f"point {np.array(zero_point).tolist()} and {kind} the codes are {want}; yours "
        f"are {codes.tolist()}. {why}"
    )
for codes, scale, zero_point, want, why in [
    ([-4, -1, 3], 0.25, -2, [-0.5, 0.25, 1.25],
     "Subtract the zero point, and then multiply by the scale."),
    ([-128, 0, 127], 0.25, -2, [-31.5, 0.5, 32.25],
     "127 + 2 does not fit int8: cast up first."),
    ([100, -100], 0.25, np.array([-90], np.int8), [47.5, -2.5],
     "100 + 90 does not fit int8, nor does an array of it: cast up first."),
    ([[-4, 3], [-1, 0]], two_scales, two_zeros, [[0.0, 100.0], [3.0, 40.0]],
     "Each column has a scale and a zero point of its own: they broadcast."),
]:
    back = dequantize(np.array(codes, np.int8), scale, zero_point)
    assert isinstance(back, np.ndarray) and back.dtype == np.float32, (
        f"dequantize returns float32; yours is {getattr(back, 'dtype', back)!r}."
    )
    assert back.tolist() == want, (
        f"The codes {codes}, scale {np.array(scale).tolist()} and zero point "
        f"{np.array(zero_point).tolist()} come back as {want}; yours as "
        f"{back.tolist()}. {why}"
    )
back = dequantize(np.array([32767], np.int16), 0.5, -32768)
assert back.tolist() == [32767.5], (
    "The int16 code 32767, scale 0.5 and zero point -32768 come back as 32767.5; yours "
    f"as {back.tolist()}. 32767 + 32768 does not fit int16: cast up further."
)
code = quantize(np.array([1000.75], np.float32), np.array([0.1], np.float32), 0, 16)
assert code.tolist() == [10007] and code.dtype == np.int16, (
    "For 1000.75 and the scale 0.1, both float32, in 16 bits the code is 10007, of "
    f"int16; yours is {code.tolist()}, of {code.dtype}. The quotient is 10007.49985, "
    "which float32 takes for a half: divide in float64."
)
for value, why in [(float("nan"), "Look at the values first: np.isfinite."),
                   (float("inf"), "Infinity is no number that saturates: refuse it.")]:
    try:
        quantize(np.array([1.0, value]), 0.25, 0, 3)
        came = "no error"
    except ValueError:
        continue
    except Exception as error:
        came = type(error).__name__
    raise AssertionError(
        f"For [1.0, {value}] the docstring asks for a ValueError; yours gave {came}. "
        f"{why}"
    )

# %% nbgrader={"grade": true, "grade_id": "dequantize_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: the error of the round trip for every
# number of bits, halves, zeros, saturation, grids per channel, shapes, and bad input.
halves = quantize(np.array([0.25, 0.75, 1.25, -0.25, -0.75, -1.25]), 0.5, 0, 8)
### BEGIN HIDDEN TESTS
_is_array = isinstance(halves, np.ndarray) and halves.shape == (6,)
assert _is_array and halves.tolist() == [0, 2, 2, 0, -2, -2], (
    "With scale 0.5 the values 0.25, 0.75, 1.25 and their negatives lie between two "
    f"codes; halves go to the even one: [0, 2, 2, 0, -2, -2]; yours are {halves!r}."
)
for _bits, _low, _high in [(8, -128, 127), (4, -8, 7), (2, -2, 1), (9, -256, 255),
                           (16, -32768, 32767)]:
    for _zero in (0, 1, -1):
        _got = quantize(np.array([1e30, -1e6, 16384.5 + _high]), 0.5, _zero, _bits)
        assert isinstance(_got, np.ndarray) and _got.tolist() == [_high, _low, _high], (
            f"Far out of range, {_bits}-bit codes saturate at {_high} and {_low}; "
            f"yours are {_got!r}. Saturate while the numbers are still wide, then cast."
        )
for _values, _bits, _why in [
    ([1.0, float("nan")], 8, "a NaN"), ([float("inf"), 0.0], 8, "infinity"),
    ([0.0, float("-inf")], 4, "minus infinity"), ([0.5], 1, "bits = 1"),
    ([0.5], 17, "bits = 17"),
]:
    try:
        quantize(np.array(_values), 0.5, 0, _bits)
        _came = "no error"
    except ValueError:
        continue
    except Exception as _error:
        _came = type(_error).__name__
    raise AssertionError(
        f"The docstring asks for a ValueError for {_why}; yours gave {_came}. "
        "Look at the values first, and ask code_range."
    )


def _grid_of(values, bits, axis):
    _axes = tuple(_i for _i in range(values.ndim) if _i != axis)
    _low = np.minimum(values.min(axis=_axes, keepdims=True), 0.0).astype(np.float64)
    _high = np.maximum(values.max(axis=_axes, keepdims=True), 0.0)
    _step = ((_high - _low) / (2**bits - 1)).astype(np.float32)
    _zero = np.rint(-(2 ** (bits - 1)) - _low / _step)
    return _step, _zero.astype(np.int8 if bits <= 8 else np.int16)


def _round_trip(values, bits, axis):
    """Judge codes and what comes back; return the latter."""
    _step, _zero = _grid_of(values, bits, axis)
    _name = "one grid" if axis is None else f"one grid for each index of axis {axis}"
    _call = f"For random values of shape {values.shape}, {bits} bits, {_name},"
    _old, _smallest = values.copy(), np.int8 if bits <= 8 else np.int16
    _codes = quantize(values, _step, _zero, bits)
    assert np.array_equal(values, _old), f"{_call} your function changed the values."
    assert isinstance(_codes, np.ndarray) and _codes.shape == values.shape, (
        f"{_call} the codes have the shape of the values; yours have "
        f"{getattr(_codes, 'shape', type(_codes).__name__)}."
    )
    assert _codes.dtype == _smallest, (
        f"{_call} the smallest dtype for the codes is {np.dtype(_smallest).name}; "
        f"yours is {_codes.dtype}. Ask code_dtype."
    )
    _half, _wide = 2 ** (bits - 1), _codes.astype(np.int64)
    _target = values.astype(np.float64) / _step + _zero
    _off = np.abs(_wide - np.clip(_target, -_half, _half - 1)).max(initial=0.0)
    assert _off <= 0.51 and np.abs(_wide + 0.5).max(initial=0.0) < _half, (
        f"{_call} a code lies within half of x / s + z, between {-_half} and "
        f"{_half - 1}; yours is off by up to {_off:.3f}. Round to the nearest, then "
        "add."
    )
    _back = dequantize(_codes, _step, _zero)
    assert isinstance(_back, np.ndarray) and _back.shape == values.shape and (
        _back.dtype == np.float32
    ), (
        f"{_call} a float32 array of the same shape comes back; yours has "
        f"{getattr(_back, 'shape', None)} and {getattr(_back, 'dtype', None)}."
    )
    _error = np.abs(_back.astype(np.float64) - values)
    _bound = _step * (0.5 + 1e-4) + 1e-6 * np.abs(values)
    _most = (_error / _step).max(initial=0.0)
    assert (_error <= _bound).all(), (
        f"{_call} no value comes back more than half a step off; yours is off by up to "
        f"{_most:.3f} steps. Subtract the zero point in a dtype with room for it."
    )
    assert not _back[values == 0].any(), (
        f"{_call} zeros come back as exactly 0; yours do not. 0 has the code z."
    )
    return _back


_rng = np.random.default_rng(3103)
for _bits in (2, 3, 4, 5, 6, 7, 8, 16):
    for _trial in range(6):
        _shape = tuple(int(_n) for _n in _rng.integers(1, 9, size=_rng.integers(1, 5)))
        _values = _rng.normal(_rng.normal(), 1.0, _shape) * 10.0 ** _rng.integers(-4, 4)
        _values = _values.astype(np.float32 if _trial % 2 else np.float64)
        _round_trip(_values, _bits, None)
        _round_trip(_values, _bits, _trial % len(_shape))
for _bits in (8, 4):
    _pruned = _rng.normal(0.3, 1.0, 1000).astype(np.float32)
    _pruned[_rng.permutation(1000)[:800]] = 0.0
    _codes = quantize(_pruned, *_grid_of(_pruned, _bits, None), _bits)
    _zeros = int((dequantize(_codes, *_grid_of(_pruned, _bits, None)) == 0).sum())
    assert _zeros >= 800, (
        "Of 1,000 values 800 are 0, and all of them come back as 0; yours has "
        f"{_zeros} zeros. The zero point is a whole number: add it after rounding."
    )
_rows = _rng.normal(size=(8, 50)).astype(np.float32)
_rows[3] *= 100
_errors = [np.abs(_round_trip(_rows, 8, _axis) - _rows)[[0, 1, 2, 4, 5, 6, 7]].mean()
           for _axis in (0, None)]
assert _errors[0] * 20 < _errors[1], (
    "With one row 100 times larger, a grid a row leaves the others with much less "
    f"error than one grid for all; yours {_errors[0]:.5f} and {_errors[1]:.5f}. Use "
    "each row's own scale and zero point: they broadcast."
)
for _codes, _zero, _want in [
    (np.array([127, -128, 5], np.int8), -128, [127.5, 0.0, 66.5]),
    (np.array([127, -128, 5], np.int8), np.array([127], np.int8), [0.0, -127.5, -61.0]),
    (np.array([32767, -32768], np.int16), np.array([-32768], np.int16), [32767.5, 0.0]),
]:
    _got = dequantize(_codes, 0.5, _zero)
    assert isinstance(_got, np.ndarray) and _got.tolist() == _want, (
        f"The codes {_codes.tolist()} of {_codes.dtype}, scale 0.5 and zero point "
        f"{np.ravel(_zero)[0]} come back as {_want}; yours as {_got!r}. The difference "
        "of two codes does not fit their dtype: cast up first."
    )
_none = quantize(np.zeros((0, 3), np.float32), 1.0, 0, 8)
assert isinstance(_none, np.ndarray) and _none.shape == (0, 3), (
    f"No values of shape (0, 3) give no codes of that shape; yours is {_none!r}."
)
### END HIDDEN TESTS

# %% [markdown]
# Your functions and your check can now try each other:

# %% tags=["show"]
def there_and_back(values, bits):
    grid = quantization_params(values, bits)
    return dequantize(quantize(values, *grid, bits), *grid)


def one_bit_short(values, bits):
    return there_and_back(values, max(2, bits - 1))


print("your check on your functions:       ", check_round_trip(there_and_back))
print("your check on them, one bit short:  ", check_round_trip(one_bit_short))

# %% [markdown]
# `True`, then `False`, is right. What the trip does to a range of values, and to all
# weights of the first layer:

# %% tags=["show"]
from smallnets import plots

x, green = np.linspace(-1.5, 2.5, 2001), plots.method_style("int8")["color"]
grid = quantization_params(np.array([-1.0, 2.0]), 3)
fig, ax = plots.new_axes("value before", "value after", "From -1 to 2 in 3 bits")
ax.plot(x, x, color="black", linestyle=":", label="unchanged")
ax.plot(x, dequantize(quantize(x, *grid, 3), *grid), color=green, label="quantized")
ax.legend()
print(f"A staircase of 8 levels, {grid[0].item():.3f} apart, flat beyond both ends.")

# %% tags=["show"]
weights = network.layers[0].weights.data
after = {bits: there_and_back(weights, bits) for bits in (8, 4, 2)}
step = {bits: quantization_params(weights, bits)[0].item() for bits in after}
error = {bits: (after[bits] - weights) / step[bits] for bits in after}
for bits, e in error.items():
    zero = after[bits] == 0
    print(f"{bits} bits, step {step[bits]:.4f}: up to {np.abs(e).max():.3f} steps off,"
          f" {e.std():.3f} in the root mean square; {zero.mean():.0%} become 0")
    for name, some in [("all", e < 1), ("become 0", zero), ("the others", ~zero)]:
        related = round(np.corrcoef(e[some], weights[some])[0, 1], 2) + 0.0
        print(f"    correlation of error and weight, {name + ':':11} {related:5.2f}")

# %% tags=["show"]
fig, ax = plots.new_axes("error (steps)", "density", "Rounding errors of layer 1")
for bits, line in [(8, "-"), (4, "--"), (2, ":")]:
    density, edges = np.histogram(error[bits], bins=51, range=(-0.5, 0.5), density=True)
    middles = (edges[:-1] + edges[1:]) / 2
    ax.plot(middles, density, color=green, linestyle=line, label=f"{bits} bits")
ax.set(ylim=(0, None))
ax.legend(loc="lower center")
print("Three curves from -0.5 to 0.5 steps: flat at 8 and 4 bits, a bell at 2 bits.")

# %% [markdown]
# The ends of the staircase are not quite at $-1$ and 2: 0 has to lie on a level.
# At 8 and 4 bits the errors are spread evenly (root mean square $1 / \sqrt{12}$ steps),
# and over all weights their correlation with the weights is next to none. At 2 bits most
# weights become 0, and there the error *is* the weight with its sign turned.

# %% [markdown]
# A pruned weight must stay pruned. The next cell puts zeros into 80% of the first
# layer, and then uses your grid, and one that starts at the smallest weight and
# has no whole zero point:

# %% tags=["show"]
sparse = weights * (np.random.default_rng(0).random(weights.shape) < 0.2)
low, width = sparse.min(), np.ptp(sparse) / 255
shifted = low + np.rint((sparse - low) / width) * width
for name, after in [("before", sparse), ("your grid", there_and_back(sparse, 8)),
                    ("grid from the smallest weight", shifted)]:
    print(f"{name + ':':31} {np.mean(after == 0):.1%} zeros")

# %% [markdown]
# Yours has a few more zeros than before: small weights round to 0. On the other
# grid 0 falls between two levels, and every pruned weight comes back as a small number.

# %% [markdown]
# ## 3.4 A whole network
#
# One grid for a layer has to hold all of its weights. Do the units of a layer need the
# same range? The weights of one output unit are a column of a `Dense` array. A `Conv2D`
# (lesson 1) has an array of height, width, inputs and outputs, and one output's weights
# are a filter: outputs lie along the *last* axis in both.

# %% tags=["show"]
fig, ax = plots.new_axes("output units of the layer, in order (%)", "range, with 0",
                         "Every unit has a range of its own")
for index, layer in enumerate(network.layers[::2]):
    reach = np.sort([7 * grid_step(column, 3) for column in layer.weights.data.T])
    ax.plot(np.linspace(0, 100, reach.size), reach, **plots.layer_style(index),
            label=f"layer {index + 1}", markevery=max(1, reach.size // 10))
    of_layer = np.median(reach) / (7 * grid_step(layer.weights.data, 3))
    print(f"layer {index + 1}: its median unit needs {of_layer:.0%} of its range")
ax.set(ylim=(0, None))
ax.legend()
print("Three rising lines, one a layer; in layers 1 and 2 the last units\n"
      "rise well above the others, layer 3 is flatter.")

# %% [markdown]
# In the first layer half of the units use less than the printed share of the grid, whose
# range only a few units need. *Per channel*, each unit gets a grid of its own, at the price
# of one scale and one zero point a unit instead of a layer.

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_scales_per_output", "locked": false, "points": 2, "schema_version": 3, "solution": true}
# **Reflect** (2 points, about 8 minutes). Here each *output* unit gets its own scale, a
# column of $W$; it could be each *input*, a row. Write
# $y_j = \sum_i x_i W_{ij}$ with $W_{ij} = s\, q_{ij}$, where $s$
# is $s_j$ or $s_i$. In which case can the sum run over integers only, if
# $x_i = s_x q_i$, and why? And if one row is 100 times larger than the others, what
# becomes of the step of each column, and of the other rows? (Three or four sentences.)
#
# ### BEGIN SOLUTION
# Rubric:
# - 1 point: $s_j$ does not depend on the summation index and can be taken out,
#   $y_j = s_j \sum_i x_i q_{ij}$, so that the sum runs over integers (with integer $x$) and is
#   scaled once at the end; $s_i$ stays inside the sum, every product needs its own scale
#   (or it would have to be folded into the inputs or the layer before).
# - 1 point: a large row meets every column, so each column's range, and step, grows about 100-fold
#   and per-output scales do not help: the small rows are rounded coarsely or to 0. (A remedy such
#   as moving the factor into the layer before, or splitting the layer, is welcome, not required.)
# ### END SOLUTION

# %% [markdown]
# ### Exercise 3.4: `quantize_layer_weights`, `quantize_model_weights` (3 points, about 12 minutes)
#
# Both return a pair: a float copy to score, and the arrays that are stored.
#
# Key details:
# - the copy's weights are what `dequantize` makes of the codes; `deepcopy(layer)`
#   copies settings and bias, which stay;
# - `layer.weights` is a Parameter: put the array into `layer.weights.data`;
# - per channel means the last axis of the weights;
# - a layer without weights, such as a ReLU, stores nothing; names begin with the
#   layer's place in `model.layers`.


# %% nbgrader={"grade": false, "grade_id": "quantize_model_weights", "locked": false, "schema_version": 3, "solution": true}
def quantize_layer_weights(layer, bits, per_channel=False, symmetric=False):
    """Quantize the weights of one layer.

    Parameters
    ----------
    layer : Dense or Conv2D
        Left unchanged.
    bits, symmetric
        As for ``quantization_params``.
    per_channel : bool
        One grid for each index of the last axis of the weights, or one in all.

    Returns
    -------
    quantized : Dense or Conv2D
        New layer; its weights are the dequantized codes, float32, the rest is equal.
    stored : dict of str to ndarray
        "codes" (shape of the weights), "scale" and "zero_point", as they come from
        ``quantize`` and ``quantization_params``. No other key.
    """
    ### BEGIN SOLUTION
    weights, axis = layer.weights.data, -1 if per_channel else None
    scale, zero_point = quantization_params(weights, bits, symmetric, axis)
    codes = quantize(weights, scale, zero_point, bits)
    quantized = deepcopy(layer)
    quantized.weights.data = dequantize(codes, scale, zero_point)
    return quantized, {"codes": codes, "scale": scale, "zero_point": zero_point}
    ### END SOLUTION


def quantize_model_weights(model, bits, per_channel=False, symmetric=False):
    """Do so for all layers with weights: return a new Sequential and one dict.

    Its keys are "0.codes", "0.scale", "0.zero_point", "2.codes", ...
    """
    quantized, arrays = model.copy(), {}
    ### BEGIN SOLUTION
    for i, layer in enumerate(model.layers):
        if getattr(layer, "weights", None) is not None:
            new, stored = quantize_layer_weights(layer, bits, per_channel, symmetric)
            quantized.layers[i] = new
            arrays.update({f"{i}.{key}": array for key, array in stored.items()})
    ### END SOLUTION
    return quantized, arrays


# %% [markdown]
# **Check.** The matrix by hand, with one grid and with two; two filters of a `Conv2D`,
# $[7, -3.6, 0, 1]$ and ten times that, symmetric in 4 bits; then a model that holds both
# layers.

# %% nbgrader={"grade": true, "grade_id": "quantize_model_weights_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def compare(call, old, weights, new, stored, codes, after, why):
    assert type(new).__name__ == type(old).__name__ and (
        getattr(new, "stride", 0) == getattr(old, "stride", 0)
    ), f"{call} a {old!r} comes back; yours is {new!r}. Copy the layer you get."
    array = getattr(getattr(new, "weights", None), "data", None)
    assert isinstance(array, np.ndarray), (
        f"{call} the copy's weights.data is no array. layer.weights is a Parameter, "
        "and stays one: put the new array into layer.weights.data."
    )
    assert np.array_equal(old.weights.data, weights), (
        f"{call} the layer you were given has other weights afterwards. Change the "
        "copy."
    )
    shown = [", ".join(f"{number:.4g}" for number in np.ravel(numbers)) for numbers in (
        stored["codes"], codes, array, after)]
    assert shown[0] == shown[1] and shown[2] == shown[3], (
        f"{call} the codes are [{shown[1]}] and come back as [{shown[3]}]; yours are "
        f"[{shown[0]}] and [{shown[2]}]. {why}"
    )
    kept = stored["codes"]
    assert kept.shape == weights.shape and kept.dtype == np.int8, (
        f"{call} codes are int8 of shape {weights.shape}; yours are {kept.dtype} of "
        f"{kept.shape}. Store what quantize returns."
    )
    assert np.ndim(stored["scale"]) == weights.ndim, (
        f"{call} the scale has {weights.ndim} axes, as from quantization_params; yours "
        f"has the shape {np.shape(stored['scale'])}."
    )
    assert np.array_equal(new.bias.data, old.bias.data), (
        f"{call} the bias {old.bias.data} stays as it was; yours is {new.bias.data}."
    )


def called(name, call, *arguments):
    try:
        got = name(*arguments)
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(
            f"{call} your function stops with {type(error).__name__}: {error}. Layers "
            "without weights may stand anywhere in a model, and are passed over."
        ) from error
    is_pair = isinstance(got, tuple | list) and len(got) == 2
    assert is_pair and isinstance(got[1], dict), (
        f"{call} a pair comes, the copy and a dict of arrays; yours is {got!r}."
    )
    return got


dense, conv = Dense(3, 2), Conv2D(1, 2, 2, stride=2)
dense.weights.data = matrix.astype(np.float32)
conv.weights.data = np.outer([7, -3.6, 0, 1], [1, 10]).reshape(2, 2, 1, 2).astype("f4")
dense.bias.data, conv.bias.data = np.array([[0.3, -0.7], [0.5, 0.1]], np.float32)
filters = np.outer([7, -4, 0, 1], [1, 1])
for layer, options, codes, after, why in [
    (dense, (3, False), [[-2, 3], [-2, -4], [-2, 0]], [[0, 100], [0, -40], [0, 40]],
     "One grid in all, with the step 20: store the codes, and give the copy what "
     "dequantize makes of them."),
    (dense, (3, True), [[-4, 3], [3, -4], [-1, 0]], [[0, 100], [7, -40], [3, 40]],
     "Each column has its own grid."),
    (conv, (4, True, True), filters, filters * [1, 10],
     "Outputs lie along the last axis, of four axes too, and the grid of each is "
     "symmetric: hand symmetric on."),
]:
    names = zip(("bits", "per_channel", "symmetric"), options, strict=False)
    call = "quantize_layer_weights: for " + ", ".join(
        [f"a {type(layer).__name__}", *(f"{name} {value}" for name, value in names)])
    weights = layer.weights.data.copy()
    new, stored = called(quantize_layer_weights, call, layer, *options)
    assert sorted(stored) == ["codes", "scale", "zero_point"], (
        f"{call}, the dict has the keys codes, scale, zero_point; yours "
        f"{sorted(stored)}."
    )
    compare(call, layer, weights, new, stored, codes, after, why)
pair = Sequential([ReLU(), dense, conv])
for per_channel, symmetric in [(True, False), (False, True)]:
    call = (f"quantize_model_weights: for ReLU, Dense, Conv2D, bits 4, per_channel "
            f"{per_channel}, symmetric {symmetric}")
    options = 4, per_channel, symmetric
    model, stored = called(quantize_model_weights, call, pair, *options)
    keys = [f"{i}.{key}" for i in (1, 2) for key in ("codes", "scale", "zero_point")]
    assert sorted(stored) == keys, (
        f"quantize_model_weights stores {keys} of ReLU, Dense, Conv2D; yours "
        f"{sorted(stored)}. The number is the layer's place in model.layers, and a "
        "Conv2D has weights, too."
    )
    for i, layer in enumerate(pair.layers[1:], 1):
        one, arrays = quantize_layer_weights(layer, *options)
        mine = {key: stored[f"{i}.{key}"] for key in arrays}
        compare(f"{call}, layer {i}:", layer, layer.weights.data.copy(),
                model.layers[i], mine, arrays["codes"], one.weights.data,
                "They should be those of quantize_layer_weights with the same options: "
                "hand bits, per_channel and symmetric on, in this order, and put each "
                "new layer in its place.")

# %% nbgrader={"grade": true, "grade_id": "quantize_model_weights_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded, one layer: Conv2D, no bias, all
# options, 2 to 16 bits, sparsity, NaN, and that the layer given is left alone.
one_layer = quantize_layer_weights(Dense(4, 3), 8)
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(3104)


def _drawn(layer, sizes=None):
    _shape = layer.weights.data.shape
    _sizes = 10.0 ** _rng.integers(-2, 2, size=_shape[-1]) if sizes is None else sizes
    layer.weights.data = (_rng.normal(0.2, 1.0, _shape) * _sizes).astype(np.float32)
    if layer.bias is not None:
        layer.bias.data = _rng.normal(size=_shape[-1:]).astype(np.float32)
    return layer


def _judge_stored(call, weights, stored, bits, per_channel, symmetric):
    """Judge codes, scale and zero point; return the weights they stand for."""
    assert isinstance(stored, dict) and (
        sorted(stored) == ["codes", "scale", "zero_point"]
    ), f"{call} the dict has the keys codes, scale and zero_point; yours is {stored!r}."
    _codes, _scale, _zero = (stored[_key] for _key in ("codes", "scale", "zero_point"))
    assert all(isinstance(_a, np.ndarray) for _a in (_codes, _scale, _zero)), (
        f"{call} codes, scale and zero_point are arrays; yours are "
        f"{[type(_a).__name__ for _a in (_codes, _scale, _zero)]}."
    )
    _small = np.int8 if bits <= 8 else np.int16
    assert _codes.shape == weights.shape and _codes.dtype == _small, (
        f"{call} codes are {np.dtype(_small).name} of shape {weights.shape}; yours are "
        f"{_codes.dtype} of shape {_codes.shape}. Store codes, not weights."
    )
    _ones = (1,) * (weights.ndim - 1)
    _shape = (*_ones, weights.shape[-1] if per_channel else 1)
    assert _scale.shape == _shape and _zero.shape == _shape, (
        f"{call} scale and zero point have shape {_shape}; yours have {_scale.shape} "
        f"and {_zero.shape}. Outputs lie along the last axis of the weights."
    )
    _axes = tuple(range(weights.ndim - 1)) if per_channel else None
    _low = np.minimum(weights.min(axis=_axes, keepdims=True), 0.0).astype(np.float64)
    _high = np.maximum(weights.max(axis=_axes, keepdims=True), 0.0)
    _step = (_high - _low) / (2**bits - 1)
    _point = -(2 ** (bits - 1)) - _low / np.where(_step > 0, _step, 1.0)
    if symmetric:
        _step, _point = np.maximum(_high, -_low) / (2 ** (bits - 1) - 1), 0.0
    _step = np.where(_step > 0, _step, 1.0)
    assert _scale.dtype == np.float32 and np.abs(_scale / _step - 1).max() < 1e-5 and (
        np.abs(_zero - _point).max() <= 0.51
    ), (
        f"{call} the first scale is {_step.ravel()[0]:.5g}; yours is "
        f"{_scale.ravel()[0]:.5g}, zero point {_zero.ravel()[0]}. Hand bits, symmetric "
        "and the axis on as they came."
    )
    _off = np.abs(_codes.astype(float) - _zero - weights / _step)
    assert _off.max() <= 0.52, (
        f"{call} a code lies within half of w / s + z; yours is off by up to "
        f"{_off.max():.2f}. Quantize the weights with the scale that you store."
    )
    return (_codes.astype(np.int64) - _zero) * _scale.astype(np.float64)


def _data(layer, name):
    return getattr(getattr(layer, name, None), "data", None)


assert isinstance(one_layer, tuple | list) and len(one_layer) == 2, (
    f"quantize_layer_weights returns a pair; yours is {one_layer!r}."
)
for _layer, _bits, _per_channel, _symmetric in [
    (_drawn(Dense(9, 7)), 8, False, False), (_drawn(Dense(9, 7)), 8, True, False),
    (_drawn(Dense(6, 5, bias=False)), 4, True, True),
    (_drawn(Dense(1, 1)), 2, True, False),
    (_drawn(Conv2D(2, 3, 3, stride=2, padding=1)), 5, True, False),
    (_drawn(Conv2D(2, 3, 3, stride=2, padding=1)), 3, False, True),
    (_drawn(Conv2D(1, 4, 2, bias=False)), 16, True, False),
    (_drawn(Dense(5, 5)), 6, True, True), (_drawn(Dense(8, 3)), 7, False, False),
]:
    _kind, _old = type(_layer).__name__, _layer.weights.data.copy()
    _old_bias = None if _layer.bias is None else _layer.bias.data.copy()
    _call = (f"For a {_kind} with weights of shape {_old.shape}, {_bits} bits, "
             f"per_channel={_per_channel}, symmetric={_symmetric},")
    _got = quantize_layer_weights(_layer, _bits, _per_channel, _symmetric)
    assert np.array_equal(_layer.weights.data, _old), (
        f"{_call} the layer given has other weights afterwards. Change the copy."
    )
    assert isinstance(_got, tuple | list) and len(_got) == 2, (
        f"{_call} a pair comes, the copy and a dict; yours is {_got!r}."
    )
    _new, _stored = _got
    _means = _judge_stored(_call, _old, _stored, _bits, _per_channel, _symmetric)
    assert type(_new).__name__ == _kind, (
        f"{_call} the copy is a {_kind}; yours is {_new!r}. Copy the layer you get."
    )
    _weights = _data(_new, "weights")
    assert isinstance(_weights, np.ndarray) and _weights.shape == _old.shape and (
        _weights.dtype == np.float32
    ), (
        f"{_call} the copy's weights are float32 of the same shape; yours are "
        f"{getattr(_weights, 'dtype', None)} {getattr(_weights, 'shape', None)}."
    )
    assert np.abs(_weights - _means).max() <= 1e-5 * np.abs(_means).max() + 1e-12, (
        f"{_call} the copy's weights are what the stored codes stand for; yours differ "
        f"by up to {np.abs(_weights - _means).max():.3g}. Dequantize the codes."
    )
    _bias = _data(_new, "bias")
    _same = _bias is None if _old_bias is None else np.array_equal(_bias, _old_bias)
    assert _same, f"{_call} the bias stays as it was, also when None; yours is {_bias}."
    if _kind == "Conv2D" and _layer.stride == 2:
        _shape = _new.forward(np.ones((1, 6, 6, 2), np.float32)).shape
        assert _shape == (1, 3, 3, 3), (
            f"{_call} the copy keeps stride and padding and maps (1, 6, 6, 2) to (1, "
            f"3, 3, 3); yours to {_shape}. Copy the whole layer."
        )
_plain = _drawn(Dense(6, 4))
_judge_stored("Without options, at 8 bits,", _plain.weights.data,
              quantize_layer_weights(_plain, 8)[1], 8, False, False)
_large = _drawn(Dense(40, 25), np.where(np.arange(25) == 9, 100.0, 1.0))
_calm = np.arange(25) != 9
_errors = [
    np.abs(quantize_layer_weights(_large, 8, per_channel=_each)[0].weights.data
           - _large.weights.data)[:, _calm].mean() for _each in (True, False)
]
assert _errors[0] * 20 < _errors[1], (
    "With one unit's weights 100 times larger, the others keep their accuracy per "
    f"channel; your mean errors are {_errors[0]:.4f} per channel and {_errors[1]:.4f} "
    "per tensor. One grid for each index of the last axis."
)
_sparse = _drawn(Dense(50, 20))
_sparse.weights.data.ravel()[_rng.permutation(1000)[:800]] = 0.0
_empty = _sparse.weights.data == 0
for _each in (False, True):
    _new = quantize_layer_weights(_sparse, 8, per_channel=_each)[0].weights.data
    assert not _new[_empty].any(), (
        f"Of 1,000 weights 800 are 0 and stay 0, per_channel={_each}; yours has "
        f"{int((_new == 0).sum())} zeros. Zero has a code of its own."
    )
for _bad in (float("nan"), float("inf")):
    _sparse.weights.data[3, 3] = _bad
    try:
        quantize_layer_weights(_sparse, 8)
        _came = "no error"
    except ValueError:
        continue
    except Exception as _error:
        _came = type(_error).__name__
    raise AssertionError(
        f"A weight that is {_bad} asks for a ValueError; yours gave {_came}. "
        "quantization_params raises it, if the weights get there as they are."
    )
### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "quantize_model_weights_hidden_model", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded, a model: places of the layers, names,
# all options, what the copy computes, and that the model given is left alone.
bare = quantize_model_weights(Sequential([Flatten(), ReLU()]), 8)
### BEGIN HIDDEN TESTS


def _pairs(got, call):
    assert isinstance(got, tuple | list) and len(got) == 2 and (
        isinstance(got[0], Sequential) and isinstance(got[1], dict)
    ), f"{call} a Sequential and a dict come; yours is {got!r}."
    return got


assert _pairs(bare, "For Flatten and ReLU")[1] == {}, (
    f"Flatten and ReLU have no weights: nothing is stored; yours is {bare[1]!r}."
)
_rng = np.random.default_rng(3105)


def _filled(layer):
    _shape = layer.weights.data.shape
    _sizes = 10.0 ** _rng.uniform(-1, 1, size=_shape[-1])
    layer.weights.data = (_rng.normal(size=_shape) * _sizes).astype(np.float32)
    if layer.bias is not None:
        layer.bias.data = _rng.normal(size=_shape[-1:]).astype(np.float32)
    return layer


_deep = Sequential([
    _filled(Conv2D(1, 3, 3, stride=2, padding=1)), ReLU(),
    _filled(Conv2D(3, 2, 3, bias=False)), Flatten(), _filled(Dense(18, 7)), ReLU(),
    _filled(Dense(7, 4, bias=False)),
])
_places = {0: 0, 2: 2, 4: 4, 6: 6}
_images = _rng.normal(size=(3, 10, 10, 1)).astype(np.float32)
for _bits, _per_channel, _symmetric in [
    (8, False, False), (8, True, False), (4, True, True), (2, False, False),
    (3, False, True), (12, True, True),
]:
    _call = (f"For two Conv2D and two Dense, {_bits} bits, per_channel={_per_channel}, "
             f"symmetric={_symmetric},")
    _old = [_p.data.copy() for _p in _deep.parameters()]
    _new, _arrays = _pairs(quantize_model_weights(
        _deep, _bits, per_channel=_per_channel, symmetric=_symmetric), _call)
    assert all(map(np.array_equal, [_p.data for _p in _deep.parameters()], _old)), (
        f"{_call} the model given has other weights afterwards. Change the copy."
    )
    _names = sorted(f"{_i}.{_key}" for _i in (0, 2, 4, 6)
                    for _key in ("codes", "scale", "zero_point"))
    assert sorted(_arrays) == _names, (
        f"{_call} the keys are 0.codes, 0.scale, 0.zero_point, 2.codes, ..., "
        f"6.zero_point; yours are {sorted(_arrays)[:6]}. The number is the layer's "
        "place in model.layers, with the layers that store nothing counted."
    )
    assert [type(_l).__name__ for _l in _new.layers] == [
        type(_l).__name__ for _l in _deep.layers
    ], f"{_call} the copy has the same kinds of layers in the same order."
    _expected = _deep.copy()
    for _i in (0, 2, 4, 6):
        _codes, _scale, _zero = (_arrays[f"{_i}.{_key}"] for _key in
                                 ("codes", "scale", "zero_point"))
        _old_weights = _deep.layers[_i].weights.data
        _size = _old_weights.shape[-1] if _per_channel else 1
        assert np.shape(_scale) == (1,) * (_old_weights.ndim - 1) + (_size,), (
            f"{_call} the scale of layer {_i} has one entry a unit if per_channel, "
            f"else one; yours has shape {np.shape(_scale)}. Hand per_channel on."
        )
        assert np.abs(np.asarray(_zero, float)).max() == 0 or not _symmetric, (
            f"{_call} the zero points are 0; yours are not. Hand symmetric on."
        )
        _width = np.asarray(_codes, float).max() - np.asarray(_codes, float).min()
        assert 2 ** (_bits - 1) - 1 <= _width <= 2**_bits - 1, (
            f"{_call} the codes of layer {_i} fill the range of {_bits} bits; yours "
            f"span {_width:.0f}. Hand bits on."
        )
        _means = (np.asarray(_codes, float) - _zero) * _scale
        _off = np.abs(_means - _old_weights) / _scale
        assert _means.shape == _old_weights.shape and _off.max() <= 0.52, (
            f"{_call} the codes of layer {_i} stand for its weights, half a step off "
            f"at most; yours are off by {_off.max():.2f} steps. Is the layer in its "
            "place?"
        )
        _expected.layers[_i].weights.data = _means.astype(np.float32)
    _got, _want = _new.forward(_images), _expected.forward(_images)
    assert _got.shape == _want.shape and (
        np.abs(_got - _want).max() <= 1e-4 * np.abs(_want).max()
    ), (
        f"{_call} the copy computes with the weights that its codes stand for, and the "
        "biases as they were; yours computes something else. Put each new layer in its "
        "place."
    )
_default = _pairs(quantize_model_weights(_deep, 8), "Without options")[1]
_bytes = sum(_default[f"{_i}.codes"].nbytes for _i in _places)
_n_weights = sum(_deep.layers[_i].weights.data.size for _i in _places)
assert _bytes == _n_weights and _default["4.scale"].size == 1, (
    f"Without options {_n_weights} weights take {_n_weights} bytes at 8 bits, one grid "
    f"a layer; yours take {_bytes}, {_default['4.scale'].size} scales in layer 4."
)
### END HIDDEN TESTS

# %% [markdown]
# ### Predict, then run
#
# The weights of all three layers get fewer and fewer bits, with one grid a layer.
# With how few bits does the network still lose at most *one point* of validation
# accuracy?

# %%
prediction = None  # your guess: a number of bits from 2 to 8

# %% tags=["show"]
widths = [8, 7, 6, 5, 4, 3, 2]


def bit_curve(*how):
    models = (quantize_model_weights(network, bits, *how)[0] for bits in widths)
    return np.array([evaluate_model(model, validation) for model in models])


curve = {each: bit_curve(each) for each in (False, True)}
lost = dense_accuracy - curve[False]
enough = [bits for bits, loss in zip(widths, lost, strict=True) if loss <= 0.01]
guess = "none" if prediction is None else f"{prediction} bits"
print(f"Your guess, one grid a layer: {guess}. Measured: {min(enough)} bits.")

# %% tags=["show"]
print("bits per weight       ", "".join(f"{b:8}" for b in widths))
for each, name in [(False, "per tensor"), (True, "per channel")]:
    print(f"affine, {name:14}", "".join(f"{a:8.2%}" for a in curve[each]))
for each, name in [(False, "per tensor"), (True, "per channel")]:
    accuracies = bit_curve(each, True)
    print(f"symmetric, {name:11}", "".join(f"{a:8.2%}" for a in accuracies))

# %% [markdown]
# At 2 bits the symmetric grid has three levels, not four, and here a step 1.7 times larger.
# It is the step that hurts: per tensor, three levels with the affine step do about as well
# as all four (not run here). From here on grids of weights are affine.

# %% [markdown]
# Is it the *size* of the errors that hurts, or *where* they fall? As a control, the next
# cell deals the same errors out to other weights: shuffled within the layer, or
# within each column if the grid is per channel, three times (some seconds).


# %% tags=["show"]
def shuffle_errors(model, bits, per_channel, seed, part="errors"):
    rng = np.random.default_rng(seed)
    shuffled, _ = quantize_model_weights(model, bits, per_channel)
    for old, new in zip(model.layers[::2], shuffled.layers[::2], strict=True):
        w, errors = old.weights.data, new.weights.data - old.weights.data
        c = (errors * w).sum() / (w * w).sum()
        rests, size = errors - c * w, np.linalg.norm
        kept, dealt = {"errors": (w, errors), "rests": (w + c * w, rests),
            "enlarged errors": (w, size(rests) / size(errors) / (1 + c) * errors)}[part]
        flat = dealt if per_channel else dealt.reshape(-1, 1)
        new.weights.data = kept + rng.permuted(flat, axis=0).reshape(w.shape)
    return shuffled

# %% tags=["show"]
orange = plots.method_style("random")["color"]
control = {each: [[evaluate_model(shuffle_errors(network, b, each, seed), validation)
                   for b in widths] for seed in range(3)] for each in (False, True)}

# %% tags=["show"]
fig, axes = plots.new_axes("bits per weight", "validation error (%, logarithmic)",
                           "LeNet-300-100, weights quantized, no training", ncols=2)
for ax, each in zip(axes, (False, True), strict=True):
    ax.axhline(100 - 100 * dense_accuracy, color="black", label="dense")
    low, high = (100 - 100 * f(control[each], axis=0) for f in (np.max, np.min))
    ax.fill_between(widths, low, high, color=orange, alpha=0.4, label="errors shuffled")
    ax.plot(widths, 100 - 100 * curve[each], "^-", color=green, label="rounded")
    ax.set(yscale="log", ylim=(1, 20), xticks=widths)
    ax.set_title("per channel" if each else "per tensor")
    ax.set_yticks(ticks := [1, 2, 5, 10, 20], ticks)
    ax.minorticks_off()
axes[0].legend()

# %% tags=["show"]
print("Two panels: flat from 8 bits to 5, rising at 4 and 3, steep at 2 on the left.")
for each, name in [(False, "per tensor"), (True, "per channel")]:
    low, high = (f(control[each], axis=0) for f in (np.min, np.max))
    for i in (-3, -2, -1):
        print(f"{name:11} at {widths[i]} bits: {curve[each][i]:.1%} read right; the"
              f" same errors, shuffled three times: {low[i]:.1%} to {high[i]:.1%}")

# %% [markdown]
# From 8 bits to 5 nothing happens that 5,000 images could tell from noise: at 98.7% their
# standard error is
# $\sqrt{0.987 \cdot 0.013 / 5000}$, 0.16 points. For the difference of two networks on the
# *same* images it is less, down to 4 bits 0.09 at most: only images count that one of them
# misreads.

# %% [markdown]
# Down to 3 bits, shuffled errors do about the same harm as the real ones (here a little
# less at 4 bits per tensor). Per tensor at 2 bits they do less harm here. There real
# errors are tied to weights. The next cells split each error into $c \, w$, a multiple
# of its weight $w$, and a rest, and shuffle all of it; only the rest; or all of it, enlarged
# until it is as large beside $w$ as the rest beside $(1 + c) \, w$:

# %% tags=["show"]
coarse, shrunk = quantize_model_weights(network, 2)[0], network.copy()
for index in (0, 2, 4):
    w, new = (model.layers[index].weights.data for model in (network, coarse))
    c = ((new - w) * w).sum() / (w * w).sum()
    shrunk.layers[index].weights.data = w + c * w
    print(f"layer {index // 2 + 1}: c = {c:.2f}")

# %% tags=["show"]
print(f"2 bits per tensor: rounded, {curve[False][-1]:.1%} read right")
for name in ("errors", "rests", "enlarged errors"):
    some = [evaluate_model(shuffle_errors(network, 2, False, seed, name), validation)
            for seed in range(6)]
    print(f"{name} shuffled, six times: {np.mean(some):.1%} on average,"
          f" {min(some):.1%} to {max(some):.1%}")
print(f"c w alone: {evaluate_model(shrunk, validation):.1%}")

# %% [markdown]
# A negative $c$ shrinks the layer. Alone that does no harm, but beside the rest it does: on
# this network, and on each of twelve from other seeds (not run here), fewer digits are read
# with $c \, w$ in place than with whole errors shuffled. In the end it is size: errors enlarged
# to the same part of the weights, shuffled, do about the same harm on average.

# %% [markdown]
# Do *units* need grids of their own at 2 bits, or is it the range, up to the largest
# weight? The next cell makes every step smaller; weights that are too large then saturate.

# %% tags=["show"]
def narrowed(model, bits, per_channel, factor):
    narrow = model.copy()
    for layer in narrow.layers[::2]:
        w, axis = layer.weights.data, 1 if per_channel else None
        scale, zero_point = quantization_params(w, bits, axis=axis)
        grid = factor * scale, zero_point
        layer.weights.data = dequantize(quantize(w, *grid, bits), *grid)
    return narrow

# %% tags=["show"]
factors = [1, 0.8, 0.6, 0.4, 0.2]
print("2 bits, step times ", "".join(f"{f:8}" for f in factors))
for each, name in [(False, "per tensor"), (True, "per channel")]:
    some = [evaluate_model(narrowed(network, 2, each, f), validation) for f in factors]
    print(f"{name:19}", "".join(f"{a:8.2%}" for a in some))

# %% [markdown]
# What hurt per tensor was the range, not that units share a grid. Too small a step is no
# better: there saturation costs more than the finer step wins.

# %% [markdown]
# On all twelve other networks one grid a unit lost less than one grid a layer at 2 bits
# with the steps of section 3.2. With the best of these factors for each the two differed by
# 3 points at most, now one way, now the other.
# At 3 bits one grid a unit was better on some of the networks, as here, and worse on others.
# At 4 bits both lost little.

# %% [markdown]
# ## 3.5 Bytes on disk
#
# A 4-bit code in an int8 array takes a whole byte: numpy has no smaller dtype. Two
# codes have to share one:
#
# | code | 4 bits | half | byte |
# | --- | --- | --- | --- |
# | $3$ | 0011 | low | |
# | $-2$ | 1110 | high | 1110 0011 = 227 |
#
# A negative code $q$ is kept as $q + 16$ (two's complement): $-2$ as 14.

# %% [markdown]
# **By hand.** $[3, -2, 5]$ is $[3, 14, 5]$. The first two make $3 + 16 \cdot 14 = 227$. The
# last has no partner; its high half stays 0, and the byte is 5. Back again:
# $227 = 3 + 16 \cdot 14$, and 14, being above 7, stands for $14 - 16 = -2$. That there were
# three codes and not four has to be remembered apart.

# %% [markdown]
# ### Exercise 3.5: `pack_int4` and `unpack_int4` (2 points, about 12 minutes)
#
# Key details:
# - the first code of each pair goes into the low half;
# - `x & 15` keeps the low half of an integer, `x >> 4` moves the high half down,
#   `x << 4` the low half up, and `a | b` joins two; `x[0::2]` takes every second entry;
# - uint8 has no negative numbers: think before you subtract 16;
# - a code that does not fit is an error, or the file would hold something else.


# %% nbgrader={"grade": false, "grade_id": "unpack_int4", "locked": false, "schema_version": 3, "solution": true}
def pack_int4(codes):
    """Put two 4-bit codes into each byte.

    Parameters
    ----------
    codes : ndarray of int8 or int16, any shape
        From -8 to 7. Left unchanged.

    Returns
    -------
    ndarray of uint8, shape ((codes.size + 1) // 2,)
        Codes in the order of ``codes.ravel()``, the first of a pair in the low half;
        the high half of the last byte is 0 if their number is odd.

    Raises
    ------
    ValueError
        If a code lies outside [-8, 7].
    """
    ### BEGIN SOLUTION
    if codes.size and (codes.min() < -8 or codes.max() > 7):
        raise ValueError(f"codes from {codes.min()} to {codes.max()} do not fit 4 bits")
    halves = np.zeros(codes.size + codes.size % 2, dtype=np.uint8)
    halves[: codes.size] = codes.ravel() & 15
    return halves[0::2] | (halves[1::2] << 4)
    ### END SOLUTION


def unpack_int4(packed, n):
    """Return the first ``n`` codes of such an array: an int8 array of shape (n,)."""
    ### BEGIN SOLUTION
    halves = np.stack([packed & 15, packed >> 4], axis=1).ravel()[:n].astype(np.int8)
    return np.where(halves > 7, halves - 16, halves).astype(np.int8)
    ### END SOLUTION


# %% [markdown]
# **Check.** The example by hand, one negative code, codes in rows, none, three that do
# not fit, and bytes of which fewer codes are wanted than they hold.

# %% nbgrader={"grade": true, "grade_id": "unpack_int4_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
for codes, want, why in [
    ([3, -2], [227], "Two codes share a byte: the first goes into the low half, and a "
     "negative code q is kept as q + 16."),
    ([3, -2, 5], [227, 5], "The last of an odd number has a byte to itself."),
    ([7, -8], [135], "The codes of 4 bits run from -8 to 7."),
    ([-5], [11], "A lone code leaves the high half 0: x & 15 keeps the low half of x."),
    ([[1, 2], [3, 4]], [33, 67], "Codes go row after row, as in ravel()."),
    ([], [], "Where there is no code, there is no smallest one."),
]:
    given = np.array(codes, dtype=np.int8)
    try:
        packed = pack_int4(given)
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(
            f"For the codes {codes} pack_int4 stops with {type(error).__name__}: "
            f"{error}. {why}"
        ) from error
    assert isinstance(packed, np.ndarray) and packed.dtype == np.uint8, (
        "pack_int4 returns an array of uint8; yours is "
        f"{getattr(packed, 'dtype', packed)!r}."
    )
    assert packed.tolist() == want, (
        f"The codes {codes} make the bytes {want}; yours are {packed.tolist()}. {why}"
    )
    assert given.tolist() == codes, (
        f"pack_int4 changed the codes it was given, {codes}, to {given.tolist()}: "
        "ravel() may give a view of them."
    )
for bad in (8, -9, 258):
    try:
        pack_int4(np.array([bad, 0], dtype=np.int16))
        came = "no error"
    except ValueError:
        continue
    except Exception as error:
        came = type(error).__name__
    raise AssertionError(
        f"The code {bad} does not fit 4 bits and asks for a ValueError; yours gave "
        f"{came}. Look at the smallest and the largest code, before you cast any."
    )
for packed, n, want, why in [
    ([227], 2, [3, -2], "Low half first; what is above 7 stands for a negative code."),
    ([227, 5], 3, [3, -2, 5], "The halves of one byte are neighbours; return n codes."),
    ([135], 2, [7, -8], "7 is the largest code, 8 stands for -8."),
    ([227, 5, 96], 2, [3, -2], "Return the first n, and no more."),
]:
    codes = unpack_int4(np.array(packed, dtype=np.uint8), n)
    assert isinstance(codes, np.ndarray) and codes.dtype == np.int8, (
        "unpack_int4 returns an array of int8; yours is "
        f"{getattr(codes, 'dtype', codes)!r}."
    )
    assert codes.tolist() == want, (
        f"The bytes {packed} hold the {n} codes {want} first; yours are "
        f"{codes.tolist()}. {why}"
    )

# %% nbgrader={"grade": true, "grade_id": "unpack_int4_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: every pair of codes, odd numbers of
# codes, none, other shapes, int16, codes that do not fit, and untouched input.
lone = pack_int4(np.array([-3], dtype=np.int8))
### BEGIN HIDDEN TESTS
_is_bytes = isinstance(lone, np.ndarray) and lone.dtype == np.uint8
assert _is_bytes and lone.tolist() == [13], (
    f"The one code -3 makes the one byte 13, its high half 0; yours is {lone!r}."
)
_all_pairs = np.array([[_a, _b] for _b in range(-8, 8) for _a in range(-8, 8)], np.int8)
_bytes = [(int(_a) % 16) + 16 * (int(_b) % 16) for _a, _b in _all_pairs]
_old = _all_pairs.copy()
_got = pack_int4(_all_pairs)
assert np.array_equal(_all_pairs, _old), "Your function changed the codes it was given."
_is_bytes = isinstance(_got, np.ndarray) and _got.dtype == np.uint8
assert _is_bytes and _got.shape == (256,), (
    "512 codes of shape (256, 2) make 256 bytes, uint8 of shape (256,); yours are "
    f"{getattr(_got, 'dtype', None)} of shape {getattr(_got, 'shape', None)}. Flatten "
    "first."
)
for _pair, _byte, _mine in zip(_all_pairs.tolist(), _bytes, _got.tolist(), strict=True):
    assert _mine == _byte, (
        f"The codes {_pair} make the byte {_byte}; yours is {_mine}. Keep only the low "
        "half of each code, and put the first into the low half of the byte."
    )
_got = unpack_int4(np.array(_bytes, np.uint8), 512)
_is_codes = isinstance(_got, np.ndarray) and _got.dtype == np.int8
assert _is_codes and _got.shape == (512,), (
    "256 bytes and n = 512 give int8 codes of shape (512,); yours are "
    f"{getattr(_got, 'dtype', None)} of shape {getattr(_got, 'shape', None)}."
)
_back = _got.reshape(-1, 2).tolist()
for _byte, _pair, _mine in zip(_bytes, _all_pairs.tolist(), _back, strict=True):
    assert _mine == _pair, (
        f"The byte {_byte} holds the codes {_pair}; yours are {_mine}. Low half first; "
        "14 stands for -2, and uint8 cannot hold that."
    )
_rng = np.random.default_rng(3106)
for _shape in [(1,), (2,), (7,), (3, 5), (2, 3, 3), (4, 1, 2, 3), (0,), (101,)]:
    for _kind in (np.int8, np.int16):
        _codes = _rng.integers(-8, 8, size=_shape).astype(_kind)
        try:
            _packed = pack_int4(_codes)
            _back = unpack_int4(_packed, _codes.size)
        except Exception as _error:
            raise AssertionError(
                f"For {_codes.size} codes of shape {_shape} and {np.dtype(_kind).name} "
                f"your functions stop with {type(_error).__name__}: {_error}. An odd "
                "number leaves the last high half 0; there may be no code at all."
            ) from None
        _n_bytes = (_codes.size + 1) // 2
        assert isinstance(_packed, np.ndarray) and _packed.dtype == np.uint8 and (
            _packed.shape == (_n_bytes,)
        ), (
            f"{_codes.size} codes of shape {_shape} make {_n_bytes} bytes of uint8; "
            f"yours have shape {getattr(_packed, 'shape', None)}. An odd number leaves "
            "the last high half empty."
        )
        assert _codes.size % 2 == 0 or int(_packed[-1]) < 16, (
            f"Of {_codes.size} codes the last has no partner: the high half of the "
            f"last byte is 0; yours is {int(_packed[-1]) >> 4}."
        )
        assert isinstance(_back, np.ndarray) and _back.dtype == np.int8 and (
            _back.tolist() == _codes.ravel().tolist()
        ), (
            f"{_codes.size} codes of shape {_shape}, packed and unpacked, are what "
            f"they were; yours are {_back!r}. Return the first n."
        )
_strided = np.arange(-8, 8, dtype=np.int8).reshape(4, 4).T
_want = [(int(_a) % 16) + 16 * (int(_b) % 16) for _a, _b in _strided.reshape(-1, 2)]
assert np.array_equal(pack_int4(_strided), _want), (
    "For a transposed array the codes go row after row of what one sees, as in ravel()."
)
_got = unpack_int4(np.array([0x21, 0xF3, 0x08], np.uint8), 3)
assert isinstance(_got, np.ndarray) and _got.tolist() == [1, 2, 3], (
    "The bytes [33, 243, 8] and n = 3 give the codes [1, 2, 3]; yours are "
    f"{_got!r}. Return the first n, and no more."
)
for _bad in ([8, 0], [0, -9], [3, 127], [-128], [259, 0], [1, -253]):
    try:
        pack_int4(np.array(_bad, dtype=np.int16))
        _came = "no error"
    except ValueError:
        continue
    except Exception as _error:
        _came = type(_error).__name__
    raise AssertionError(
        f"The codes {_bad} do not fit 4 bits: the docstring asks for a ValueError; "
        f"yours gave {_came}. Look at the smallest and the largest code."
    )
### END HIDDEN TESTS

# %% [markdown]
# Now a real file: codes, grids, float32 biases, and one text with the layers and shapes.


# %%
def write_quantized(path, model, arrays, bits):
    """Write codes, grids and biases to an npz file, two codes a byte up to 4 bits."""
    architecture, parameters = model_to_plain(model)
    kept = {name: a for name, a in parameters.items() if name.endswith(".bias")}
    shapes = {name: a.shape for name, a in arrays.items() if name.endswith(".codes")}
    for name, array in arrays.items():
        kept[name] = pack_int4(array) if name in shapes and bits <= 4 else array
    header = json.dumps({"architecture": architecture, "shapes": shapes})
    np.savez(path, header=np.frombuffer(header.encode(), np.uint8), **kept)


# %%
def read_quantized(path):
    """Rebuild the network from such a file, and from nothing else."""
    with np.load(path) as archive:
        stored = dict(archive)
    header = json.loads(stored.pop("header").tobytes())
    for name, shape in header["shapes"].items():
        place, codes = name.split(".")[0], stored.pop(name)
        if codes.dtype == np.uint8:
            codes = unpack_int4(codes, int(np.prod(shape)))
        grid = [stored.pop(f"{place}.{key}") for key in ("scale", "zero_point")]
        stored[f"{place}.weights"] = dequantize(codes.reshape(shape), *grid)
    return model_from_plain(header["architecture"], stored)


# %% tags=["show"]
from smallnets import file_bytes


def store(model, bits, per_channel):
    """Write a quantized model; return what a reader makes of the file, and its size."""
    _, arrays = quantize_model_weights(model, bits, per_channel)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "quantized.npz"
        write_quantized(path, model, arrays, bits)
        return read_quantized(path), path.stat().st_size


dense_bytes = file_bytes(network)
print(f"dense, float32: {dense_bytes:,} bytes")

# %% tags=["show"]
for bits, each in [(8, False), (8, True), (4, False), (4, True)]:
    reread, n_bytes = store(network, bits, each)
    scored = quantize_model_weights(network, bits, each)[0]
    same = all(np.array_equal(a.data, b.data) for a, b in
               zip(reread.parameters(), scored.parameters(), strict=True))
    codes = 266_200 * bits // 8
    print(f"{bits} bits, {'per channel' if each else 'per tensor'}: {n_bytes:,} bytes,"
          f" {codes:,} of them codes; {dense_bytes / n_bytes:.2f} times smaller.\n"
          f"    Read back: the scored weights, {same};"
          f" {evaluate_model(reread, validation):.2%} of the images read right.")

# %% [markdown]
# Not 4 and 8 times, but a little less: 410 biases are still float32, scales and zero
# points take 5 bytes a grid, and each array of an npz file brings its name, shape and
# dtype along.
# 3-bit or 2-bit codes in this file would take the room of 4-bit ones.

# %% [markdown]
# ## 3.6 Whole numbers all the way
#
# So far codes became floats again before use. A chip without float units needs the
# products themselves in integers. For one output of a dense layer with symmetric
# weights $W = s_w q_w$, inputs $x = s_x (q_x - z_x)$ and bias $b = s_x s_w q_b$,
#
# $$ y = s_x s_w \Big( \sum (q_x - z_x)\, q_w + q_b \Big), $$
#
# a sum of whole numbers, kept in int32 (Jacob et al., 2018, section 2.4).

# %% [markdown]
# The output is wanted as int8 again, $q_y = \mathrm{round}(y / s_y) + z_y$. So the sum is
# multiplied by $s_x s_w / s_y$, a real number, in practice below 1. Even this is done in
# integers: the *multiplier* $m = \mathrm{round}(2^{31} s_x s_w / s_y)$ is prepared
# beforehand.

# %% [markdown]
# With $m$ and the sum,
#
# $$ q_y = \left\lfloor \frac{\text{sum} \cdot m + 2^{30}}{2^{31}} \right\rfloor + z_y, $$
#
# saturated at $-128$ and 127. A division by $2^{31}$ that rounds down is a shift,
# `>> 31`, which in numpy rounds negative numbers down, too; the $2^{30}$ make it round to
# the nearest, halves up.

# %% [markdown]
# **By hand.** $q_x = [10, -128]$, $z_x = -128$, $q_w = [2, -1]$, $q_b = -74$,
# $m = 2^{29}$ (a factor 1/4), $z_y = -128$.
# The sum is $138 \cdot 2 + 0 \cdot (-1) - 74 = 202$. A quarter of it is 50.5, rounded up
# 51, and $q_y = 51 - 128 = -77$.
#
# With $q_b = -300$ the sum is $-24$, and $-6 - 128$ saturates at $-128$, the code of 0.

# %% [markdown]
# A ReLU behind the layer needs no step of its own: the grid of its outputs begins at 0, so
# that $z_y = -128$, and what lies below saturates there. With another $z_y$ outputs may be
# negative, and stay so.

# %% [markdown]
# ### Exercise 3.6: `int8_linear` (3 points, about 12 minutes)
#
# One dense layer, int8 in and int8 out, with no float in between.
#
# Key details:
# - products of int8 arrays stay int8 in numpy and wrap around: cast up before you
#   subtract and multiply;
# - the caller promises sums that fit int32; sum times multiplier needs int64;
# - the bias belongs to the sum, the output's zero point to the result;
# - saturate before you cast down.


# %% nbgrader={"grade": false, "grade_id": "int8_linear", "locked": false, "schema_version": 3, "solution": true}
def int8_linear(inputs, weights, bias, input_zero, multiplier, output_zero):
    """Apply a dense layer to codes, in whole numbers.

    Parameters
    ----------
    inputs : ndarray of int8, shape (n, k)
        Left unchanged, as all arguments.
    weights : ndarray of int8, shape (k, m)
        Symmetric: their zero point is 0.
    bias : ndarray of int32, shape (m,)
        In units of the sum. The caller promises that every sum, with and without
        bias, fits int32.
    input_zero, output_zero : int
        Zero points, from -128 to 127.
    multiplier : ndarray of int32, shape (m,)
        Above 0: round(2**31 * s_x * s_w / s_y), one for each output.

    Returns
    -------
    ndarray of int8, shape (n, m)
        floor((sum * multiplier + 2**30) / 2**31) + output_zero, saturated at -128 and
        127, where sum is (inputs - input_zero) @ weights + bias, exactly.
    """
    ### BEGIN SOLUTION
    total = (inputs.astype(np.int32) - input_zero) @ weights.astype(np.int32) + bias
    scaled = (total.astype(np.int64) * multiplier + 2**30) >> 31
    return np.clip(scaled + output_zero, -128, 127).astype(np.int8)
    ### END SOLUTION


# %% [markdown]
# **Check.** Two rows and two outputs with factors of their own, the example by hand, and a
# large sum.

# %% nbgrader={"grade": true, "grade_id": "int8_linear_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def i8(rows):
    return np.array(rows, np.int8)


def i32(row):
    return np.array(row, np.int32)


in_order = "In this order: sum, multiplier, 2**30, shift, z_y, saturate, cast."
cast_up = "Differences, products and sums do not fit int8: cast up before each."
columns = "Each output, a column, has a multiplier of its own."
negative = "Negative sums stay negative: saturate only at -128 and 127."
nearest_code = "Add 2**30 before the shift: -1.5 is rounded up, to -1."
for case, arguments, want, why in [
    ("q_x = [[3, -4], [120, -120]], z_x = 3, q_w = [[5, -100], [1, 100]], q_b = [1, "
     "40], factors 1/4 and 1/128, z_y = 20: the sums are [[-6, -660], [463, -23960]]",
     (i8([[3, -4], [120, -120]]), i8([[5, -100], [1, 100]]), i32([1, 40]), 3,
      i32([2**29, 2**24]), 20), [[19, 15], [127, -128]], {
         "[[23, 15], [127, -128]]": "Subtract z_x from the inputs first.",
         "[[28, 15], [127, -128]]": "z_x is subtracted from the inputs, not added.",
         "[[19, 21], [8, 21]]": cast_up,
         "[[19, 55], [127, -127]]": "The bias belongs to the sum, before it is scaled.",
         "[[4, -5], [121, -128]]": "z_y belongs to the result, after the scaling.",
         "[[-1, -5], [116, -128]]": "z_y belongs to the result, after the scaling.",
         "[[20, 20], [20, 20]]": "Multiply first, and then shift.",
         "[[19, 16], [127, -128]]": ">> rounds down; what you do cuts off towards 0.",
         "[[19, 15], [127, -127]]": "The lowest code is -128.",
         "[[19, 15], [-120, -108]]": "Saturate once, after z_y was added.",
         "[[19, 19], [20, 19]]": "Sum times multiplier does not fit int32: take int64.",
         "[[18, 14], [127, -128]]": nearest_code,
         "[[18, 15], [127, -128]]": nearest_code,
         "[[20, 20], [127, 20]]": negative,
         "[[19, 15], [127, -108]]": "Saturate once, after z_y was added.",
         "[[19, 15], [-120, 89]]": "Saturate at -128 and 127 before you cast down.",
         "[[19, -128], [127, -128]]": columns, "[[19, -128], [24, -128]]": columns}),
    ("q_x = [10, -128], z_x = -128, q_w = [2, -1], q_b = -74 and -300, a factor of 1/4 "
     "and z_y = -128: the sums are 202 and -24",
     (i8([[10, -128]]), i8([[2, 2], [-1, -1]]), i32([-74, -300]), -128,
      i32([2**29, 2**29]), -128), [[-77, -128]], {
         "[[-128, -128]]": cast_up,
         "[[-78, -128]]": "50.5 is rounded to 51: halves go up, not to even."}),
    ("q_x = [127, 127], z_x = -128, q_w = [100, 100] and [1, 1], no bias, a factor of "
     "1/512 and z_y = 0: the sums are 51000 and 510",
     (i8([[127, 127]]), i8([[100, 1], [100, 1]]), i32([0, 0]), -128,
      i32([2**22, 2**22]), 0), [[100, 1]], {
         "[[0, 0]]": cast_up,
         "[[-28, 1]]": "51000 does not fit int16: let products and sum be int32."}),
]:
    got = int8_linear(*arguments)
    shape = np.shape(want)
    is_codes = isinstance(got, np.ndarray) and got.dtype == np.int8
    assert is_codes and got.shape == shape, (
        f"{len(want)} rows in, two outputs: int8 of shape {shape} comes; yours is "
        f"{getattr(got, 'dtype', None)} of shape {getattr(got, 'shape', None)}."
    )
    assert got.tolist() == want, (
        f"For {case}, and the outputs {want}; yours are {got.tolist()}. "
        f"{why.get(str(got.tolist()), in_order)}"
    )

# %% nbgrader={"grade": true, "grade_id": "int8_linear_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded, the sum: large products, zero points
# at both ends, biases, rows and outputs, and long sums in which no unit is lost.
small_sum = int8_linear(np.array([[3]], np.int8), np.array([[4]], np.int8),
                        np.array([2], np.int32), 1, np.array([2**30], np.int32), 5)
### BEGIN HIDDEN TESTS


def _in_words(inputs, weights, bias, input_zero, multiplier, output_zero):
    """The contract in Python's own integers, output by output."""
    _result = []
    for _row in inputs.tolist():
        _line = []
        for _j in range(weights.shape[1]):
            _sum = int(bias[_j])
            for _q, _w in zip(_row, weights[:, _j].tolist(), strict=True):
                _sum += (_q - int(input_zero)) * _w
            _code = (_sum * int(multiplier[_j]) + 2**30) // 2**31 + int(output_zero)
            _line.append(max(-128, min(127, _code)))
        _result.append(_line)
    return _result


def _judge_layer(case, hint, *arguments):
    _old = [np.array(_a) for _a in arguments]
    _got, _want = int8_linear(*arguments), _in_words(*arguments)
    assert all(map(np.array_equal, arguments, _old)), (
        f"{case}: your function changed an array it was given."
    )
    _shape = (len(_want), len(_want[0]))
    _is_codes = isinstance(_got, np.ndarray) and _got.dtype == np.int8
    assert _is_codes and _got.shape == _shape, (
        f"{case}: int8 of shape {_shape} should come; yours is "
        f"{getattr(_got, 'dtype', type(_got).__name__)} of "
        f"{getattr(_got, 'shape', None)}."
    )
    _wrong = [(_mine, _due) for _line, _row in zip(_got.tolist(), _want, strict=True)
              for _mine, _due in zip(_line, _row, strict=True) if _mine != _due]
    assert not _wrong, (
        f"{case}: {len(_wrong)} of {_shape[0] * _shape[1]} outputs differ, the first "
        f"is {_wrong[0][0]} instead of {_wrong[0][1]}. {hint}"
    )


assert isinstance(small_sum, np.ndarray) and small_sum.tolist() == [[10]], (
    "For q_x = 3, z_x = 1, q_w = 4, q_b = 2, a factor of 1/2 and z_y = 5: (3 - 1) * 4 "
    f"+ 2 = 10, half of it is 5, and 5 + 5 = 10; yours is {small_sum!r}."
)


def _i8(rows):
    return np.array(rows, np.int8)


def _i32(row):
    return np.array(row, np.int32)


_judge_layer("A sum of -15", "It stays negative: saturation is the only ReLU here.",
             _i8([[-3]]), _i8([[5]]), _i32([0]), 0, _i32([2**31 - 1]), 0)
_judge_layer("A product of 100 and 100", "It does not fit int8: cast up first.",
             _i8([[100]]), _i8([[100]]), _i32([0]), 0, _i32([2**24]), 0)
_judge_layer("The code 127, zero point -128", "255 does not fit int8: cast up first.",
             _i8([[127]]), _i8([[1]]), _i32([0]), -128, _i32([2**29]), 0)
_judge_layer("The code -128, zero point 127", "-255 does not fit int8: cast up first.",
             _i8([[-128]]), _i8([[1]]), _i32([0]), 127, _i32([2**29]), 0)
_judge_layer("Products that sum to 0, and bias 4032",
             "Add the bias to the sum, before it is scaled.",
             _i8([[0]]), _i8([[9]]), _i32([4032]), 0, _i32([2**25]), 3)
_rng = np.random.default_rng(3107)
for _n, _k, _m in [(1, 1, 1), (4, 7, 3), (2, 3, 9), (5, 60, 5), (3, 200, 2)]:
    _inputs = _rng.integers(-128, 128, size=(_n, _k)).astype(np.int8)
    _weights = _rng.integers(-127, 128, size=(_k, _m)).astype(np.int8)
    _bias = _rng.integers(-3000, 3000, size=_m).astype(np.int32)
    _factor = 20 / (74 * 74 * _k**0.5)
    _multiplier = (2**31 * _factor * _rng.uniform(0.5, 1.0, size=_m)).astype(np.int32)
    _zeros = [int(_z) for _z in _rng.integers(-20, 20, size=2)]
    _judge_layer(f"Random codes, n = {_n}, k = {_k}, m = {_m}",
                 "Sum of (inputs - input_zero) times weights, plus bias, one "
                 "multiplier for each output, then output_zero.",
                 _inputs, _weights, _bias, _zeros[0], _multiplier, _zeros[1])
_inputs = np.full((1, 3000), 127, np.int8)
_weights = _rng.integers(100, 128, size=(3000, 6)).astype(np.int8)
_bias = -255 * _weights.astype(np.int64).sum(axis=0) + _i32([1, 3, 5, -7, 9, 2])
_near_one = np.full(6, 2**31 - 1, np.int32)
for _output_zero in (0, -3):
    _judge_layer("A sum of 3000 products that a bias brings back to single digits",
                 "float32 loses units above 2**24: let the sum run in int32.",
                 _inputs, _weights, _bias.astype(np.int32), -128, _near_one,
                 _output_zero)
### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "int8_linear_hidden_requantise", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded, the way back to int8: halves, negative
# sums, large sums times large multipliers, one multiplier an output, and saturation.
unit_sum = int8_linear(np.array([[1]], np.int8), np.array([[1]], np.int8),
                       np.array([0], np.int32), 0, np.array([2**30], np.int32), 0)
### BEGIN HIDDEN TESTS


def _requantised(sums, multipliers, output_zero):
    """int8_linear on inputs of 0, so that the bias alone is the sum."""
    _size = len(sums)
    return int8_linear(
        np.zeros((1, 2), np.int8), np.ones((2, _size), np.int8),
        np.array(sums, np.int32), 0, np.array(multipliers, np.int32), output_zero,
    )


def _judge_row(case, hint, sums, multipliers, output_zero):
    _want = [max(-128, min(127, (_s * _m + 2**30) // 2**31 + output_zero))
             for _s, _m in zip(sums, multipliers, strict=True)]
    _got = _requantised(sums, multipliers, output_zero)
    _is_row = isinstance(_got, np.ndarray) and _got.shape == (1, len(sums)) and (
        _got.dtype == np.int8
    )
    assert _is_row, f"{case}: one row of int8 should come; yours is {_got!r}."
    _wrong = [_i for _i in range(len(sums)) if _got[0, _i] != _want[_i]]
    assert not _wrong, (
        f"{case}: the sum {sums[_wrong[0]]} with multiplier {multipliers[_wrong[0]]} "
        f"and output_zero {output_zero} becomes {_want[_wrong[0]]}; yours is "
        f"{_got[0, _wrong[0]]}. {hint}"
    )


assert isinstance(unit_sum, np.ndarray) and unit_sum.tolist() == [[1]], (
    "Half of the sum 1 is 0.5, and halves go up: 1; yours is "
    f"{unit_sum!r}. Add 2**30 before you shift."
)
_half = [2**30] * 8
_judge_row("Halves", "Halves go up, towards plus infinity: floor(v + 1/2).",
           [1, 3, 5, 7, -1, -3, -5, -7], _half, 0)
_judge_row("Halves, with a zero point", "Halves go up, before the zero point is added.",
           [1, 3, 5, 7, -1, -3, -5, -7], _half, -3)
_judge_row("Thirds", "Round to the nearest; >> rounds down, also below 0.",
           [100, 101, 103, -100, -101, -103], [2**31 // 3] * 6, 10)
_judge_row("Out of range", "Saturate once, at the end, before you cast to int8.",
           [300, 256, 400, -300, -256, -500, 126, -128], [2**31 - 1] * 8, 1)
_judge_row("Negative sums with output_zero -128, a ReLU",
           "They saturate at -128, the code of 0.",
           [-5, -5000, 0, 40], [2**30] * 4, -128)
_judge_row("Large sums", "Sum times multiplier needs int64: cast before you multiply.",
           [25_000_000, -25_000_000, 9_999_999, 1_234_567],
           [8_000, 8_001, 20_000, 150_001], 0)
_judge_row("Two different multipliers",
           "Every output has a multiplier of its own: they run along the columns.",
           [80, 80, 80, 80], [2**30, 2**29, 2**28, 2**31 - 1], 0)
_judge_row("Sums one unit below a half, after scaling by 2**-20",
           "A float32 cannot tell them from the half: scale in integers.",
           [(2 * _q + 1) * 2**19 - 1 for _q in (17, 20, -21, -30)], [2**11] * 4, 0)
_rng = np.random.default_rng(3108)
for _trial in range(20):
    _sums = [int(_s) for _s in _rng.integers(-(2**24), 2**24, size=12)]
    _factors = _rng.uniform(20, 200, size=12) / np.abs(_sums)
    _multipliers = [max(1, min(2**31 - 1, round(2**31 * float(_f)))) for _f in _factors]
    _judge_row("Random sums", "floor((sum * m + 2**30) / 2**31), all in integers.",
               _sums, _multipliers, int(_rng.integers(-128, 128)))
### END HIDDEN TESTS

# %% [markdown]
# ### Ranges of the activations
#
# The grid of the activations depends on the images. *Calibration* runs the float network
# on some batches and notes the smallest and largest number in front of every `Dense`, and
# of the logits.
# The images are *training* images; validation judges the result, and test waits.


# %%
def calibrate(model, batches):
    """Ends of the activations in front of every Dense, and of the logits, as rows."""
    ends = []
    for x in batches:
        places = []
        for layer in model.layers:
            if isinstance(layer, Dense):
                places.append(x)
            x = layer.forward(x)
        ends.append([(place.min(), place.max()) for place in [*places, x]])
    lows, highs = np.moveaxis(ends, -1, 0)
    return np.stack([lows.min(axis=0), highs.max(axis=0)], axis=1)


# %% [markdown]
# From there to integers: the next cell prepares the arguments of `int8_linear` for each
# `Dense`, once. Its outputs have the grid that is in front of the *next* `Dense`, behind
# the ReLU, and the ReLU itself disappears. The bias joins the sum, and so has the step of
# the sum, $s_x s_w$.


# %%
def to_integers(model, ends):
    """The grid of the images, and the arguments of int8_linear for each Dense."""
    grids = [quantization_params(two, 8) for two in ends]
    arrays = dict(zip(("scale", "zero_point"), grids[0], strict=True))
    for i, layer in enumerate(one for one in model.layers if isinstance(one, Dense)):
        (s_x, z_x), (s_y, z_y) = grids[i : i + 2]
        _, stored = quantize_layer_weights(layer, 8, True, symmetric=True)
        step = s_x * stored["scale"].ravel()
        bias, factor = np.rint(layer.bias.data / step), np.rint(2.0**31 * step / s_y)
        row = [stored["codes"], bias.astype("i4"), z_x, factor.astype("i4"), z_y]
        arrays |= {f"{i}.{j}": array for j, array in enumerate(row)}
    return arrays


# %%
class IntegerNetwork:
    """Float images in, int8 logits out; between them there are only integers."""

    def __init__(self, arrays):
        self.arrays = arrays

    def forward(self, images):
        a, i = self.arrays, 0
        codes = quantize(images, a["scale"], a["zero_point"], 8)
        while f"{i}.0" in a:
            weights, bias, z_x, factor, z_y = (a[f"{i}.{j}"] for j in range(5))
            codes = int8_linear(codes, weights, bias, z_x.item(), factor, z_y.item())
            i += 1
        return codes


# %% [markdown]
# How close must the ranges be? The next cell stretches those of the hidden layers, or that
# of the logits, by a factor: below 1 large numbers saturate, above 1 the steps become
# coarse. Three draws of 100 calibration images, scored on the first 1,000 validation images
# (standard error 0.3 points; half a minute).

# %% tags=["show"]
def integer_network(n_images, seed, places=slice(0), stretch=1.0):
    drawn = DataLoader(mnist.train.sample(n_images, seed), batch_size=250)
    ends = calibrate(network, (images for images, _ in drawn))
    ends[places] *= stretch
    return IntegerNetwork(to_integers(network, ends))

# %% tags=["show"]
thousand = DataLoader(mnist.validation.take(1000), batch_size=500)
float_accuracy = evaluate_model(network, thousand)
factors = [1 / 8, 1 / 2, 1, 8, 64]
stretched = {name: 100 * np.array([[
    evaluate_model(integer_network(100, seed, places, f), thousand) for f in factors]
    for seed in range(3)]) for name, places in [
        ("hidden layers", slice(1, -1)), ("logits", slice(-1, None))]}
print(f"dense, float32: {float_accuracy:.1%}; the integers, in three draws:")

# %% tags=["show"]
fig, ax = plots.new_axes("range used / range calibrated (logarithmic)",
                         "validation accuracy (%, from 90)", "Too narrow, and too wide")
ax.axhline(100 * float_accuracy, color="black", label="dense, float32")
for index, (name, scores) in enumerate(stretched.items()):
    low, high, style = scores.min(axis=0), scores.max(axis=0), plots.layer_style(index)
    ax.fill_between(factors, low, high, color=style["color"], alpha=0.25)
    ax.plot(factors, scores.mean(axis=0), **style, label=f"{name} stretched")
    for f, a, b in zip(factors, low, high, strict=True):
        print(f"{name}, factor {f:6.3f}: {a:5.1f} to {b:5.1f}%")
ax.set_xscale("log", base=2)
ax.set(ylim=(90, 100))
ax.legend(loc="lower center")

# %% [markdown]
# Half of either range loses nothing that 1,000 images could show. Far from 1 the logits lose
# more than the hidden layers: several digits then share the highest code, and `argmax` takes
# the first of them. The true digit is nearly always among them.

# %% [markdown]
# Calibrated on 1,000 training images, on all 5,000 validation images, with its time:

# %% tags=["show"]
from functools import partial

from smallnets import time_ratio

integers = integer_network(1000, seed=0)
accuracy = evaluate_model(integers, validation)
print(f"float32: {dense_accuracy:.2%}, integers: {accuracy:.2%} read right")
images, _ = next(iter(validation))
for some in (images[:1], images[:128]):
    ratio = time_ratio(partial(integers.forward, some), partial(network.forward, some))
    print(f"batch of {len(some):3}: float32 is {ratio.median:.1f} times faster"
          f" (middle half of 20 pairs: {ratio.low:.1f} to {ratio.high:.1f})")

# %% [markdown]
# What do your lines say of time? numpy hands float32 products to a
# tuned library (BLAS) and runs integer products in a plain loop. Where we measured it, the
# library made the difference, not the numbers: in a plain loop float32 took about as long
# as int32, and the same codes as float32 went as fast as floats, with the same sums. (`@` on
# integers is slow even for a plain loop: `np.einsum` took less than half its time.)
# Bytes belong to the format, speed to machine and program.

# %% [markdown]
# Others report gains where integers are served well: a product of two 8-bit integers takes
# 0.2 pJ, of two 32-bit floats 3.7 pJ (45 nm; Horowitz, 2014, figure 1.1.9), and
# Krishnamoorthi (2018, abstract) reports 2 to 3 times the speed on CPUs with suitable code.

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_slower_here", "locked": false, "points": 2, "schema_version": 3, "solution": true}
# **Reflect** (2 points, about 8 minutes). A colleague ran section 3.6 in numpy and says:
# "INT8 makes the network smaller and slower, so use it for storage only." Which part of
# the sentence holds on every machine, and which only there? Name two measurements you
# would make on a target chip before you decide, and say what each is compared with.
# (Three or four sentences.)
#
# ### BEGIN SOLUTION
# Rubric:
# - 1 point: the bytes hold everywhere (a code takes one byte in the file, in memory and on the
#   bus); the slowness holds for numpy, whose integer product is a plain loop beside a tuned float32
#   library; on hardware with integer units the ratio can turn round.
# - 1 point: two measurements with what they are compared to, for instance time (median and spread,
#   paired, at the batch size in use) of int8 against float32 on that chip, energy per image,
#   accuracy of the integer network on held-out data against the float network, peak memory.
# ### END SOLUTION

# %% [markdown]
# ## 3.7 What we measured
#
# One number of bits is chosen on validation images: the fewest, per channel, that lose at
# most half a point. Every row is read back from its file and scored once on the 10,000 test
# images, from which nothing is chosen.

# %% tags=["show"]
from dataclasses import replace

from smallnets import Measurement, measure_model, measurement_table, time_forward

near = [dense_accuracy - accuracy <= 0.005 for accuracy in curve[True]]
chosen = min(bits for bits, is_near in zip(widths, near, strict=True) if is_near)
table = [measure_model("dense, float32", network, mnist.test)]
rows = [(8, False), (8, True), (4, False), (4, True), (chosen, True), (2, True)]
for bits, each in rows:
    reread, n_bytes = store(network, bits, each)
    name = f"{bits} bits per {'channel' if each else 'tensor'}"
    table.append(replace(measure_model(name, reread, mnist.test), bytes=n_bytes))

# %% tags=["show"]
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "integers.npz"
    np.savez(path, **integers.arrays)
    with np.load(path) as archive:
        reread, n_bytes = IntegerNetwork(dict(archive)), path.stat().st_size
accuracy = evaluate_model(reread, DataLoader(mnist.test, batch_size=500))
seconds = time_forward(reread, images[:128]).median
macs = table[0].macs  # as many products, of integers
table.append(Measurement("integers throughout", accuracy, n_bytes, macs, seconds))
print(f"Chosen on validation: {chosen} bits per channel. On 10,000 test images:")
print(measurement_table(table))

# %% [markdown]
# 8 bits lose nothing that 10,000 images could show (at 98.2% the standard error is
# $\sqrt{0.982 \cdot 0.018 / 10000}$, 0.13 points), and 4 bits little. The MACs are the
# same in every row; in the last they are integer ones.

# %% [markdown]
# In this file fewer than 4 bits save nothing: the bytes are the same. To ship *this*
# file, take 4. Where a file is compressed it is not so: `np.savez_compressed` makes codes of
# 3 and 2 bits, one a byte, smaller than those of 4.
#
# This is one easy data set, and nothing was trained to make up for the rounding.

# %% [markdown]
# ### By library
#
# Not run here: PyTorch keeps weights as (outputs, inputs), so that its
# `torch.quantize_per_channel` takes `axis=0`.

# %% [markdown]
# ## Summary
#
# - A scale and a whole zero point turn floats into small integers, half a step off at most;
#   zeros stay zeros.
# - 8 bits are free here, 4 bits nearly; at 2 the range decides: up to the largest weight of
#   a layer it loses much, one a unit or a narrower one far less.
# - Bytes are saved on every machine. Time depends on the machine and the program.

# %% [markdown]
# ## Sources
#
# - Jacob, Kligys, Chen, Zhu, Tang, Howard, Adam, Kalenichenko, *Quantization and training of
#   neural networks for efficient integer-arithmetic-only inference*, CVPR 2018: sections
#   2.1 (the grid), 2.2 (integer products), 2.4 (int32 sums, a fused layer).
# - Krishnamoorthi, *Quantizing deep convolutional networks for efficient inference: a
#   whitepaper*, 2018: section 2 (affine and symmetric; 2.6, per channel).
# - Wu, Judd, Zhang, Isaev, Micikevicius, *Integer quantization for deep learning inference*,
#   2020: section 3 (granularity, calibration).

# %% [markdown]
# - Horowitz, *Computing's energy problem*, ISSCC 2014: figure 1.1.9.
#
# ## What's next
#
# Lesson 4 keeps the numbers as they are and trains a smaller network to imitate a larger one.
