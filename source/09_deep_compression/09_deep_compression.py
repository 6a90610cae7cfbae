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
# # 9. How few bytes can a trained network be written in?
#
# | Lesson 9 | Twenty-seven kilobytes, and fewer |
# | --- | --- |
# | You will be able to | **share** a few values among all weights, **code** them in as few bits as their counts allow, and **write** a file that a program without your notebook reads back, or refuses |
# | Time | about 120 minutes |
# | You need | lessons 1 and 2, and Python's `bytes`, dictionaries and `heapq` |

# %%
import heapq
import struct
import tempfile
import zlib
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from smallnets import Dense, ReLU, Sequential
from smallnets.lending import judge

MAGIC, LONGEST = b"SN9\n", 63  # of a file, in section 9.5; and of a gap

# %% [markdown]
# ## 9.1 The question
#
# This is LeNet-300-100 with 90% of its weights zero. It was trained for 12 epochs and
# pruned during 8 more. How large is it? (Choices are made on 5,000 *validation* images;
# the *test* images wait until section 9.5.)

# %% tags=["show"]
import lzma

from smallnets import DataLoader, evaluate_model, load_mnist, stored_results
from smallnets.pruned import load_pruned

mnist = load_mnist(flatten=True)
validation = DataLoader(mnist.validation, batch_size=1000)
network = load_pruned("mnist", 90)
plain = b"".join(p.data.tobytes() for p in network.parameters())
print(f"{evaluate_model(network, validation):.2%} of the validation images read right")
print(f"{np.mean(np.frombuffer(plain, np.float32) == 0):.1%} of its numbers are zero")
print(f"{len(plain):,} bytes as float32; {len(zlib.compress(plain, 9)):,} after zlib,"
      f" {len(lzma.compress(plain)):,} after lzma")

# %% [markdown]
# Han, Mao and Dally (2016) wrote a network of this shape into 27 kilobytes, a fortieth, and
# it read the digits as well as before. They named the chain *Deep Compression*: prune, let
# the weights share a few values, give frequent values short codes.
#
# **What has to be said of a weight, in how few bits can it be said, and what does it
# take until another program can read it?**

# %% [markdown]
# The pruned networks ship with the course; `tasks/store_pruned.py` made them. During 8
# epochs more and more of the smallest weights were set to zero, up to the share $s$, by
# the *cubic schedule* (Zhu and Gupta, 2017, section 3):
#
# $$ s(t) = s \, (1 - (1 - t / 0.7)^3) \quad \text{until } t = 0.7 \text{ of the run.} $$
#
# Here the whole schedule is squeezed into one epoch, from the trained network that lesson 1 measured.

# %% tags=["show"]
from smallnets import Adam, Trainer, load_pretrained


def cut_smallest(model, share):
    """Set the smallest of all weights to zero, a share of them."""
    weights = [p for p in model.parameters() if p.data.ndim == 2]
    sizes = np.concatenate([np.abs(w.data).ravel() for w in weights])
    n_cut = round(share * sizes.size)
    limit = np.partition(sizes, n_cut)[n_cut]
    for w in weights:
        w.data = w.data * (np.abs(w.data) >= limit)


# %% tags=["show"]
brief = load_pretrained("lenet_300_100")
before = evaluate_model(brief, validation)
trainer = Trainer(
    brief, Adam(brief.parameters(), 1e-3), progress=False,
    schedule=lambda done: 1 - done,
    after_step=lambda t: cut_smallest(brief, 0.9 * (1 - (1 - min(1, t / 0.7)) ** 3)))
trainer.fit(DataLoader(mnist.train, 128, shuffle=True, seed=1), epochs=1)
zeros = np.concatenate([p.data.ravel() == 0 for p in brief.parameters()[::2]])
print(f"Before {before:.2%} of the validation images; after one epoch"
      f" {evaluate_model(brief, validation):.2%}, with {zeros.mean():.0%} zeros")

# %% [markdown]
# ## 9.2 A few values for all
#
# About 26,600 weights are left. Let them share $k$ values, the *codebook*
# $c_1 < \dots < c_k$: then a weight is a number from 1 to $k$, its *code*. With 16 values
# that takes 4 bits.

# %% [markdown]
# *k-means* chooses the codebook so that $\sum_w (w - c(w))^2$ gets small, where $c(w)$ is
# the value nearest to the weight $w$:
#
# 1. start with $k$ values equally spaced from the smallest weight to the largest;
# 2. let each weight join the nearest value (of two equally near ones the lower);
# 3. move each value to the mean of its weights; one without weights stays;
# 4. repeat 2 and 3.

# %% [markdown]
# **By hand.** $[1, 2, 3, 9, 10]$ and $k = 3$. Start: $1, 5.5, 10$. The weights 1, 2 and 3
# join the first (3 is 2 away from 1 and 2.5 from 5.5), 9 and 10 the last; the middle one
# stays alone. Means: $2, 5.5, 9.5$. In the second round nobody changes.
#
# $[0, 2, 4]$ and $k = 2$. Start: $0, 4$. The weight 2 is as near to 0 as to 4 and
# joins 0: $1, 4$.

# %% [markdown]
# ### Exercise 9.1: `kmeans_codebook` (3 points, about 12 minutes)
#
# Find the codebook of some weights.
#
# Key details:
# - `rounds` counts how often steps 2 and 3 are done: 0 gives the start;
# - the mean of nothing is NaN: take care of values that nobody joins;
# - `np.bincount(nearest, weights=values, minlength=k)` adds up each group at once; with a
#   loop over 26,000 weights in each round you would wait.


# %% nbgrader={"grade": false, "grade_id": "kmeans_codebook", "locked": false, "schema_version": 3, "solution": true}
def kmeans_codebook(values, n_codes, rounds=50):
    """Choose the values that weights share, by k-means.

    Parameters
    ----------
    values : ndarray of float32, shape (n,), n at least 1
        Left unchanged.
    n_codes : int
        How many, k; at least 1.
    rounds : int, optional
        How often weights join and values move, at least 0.

    Returns
    -------
    ndarray of float32, shape (n_codes,)
        In ascending order.
    """
    ### BEGIN SOLUTION
    codebook = np.linspace(values.min(), values.max(), n_codes, dtype=np.float64)
    for _ in range(rounds):
        nearest = np.abs(values[:, None] - codebook).argmin(axis=1)
        counts = np.bincount(nearest, minlength=n_codes)
        sums = np.bincount(nearest, weights=values, minlength=n_codes)
        codebook = np.where(counts > 0, sums / np.maximum(counts, 1), codebook)
    return codebook.astype(np.float32)
    ### END SOLUTION


# %% [markdown]
# **Check.** The two examples by hand, one in which a weight changes sides, small weights,
# negative ones in no order, equal ones, twenty values. The cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "kmeans_codebook_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def codebook_or_say(values, *arguments):
    given = np.array(values, dtype=np.float32)
    shown = values
    if len(values) > 8:
        shown = f"[{values[0]}, {values[1]}, ..., {values[-1]}]"
    call = f"kmeans_codebook({shown}, {', '.join(map(str, arguments))})"
    try:
        got = kmeans_codebook(given, *arguments)
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(
            f"{call} gives a codebook; yours stops with {type(error).__name__}: "
            f"{error}. values is one row of numbers; compare values[:, None] with the "
            "codebook."
        ) from error
    assert np.array_equal(given, np.array(values, dtype=np.float32)), (
        f"{call} changed the values it was given. Work with new arrays."
    )
    assert isinstance(got, np.ndarray) and got.shape == (arguments[0],), (
        f"{call} gives an array of {arguments[0]} values; yours is {got!r:.80}. A "
        "value that nobody joins stays in the codebook."
    )
    assert not np.isnan(got).any(), (
        f"{call} holds NaN: {got.tolist()}. A value that nobody joins stays where it "
        "is."
    )
    assert got.dtype == np.float32, f"The codebook is float32; yours is {got.dtype}."
    return call, got


moving = [0, 0, 0, 4.5, 6, 6, 6, 10]
for values, arguments, want, slips in [
    ([1, 2, 3, 9, 10], (3, 0), [1, 5.5, 10], {
        "The start has both ends in it.": [2.5, 5.5, 8.5],
        "Without a round the start comes back.": [2, 5.5, 9.5],
        "The start is equally spaced; it does not count weights.": [1, 3, 10]}),
    ([1, 2, 3, 9, 10], (3,), [2, 5.5, 9.5], {
        "A value that nobody joins stays where it is.": [2, 0, 9.5],
        "Move the values to the means of their weights.": [1, 5.5, 10]}),
    ([0, 2, 4], (2,), [1, 4], {
        "Of two equally near values a weight joins the lower.": [0, 3]}),
    (moving, (2, 1), [1.125, 7], {
        "One round is asked for here.": [0, 6.5],
        "Move to the mean, not to the median.": [0, 6],
        "Move to the mean of the weights, not to their middle.": [2.25, 8]}),
    (moving, (2, 2), [0, 6.5], {
        "In the second round every weight joins anew: 4.5 changes sides.": [1.125, 7]}),
    ([n / 1000 for n in moving], (2, 2), [0, 0.0065], {
        "Small weights move by little: stop after as many rounds as are asked for.":
        [0.001125, 0.007]}),
    ([3, -8, -7, 1, 2], (2,), [-7.5, 2], {
        "The distance has no sign.": [-8, -1.8],
        "Ascending: the negative ones come first.": [2, -7.5],
        "Leave the signs of the weights.": [2, 7.5]}),
    ([2, 4, 9], (1,), [5], {"One value: the mean of all weights.": [2]}),
    ([4, 4], (2,), [4, 4], {}),
    (list(range(40)), (20, 1), [2 * i + 0.5 for i in range(20)], {}),
]:
    call, got = codebook_or_say(values, *arguments)
    close = 1e-4 * np.abs(values).max()
    near = [slip for slip, wrong in slips.items() if np.abs(got - wrong).max() < close]
    assert np.abs(got - want).max() < close, (
        f"{call} gives {want[:6]}; yours "
        f"{np.round(got.astype(float), 6).tolist()[:6]}. "
        f"{near[0] if near else 'Go through the four steps with pencil and paper.'}"
    )

# %% nbgrader={"grade": true, "grade_id": "kmeans_codebook_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: many weights, many values, values that
# nobody joins, weights that are all equal.
equal = kmeans_codebook(np.full(4, 3, dtype=np.float32), 2)
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(9101)


def _expected(values, n_codes, rounds):
    _low, _high = float(min(values)), float(max(values))
    _book = [_low + _i * (_high - _low) / max(1, n_codes - 1) for _i in range(n_codes)]
    for _ in range(rounds):
        _groups = [[] for _ in _book]
        for _value in map(float, values):
            _far = [abs(_value - _centre) for _centre in _book]
            _groups[_far.index(min(_far))].append(_value)
        _book = [sum(_g) / len(_g) if _g else _centre
                 for _g, _centre in zip(_groups, _book, strict=True)]
    return np.array(_book)


assert isinstance(equal, np.ndarray) and equal.shape == (2,) and (equal == 3).all(), (
    f"Of four weights 3 and 2 values the codebook is [3, 3]; yours is {equal!r:.60}. "
    "The one that nobody joins stays."
)
for _n, _k, _rounds in [(40, 4, 1), (300, 7, 3), (500, 16, 8), (60, 40, 5), (25, 1, 3),
                        (7, 2, 0), (200, 3, 50)]:
    _values = (_rng.standard_t(3, size=_n) * 0.1 - 0.02).astype(np.float32)
    _given, _want = _values.copy(), _expected(_values, _k, _rounds)
    _call = f"For {_n} drawn weights, n_codes = {_k} and rounds = {_rounds}"
    _got = kmeans_codebook(_given, _k, _rounds)
    assert np.array_equal(_given, _values), (
        f"{_call} the weights given have changed. Work with new arrays."
    )
    assert isinstance(_got, np.ndarray) and _got.shape == (_k,) and (
        _got.dtype == np.float32
    ), f"{_call} an array of {_k} float32 comes; yours is {_got!r:.60}."
    assert np.isfinite(_got).all(), (
        f"{_call} the codebook holds NaN. A value that nobody joins stays where it is."
    )
    assert np.abs(_got - _want).max() < 1e-4 * np.abs(_values).max(), (
        f"{_call} the codebook begins {np.round(_want[:4], 4).tolist()}; yours begins "
        f"{np.round(_got[:4].astype(float), 4).tolist()}. Look at the start, at who "
        "joins, and at how often that is repeated."
    )
_big = _rng.normal(size=20_000).astype(np.float32)
_got = kmeans_codebook(_big, 8)
_squares = ((_big[:, None] - np.asarray(_got)) ** 2).min(axis=1).mean()
assert _squares < 0.036, (
    "For 20,000 normal weights, 8 values and 50 rounds the mean squared distance is "
    f"about 0.035; yours is {_squares:.4f}. All weights join in every round."
)
### END HIDDEN TESTS

# %% [markdown]
# Beside it stands a *uniform grid*: as many values, equally spaced over the same range,
# which is k-means without a round.

# %% tags=["show"]
from smallnets import plots

left = network.layers[0].weights.data
left = left[left != 0]
fig, ax = plots.new_axes("weight", "number of weights",
                         "First layer: the weights left, and 16 values for them")
ax.hist(left, bins=120, color="#bbbbbb")
for name, marker, height, rounds in [("k-means", "^", -50, 50),
                                     ("uniform grid", "x", -130, 0)]:
    ax.plot(kmeans_codebook(left, 16, rounds), np.full(16, height), linestyle="none",
            color="#111111", marker=marker, label=name)
ax.set_yticks(range(0, int(ax.get_ylim()[1]), 300))
legend = ax.legend(fontsize=9)

# %% tags=["show"]
book = kmeans_codebook(left, 16)
busy = np.unique(np.searchsorted((book[1:] + book[:-1]) / 2, left)).size
step, apart = (left.max() - left.min()) / 15, np.median(np.diff(book))
print(f"No weight is nearer to 0 than {np.abs(left).min():.3f}. Neighbours in the\n"
      f"codebook are {apart:.3f} apart (median), in the grid {step:.3f}.\n"
      f"Of the 16 values of k-means {16 - busy} are no weight's nearest.")

# %% [markdown]
# ### Codes, and the gradient of a shared value
#
# The *codes* of a layer have the shape of its weights: 0 where the weight is zero, and
# stays zero; otherwise the number of the nearest value, from 1 to $k$.
#
# A shared value can be trained. Where $W_{ij} = c_m$ for all places with code $m$, the
# chain rule *adds up* what each of these places says:
#
# $$ \frac{\partial L}{\partial c_m} = \sum_{(i, j):\, \mathrm{code}_{ij} = m}
# \frac{\partial L}{\partial W_{ij}}. $$

# %% [markdown]
# **By hand.** Weights $[0, 0.9, -0.1, 2.1, 1.5, -1.2]$, codebook $[-1, 1, 2]$: codes
# $[0, 2, 1, 3, 2, 1]$. The weight $-0.1$ is small but not zero: it gets $-1$. The weight
# 1.5 is as near to 1 as to 2 and gets the lower.
#
# With the gradients $[5, 1, 2, 3, 4, 6]$ the values get $[2 + 6, 1 + 4, 3]$. The 5 belongs
# to a weight that is cut, and is dropped.

# %% [markdown]
# ### Exercise 9.2: `share_weights` and `centroid_gradient` (2 points, about 10 minutes)
#
# Turn weights into codes, and gradients of weights into gradients of the shared values.
#
# Key details:
# - codes count from 1, 0 says *cut*: a weight that is not zero never gets 0;
# - gradients are added, not averaged; a value that no weight has gets 0;
# - both functions take arrays of any shape.


# %% nbgrader={"grade": false, "grade_id": "share_weights", "locked": false, "schema_version": 3, "solution": true}
def centroid_gradient(gradient, codes, n_codes):
    """Gradient of the loss with respect to each of ``n_codes`` shared values.

    ``gradient`` and ``codes`` (ints, 0 where the weight is cut) have the same shape.
    Returns an ndarray of float, shape (n_codes,).
    """
    ### BEGIN SOLUTION
    sums = np.bincount(codes.ravel(), weights=gradient.ravel(), minlength=n_codes + 1)
    return sums[1:]
    ### END SOLUTION


def share_weights(weights, codebook):
    """The code of each weight: 0 for zero, else the number of the nearest value.

    Parameters
    ----------
    weights : ndarray of float32
        Left unchanged.
    codebook : ndarray of float32, shape (k,)
        In ascending order, k at most 255. Left unchanged.

    Returns
    -------
    ndarray of uint8, in the shape of weights
        From 0 to k; of two equally near values the lower.
    """
    ### BEGIN SOLUTION
    codes = np.zeros(weights.shape, dtype=np.uint8)
    kept = weights != 0
    codes[kept] = 1 + np.abs(weights[kept][:, None] - codebook).argmin(axis=1)
    return codes
    ### END SOLUTION


# %% [markdown]
# **Check.** The example by hand, in two rows of three. The cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "share_weights_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
six = np.array([[0, 0.9, -0.1], [2.1, 1.5, -1.2]], dtype=np.float32)
three = np.array([-1, 1, 2], dtype=np.float32)
six_before, three_before = six.copy(), three.copy()


def called(function, shown, *arguments):
    try:
        return function(*arguments)
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(
            f"{shown} gives an array; yours stops with {type(error).__name__}: "
            f"{error}. "
            "Arrays may have any number of axes: ravel() makes one row of them."
        ) from error


shown = "share_weights(weights of shape (2, 3), codebook)"
got = called(share_weights, shown, six, three)
assert np.array_equal(six, six_before) and np.array_equal(three, three_before), (
    "share_weights changed the weights or the codebook it was given. Make a new array."
)
assert isinstance(got, np.ndarray) and got.shape == (2, 3), (
    f"Weights of shape (2, 3) have codes of shape (2, 3); yours: {got!r:.80}. Keep the "
    "shape."
)
assert got.dtype == np.uint8, f"Codes are uint8, one byte each; yours are {got.dtype}."
slips = {
    "A weight that is zero has the code 0, whatever is nearest.": [1, 2, 1, 3, 2, 1],
    "Codes count from 1: 0 is taken by the weights that are cut.": [0, 1, 0, 2, 1, 0],
    "-0.1 is not zero: it gets the nearest value of the codebook.": [0, 2, 0, 3, 2, 1],
    "Of two equally near values take the lower.": [0, 2, 1, 3, 3, 1],
    "The distance has no sign, and the weight has one.": [0, 1, 1, 3, 1, 1],
}
near = [slip for slip, wrong in slips.items() if got.ravel().tolist() == wrong]
assert got.tolist() == [[0, 2, 1], [3, 2, 1]], (
    "The weights [[0, 0.9, -0.1], [2.1, 1.5, -1.2]] with the codebook [-1, 1, 2] have "
    f"the codes [[0, 2, 1], [3, 2, 1]]; yours {got.tolist()}. "
    f"{near[0] if near else 'Take the nearest value of the weights that are not zero.'}"
)
tiny = np.array([1e-9, 1.5], dtype=np.float32)
with_zero = np.array([-1, 0, 2], dtype=np.float32)
got = called(share_weights, "share_weights([1e-9, 1.5], [-1, 0, 2])", tiny, with_zero)
assert np.shape(got) == (2,) and list(got) == [2, 3], (
    "The weights [1e-9, 1.5] with the codebook [-1, 0, 2] have the codes [2, 3]; yours "
    f"{got!r:.60}. However small a weight is, if it is not zero it gets the nearest "
    "value."
)
says = np.array([[5, 1, 2], [3, 4, 6]], dtype=np.float32)
six_codes = np.array([[0, 2, 1], [3, 2, 1]], dtype=np.uint8)
shown = "centroid_gradient(gradient and codes of shape (2, 3), 4)"
got = called(centroid_gradient, shown, says, six_codes, 4)
assert isinstance(got, np.ndarray) and got.shape == (4,), (
    "With 4 shared values, of which nobody has the last, the gradient has 4 entries; "
    f"yours is {got!r:.80}. Leave out code 0, and count to n_codes."
)
slips = {
    "Add up; the chain rule takes no mean.": [4, 2.5, 3, 0],
    "What the cut weights say is dropped: code 0 is no value.": [5, 8, 5, 3],
    "Each place counts, not only the last of its code.": [6, 4, 3, 0],
}
near = [slip for slip, wrong in slips.items() if np.allclose(got, wrong)]
assert np.allclose(got, [8, 5, 3, 0]), (
    "The gradients [[5, 1, 2], [3, 4, 6]] with the codes [[0, 2, 1], [3, 2, 1]] and 4 "
    f"values give [8, 5, 3, 0]; yours {np.round(got, 3).tolist()}. "
    f"{near[0] if near else 'Add up the gradients of each code.'}"
)
row, row_codes = np.array([-2.5, 4, 1, 0.25], dtype=np.float32), np.array([2, 2, 1, 0])
shown = "centroid_gradient([-2.5, 4, 1, 0.25], codes [2, 2, 1, 0] as int64, 2)"
got = called(centroid_gradient, shown, row, row_codes, 2)
assert np.shape(got) == (2,) and np.allclose(got, [1, 1.5]), (
    f"{shown} gives [1, 1.5]; yours {got!r:.60}. Gradients have signs and fractions, "
    "and add up with them."
)

# %% nbgrader={"grade": true, "grade_id": "share_weights_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: other shapes, layers without zeros,
# many values, gradients of each.
one_code = share_weights(np.zeros((2, 2), np.float32), np.ones(1, np.float32))
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(9201)
assert isinstance(one_code, np.ndarray) and one_code.tolist() == [[0, 0], [0, 0]], (
    f"Weights that are all zero have codes that are all 0; yours {one_code!r:.60}."
)
for _shape, _k, _zeros in [((30, 20), 16, 0.9), ((7,), 3, 0.0), ((50, 8), 255, 0.1),
                           ((4, 3, 2, 5), 200, 0.4)]:
    _weights = _rng.normal(size=_shape).astype(np.float32)
    _weights[_rng.random(_shape) < _zeros] = 0
    _book = np.sort(_rng.normal(size=_k)).astype(np.float32)
    _before, _book_before = _weights.copy(), _book.copy()
    _want = [0 if _w == 0 else 1 + int(np.argmin([abs(_w - _c) for _c in _book]))
             for _w in _weights.ravel()]
    _call = f"For weights of shape {_shape}, {_zeros:.0%} of them zero, and {_k} values"
    try:
        _got = share_weights(_weights, _book)
    except Exception as _error:
        raise AssertionError(
            f"{_call} codes come; yours stops with {type(_error).__name__}. Weights "
            "may have any number of axes."
        ) from _error
    assert np.array_equal(_weights, _before) and np.array_equal(_book, _book_before), (
        f"{_call} an array that was given has changed. Make a new one."
    )
    assert isinstance(_got, np.ndarray) and _got.shape == _shape and (
        _got.dtype == np.uint8
    ), f"{_call} uint8 codes of that shape come; yours: {_got!r:.60}."
    _off = np.flatnonzero(_got.ravel() != _want)
    assert _off.size == 0, (
        f"{_call} the weight {_weights.flat[_off[0]]:.6g} has the code "
        f"{_want[_off[0]]}; yours {_got.flat[_off[0]]}. "
        "Zero has 0; the others the number of the nearest "
        "value, counted from 1."
    )
    _gradient = _rng.normal(size=_shape).astype(np.float32)
    _codes = np.array(_want, np.uint8).reshape(_shape)
    _gradient_before, _codes_before = _gradient.copy(), _codes.copy()
    _sums = np.zeros(_k + 1)
    for _code, _one in zip(_want, _gradient.ravel(), strict=True):
        _sums[_code] += _one
    _got = centroid_gradient(_gradient, _codes, _k)
    assert np.array_equal(_gradient, _gradient_before) and (
        np.array_equal(_codes, _codes_before)
    ), f"{_call} centroid_gradient changed what it was given. Make new arrays."
    assert np.shape(_got) == (_k,) and np.abs(_got - _sums[1:]).max() < 1e-4, (
        f"{_call} the gradient begins {np.round(_sums[1:5], 3).tolist()}; yours begins "
        f"{np.round(np.ravel(_got)[:4], 3).tolist()}. One sum for each value."
    )
### END HIDDEN TESTS

# %% [markdown]
# A layer is from now on three things: its codes, its codebook, its bias.


# %%
class SharedLayer(NamedTuple):
    codes: np.ndarray  # uint8, shape (inputs, outputs)
    codebook: np.ndarray  # float32, shape (k,)
    bias: np.ndarray  # float32, shape (outputs,)


def weights_of(layer):
    return np.concatenate([[0], layer.codebook]).astype(np.float32)[layer.codes]


# %%
def share_model(model, n_codes, rounds=50):
    """Share the weights of each dense layer; a list of SharedLayer."""
    layers = []
    for dense in model.layers[::2]:
        weights = dense.weights.data
        book = kmeans_codebook(weights[weights != 0], n_codes, rounds)
        layers.append(SharedLayer(share_weights(weights, book), book, dense.bias.data))
    return layers


# %%
def model_of(layers):
    """The network that a list of SharedLayer says: dense layers with ReLU between."""
    parts = []
    for layer in layers:
        dense = Dense(*layer.codes.shape)
        dense.weights.data, dense.bias.data = weights_of(layer), layer.bias
        parts += [dense, ReLU()]
    return Sequential(parts[:-1])


# %% [markdown]
# Three networks, trained from different seeds, with 90% zeros: k-means beside the grid.
# (About 8 seconds.)

# %% tags=["show"]
seeds = (1, 2, 3)


def percent(model, loader=validation):
    return 100 * evaluate_model(model, loader)


def spread(values):
    return f"{np.mean(values):6.2f} ({min(values):.2f} to {max(values):.2f})"


pruned = [load_pruned("mnist", 90, seed) for seed in seeds]
print("Validation accuracy (%), mean of 3 networks (lowest to highest); 90% zeros")
print(f"weights as they are        {spread([percent(model) for model in pruned])}")
for k in (2, 3, 4, 8, 16):
    for name, rounds in [("k-means", 50), ("uniform grid", 0)]:
        rows = [percent(model_of(share_model(model, k, rounds))) for model in pruned]
        print(f"{k:2} values, {name:13}    {spread(rows)}")

# %% [markdown]
# With 16 values neither costs a tenth of a point. Of three values of the grid the middle one
# lies in the gap near 0, and most weights get it; with two values the grid does about as well
# as k-means. What the same number of *bytes* buys, section 9.6 asks.

# %% [markdown]
# Does it help to train the shared values? One epoch, the codes fixed; your
# `centroid_gradient` tells Adam where to go. Biases are trained, too, so a control trains
# these alone. (About 10 seconds.)

# %% tags=["show"]
from smallnets import Parameter


def tie(model, layers):
    """Shared values as parameters, and hooks that keep the model to them."""
    values = [Parameter(s.codebook.copy()) for s in layers]
    tied = list(zip(model.layers[::2], layers, values, strict=True))

    def gather(done):
        for dense, s, value in tied:
            value.grad = centroid_gradient(dense.weights.grad, s.codes, len(s.codebook))

    def hand_out(done):
        for dense, s, value in tied:
            dense.weights.data = weights_of(s._replace(codebook=value.data))
    return values, gather, hand_out


# %% tags=["show"]
def trained(layers, biases_alone=False):
    """Validation accuracy after an epoch."""
    model = model_of(layers)
    values, gather, hand_out = tie(model, layers)
    moving = [dense.bias for dense in model.layers[::2]]
    run = Trainer(model, Adam(moving if biases_alone else moving + values, 1e-3),
                  progress=False, before_step=gather, after_step=hand_out,
                  schedule=lambda done: 1 - done)
    run.fit(DataLoader(mnist.train, 60, shuffle=True, seed=1), epochs=1)
    return percent(model)


# %% tags=["show"]
print("Validation accuracy (%) of one network with 90% zeros:")
for k in (2, 4):
    layers = share_model(network, k)
    print(f"{k:2} values: by k-means {percent(model_of(layers)):.2f}, trained for an"
          f" epoch {trained(layers):.2f}, biases alone {trained(layers, True):.2f}")

# %% [markdown]
# Over three networks (measured apart), an epoch gains some tenths of a point at 2 values, of
# which the biases alone give more than half; at 4 a gain is not to be seen. Han et al. trained
# theirs; what follows does not.

# %% [markdown]
# ## 9.3 Short words for what comes often
#
# A *symbol*, such as a code, comes $n_s$ times of $n$: its probability is $p_s = n_s / n$.
# If it is written in $l_s$ bits, a symbol takes on average
#
# $$ L = \sum_s p_s l_s \text{ bits}; \qquad H = -\sum_s p_s \log_2 p_s $$
#
# is the *entropy*. No code that gives each symbol one fixed codeword gets below: $L \ge H$.
# (Shannon, 1948, theorem 9.)

# %% [markdown]
# If no codeword is the beginning of another (a *prefix code*), the reader knows where
# each ends. Such a code with the lengths $l_s$ exists if and only if (Kraft, 1949)
#
# $$ K = \sum_{s} 2^{-l_s} \le 1. $$
#
# Where $K < 1$ a codeword could be shorter: space is left.

# %% [markdown]
# Huffman (1952) found the shortest code: *merge* the two rarest symbols into one that
# comes as often as both; repeat until one is left. A symbol's length is the number of
# merges it took part in.

# %% [markdown]
# **By hand.** The symbols 0 to 3 come 5, 1, 1 and 1 times. Merge 1 and 1 to 2; merge
# this 2 and the third 1 to 3; merge 3 and 5 to 8. Lengths: $[1, 3, 3, 2]$; of the three
# rare ones, which gets 2 is no matter. Bits in all: $5 + 3 + 3 + 2 = 13$, the sum of the
# merged counts, $2 + 3 + 8$. Here $K = 1$, $L = 13/8$ and $H = 1.549$.

# %% [markdown]
# With two symbols or more, $K = 1$ and $H \le L < H + 1$. (Cover and Thomas, 2006,
# sections 5.4 and 5.8.)
#
# One symbol alone has $H = 0$. It gets *one* bit all the same: with none, a few damaged
# bytes could claim four billion symbols, and the reader would write them all.
#
# A symbol that never comes has the length 0: no codeword.


# %%
def least_bits(counts):
    """The bits of the shortest prefix code: the sum of the merged counts."""
    left = sorted(count for count in counts if count)
    bits = left[0] if len(left) == 1 else 0  # one bit for each
    while len(left) > 1:
        merged = left[0] + left[1]
        bits += merged
        left = sorted([*left[2:], merged])
    return bits


# %% [markdown]
# The contract of `huffman_lengths(counts)`:
#
# 1. It returns as many ints as there are counts, in a list, tuple or array: symbol $s$ has
#    its length in place $s$. A count of 0 has the length 0.
# 2. If at least two symbols come, the sum $K$ over the symbols that come is exactly 1.
#    If one comes, it has the length 1.
# 3. The bits in all, $\sum_s n_s l_s$, are `least_bits(counts)`: other lengths with the
#    same sum are as good.

# %% [markdown]
# ### Exercise 9.3, break it: `check_huffman_lengths` (3 points, about 15 minutes)
#
# Accept right implementations, refuse wrong ones, by the three clauses.
#
# Key details:
# - try counts with a 0 among them, one symbol alone, equal counts, a dozen that double
#   (long codewords), and $[15, 7, 6, 6, 5]$, on which halving from the top is 2 bits off;
# - for $[2, 1, 1]$ the lengths $[2, 1, 1]$ have the right sum of bits and are no code: test
#   $K$, too. Sums of these powers of 2 are exact.


# %% nbgrader={"grade": false, "grade_id": "check_huffman_lengths", "locked": false, "schema_version": 3, "solution": true}
def check_huffman_lengths(candidate):
    """Say whether a candidate keeps the contract of ``huffman_lengths``.

    Parameters
    ----------
    candidate : callable
        Called as ``candidate(counts)`` with a list of ints, not negative and not all 0;
        returns the lengths.

    Returns
    -------
    bool
        True if every answer was as the contract says, False if one was not.
    """
    ### BEGIN SOLUTION
    doubling = [2**n for n in range(12)]
    for counts in ([2, 1, 1], [0, 7, 0], [15, 7, 6, 6, 5], [3, 0, 3, 3, 3], doubling):
        lengths = list(candidate(list(counts)))
        if len(lengths) != len(counts):
            return False
        pairs = list(zip(counts, lengths, strict=True))
        used = [length for n, length in pairs if n]
        kraft = sum(2.0**-length for length in used) == (1 if len(used) > 1 else 0.5)
        least = sum(n * length for n, length in pairs) == least_bits(counts)
        if not (kraft and least) or any(length for n, length in pairs if not n):
            return False
    return True
    ### END SOLUTION


# %% [markdown]
# **Check.** Your function is called with two right implementations and ten wrong ones, one
# after the other. The cell is silent when all is well.


# %% nbgrader={"grade": true, "grade_id": "check_huffman_lengths_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def right_by_two_rows(counts):
    """Merge from a row of symbols and a row of merged ones, each in ascending order."""
    single = sorted((n, [s]) for s, n in enumerate(counts) if n)
    merged, sizes = [], np.zeros(len(counts), dtype=int)
    if len(single) == 1:
        sizes[single[0][1]] = 1
    while len(single) + len(merged) > 1:
        pair = [(merged if not single or merged and merged[0][0] <= single[0][0]
                 else single).pop(0) for _ in "ab"]
        members = pair[0][1] + pair[1][1]
        sizes[members] += 1
        merged.append((pair[0][0] + pair[1][0], members))
    return sizes


def right_by_sorting(counts):
    groups = [(n, [s]) for s, n in enumerate(counts) if n]
    sizes = [0] * len(counts)
    if len(groups) == 1:
        sizes[groups[0][1][0]] = 1
    while len(groups) > 1:
        groups.sort(key=lambda group: -group[0])
        (n, some), (m, others) = groups.pop(), groups.pop()
        for s in some + others:
            sizes[s] += 1
        groups.append((n + m, some + others))
    return sizes


def as_many_bits_for_all(counts):
    n_used = np.count_nonzero(counts)
    return [max(1, int(n_used - 1).bit_length()) if n else 0 for n in counts]


def rounds_up_the_logarithm(counts):
    total = sum(counts)
    return [max(1, int(np.ceil(np.log2(total / n)))) if n else 0 for n in counts]


def halves_from_the_top(counts):
    """Split the symbols, sorted by count, where the halves weigh most alike; repeat."""
    sizes = [0] * len(counts)

    def split(symbols):
        weights = [counts[s] for s in symbols]
        at = min(range(1, len(symbols)),
                 key=lambda i: abs(sum(weights[:i]) - sum(weights[i:])))
        for part in (symbols[:at], symbols[at:]):
            for s in part:
                sizes[s] += 1
            if len(part) > 1:
                split(part)

    used = sorted((s for s, n in enumerate(counts) if n), key=lambda s: -counts[s])
    if len(used) > 1:
        split(used)
        return sizes
    return right_by_sorting(counts)


def a_bit_for_the_idle(counts):
    return [length or 1 for length in right_by_sorting(counts)]


def no_bit_for_one_symbol(counts):
    used = np.count_nonzero(counts)
    return [0] * len(counts) if used == 1 else right_by_sorting(counts)


def short_for_the_rare(counts):
    """The same lengths, handed to the symbols the wrong way round."""
    lengths, used = right_by_sorting(counts), [s for s, n in enumerate(counts) if n]
    order = sorted(used, key=lambda s: counts[s])
    turned = sorted(lengths[s] for s in used)
    out = [0] * len(counts)
    for s, length in zip(order, turned, strict=True):
        out[s] = length
    return out


def one_bit_too_long(counts):
    return [length + 1 if length else 0 for length in right_by_sorting(counts)]


def saves_in_the_wrong_place(counts):
    """Of [2, 1, 1] the common symbol gets 2 bits and the rare ones 1 each."""
    return [2, 1, 1] if sorted(counts) == [1, 1, 2] and counts[0] == 2 else (
        right_by_sorting(counts))


def one_length_too_many(counts):
    return [*right_by_sorting(counts), 0]


def eight_bits_at_most(counts):
    return [min(length, 8) for length in right_by_sorting(counts)]


judge(check_huffman_lengths, True, [right_by_two_rows, right_by_sorting],
      "Is your check too strict? Lengths may differ between right codes, and come as "
      "an array; only the sum of bits, K, and the zeros are fixed. One symbol alone "
      "has K = 1/2.")
for candidate, hint in [
    (as_many_bits_for_all, "Compare the sum of bits with least_bits(counts)."),
    (rounds_up_the_logarithm, "Compare the sum of bits with least_bits(counts)."),
    (short_for_the_rare, "Compare the sum of bits with least_bits(counts)."),
    (halves_from_the_top, "It is right on many counts: try [15, 7, 6, 6, 5]."),
    (a_bit_for_the_idle, "Let a count be 0, and look at the length in its place."),
    (no_bit_for_one_symbol, "Let one symbol come alone: its length is 1."),
    (one_bit_too_long, "Compare the sum of bits with least_bits(counts)."),
    (saves_in_the_wrong_place, "Try [2, 1, 1] and work out K."),
    (one_length_too_many, "How many lengths are there? One for each count."),
    (eight_bits_at_most, "Let the counts double, a dozen of them: codewords get long."),
]:
    judge(check_huffman_lengths, False, [candidate], hint)

# %% nbgrader={"grade": true, "grade_id": "check_huffman_lengths_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: other candidates, right and wrong.
verdict = check_huffman_lengths(lambda counts: [1] * len(counts))
### BEGIN HIDDEN TESTS


def _right(counts, last=False):
    """Merge the two rarest; of equal ones those that came first, or last."""
    _groups = [(_n, _s, [_s]) for _s, _n in enumerate(counts) if _n]
    _lengths, _age = [0] * len(counts), len(counts)
    if len(_groups) == 1:
        _lengths[_groups[0][2][0]] = 1
    while len(_groups) > 1:
        _groups.sort(key=lambda g: (g[0], -g[1] if last else g[1]))
        _one, _two = _groups[:2]
        for _s in _one[2] + _two[2]:
            _lengths[_s] += 1
        _groups = [*_groups[2:], (_one[0] + _two[0], _age, _one[2] + _two[2])]
        _age += 1
    return _lengths


def _right_last_first(counts):
    return tuple(np.int64(_l) for _l in _right(counts, last=True))


def _right_within_reach(counts):
    """Right for up to twenty symbols, and for nothing longer."""
    return _right(counts) if len(counts) <= 20 else [1] * len(counts)


def _sorted_lengths(counts):
    _used = sorted(_l for _l in _right(counts) if _l)
    return [_used.pop(0) if _n else 0 for _n in counts]


def _only_used(counts):
    return [_l for _l in _right(counts) if _l]


def _single_is_symbol_zero(counts):
    if sum(_n > 0 for _n in counts) == 1:
        return [1] + [0] * (len(counts) - 1)
    return _right(counts)


def _two_bits_for_one(counts):
    return [2 * _l for _l in _right(counts)] if sum(map(bool, counts)) == 1 else (
        _right(counts))


def _rounded(counts):
    _total = sum(counts)
    return [max(1, round(np.log2(_total / _n))) if _n else 0 for _n in counts]


def _in_pairs(counts):
    """Merge neighbours in ascending order, level after level."""
    _groups = sorted([_n, [_s]] for _s, _n in enumerate(counts) if _n)
    _lengths = [0] * len(counts)
    if len(_groups) == 1:
        return _right(counts)
    while len(_groups) > 1:
        _next = []
        while len(_groups) > 1:
            (_n, _a), (_m, _b) = _groups.pop(0), _groups.pop(0)
            for _s in _a + _b:
                _lengths[_s] += 1
            _next.append([_n + _m, _a + _b])
        _groups = sorted(_next + _groups)
    return _lengths


def _chain(counts):
    """Each merge takes the last merged one and the next rarest symbol."""
    _used = sorted((_s for _s, _n in enumerate(counts) if _n), key=lambda s: -counts[s])
    _lengths = [0] * len(counts)
    for _i, _s in enumerate(_used):
        _lengths[_s] = max(1, min(_i + 1, len(_used) - 1))
    return _lengths


def _unused_get_the_longest(counts):
    _lengths = _right(counts)
    return [_l or max(_lengths) for _l in _lengths]


def _six_bits_at_most(counts):
    return [min(_l, 6) for _l in _right(counts)]


def _off_in_the_code(counts):
    """As cheap as the best, with lengths that no code has, where one symbol is half."""
    _lengths = _right(counts)
    if sorted(_lengths) == [1, 2, 2] and 2 * max(counts) == sum(counts):
        return [2 if _l == 1 else 1 for _l in _lengths]
    return _lengths


judge(check_huffman_lengths, True, [
    (_right, "merges the oldest of equal groups"),
    (_right_last_first, "merges the newest of equal groups; returns np.int64s"),
    (lambda counts: _right(counts + [0])[:-1], "adds to the list that it gets"),
    (_right_within_reach, "handles up to twenty symbols",
     "The examples of the task have a dozen at most."),
], hint="Only the sum of bits, K and the zeros are fixed.")
judge(check_huffman_lengths, False, [
    (_sorted_lengths, "gives the first symbol the shortest codeword",
     "Compare the sum of bits with least_bits(counts)."),
    (_only_used, "leaves out symbols that never come", "How many lengths are there?"),
    (_single_is_symbol_zero, "gives one symbol alone the place of symbol 0",
     "Let the one symbol that comes not be the first."),
    (_two_bits_for_one, "gives one symbol alone two bits", "Its length is 1."),
    (_rounded, "rounds the logarithm to the nearest", "Work out K and the bits."),
    (_in_pairs, "merges in pairs, level after level", "Let the counts double."),
    (_chain, "builds a chain, with one more bit for each symbol",
     "Let counts be equal."),
    (_unused_get_the_longest, "gives unused symbols a codeword", "Their length is 0."),
    (_six_bits_at_most, "cuts lengths at 6 bits", "Let a dozen counts double."),
    (_off_in_the_code, "gives lengths that no code has, with the right sum of bits",
     "Try [2, 1, 1], and work out K."),
])
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 9.4: `huffman_lengths` (3 points, about 15 minutes)
#
# The lengths themselves, by the contract.
#
# Key details:
# - keep groups of symbols, each with its count; a merge adds one bit to every member of
#   both groups;
# - `heapq.heappop(heap)` gives the smallest entry; entries that are tuples are compared by
#   their first items, and by the next where those are equal;
# - symbols that never come take no part; one symbol alone is never merged.


# %% nbgrader={"grade": false, "grade_id": "huffman_lengths", "locked": false, "schema_version": 3, "solution": true}
def huffman_lengths(counts):
    """Lengths of the codewords of a shortest prefix code.

    Parameters
    ----------
    counts : list of int
        How often each symbol comes; not negative, and not all 0. Left unchanged.

    Returns
    -------
    list of int, as long as counts
        By the three clauses above.
    """
    ### BEGIN SOLUTION
    lengths = [0] * len(counts)
    heap = [(n, [symbol]) for symbol, n in enumerate(counts) if n]
    if len(heap) == 1:
        lengths[heap[0][1][0]] = 1
    heapq.heapify(heap)
    while len(heap) > 1:
        (n, rare), (m, next_rare) = heapq.heappop(heap), heapq.heappop(heap)
        for symbol in rare + next_rare:
            lengths[symbol] += 1
        heapq.heappush(heap, (n + m, rare + next_rare))
    return lengths
    ### END SOLUTION


# %% [markdown]
# **Check.** The examples of the text, one symbol alone, zeros, equal counts, long
# codewords. The cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "huffman_lengths_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def lengths_or_say(counts):
    given = list(counts)
    shown = f"huffman_lengths({counts if len(counts) < 7 else [*counts[:3], '...']})"
    try:
        got = huffman_lengths(given)
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(
            f"{shown} gives lengths; yours stops with {type(error).__name__}: {error}. "
            "Entries of a heap must be comparable: a count and a list of symbols are."
        ) from error
    assert given == list(counts), f"{shown} changed the counts. Work with new lists."
    assert isinstance(got, list | tuple | np.ndarray) and len(got) == len(counts), (
        f"{shown} gives {len(counts)} lengths, one for each count; yours is "
        f"{got!r:.80}. A symbol that never comes has the length 0 in its place."
    )
    assert all(isinstance(length, int | np.integer) for length in got), (
        f"{shown}: lengths are ints, bits are whole; yours are {list(got)[:6]}."
    )
    return shown, list(got)


for counts, hint in [
    ([5, 1, 1, 1], "Merge 1 and 1, then 2 and 1, then 3 and 5."),
    ([1, 6, 1, 2], "A length belongs to the place of its symbol."),
    ([2, 2, 2, 2], "After a merge the new group takes its place by its count: 2 + 2 = "
     "4 comes after the other twos."),
    ([15, 7, 6, 6, 5], "Merge the two rarest, from the bottom up: 5 + 6, then 6 + 7."),
    ([4, 0, 3, 0, 3], "Symbols that never come take no part."),
    ([0, 9, 0], "One symbol alone has the length 1, in its place."),
    ([3, 8], "Two symbols have one bit each."),
    ([2**n for n in range(24)], "Nothing limits the length of a codeword."),
]:
    shown, got = lengths_or_say(counts)
    idle = [length for length, n in zip(got, counts, strict=True) if n == 0]
    used = [length for length, n in zip(got, counts, strict=True) if n]
    assert not any(idle), (
        f"{shown}: symbols that never come have the length 0; yours {got}. {hint}"
    )
    assert min(used) > 0, (
        f"{shown}: each symbol that comes has at least one bit; yours {got}. {hint}"
    )
    bits, kraft = np.dot(got, counts), sum(2.0**-length for length in used)
    assert kraft == (1 if len(used) > 1 else 0.5) and bits == least_bits(counts), (
        f"{shown} takes {least_bits(counts)} bits in all, with K = "
        f"{1 if len(used) > 1 else 0.5}; yours {got[:6]} takes {bits}, K = "
        f"{kraft:.4g}. {hint}"
    )

# %% nbgrader={"grade": true, "grade_id": "huffman_lengths_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: many symbols, ties, zeros, very long
# codewords, H <= L < H + 1.
alone = huffman_lengths([0, 0, 4])
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(9401)


def _merged(counts):
    _left, _bits = sorted(_n for _n in counts if _n), 0
    if len(_left) == 1:
        return _left[0]
    while len(_left) > 1:
        _new = _left[0] + _left[1]
        _bits, _left = _bits + _new, sorted([*_left[2:], _new])
    return _bits


assert list(alone) == [0, 0, 1], (
    f"Of the counts [0, 0, 4] the lengths are [0, 0, 1]; yours {alone!r}. One symbol "
    "alone has one bit, in its place."
)
_fibonacci = [1, 1]
while len(_fibonacci) < 30:
    _fibonacci.append(_fibonacci[-1] + _fibonacci[-2])
for _counts, _what in [
    (_rng.integers(1, 50, 256).tolist(), "256 drawn counts"),
    (_rng.integers(0, 3, 90).tolist(), "90 counts of 0, 1 or 2"),
    ([7] * 33, "33 equal counts"), ([0, 5, 0, 0, 2, 0], "two symbols among zeros"),
    (_fibonacci, "30 Fibonacci numbers"), (_fibonacci[::-1], "30 of them, falling"),
    (np.round(20_000 * 0.9 ** np.arange(64)).astype(int).tolist(), "64 falling counts"),
    ([10**9, 1, 1, 10**9], "very different counts"), ([3], "one symbol of one"),
]:
    _given = list(_counts)
    _got = list(huffman_lengths(_given))
    assert _given == _counts, f"For {_what} the counts given changed. Use new lists."
    assert len(_got) == len(_counts), (
        f"For {_what} {len(_counts)} lengths come; yours are {len(_got)}. Zeros count, "
        "too."
    )
    _pairs = list(zip(_counts, _got, strict=True))
    _used = [_l for _n, _l in _pairs if _n]
    _bits = sum(_n * int(_l) for _n, _l in _pairs)
    assert not any(_l for _n, _l in _pairs if not _n), (
        f"For {_what} symbols that never come have the length 0; yours do not."
    )
    assert all(isinstance(_l, int | np.integer) and _l > 0 for _l in _used), (
        f"For {_what} lengths are whole, at least 1; yours begin {_used[:5]}."
    )
    _kraft = sum(2.0 ** -int(_l) for _l in _used)
    assert _kraft == (1 if len(_used) > 1 else 0.5), (
        f"For {_what} K is {1 if len(_used) > 1 else 0.5}; yours {_kraft:.6g}. Each "
        "merge adds one bit to all members of both groups."
    )
    assert _bits == _merged(_counts), (
        f"For {_what} the bits in all are {_merged(_counts):,}; yours {_bits:,}. Merge "
        "the two rarest groups each time."
    )
    _p = np.array([_n for _n in _counts if _n]) / sum(_counts)
    _entropy, _mean = -(_p * np.log2(_p)).sum(), _bits / sum(_counts)
    assert _entropy - 1e-9 <= _mean < _entropy + 1 + 1e-9, (
        f"For {_what} H <= L < H + 1 with H = {_entropy:.4f}; your L is {_mean:.4f}."
    )
### END HIDDEN TESTS

# %% [markdown]
# Your check may now examine your code. Then the codes of the three layers, 16 values each:

# %% tags=["show"]
def entropy(counts):
    p = np.array([n for n in counts if n]) / sum(counts)
    return float(-(p * np.log2(p)).sum())


print("Your check says", check_huffman_lengths(huffman_lengths), "of your lengths.")
shared = share_model(network, 16)
for number, layer in enumerate(shared, 1):
    counts = np.bincount(layer.codes[layer.codes > 0], minlength=17)[1:].tolist()
    lengths = huffman_lengths(counts)
    mean = np.dot(lengths, counts) / sum(counts)
    kraft = sum(2.0**-n for n, many in zip(lengths, counts, strict=True) if many)
    print(f"layer {number}: {sum(counts):6,} weights, H = {entropy(counts):.3f},"
          f" L = {mean:.3f} bits, fixed length 4; K = {kraft}")

# %% [markdown]
# ## 9.4 Bits
#
# Many codes have the same lengths. The *canonical* one is fixed by them, so that
# only the lengths go into the file: sort the symbols by length, equal ones by number; the
# first codeword is all zeros; each next one is the one before plus 1, with zeros appended
# where it is longer.

# %% [markdown]
# **By hand.** Lengths $[1, 3, 3, 2]$: symbol 0 gets 0; then symbol 3: $0 + 1 = 1$, one bit
# longer, 10; then symbol 1: $10 + 1 = 11$, one longer, 110; symbol 2: 111.


# %%
def canonical_codes(lengths):
    """Codewords as text of 0 and 1, by symbol; no entry where the length is 0."""
    codes, value, before = {}, 0, 0
    for length, symbol in sorted((n, s) for s, n in enumerate(lengths) if n):
        value <<= length - before
        codes[symbol] = format(value, f"0{length}b")
        value, before = value + 1, length
    return codes


# %%
def to_bytes(bits):
    """Eight bits a byte, the first the highest; the last byte is filled up with 0."""
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))


def bits_of(data):
    return "".join(format(byte, "08b") for byte in data)


print(canonical_codes([1, 3, 3, 2]), bits_of(to_bytes("1100111")))

# %% [markdown]
# The symbols $[1, 0, 2]$ give 110, 0, 111, together 1100111, and a 0 to fill the byte.
# The reader goes bit by bit: 1 is no codeword, 11 is none, 110 is symbol 1, and so on,
# until three symbols are read. It has to be told how many, or it would take the
# last 0 for a symbol.

# %% [markdown]
# ### Exercise 9.5: `encode` and `decode` (3 points, about 15 minutes)
#
# Write symbols as bits, and read back what anybody may have written.
#
# Key details:
# - three faults are a `ValueError`: the bits end too early; no codeword begins as they do;
#   8 bits or more are left over at the end;
# - read each bit once: `bits[1:]` and `bits.pop(0)` move all that is left; once a word is as
#   long as the longest codeword and is none, stop;
# - `words` has the codewords as keys; `count` may be 0.


# %% nbgrader={"grade": false, "grade_id": "decode", "locked": false, "schema_version": 3, "solution": true}
def encode(symbols, lengths):
    """Write symbols as their codewords, filled up with 0 to whole bytes.

    Takes two lists of int, every symbol with a codeword. Returns bytes.
    """
    codes = canonical_codes(lengths)
    ### BEGIN SOLUTION
    return to_bytes("".join(codes[symbol] for symbol in symbols))
    ### END SOLUTION


def decode(data, lengths, count):
    """Read ``count`` symbols back from the bytes that ``encode`` made.

    Parameters
    ----------
    data : bytes
    lengths : list of int
        With a Kraft sum of at most 1.
    count : int

    Returns
    -------
    list of int

    Raises
    ------
    ValueError
        In the three cases above.
    """
    words = {code: symbol for symbol, code in canonical_codes(lengths).items()}
    longest, bits = max(lengths), iter(bits_of(data))
    ### BEGIN SOLUTION
    symbols, word = [], ""
    while len(symbols) < count:
        word += next(bits, "?")
        if word in words:
            symbols.append(words[word])
            word = ""
        elif "?" in word or len(word) >= longest:
            raise ValueError(f"no codeword begins with {word}")
    if len(list(bits)) > 7:
        raise ValueError("whole bytes are left over")
    return symbols
    ### END SOLUTION


# %% [markdown]
# **Check.** The example, round trips, one symbol alone, and the three faults. The cell is
# silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "decode_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
from sys import gettrace, settrace
from time import process_time


class TooLong(BaseException):
    pass


def decode_in_time(*arguments, steps=20_000):
    """What decode gives; TooLong if it runs more than so many lines."""
    def step(frame, event, argument):
        nonlocal steps
        steps -= 1
        if steps < 0:
            raise TooLong
        return step

    before = gettrace()
    settrace(step)
    try:
        return decode(*arguments)
    finally:
        settrace(before)


def decode_or_say(data, lengths, count):
    call = f"decode({data!r}, {lengths}, {count})"
    try:
        got = decode_in_time(data, lengths, count)
    except TooLong:
        raise AssertionError(
            f"{call} does not come to an end. Every round has to take a bit."
        ) from None
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(
            f"{call} is in order; yours stops with {type(error).__name__}: {error}. "
            "Add bit after bit to a word, and begin a new one when it is a codeword."
        ) from error
    return call, got


for symbols, lengths, want in [
    ([1, 0, 2], [1, 3, 3, 2], b"\xce"), ([3, 3, 0, 1], [1, 3, 3, 2], b"\xa6"),
    ([2, 2, 2], [0, 0, 1], b"\x00"),
    ([1], [0, 5], b"\x00"), ([], [1, 1], b""), ([0], [1, 1], b"\x00"),
    ([0, 1, 2, 3, 0, 1, 2, 3, 1], [2, 2, 2, 2], b"\x1b\x1b\x40"),
]:
    given = list(symbols)
    got = encode(given, list(lengths))
    assert given == symbols, (
        f"encode was given the symbols {symbols} and left {given}. Go through them, "
        "and take none away."
    )
    assert isinstance(got, bytes) and got == want, (
        f"encode({symbols}, {lengths}) is {want!r}, in bits {bits_of(want)}; yours "
        f"{got!r:.60}. Put the codewords one after the other and call to_bytes once, "
        "on all."
    )
    call, got = decode_or_say(want, list(lengths), len(symbols))
    assert isinstance(got, list) and got == symbols, (
        f"{call} gives the list {symbols}; yours {got!r:.60}. Stop after as many "
        "symbols as count says: what follows fills the byte."
    )
call, got = decode_or_say(b"\x00\x80", [3, 3, 3, 3, 3], 5)
assert got == [0, 0, 1, 0, 0], (
    f"{call} gives [0, 0, 1, 0, 0]; yours {got}. A codeword may end in the next byte."
)
for data, lengths, count, why in [
    (b"\xce", [1, 3, 3, 2], 5, "the bits end before five symbols are read"),
    (b"\xc0\x00", [3, 3, 3, 3, 3], 3, "no codeword begins with 110"),
    (b"\x1b\x00", [2, 2, 2, 2], 4, "8 bits are left over"),
    (b"\x80", [0, 0, 1], 3, "no codeword begins with 1"),
    (b"\x00", [1, 1], 0, "8 bits are left over"),
    (b"", [1, 1], 1, "there is no bit at all"),
    (b"\x00", [0, 0], 1, "there is no codeword"),
]:
    call = f"decode({data!r}, {lengths}, {count})"
    try:
        got = decode_in_time(data, lengths, count)
        came = f"{got!r:.60}"
    except ValueError:
        continue
    except TooLong:
        came = "no end: it runs on and on"
    except NotImplementedError:
        raise
    except Exception as error:
        came = f"{type(error).__name__}"
    raise AssertionError(
        f"{call} is a ValueError, for {why}; yours gave {came}. Test for it where you "
        "take the next bit, where a word grows, or at the end."
    )
started = process_time()
got = decode(bytes(60_000), [1, 2, 2], 480_000)
assert got == [0] * 480_000 and process_time() - started < 1.5, (
    "decode(bytes(60_000), [1, 2, 2], 480_000) gives 480,000 zeros, in well under a "
    f"second; yours took {process_time() - started:.1f}, and gives {got[:3]} and so "
    "on. Read each bit once: cutting off what is read copies all that is left."
)

# %% nbgrader={"grade": true, "grade_id": "decode_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: long streams, long codewords, both
# directions.
both_ways = decode(encode([1, 1, 0], [1, 1]), [1, 1], 3)
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(9501)
assert list(both_ways) == [1, 1, 0], (
    f"[1, 1, 0] comes back from encode and decode; yours {both_ways!r}."
)


def _packed(symbols, lengths):
    _codes, _value, _before = {}, 0, 0
    for _l, _s in sorted((_l, _s) for _s, _l in enumerate(lengths) if _l):
        _value, _before = _value << (_l - _before), _l
        _codes[_s] = f"{_value:0{_l}b}"
        _value += 1
    _bits = "".join(_codes[_s] for _s in symbols)
    return int(_bits + "0" * (-len(_bits) % 8) or "0", 2).to_bytes(-(-len(_bits) // 8))


for _lengths, _n in [([1, 2, 3, 4, 5, 6, 7, 7], 400), ([4] * 16, 333), ([0, 1, 0], 17),
                     ([*range(1, 25), 24], 60), ([0, 2, 2, 0, 2, 3, 3], 900), ([1], 8),
                     ([3, 3, 3], 50), ([8] * 256, 1)]:
    _known = [_s for _s, _l in enumerate(_lengths) if _l]
    _symbols = _rng.choice(_known, _n).tolist()
    _given, _want = list(_symbols), _packed(_symbols, _lengths)
    _call = f"For {_n} symbols with the lengths {_lengths[:6]}, {len(_lengths)} in all,"
    _got = encode(_given, list(_lengths))
    assert _given == _symbols, f"{_call} encode changed the list of symbols."
    assert isinstance(_got, bytes) and _got == _want, (
        f"{_call} encode gives {len(_want)} bytes, beginning {_want[:4]!r}; yours "
        f"{len(_got)}, beginning {_got[:4]!r}. One codeword after the other, then fill "
        "up."
    )
    _got = decode(_want, list(_lengths), _n)
    assert list(_got) == _symbols, (
        f"{_call} decode gives {_symbols[:6]} and so on; yours {list(_got)[:6]}. Begin "
        "a new word behind each codeword; count says when to stop."
    )
### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "decode_hidden_damage", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: streams that end early, go on, hold no
# codeword, or claim very many symbols.
nothing = decode(b"", [1, 1], 0)
### BEGIN HIDDEN TESTS
import time as _time

_rng = np.random.default_rng(9502)
assert list(nothing) == [], f"Of no bytes and count 0 comes []; yours {nothing!r}."
_fine = [2, 2, 2, 3, 3]
_symbols = _rng.integers(0, 5, 200).tolist()
_data = encode(_symbols, list(_fine))
_long = bytes(24_000)
for _bytes, _lengths, _count, _why in [
    (_data[:-1], _fine, 200, "the last byte is missing"),
    (_data[: len(_data) // 2], _fine, 200, "half of the bytes are missing"),
    (_data, _fine, 204, "more symbols are claimed than there are bits"),
    (_data + b"\x00", _fine, 200, "a byte follows"),
    (_data + _data, _fine, 200, "everything is there twice"),
    (_data, _fine, 150, "fewer symbols are claimed than there are"),
    (b"\xff" * 50, [3, 3, 3], 100, "111 is no codeword"),
    (b"\xff" * 24_000, [0, 30], 5, "no codeword begins with a 1"),
    (_long, [1, 1], 2**32 - 1, "four billion symbols are claimed of 24,000 bytes"),
    (b"", [0, 1], 2**32 - 1, "four billion symbols are claimed of no bytes"),
    (_long, [0, 0, 0], 3, "no symbol has a codeword"),
    (_long, [1, 1], 0, "no symbol is claimed of 24,000 bytes"),
]:
    _started = _time.process_time()
    try:
        _got = decode(_bytes, list(_lengths), _count)
        _came = f"{len(_got)} symbols"
    except ValueError:
        _came = None
    except Exception as _error:
        _came = type(_error).__name__
    assert _came is None, (
        f"Where {_why}, decode raises a ValueError; yours gave {_came}. Test where you "
        "take the next bit, where a word grows, and at the end."
    )
    _spent = _time.process_time() - _started
    assert _spent < 1.5, (
        f"Where {_why}, decode took {_spent:.0f} seconds: no word grows longer than "
        "the longest codeword, and nothing is read twice."
    )
### END HIDDEN TESTS

# %% [markdown]
# ## 9.5 The file
#
# *Where* do the weights stand? Row by row, a weight follows the one before after a *gap* of
# zeros. Gaps are symbols, too, from 0 to 62; a 63 says "63 places without a weight", and the
# count goes on. (Han et al. fill long gaps with a zero weight instead.)
#
# **By hand.** Weights at the places 2, 3 and 70: gaps 2, 0, then 66 zeros: 63 and 3.

# %%
def gaps_of(places):
    """Gap symbols for ascending places."""
    gaps = []
    for gap in (np.diff(places, prepend=-1) - 1).tolist():
        gaps += [LONGEST] * (gap // LONGEST) + [gap % LONGEST]
    return gaps


def places_of(gaps):
    gaps = np.array(gaps, dtype=np.int64)
    ends = np.cumsum(gaps + (gaps < LONGEST)) - 1
    return ends[gaps < LONGEST]


# %%
print(gaps_of([2, 3, 70]), places_of([2, 0, 63, 3]))

# %% [markdown]
# A stream of symbols is written with all that its reader needs: how many symbols, how many
# bytes, and a byte for the length of each codeword.


# %%
def pack_symbols(symbols, n_kinds):
    counts = np.bincount(np.array(symbols, dtype=int), minlength=n_kinds).tolist()
    lengths = [int(length) for length in huffman_lengths(counts)]
    data = encode(symbols, lengths)
    return struct.pack("<II", len(symbols), len(data)) + bytes(lengths) + data


# %% [markdown]
# A layer: how many values, the values (float32), the biases (float16: the networks were
# stored so), the gaps, the codes. Before the layers stand their number and the sizes, and
# that is the *body* of the file.
#
# It holds what this lesson needs, no more: biases that float16 cannot hold come back rounded,
# and a layer without a single weight is refused by the reader.


# %%
def pack_layer(layer):
    flat = layer.codes.ravel()
    places, k = np.flatnonzero(flat), len(layer.codebook)
    return (bytes([k]) + layer.codebook.astype("<f4").tobytes()
            + layer.bias.astype("<f2").tobytes()
            + pack_symbols(gaps_of(places), LONGEST + 1)
            + pack_symbols((flat[places] - 1).tolist(), k))


def pack_layers(layers):
    sizes = [layers[0].codes.shape[0], *(layer.codes.shape[1] for layer in layers)]
    header = struct.pack(f"<B{len(sizes)}H", len(layers), *sizes)
    return header + b"".join(map(pack_layer, layers))


# %% [markdown]
# ### Reading what a stranger wrote
#
# A file may be cut off, damaged, or something else altogether. Each reading function takes
# what is next from an open file, and raises a `ValueError` with a sentence where what it
# needs is not there.


# %%
def take(file, n):
    data = file.read(n)
    if len(data) < n:
        raise ValueError(f"the file ends too early: {n - len(data)} bytes are missing")
    return data


def numbers(file, form):
    return struct.unpack(form, take(file, struct.calcsize(form)))


# %%
def unpack_symbols(file, n_kinds, most):
    count, size = numbers(file, "<II")
    lengths = list(take(file, n_kinds))
    if not 0 < sum(2 ** (255 - length) for length in lengths if length) <= 2**255:
        raise ValueError("no code has these lengths")
    if count > most:
        raise ValueError("more symbols than the layer has places")
    return decode(take(file, size), lengths, count)


# %%
def ascending(book):
    if np.isfinite(book).all() and (book[1:] >= book[:-1]).all():
        return book
    raise ValueError("the codebook is no ascending row of numbers")


# %%
def unpack_layer(file, shape):
    size, (k,) = shape[0] * shape[1], numbers(file, "<B")
    book = ascending(np.frombuffer(take(file, 4 * k), "<f4"))
    bias = np.frombuffer(take(file, 2 * shape[1]), "<f2").astype(np.float32)
    places = places_of(unpack_symbols(file, LONGEST + 1, size))
    symbols = unpack_symbols(file, k, size)
    if len(places) != len(symbols) or places.max(initial=-1) >= size:
        raise ValueError("places and codes do not fit each other, or the layer")
    codes = np.zeros(size, np.uint8)
    codes[places] = np.array(symbols, dtype=int) + 1
    return SharedLayer(codes.reshape(shape), book, bias)


# %%
def unpack_layers(file):
    (n_layers,) = numbers(file, "<B")
    sizes = numbers(file, f"<{n_layers + 1}H")
    shapes = list(pairwise(sizes))
    if n_layers == 0 or sum(rows * columns for rows, columns in shapes) > 10_000_000:
        raise ValueError(f"these are no sizes of layers: {sizes}")
    return [unpack_layer(file, shape) for shape in shapes]


# %% [markdown]
# What if a byte is damaged and all still fits? Then another network comes out, without a
# word. So the file has a *checksum* of its body: CRC-32, which sees every change within 32
# bits in a row, and all but one in $2^{32}$ of others (Peterson and Brown, 1961).

# %% [markdown]
# | bytes | what |
# | --- | --- |
# | 0 to 3 | `MAGIC`: what kind of file this is |
# | 4 to 7 | `checksum(body)` |
# | from 8 | the body, to the end of the file |

# %%
import io


def checksum(body):
    """Four bytes that another body hardly has."""
    return struct.pack("<I", zlib.crc32(body))


# %% [markdown]
# `same_layers` compares what was written with what is read.


# %%
def same_layers(some, others):
    return len(some) == len(others) and all(
        np.array_equal(a, b) for one, two in zip(some, others, strict=True)
        for a, b in zip(one, two, strict=True))


# %% [markdown]
# ### Exercise 9.6: `write_model` and `read_model` (2 points, about 12 minutes)
#
# Put the parts together, and take them apart.
#
# Key details:
# - both deal with bytes: `pack_layers(layers)` gives the body;
#   `unpack_layers(io.BytesIO(body))` reads layers from it;
# - what a `BytesIO` has left, its `read()` tells;
# - each fault is a `ValueError` whose text has one of these words, in this order: `kind`
#   (another kind of file), `checksum` (does not fit), `left over` (bytes behind the last
#   layer). Below 8 bytes any text will do.


# %% nbgrader={"grade": false, "grade_id": "read_model", "locked": false, "schema_version": 3, "solution": true}
def write_model(layers):
    """Give the bytes of a file that holds a list of SharedLayer."""
    ### BEGIN SOLUTION
    body = pack_layers(layers)
    return MAGIC + checksum(body) + body
    ### END SOLUTION


def read_model(data):
    """Read the layers from what ``write_model`` gave.

    Parameters
    ----------
    data : bytes
        All that the file holds, whoever wrote it.

    Returns
    -------
    list of SharedLayer

    Raises
    ------
    ValueError
        If the file is of another kind, is damaged, ends too early, or goes on after the
        last layer.
    """
    ### BEGIN SOLUTION
    if data[:4] != MAGIC:
        raise ValueError("this is another kind of file")
    if data[4:8] != checksum(data[8:]):
        raise ValueError("the file is damaged: its checksum does not fit")
    file = io.BytesIO(data[8:])
    layers = unpack_layers(file)
    if file.read():
        raise ValueError("bytes are left over after the last layer")
    return layers
    ### END SOLUTION


# %% [markdown]
# **Check.** A toy network of two layers, written and read; the same file with damage of
# several kinds. The cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "read_model_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def toy_layers():
    rng = np.random.default_rng(906)
    layers = []
    for shape, k in [((9, 4), 3), ((4, 2), 2)]:
        codes = rng.integers(1, k + 1, shape) * (rng.random(shape) < 0.6)
        book = np.arange(1, k + 1, dtype=np.float32) / 2
        book[0] = np.frombuffer(MAGIC, "<f4")[0]  # its four bytes may come anywhere
        bias = np.ones(shape[1], np.float32)
        layers.append(SharedLayer(codes.astype(np.uint8), book, bias))
    return layers


class Refused(NamedTuple):
    words: str


def read_or_words(content):
    """What read_model returns of a file, or the words of its ValueError."""
    try:
        return read_model(content)
    except ValueError as error:
        return Refused(str(error))


try:
    toy_body = pack_layers(toy_layers())
    parts_fit = same_layers(unpack_layers(io.BytesIO(toy_body)), toy_layers())
except NotImplementedError:
    raise
except Exception:
    parts_fit = False
assert parts_fit, (
    "What pack_layers writes unpack_layers gives back; with yours it does not. They "
    "use your huffman_lengths, encode and decode: exercises 9.4 and 9.5 come first."
)
whole = MAGIC + checksum(toy_body) + toy_body
written = write_model(toy_layers())
assert isinstance(written, bytes), (
    f"write_model gives bytes, all that the file holds; yours gives {written!r:.60}."
)
assert written == whole, (
    f"write_model gives MAGIC, checksum(body) and the body, {len(whole)} bytes that "
    f"begin {whole[:10]!r}; yours gives {len(written)} that begin {written[:10]!r}. "
    "The checksum is that of the body alone."
)
try:
    got = read_or_words(whole)
except Exception as error:
    got = error
assert isinstance(got, list) and same_layers(got, toy_layers()), (
    "A whole file of two layers gives a list of two SharedLayer, as written; yours "
    f"gives {got!r:.70}. The body begins at byte 8; hand unpack_layers an io.BytesIO "
    "of it."
)
flipped = whole[:16] + bytes([whole[16] ^ 4]) + whole[17:]  # in a shared value
forged = MAGIC + checksum(toy_body + b"\0") + toy_body + b"\0"
for content, what, word, hint in [
    (b"\x89PNG\r\n\x1a\n" + whole, "a picture", "kind",
     "Compare the first four bytes with MAGIC."),
    (b"", "an empty file", "", "Compare the first four bytes with MAGIC."),
    (b"SN8\n" + whole[4:], "of another kind, but for that right", "kind",
     "Compare the first four bytes with MAGIC, all of them, and no others."),
    (b"SN9\r" + whole[4:], "of another kind in its fourth byte", "kind",
     "Compare the first four bytes with MAGIC, all of them."),
    (whole[:6], "cut after six bytes", "",
     "Six bytes hold MAGIC and half a checksum: no checksum fits."),
    (flipped, "damaged in one bit", "checksum",
     "Work out the body's checksum anew, and compare."),
    (whole[:4] + bytes(4) + toy_body, "one whose checksum is 0", "checksum",
     "Compare the bytes 4 to 7 with the checksum of the body."),
    (whole[:-1], "cut by a byte", "checksum",
     "The checksum of what is left does not fit."),
    (whole + b"\0", "one byte too long", "checksum",
     "The checksum is over all bytes from 8 on."),
    (forged, "one byte too long, with a checksum that fits", "left over",
     "After the last layer read on: nothing may come."),
    (MAGIC + checksum(toy_body[:-1]) + toy_body[:-1],
     "cut by a byte, with a checksum that fits", "",
     "Let the errors of unpack_layers pass."),
]:
    try:
        got = read_or_words(content)
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(
            f"Where the file is {what}, read_model raises a ValueError; yours stops "
            f"with {type(error).__name__}: {error}. {hint}"
        ) from error
    assert isinstance(got, Refused), (
        f"Where the file is {what}, read_model raises a ValueError; yours gives a "
        f"{type(got).__name__}. {hint}"
    )
    told = [each for each in ("kind", "checksum", "left over")
            if each in got.words.lower()]
    assert told == [word] or not word, (
        f"Where the file is {what}, the text of the ValueError has the word '{word}', "
        f"and none of the other faults' words; yours is {got.words!r:.90}. {hint}"
    )

# %% nbgrader={"grade": true, "grade_id": "read_model_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: files cut at every length, damaged in
# every byte, of other kinds, or with counts that do not fit.
try:
    no_layers = read_model(MAGIC + checksum(b"\0") + b"\0")
except ValueError:
    no_layers = None
### BEGIN HIDDEN TESTS
assert no_layers is None, (
    f"A file that claims no layer is a ValueError; yours gives {no_layers!r:.60}."
)
_rng = np.random.default_rng(9601)
_layers = []
for _shape, _k in [((6, 5), 4), ((5, 3), 1), ((3, 4), 6)]:
    _codes = (_rng.integers(1, _k + 1, _shape) * (_rng.random(_shape) < 0.7))
    _codes.flat[0] = 1
    _book = np.sort(_rng.normal(size=_k)).astype(np.float32)
    _bias = _rng.integers(-9, 9, _shape[1]).astype(np.float32)
    _layers.append(SharedLayer(_codes.astype(np.uint8), _book, _bias))
_body = pack_layers(_layers)
_whole = MAGIC + checksum(_body) + _body
_written = write_model(_layers)
assert _written == _whole, (
    f"write_model gives {len(_whole)} bytes for three layers; yours gives "
    f"{len(_written) if isinstance(_written, bytes) else repr(_written)[:40]}. MAGIC, "
    "checksum, body."
)
_again = read_model(_whole)
assert isinstance(_again, list) and same_layers(_again, _layers), (
    "read_model gives back the three layers that were written; yours does not. Return "
    "what unpack_layers gives."
)


def _refused(content, what, hint):
    try:
        _came = f"a {type(read_model(content)).__name__}"
    except ValueError:
        _came = None
    except Exception as _error:
        _came = type(_error).__name__
    assert _came is None, (
        f"Where {what}, read_model raises a ValueError; yours gives {_came}. {hint}"
    )


_check = "Compare MAGIC and the checksum of everything behind it before you read on."
for _n in range(len(_whole)):
    _refused(_whole[:_n], f"a file of {len(_whole)} bytes is cut to {_n}", _check)
for _i in range(len(_whole)):
    _bad = bytearray(_whole)
    _bad[_i] ^= 1 << int(_rng.integers(8))
    _refused(bytes(_bad), f"a bit of byte {_i} is turned", _check)
for _content, _what in [
    (_whole * 2, "a file is there twice"), (_whole + bytes(50), "50 zeros follow"),
    (_body, "the body comes without MAGIC and checksum"),
    (MAGIC + _body, "the checksum is missing"), (MAGIC, "there is nothing but MAGIC"),
    (MAGIC + checksum(_body)[::-1] + _body, "the checksum is turned round"),
    (_whole[4:], "MAGIC is missing"), (bytes(500), "500 zeros come"),
    (_rng.bytes(500), "any 500 bytes come"), (b"\n" + _whole, "a line end comes first"),
]:
    _refused(_content, _what, _check)


def _forged(body):
    return b"".join([MAGIC, checksum(body), body])


_sizes, _rest = _body[1:9], _body[9:]
for _new, _what in [
    (b"\x04" + _body[1:], "four layers are claimed of three"),
    (b"\x02" + _body[1:], "two layers are claimed of three"),
    (b"\xff" + _body[1:], "255 layers are claimed of three"),
    (_body + b"more", "something follows the last layer"),
    (_body + _body, "the layers follow once more"),
    (_body[:-1], "the last byte of the body is missing"),
    (_body[: len(_body) // 2], "half of the body is missing"),
    (b"", "the body is empty"),
    (b"\x03" + struct.pack("<4H", 60000, 60000, 3, 4) + _rest, "sizes are huge"),
    (b"\x03" + struct.pack("<4H", 2, 5, 3, 4) + _rest, "a layer is too small"),
    (_body[:10] + struct.pack("<f", np.nan) + _body[14:], "a shared value is NaN"),
    (_body[:10] + _layers[0].codebook[::-1].astype("<f4").tobytes() + _body[26:],
     "the codebook descends"),
]:
    _refused(_forged(_new), f"the checksum fits and {_what}",
             "Let errors of unpack_layers pass, and see that nothing is left over.")
### END HIDDEN TESTS

# %% [markdown]
# ### Predict, then run
#
# The network of the first cell: 90% zeros, 16 values a layer. How many bytes will your
# file have, everything counted? As float32 it had 1,066,440; 4 bits for each weight that
# is left make 13,310; where they stand comes on top.

# %%
prediction = None  # your guess, such as 50_000

# %% tags=["show"]
place = Path(tempfile.mkdtemp()) / "lenet.sn9"
place.write_bytes(write_model(shared))
n_bytes = place.stat().st_size
print(f"Your guess: {'none' if prediction is None else f'{prediction:,}'} bytes")
print(f"Your file:  {n_bytes:,} bytes, {len(plain) / n_bytes:.1f} times fewer than"
      f" {len(plain):,}")
print("Read back, layer by layer the same:",
      same_layers(read_model(place.read_bytes()), shared))

# %% [markdown]
# Which part takes how much?

# %% tags=["show"]
def streams(layer):
    """The symbols of a layer: name, symbols, how many kinds there may be."""
    flat = layer.codes.ravel()
    places = np.flatnonzero(flat)
    yield "gaps", gaps_of(places), LONGEST + 1
    yield "codes", (flat[places] - 1).tolist(), len(layer.codebook)


# %% tags=["show"]
def parts_of(layers):
    parts = dict.fromkeys(["codes", "gaps", "biases", "code tables", "other"], 0)
    for layer in layers:
        parts["biases"] += 2 * len(layer.bias)
        parts["other"] += 1 + 4 * len(layer.codebook)
        for name, symbols, kinds in streams(layer):
            parts["code tables"] += 8 + kinds
            parts[name] += len(pack_symbols(symbols, kinds)) - 8 - kinds
    parts["other"] += 9 + 2 * (len(layers) + 1)
    return parts


# %% tags=["show"]
parts = {f"{p}% zeros, {k} values": parts_of(share_model(load_pruned("mnist", p), k))
         for p, k in [(90, 16), (95, 8), (98, 8)]}

# %% tags=["show"]
fig, ax = plots.new_axes("bytes of the file", "network", "What the bytes say")
looks = {"codes": "#0072B2", "gaps": "#E69F00", "biases": "#009E73",
         "code tables": "#CC79A7", "other": "#56B4E9"}
left_end = np.zeros(3)
for name, color in looks.items():
    sizes = np.array([each[name] for each in parts.values()])
    ax.barh(list(parts), sizes, left=left_end, color=color, label=name)
    left_end += sizes
ax.invert_yaxis()
ax.xaxis.set_major_formatter("{x:,.0f}")
legend = fig.legend(loc="outside lower center", ncols=3)

# %% tags=["show"]
print(f"{'share of the file':20}  bytes", *(f"{part:>11}" for part in looks))
for name, each in parts.items():
    total = sum(each.values())
    print(f"{name:20} {total:6,}", *(f"{each[part] / total:11.1%}" for part in looks))

# %% [markdown]
# More than half of each file says *where* the weights stand, and less than half which value
# they have. Biases, tables and the *other* parts, codebooks and header, do not shrink with the
# weights.
#
# Other programs on the same streams, one byte a symbol:

# %% tags=["show"]
several = {"gaps": b"", "codes": b""}
huffman = {"gaps": 0, "codes": 0}
bound = dict(huffman)
for layer in shared:
    for name, symbols, kinds in streams(layer):
        several[name] += bytes(symbols)
        huffman[name] += len(pack_symbols(symbols, kinds))
        counts = np.bincount(symbols, minlength=kinds).tolist()
        bound[name] += entropy(counts) * len(symbols) / 8

# %% tags=["show"]
print("bytes, 90% zeros            ", *(f"{name:>8}" for name in several))
for name, sizes in [
    ("fixed length, 6 and 4 bits",
     [len(several["gaps"]) * 6 / 8, len(several["codes"]) / 2]),
    ("zlib, level 9", [len(zlib.compress(s, 9)) for s in several.values()]),
    ("lzma", [len(lzma.compress(s)) for s in several.values()]),
    ("yours, tables counted", huffman.values()),
    ("entropy H, no tables", bound.values()),
]:
    print(f"{name:28}", *(f"{size:8,.0f}" for size in sizes))

# %% tags=["show"]
mask = np.packbits(np.concatenate([layer.codes.ravel() > 0 for layer in shared]))
places = sum(
    entropy([np.sum(layer.codes > 0), np.sum(layer.codes == 0)]) * layer.codes.size / 8
    for layer in shared)
print(f"A bit for each place instead of gaps: {mask.size:,} bytes, after zlib"
      f" {len(zlib.compress(mask.tobytes(), 9)):,}; their entropy {places:,.0f}")

# %% [markdown]
# Gaps take less than a bit for each place, also where that is squeezed by zlib; an *arithmetic
# coder* of these bits, which comes near their entropy, would take a little less than the gaps.
# Here your code stays within three percent of $H$, tables included; at 98% zeros the tables
# make it about six. lzma, which looks for repetitions, comes out about even on the gaps and
# longer on the codes.

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_not_below_entropy", "locked": false, "points": 2, "schema_version": 3, "solution": true}
# **Reflect** (2 points, about 8 minutes). A file 10% smaller is wanted, with the same
# weights in the same places. Using the two tables above, say why a better code for single
# symbols cannot give it; then name something that these symbols have in
# common with their neighbours, or with the images, which a code could use, and say what
# the reader would have to know to follow. (Three or four sentences.)
#
# ### BEGIN SOLUTION
# Rubric:
# - 1 point: any code that writes symbol after symbol with fixed probabilities takes at least
#   H; the streams are within a few percent of it (numbers of the table), so 10% are not there.
# - 1 point: probabilities that depend on something both sides know already: the place (pixels
#   at the border have hardly any weights, those in the middle many), the gaps or codes before,
#   the unit's number of weights, the row above. The reader must work out the same
#   probabilities from what it has read so far, or find them in the file (which costs bytes).
#   Whether it makes 10% is not asked. "The code just before" needs a reason: it is a
#   neighbour in the stream, and often none in the image.
# ### END SOLUTION

# %% [markdown]
# ### A process that knows nothing
#
# Does the file hold all that is needed? A script is written from your `decode` and
# `read_model` and the reading functions above. It runs in a process of its own, with
# numpy and Python's standard library; of `smallnets` it takes the images alone.
# (A function of your own that these two call has to stand inside them.)

# %% tags=["show"]
import inspect
import subprocess
import sys

HEAD = f"""import heapq, io, struct, sys, zlib
from collections import namedtuple
from itertools import pairwise
from pathlib import Path
import numpy as np
MAGIC, LONGEST = {MAGIC!r}, {LONGEST}
SharedLayer = namedtuple("SharedLayer", "codes codebook bias")
"""

# %% tags=["show"]
MAIN = """
if __name__ == "__main__":
    from smallnets import load_mnist
    test = load_mnist(flatten=True).test
    layers = read_model(Path(sys.argv[1]).read_bytes())
    x = test.images.astype(np.float32) / 255
    for layer in layers:
        x = np.maximum(x, 0) @ weights_of(layer) + layer.bias
    print(f"{100 * np.mean(x.argmax(axis=1) == test.labels):.2f}")
"""

# %% tags=["show"]
def source_of(function):
    try:
        return inspect.getsource(function) + "\n"
    except (OSError, TypeError):  # this notebook keeps no source
        return ""


reading = [canonical_codes, bits_of, decode, places_of, weights_of, take, numbers,
           ascending, unpack_symbols, unpack_layer, unpack_layers, checksum, read_model]
script = HEAD + "".join(map(source_of, reading)) + MAIN


# %% tags=["show"]
decoder = place.with_name("decoder.py")
decoder.write_text(script, encoding="utf-8")


def fresh_process(path):
    command = [sys.executable, decoder, path]
    done = subprocess.run(command, capture_output=True, text=True)
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


# %% tags=["show"]
test = DataLoader(mnist.test, batch_size=1000)
print(f"{n_bytes:,} bytes, read in a fresh process: {fresh_process(place)}% of the test"
      f" images; before the chain {percent(network, test):.2f}%")
print(f"The decoder has {len(script):,} bytes as text,"
      f" {len(zlib.compress(script.encode(), 9)):,} after zlib.")

# %% tags=["show"]
content, bad = place.read_bytes(), place.with_name("bad.sn9")
turned = content[:5000] + bytes([content[5000] ^ 1]) + content[5001:]
for what, data in [("one bit turned", turned), ("cut at 20,000", content[:20_000]),
                   ("a script", script.encode())]:
    bad.write_bytes(data)
    print(f"{what:15} {fresh_process(bad)}")

# %% [markdown]
# Whoever counts bytes says what counts. Here it is all of the file; the decoder, the same
# for every network, stands beside it.

# %% [markdown]
# ## 9.6 What it is worth
#
# Three levels, chosen beforehand, three networks each, written and read back; then the
# 10,000 *test* images. `dense, 20 epochs` was trained for as long: 12 epochs, and 8 more at
# the same rates without a cut; points are counted from it. (About 10 seconds.)

# %% tags=["show"]
def through_file(layers, loader):
    """Write, read back, score: bytes and accuracy in percent."""
    place.write_bytes(write_model(layers))
    again = read_model(place.read_bytes())
    return place.stat().st_size, percent(model_of(again), loader)


def table_row(name, rows, dense):
    sizes, right = np.transpose(rows)
    print(f"{name:26} {np.mean(sizes):9,.0f} {len(plain) / np.mean(sizes):6.1f}x"
          f"  {spread(right)}   {np.mean(right) - dense:+.2f}")


# %% tags=["show"]
stored = stored_results("09_deep_compression")
LEVELS = [(90, 16), (95, 8), (98, 8)]
dense = [100 * row[-1] for row in stored["dense mnist"]]
HEADING = "                               bytes   fewer  test accuracy (%)      points"

# %% tags=["show"]
print("MNIST, mean of 3 seeds (lowest to highest)\n" + HEADING)
for name, column in [("dense, 20 epochs", -1), ("dense, 12 epochs", 2)]:
    table_row(name, [(len(plain), 100 * row[column]) for row in stored["dense mnist"]],
              np.mean(dense))
chain = {}
for zeros, k in LEVELS:
    chain[zeros] = [
        through_file(share_model(load_pruned("mnist", zeros, seed), k), test)
        for seed in seeds]
    table_row(f"{zeros}% zeros, {k} values", chain[zeros], np.mean(dense))

# %% tags=["show"]
for zeros, rows in chain.items():
    lost = np.subtract(dense, [right for _, right in rows])
    print(f"{zeros}% zeros lose, seed by seed: ", *(f"{each:5.2f}" for each in lost))

# %% tags=["show"]
print("weights chosen at random, pruned and trained alike, not yet shared:")
shares = ", each layer's share as above"
for key, words in [("random", ""), ("random, same shares", shares)]:
    for zeros, _ in LEVELS:
        right = [100 * row[-1] for row in stored[key] if row[0] == zeros]
        lost = np.mean(right) - np.mean(dense)
        print(f"{f'{zeros}% zeros{words}':45} {spread(right)}   {lost:+.2f}")

# %% [markdown]
# At 90% zeros each of the three loses, a fifth of a point in the mean, which three seeds do not
# tell from none, at nearly forty times fewer bytes; at 95% it is twice that; at 98% it is about
# one and a half points. Of the dense network of 12 epochs 90% zeros cost nothing that could be
# seen.

# %% [markdown]
# *Which* weights stay is not indifferent: chosen at random they lose far more. A part of that
# is the layers' shares: at 90% zeros chance leaves 100 of the last layer's 1,000 weights, size
# 512. At random with the shares of size they lose about half as much at 90 and 95%, a
# quarter at 98%; even so each choice by chance is more than a point behind size.

# %% [markdown]
# In section 9.2 k-means and the grid had as many *values*. Now they get about as many *bytes*:

# %% tags=["show"]
for zeros, _ in LEVELS:
    for name, k, rounds in [("k-means", 8, 50), ("grid", 16, 0)]:
        models = [load_pruned("mnist", zeros, seed) for seed in seeds]
        rows = [through_file(share_model(each, k, rounds), test) for each in models]
        table_row(f"{zeros}% zeros, {name} of {k}", rows, np.mean(dense))

# %% [markdown]
# With about the same bytes the grid of 16 values stays within two tenths of a point of k-means
# with 8, in the mean: rare values have long codewords, and most weights do not use them.

# %% [markdown]
# ### Does the large network have to be there?
#
# The control: networks of one *small* hidden layer, trained for as many epochs. Dense ones, at
# the best of three learning rates (for 70 units the largest), have 32 values and your Huffman code, without gaps, for
# nothing is zero; or 8 bits or float16, not coded. Their bytes are worked out, no file is
# written. One of 100 units is *pruned*, too, trained and coded like the large one.

# %% tags=["show"]
from smallnets.pruned import load_small


def small_row(hidden, seed):
    layers = share_model(load_small(hidden, seed), 32)
    n, right = through_file(layers, test)
    return n - sum(len(pack_symbols(symbols, kinds)) for layer in layers
                   for name, symbols, kinds in streams(layer) if name == "gaps"), right


# %% tags=["show"]
small = {hidden: [small_row(hidden, seed) for seed in seeds] for hidden in (20, 40, 70)}
print("784-h-10, mean of 3 seeds (lowest to highest)\n" + HEADING)
for hidden, rows in small.items():
    table_row(f"h = {hidden}, 32 values", rows, np.mean(dense))
narrow = [[through_file(share_model(load_small(100, seed, zeros), 8), test)
           for seed in seeds] for zeros in (84, 94)]
for zeros, rows in zip((84, 94), narrow, strict=True):
    table_row(f"h = 100, {zeros}% zeros, 8", rows, np.mean(dense))

# %% tags=["show"]
curves = {"pruned": list(chain.values()), "small, pruned": narrow,
          "small": list(small.values())}
for name, n, column in [("small, 8 bits", 1, 6), ("small, float16", 2, 4)]:
    curves[name] = [
        [(n * 794 * row[0] + 2 * (row[0] + 10), 100 * row[column])
         for row in stored["small"] if row[0] == hidden] for hidden in small]

# %% tags=["show"]
def look(style, label, **others):
    return plots.method_style(style) | {"label": label} | others


open_marker = {"linestyle": "--", "markerfacecolor": "white"}
looks = {"pruned": look("magnitude global", "LeNet-300-100, pruned"),
         "small, pruned": look("magnitude global", "784-100-10, pruned", **open_marker),
         "small": look("dense", "small, 32 values, coded"),
         "small, 8 bits": look("int8", "small, 8 bits"),
         "small, float16": look("dense", "small, float16", **open_marker)}

# %% tags=["show"]
fig, ax = plots.new_axes("bytes of the file", "test accuracy (%)",
                         "The same bytes: a large network pruned, or a small one")
for name, style in looks.items():
    sizes, right = np.transpose(curves[name], (2, 0, 1))
    mean = right.mean(axis=1)
    bars = np.abs([mean - right.min(axis=1), right.max(axis=1) - mean])
    ax.errorbar(sizes.mean(axis=1), mean, bars, capsize=3, **style)
ax.axhline(np.mean(dense), color="#888888", linewidth=1, linestyle=":",
           label="LeNet-300-100, dense, float32")
plots.log_ticks(ax, [5000, 10_000, 20_000, 50_000, 100_000])
legend = fig.legend(loc="outside lower center", ncols=2)

# %% tags=["show"]
print("The points of each line, means of 3 seeds (bars: the lowest and highest):")
for name, style in looks.items():
    means = np.mean(curves[name], axis=1)
    print(f"{style['label']:24}",
          "; ".join(f"{n:,.0f} bytes {right:.2f}%" for n, right in means))

# %% [markdown]
# At each of the three sizes the pruned network reads more digits right than a small dense one.
# Against a small one that is *pruned* the smallest file has no lead: 784-100-10 with 94% zeros
# reads about as many digits right in three quarters of the bytes. With 84% it has three
# quarters of the bytes of the second file, and each of the three loses to it.
#
# Small networks that are trained with few bits from the start may do better than these:
# that was not tried here.

# %% [markdown]
# ### Clothes
#
# The same chain on Fashion-MNIST, pictures of ten kinds of clothes:

# %% tags=["show"]
from smallnets import load_fashion_mnist

fashion = DataLoader(load_fashion_mnist(flatten=True).test, batch_size=1000)
dense_too = [100 * row[-1] for row in stored["dense fashion"]]
print("Fashion-MNIST, mean of 3 seeds (lowest to highest)\n" + HEADING)
for name, column in [("dense, 20 epochs", -1), ("dense, 12 epochs", 2)]:
    rows = [(len(plain), 100 * row[column]) for row in stored["dense fashion"]]
    table_row(name, rows, np.mean(dense_too))
rows = [through_file(share_model(load_pruned("fashion", 90, seed), 16), fashion)
        for seed in seeds]
table_row("90% zeros, 16 values", rows, np.mean(dense_too))

# %% [markdown]
# On clothes half a point is lost in the mean; that this is more than on digits, three seeds
# do not show. Most of it is what the dense network gained in its last 8 epochs.

# %% [markdown]
# ### Published figures
#
# What others reported, each with what it counts; the error of the dense network belongs to
# it.

# %% [markdown]
# | file, where reported | network | bytes | test error (dense) |
# | --- | --- | --- | --- |
# | Han 2016, table 1 | LeNet-300-100 | 27 KB, 40x | 1.58% (1.64%) |
# | EPR, Oktay 2020, TensorFlow's tutorial | LeNet-300-100 | 8.56 KB, 124x | 1.9% (1.6%) |
# | MIRACLE, Havasi 2019, table 1 | LeNet-5, a CNN | 1.52 kB | 0.96% |
# | 697 numbers, JoshWarn | another CNN | 1,394 if float16 does: not tried | 0.97%, picked on test |

# %% [markdown]
# All are quoted, none was run here. The last two are other networks: a CNN reads digits with
# fewer weights, and no file of ours is "the smallest that reads digits".
# Training can do more: Oktay et al. make the bits part of the loss. And 1.58% and 1.64% of
# 10,000 images are 6 images apart, where each has a standard error of 0.13 points.

# %% [markdown]
# ## 9.7 What we measured
#
# One network each, seed 1, which is for 784-40-10 the best of three; bytes are those of the
# tables above. The coded networks are unpacked before they compute: fewer bytes, the same
# multiply-adds. Seconds of the first four differ by noise alone: it is the same work.

# %% tags=["show"]
from dataclasses import replace

from smallnets import measure_model, measurement_table

# %% tags=["show"]
whole = load_pretrained("lenet_300_100")
rows = [replace(measure_model("LeNet-300-100, lesson 1", whole, mnist.test),
                bytes=len(plain))]
for zeros, k in LEVELS:
    layers = share_model(load_pruned("mnist", zeros), k)
    row = measure_model(f"{zeros}% zeros, {k} values", model_of(layers), mnist.test)
    rows.append(replace(row, bytes=through_file(layers, test)[0]))
coded = model_of(share_model(load_small(40), 32))
rows.append(measure_model("784-40-10, 32 values", coded, mnist.test))
rows[-1] = replace(rows[-1], bytes=small[40][0][0])
print(measurement_table(rows))

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_these_bytes_count", "locked": false, "points": 2, "schema_version": 3, "solution": true}
# **Reflect** (2 points, about 10 minutes). Somebody shows you a file of 9 kilobytes with
# LeNet-300-100 and 1.9% error, "120 times smaller". Name three things you would ask or
# try before you put it beside your own files, and say for each, with a
# table or plot of this lesson, how the answer could turn the comparison. (Four or five
# sentences.)
#
# ### BEGIN SOLUTION
# Rubric: 1 point for two good questions, 2 points for three, each with its evidence. Such as:
# - what is counted: tables, codebooks, biases, header, places of the weights (the bars: at
#   98% zeros these are a good part), and what the decoder knows beforehand;
# - can a program of one's own read it back and score it (the fresh process), is damage found;
# - how many seeds, and what is noise (range over three seeds, standard error 0.13 points);
# - the dense network's error and equal training: 8 epochs more change dense, too; teacher or
#   added data;
# - were level, values, or epochs chosen on the test images;
# - what a small network of the same bytes reads, coded as well (the plot).
# ### END SOLUTION

# %% [markdown]
# ### By library
#
# Python's `zlib` is Huffman coding behind a search for repetitions, and writes its
# tables as canonical lengths, too (Deutsch, RFC 1951, 1996, section 3.2.2). PyTorch stores
# a sparse array as places and values, and shares no values:
#
# ```python
# import torch
#
# torch.save(model[0].weight.detach().to_sparse(), "layer.pt")
# ```

# %% [markdown]
# ## Summary
#
# - A weight is a place and one of a few values; the trained values are what the weights of
#   a group say together, a sum.
# - Huffman's code comes close to the entropy of single symbols; fewer bytes need other values,
#   other weights, or what neighbours have in common.
# - A file counts when a program that knows nothing else reads it back, refuses what is
#   damaged, and stands beside a small network of the same bytes.

# %% [markdown]
# ## Sources
#
# - Han, Mao, Dally, *Deep Compression*, ICLR 2016: section 2 (gaps), 3 (shared values and
#   their gradient), 4 (Huffman), table 1.
# - Huffman, *A method for the construction of minimum-redundancy codes*, Proceedings of the
#   IRE 40, 1952.
# - Shannon, *A mathematical theory of communication*, Bell System Technical Journal 27,
#   1948: theorem 9.
# - Kraft, *A device for quantizing, grouping, and coding amplitude-modulated pulses*,
#   MIT thesis, 1949.

# %% [markdown]
# - Cover, Thomas, *Elements of information theory*, 2nd edition, 2006: sections 5.2 to 5.8.
# - Zhu, Gupta, *To prune, or not to prune*, 2017 (arXiv 1710.01878): section 3.
# - Oktay, Ballé, Singh, Shrivastava, *Scalable model compression by entropy penalized
#   reparameterization*, ICLR 2020.
# - Havasi, Peharz, Hernández-Lobato, *Minimal random code learning*, ICLR 2019.
# - Peterson, Brown, *Cyclic codes for error detection*, Proceedings of the IRE 49, 1961.
# - JoshWarn, *Parameter-Efficient-MNIST*, GitHub.

# %% [markdown]
# ## What's next
#
# Next come networks whose weights never were many numbers: two thin layers for one.
