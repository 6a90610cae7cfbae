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
# # 11. Can a network learn to be rounded?
#
# | Lesson 11 | Quantization-aware training |
# | --- | --- |
# | You will be able to | **choose** a grid by a layer's spread, **train** a network through its rounding with a straight-through gradient, and **fold** it to integers that give the same answers |
# | Time | about 110 minutes |
# | You need | lesson 3, gradients, and the `Trainer` of `smallnets` |

# %%
import numpy as np

from smallnets import Adam, Dense, ReLU, Sequential, Trainer, create_mlp
from smallnets.lending import judge


def weight_places(model):
    """Positions in model.layers of the layers that own weights, in order."""
    return [i for i, layer in enumerate(model.layers) if hasattr(layer, "weights")]


# %% [markdown]
# ## 11.1 The question
#
# Two networks of the shape 784-300-100-10, trained and shipped: one for the digits of MNIST,
# one for the clothes of Fashion-MNIST.
# Choices are made on 5,000 *validation* images; *test* images wait until section 11.8.

# %% tags=["show"]
from smallnets import DataLoader, evaluate_model


def percent(name, model, part="validation"):
    """Accuracy on images of a data set, in percent."""
    loader = DataLoader(getattr(sets[name], part), 1000)
    return 100 * evaluate_model(model, loader)


# %% tags=["show"]
from smallnets import load_fashion_mnist, load_mnist, load_pretrained

sets = {"MNIST": load_mnist(flatten=True), "Fashion": load_fashion_mnist(flatten=True)}
networks = {"MNIST": load_pretrained("lenet_300_100"),
            "Fashion": load_pretrained("lenet_300_100_fashion")}


# %% tags=["show"]
def as_before(model, bits):
    """Rounded as lesson 3 did: the step is set by the largest weight of a layer."""
    model = model.copy()
    for place in weight_places(model):
        weights = model.layers[place].weights
        step = np.abs(weights.data).max() / (2 ** (bits - 1) - 1)
        weights.data = (step * np.round(weights.data / step)).astype(np.float32)
    return model


# %% tags=["show"]
print("bits   " + " ".join(f"{bits:6}" for bits in (32, 8, 6, 5, 4, 3, 2)))
for name, net in networks.items():
    read = [percent(name, net)] + [percent(name, as_before(net, bits))
                                   for bits in (8, 6, 5, 4, 3, 2)]
    print(f"{name:8}" + " ".join(f"{each:5.1f}%" for each in read))

# %% [markdown]
# Down to 5 bits a weight next to nothing happens, at 3 bits the clothes have lost several
# points, at 2 bits both networks guess.
#
# These networks never knew that they would be rounded. **What if they had known while they
# learned? How few bits are then enough, and if a file may have so many bytes: many weights
# in few bits, or few weights in many?**

# %% [markdown]
# ## 11.2 A grid for the weights
#
# Rounding takes each weight to the nearest point of a *grid*: `scale` times a whole number,
# its *code*. With $b$ bits there are $2^b$ codes, from $-2^{b-1}$ to $2^{b-1} - 1$; 0 is
# one of them, so a weight that was cut stays 0.
#
# Which scale? The largest weight of a layer is a single weight. The *spread*
#
# $$ \sigma = \sqrt{\frac{1}{n} \sum_i w_i^2} $$
#
# (about 0, no mean taken away) hears all $n$ of them.

# %% [markdown]
# The scale is a constant times the spread. For weights that are distributed normally, the
# constants below make the mean squared error of the rounding smallest (Max, 1960, gave such
# tables; ours are computed for codes that include 0).


# %%
STEPS = {2: 1.043, 3: 0.605, 4: 0.337, 5: 0.188, 6: 0.104, 8: 0.031}


# %% [markdown]
# **By hand.** Weights $[1, 1, 7, -7]$: squares 1, 1, 49, 49, mean 25, spread 5. At 2 bits the
# scale is $1.043 \cdot 5 = 5.215$ and the codes are $-2, -1, 0, 1$: the grid is
# $-10.43, -5.215, 0, 5.215$.
# (The mean of the sizes would be 4, the standard deviation 4.97.)

# %% [markdown]
# ### Exercise 11.1: `weight_grid` (2 points, about 8 minutes)
#
# Return the scale and the lowest and highest code.
#
# Key details:
# - the spread is taken about 0, over all weights of the layer together;
# - a layer of zeros has no spread: its scale is 1, so that nobody divides by 0;
# - square in float64: the squares of small float32 numbers may be 0.


# %% nbgrader={"grade": false, "grade_id": "weight_grid", "locked": false, "schema_version": 3, "solution": true}
def weight_grid(weights, bits):
    """Choose a grid for a layer's weights by their spread.

    Parameters
    ----------
    weights : ndarray of float, any shape, not empty
        Left unchanged.
    bits : int
        A key of ``STEPS``.

    Returns
    -------
    scale : float
        ``STEPS[bits]`` times the spread; 1 if all weights are 0.
    low, high : int
        The codes of the grid go from ``low`` to ``high``.

    Raises
    ------
    ValueError
        If ``bits`` is no key of ``STEPS``.
    """
    ### BEGIN SOLUTION
    if bits not in STEPS:
        raise ValueError(f"no grid of {bits} bits; there are {list(STEPS)}")
    spread = float(np.sqrt(np.mean(np.square(weights, dtype=np.float64))))
    beyond = 2 ** (bits - 1)
    return STEPS[bits] * spread or 1.0, -beyond, beyond - 1
    ### END SOLUTION


# %% [markdown]
# **Check.** The example by hand, a single weight, a matrix, zeros, tiny weights, and bits
# that have no grid. The cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "weight_grid_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
largest_hint = "The largest weight is one weight: take the spread of all."
spread_hint = "Scale is STEPS[bits] times the root of the mean square."
for given, b, want, slips in [
    ([1, 1, 7, -7], 2, (5.215, -2, 1), {
        4.172: "Yours is made of the mean size; square, take the mean, then the root.",
        5.1889: "No mean is taken away: the grid lies about 0.",
        10.43: "Take the mean of the squares, not their sum.",
        26.075: "Take the root of the mean square.",
        6.0218: "Divide by the number of weights, not by one less.",
        7.301: largest_hint, 7.0: largest_hint, 3.5: largest_hint,
        5.0: "The constant STEPS[bits] is missing."}),
    ([1, 1, 7, -7], 4, (1.685, -8, 7), {}),
    ([2, 2, 2, 2], 3, (1.21, -4, 3), {
        1.0: "No mean is taken away: weights that are equal have a spread about 0."}),
    ([-3], 8, (0.093, -128, 127), {1.0: "One weight has a spread about 0, too."}),
    ([[3, 4], [0, 0]], 2, (2.6075, -2, 1), {}),
    ([[0, 0], [0, 0]], 4, (1.0, -8, 7), {
        0.0: "For a layer of zeros the scale is 1."}),
    ([1e-25, -1e-25], 3, (6.05e-26, -4, 3), {
        1.0: "These squares are 0 in float32: square in float64."}),
]:
    given = np.array(given, dtype=np.float32)
    kept, call = given.copy(), f"weight_grid({given.tolist()}, {b})"
    got = weight_grid(given, b)
    assert np.array_equal(given, kept), (
        f"After {call} the weights given are others. Compute new arrays."
    )
    assert isinstance(got, tuple | list) and len(got) == 3, (
        f"{call} returns scale, low and high; yours returns {got!r:.80}."
    )
    assert np.shape(got[0]) == (), (
        f"{call} has one scale for the whole layer; yours is {got[0]!r:.80}."
    )
    near = [hint for wrong, hint in slips.items()
            if abs(float(got[0]) - wrong) < 1e-3 * (wrong or 1e-30)]
    assert abs(float(got[0]) - want[0]) < 1e-5 * want[0], (
        f"{call} has the scale {want[0]:.5g}; yours is {float(got[0]):.5g}. "
        f"{near[0] if near else spread_hint}"
    )
    assert tuple(got[1:]) == want[1:], (
        f"{call} has codes from {want[1]} to {want[2]}; yours go from {got[1]} to "
        f"{got[2]}. {b} bits have {2 ** b} codes, one more below 0 than above."
    )
for b in (1, 1.58, 7):
    try:
        got = repr(weight_grid(np.ones(3), b))
    except ValueError:
        continue
    except Exception as error:
        got = type(error).__name__
    raise AssertionError(
        f"weight_grid with {b} bits asks for a ValueError; yours gave {got:.60}. Look "
        "whether bits is a key of STEPS."
    )

# %% nbgrader={"grade": true, "grade_id": "weight_grid_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: every number of bits, layers of other
# shapes and sizes, means far from 0, and bits that are refused.
grid_of_two = weight_grid(np.array([6.0, 8.0]), 2)
### BEGIN HIDDEN TESTS
assert abs(grid_of_two[0] - 1.043 * 50**0.5) < 1e-4, (
    f"The spread of [6, 8] is the root of 50; the scale is {1.043 * 50**0.5:.4f}, "
    f"yours {grid_of_two[0]!r:.40}."
)
_rng = np.random.default_rng(11_101)
for _bits, _constant in STEPS.items():
    for _shape, _mean, _size, _type in [
        ((30, 20), 0.0, 0.1, np.float32), ((5,), 4.0, 1.0, np.float64),
        ((3, 3, 2, 4), -0.3, 1e-24, np.float32), ((1, 1), 0.5, 30.0, np.float32),
    ]:
        _w = (_size * _rng.normal(_mean, 1, _shape)).astype(_type)
        _before = _w.copy()
        _got = weight_grid(_w, _bits)
        _due = _constant * (sum(float(_v) ** 2 for _v in _w.ravel()) / _w.size) ** 0.5
        _call = f"For weights of shape {_shape}, about {_size:g} in size, {_bits} bits"
        assert np.array_equal(_w, _before), f"{_call}: the weights given have changed."
        assert abs(float(_got[0]) - _due) < 1e-4 * _due, (
            f"{_call} the scale is {_due:.5g}; yours is {float(_got[0]):.5g}. The root "
            "of the mean square of all weights, times STEPS[bits]."
        )
        assert tuple(map(int, _got[1:])) == (-(2**_bits) // 2, 2**_bits // 2 - 1), (
            f"{_call} there are {2**_bits} codes; yours go from {_got[1]} to {_got[2]}."
        )
    _zeros = weight_grid(np.zeros((4, 2), dtype=np.float32), _bits)
    assert float(_zeros[0]) == 1, f"A layer of zeros has scale 1; yours {_zeros[0]!r}."
for _bits in (0, 16, -2, 3.5):
    try:
        _came = repr(weight_grid(np.ones(4), _bits))
    except ValueError:
        continue
    except Exception as _error:
        _came = type(_error).__name__
    raise AssertionError(
        f"{_bits} bits ask for a ValueError; yours gave {_came:.60}."
    )
### END HIDDEN TESTS

# %% [markdown]
# Are the constants, made for normal numbers, any good for a trained layer? Here the first
# layer of the clothes network, rounded with many scales.


# %% tags=["show"]
def square_error(values, scale, bits):
    """Mean squared error of rounding to a grid, as a share of the mean square."""
    top = 2 ** (bits - 1)
    near = scale * np.clip(np.round(values / scale), -top, top - 1)
    return np.mean((values - near) ** 2) / np.mean(values**2)


layer = networks["Fashion"].layers[0].weights.data.ravel()
normal = np.random.default_rng(11).normal(size=layer.size)
spread = np.sqrt(np.mean(layer**2))
multiples = np.geomspace(0.15, 4, 40)

# %% tags=["show"]
def draw_errors(ax, bits):
    """The error of both kinds of numbers against the scale, and where two rules lie."""
    for values, line, words in [(layer, "-", "trained"), (normal, "--", "normal")]:
        size = np.sqrt(np.mean(values**2))
        errors = [square_error(values, m * size, bits) for m in multiples]
        ax.plot(multiples, errors, line, color="#000000", label=words)
    largest = np.abs(layer).max() / 2 ** (bits - 1)
    scale, _, _ = weight_grid(layer, bits)
    ax.plot(scale / spread, square_error(layer, scale, bits), "s", color="#0072B2",
            label="by spread")
    ax.plot(largest / spread, square_error(layer, largest, bits), "v",
            color="#D55E00", label="by largest")


# %% tags=["show"]
from smallnets import plots

fig, axes = plots.new_axes("scale / spread", "squared error / mean square",
                           "Rounding 235,200 weights: which scale?", ncols=2)
for ax, bits in zip(axes, (2, 4), strict=True):
    draw_errors(ax, bits)
    ax.set_title(f"{bits} bits", fontsize=plots.LABEL_SIZE)
    ax.set_yscale("log")
legend = fig.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center",
                    ncols=4)

# %% tags=["show"]
print(f"Largest weight: {np.abs(layer).max() / spread:.1f} times the spread")
for bits in (2, 3, 4):
    errors = [square_error(layer, m * spread, bits) for m in multiples]
    largest = np.abs(layer).max() / 2 ** (bits - 1)
    print(f"{bits} bits: least error {min(errors):.3f} at"
          f" {multiples[np.argmin(errors)]:.2f} spreads; by spread"
          f" {square_error(layer, weight_grid(layer, bits)[0], bits):.3f},"
          f" by largest {square_error(layer, largest, bits):.3f}")

# %% [markdown]
# The trained layer's curve lies close to that of normal numbers, and the constants lie near
# its lowest point. The largest weight, one of 235,200, sets a scale far beyond it.
#
# The plot speaks of weights. What it means for images comes after the next function.

# %% [markdown]
# ## 11.3 A gradient through a staircase
#
# To train *through* the rounding, the network computes with the rounded weights
# $\hat w = \mathrm{scale} \cdot \mathrm{clip}(\mathrm{round}(w / \mathrm{scale}), \mathrm{low}, \mathrm{high})$,
# while the exact $w$ is kept: its *master*. This is *fake quantization*: floats that hold
# only grid values.
#
# But $\hat w$ is a staircase in $w$: its slope is 0 wherever it has one. By the chain rule no
# gradient ever reaches $w$.

# %% [markdown]
# Bengio et al. (2013) pretend. The *straight-through* gradient passes as if rounding were
# not there:
#
# $$ \frac{\partial L}{\partial w} = m \, \frac{\partial L}{\partial \hat w}, $$
#
# with $m = 1$ inside the range and $m = 0$ where clipped.
# Clipped is a weight whose *rounded* code lies beyond `low` or `high`: pushing it farther out
# does nothing. The scale counts as a constant here.

# %% [markdown]
# **By hand.** Scale 0.5, codes $-2$ to $1$:
#
# | $w$ | $w / \mathrm{scale}$ | rounded | code | $\hat w$ | gradient |
# | --- | --- | --- | --- | --- | --- |
# | $-1.2$ | $-2.4$ | $-2$ | $-2$ | $-1$ | 1 |
# | $-0.1$ | $-0.2$ | $0$ | $0$ | $0$ | 1 |
# | $0.7$ | $1.4$ | $1$ | $1$ | $0.5$ | 1 |
# | $0.9$ | $1.8$ | $2$ | $1$ | $0.5$ | 0 |

# %% [markdown]
# Halves go to the even code, as `np.rint` does. And $-0.1$ becomes 0, not the float $-0.0$:
# integers have no such code. Adding 0.0 turns it into 0.

# %% [markdown]
# ### Exercise 11.2, break it: `check_fake_quant` (3 points, about 20 minutes)
#
# Choose cases with their right answers, and accept who has all of them. `agrees` tries one
# case.
#
# Key details:
# - have weights clipped at *both* ends, and some that lie beyond `high * scale` but are
#   rounded into the range;
# - have halves below and above 0, small negative weights, and 0;
# - let `scale` be other than 1, and the codes go further below 0 than above.


# %%
def agrees(candidate, weights, scale, low, high, rounded, inside):
    """Whether a candidate gives these answers for these weights, to the bit."""
    given = np.array(weights, dtype=np.float32)
    got = candidate(given.copy(), scale, low, high)
    due = np.array(rounded, dtype=np.float32), np.array(inside)
    same = [np.array_equal(np.asarray(each), want) for each, want in
            zip(got, due, strict=True)]
    return all(same) and not np.signbit(got[0][due[0] == 0]).any()


# %% nbgrader={"grade": false, "grade_id": "check_fake_quant", "locked": false, "schema_version": 3, "solution": true}
def check_fake_quant(candidate):
    """Say whether a candidate rounds, clips, and passes the gradient where it should.

    Parameters
    ----------
    candidate : callable
        Called as ``candidate(weights, scale, low, high)``; returns the rounded weights,
        and an array that is 1 (or True) where the gradient passes, else 0 (or False).

    Returns
    -------
    bool
        True if it agreed in every case, False if in one it did not.
    """
    ### BEGIN SOLUTION
    wide = [-1.6, -1.2, -0.75, -0.25, -0.1, 0, 0.25, 0.6, 0.7, 0.75, 0.9, 8]
    halves = [-1, -1, -1, 0, 0, 0, 0, 0.5, 0.5, 0.5, 0.5, 0.5]
    fine = [-19, -16.5, -10, -6, -2, -1, 1, 6, 14, 15, 15.9, 17]
    twos = [-16, -16, -10, -6, -2, 0, 0, 6, 14, 14, 14, 14]
    passes = [0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0]
    return (agrees(candidate, wide, 0.5, -2, 1, halves, passes)
            and agrees(candidate, fine, 2.0, -8, 7, twos, passes))
    ### END SOLUTION


# %% [markdown]
# **Check.** Two right implementations and thirteen wrong ones are lent to your function, and
# stop working afterwards. The cell is silent when all is well.


# %% nbgrader={"grade": true, "grade_id": "check_fake_quant_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def right_one_by_one(weights, scale, low, high):
    whole = [round(float(w) / scale) for w in weights]
    nearest = [scale * min(max(code, low), high) for code in whole]
    return (np.array(nearest, dtype=np.float32),
            np.array([low <= code <= high for code in whole]))


def right_as_numbers(weights, scale, low, high):
    nearest, inside = right_one_by_one(weights, scale, low, high)
    return nearest, inside.astype(np.float32)


def altered(change):
    """A wrong candidate: the answers of a right one, changed."""
    def candidate(weights, scale, low, high):
        codes = np.array([round(float(w) / scale) for w in weights])
        return change(weights, scale, low, high, codes)

    return candidate


def grid(codes, scale, low, high):
    return (np.clip(codes, low, high) * scale + 0.0).astype(np.float32)


def within(codes, low, high):
    return (codes >= low) & (codes <= high)


judge(check_fake_quant, True, [right_one_by_one, right_as_numbers],
      "Is an answer of yours wrong? Halves go to the even code, clipped is what rounds "
      "to a code below low or above high, and True is as good as 1.")
for words, change, hint in [
    ("accepts everything that is zero", lambda w, s, lo, hi, c: (0 * w, w != w),
     "Give cases with answers that are not all 0."),
    ("passes no gradient at all", lambda w, s, lo, hi, c: (
        grid(c, s, lo, hi), w != w), "Have a weight inside the range."),
    ("passes the gradient everywhere", lambda w, s, lo, hi, c: (
        grid(c, s, lo, hi), w == w), "Have a weight that is clipped."),
    ("passes it where clipped from below", lambda w, s, lo, hi, c: (
        grid(c, s, lo, hi), c <= hi), "Have a weight below the range, too."),
    ("passes it where clipped from above", lambda w, s, lo, hi, c: (
        grid(c, s, lo, hi), c >= lo), "Have a weight above the range, too."),
    ("stops it beyond high * scale, before rounding", lambda w, s, lo, hi, c: (
        grid(c, s, lo, hi), (w >= lo * s) & (w <= hi * s)),
     "Have a weight a little beyond high * scale, or low * scale, that rounds to it."),
    ("divides the gradient by the scale", lambda w, s, lo, hi, c: (
        grid(c, s, lo, hi), within(c, lo, hi) / s), "Let the scale be other than 1."),
    ("rounds down", lambda w, s, lo, hi, c: (
        grid(np.floor(w / s), s, lo, hi), within(c, lo, hi)),
     "Have weights in the upper half of a step."),
    ("returns the codes", lambda w, s, lo, hi, c: (
        grid(c, 1, lo, hi), within(c, lo, hi)), "Let the scale be other than 1."),
    ("rounds halves away from 0", lambda w, s, lo, hi, c: (
        grid(np.sign(w) * np.floor(np.abs(w / s) + 0.5), s, lo, hi), within(c, lo, hi)),
     "Have a half whose even neighbour is the nearer one to 0."),
    ("makes the range symmetric", lambda w, s, lo, hi, c: (
        grid(c, s, -hi, hi), within(c, -hi, hi)),
     "Have a weight whose code is low."),
    ("leaves -0.0 where a small negative weight was", lambda w, s, lo, hi, c: (
        np.where(c == 0, np.copysign(0, w), grid(c, s, lo, hi)).astype(np.float32),
        within(c, lo, hi)), "Have a small negative weight: agrees looks at the sign."),
    ("has no grid point at 0", lambda w, s, lo, hi, c: (
        grid(np.floor(w / s) + 0.5, s, lo + 0.5, hi + 0.5), within(c, lo, hi)),
     "Have a weight that rounds to 0."),
]:
    judge(check_fake_quant, False, [(altered(change), words, hint)])

# %% nbgrader={"grade": true, "grade_id": "check_fake_quant_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: other candidates, right and wrong.
trial_verdict = check_fake_quant(lambda weights, scale, low, high: (weights, weights))
### BEGIN HIDDEN TESTS
def _codes(weights, scale):
    return np.array([round(float(_w) / scale) for _w in weights])


def _answer(codes, inside, scale, low, high):
    _near = np.minimum(np.maximum(codes, low), high)
    return (_near * scale + 0.0).astype(np.float32), np.asarray(inside)


def _made(rule=lambda w, s, lo, hi, c: c,
          where=lambda w, s, lo, hi, c: (c >= lo) & (c <= hi)):
    def _candidate(weights, scale, low, high):
        _c = _codes(weights, scale)
        _new = np.asarray(rule(weights.astype(float), scale, low, high, _c))
        return _answer(_new, where(weights, scale, low, high, _c), scale, low, high)

    return _candidate


def _table(weights, scale, low, high):
    _points = np.arange(low - 2, high + 3) * scale
    _at = [min(range(len(_points)), key=lambda _i: (
        abs(_points[_i] - float(_w)), (_i + low) % 2)) for _w in weights]
    _c = np.array(_at) + low - 2
    return _answer(_c, (_c >= low) & (_c <= high), scale, low, high)


def _unclipped(weights, scale, low, high):
    _c = _codes(weights, scale)
    return (_c * scale + 0.0).astype(np.float32), (_c >= low) & (_c <= high)


def _half(weights, scale, low, high):
    _c = _codes(weights, scale)
    _near, _in = _answer(_c, (_c >= low) & (_c <= high), scale, low, high)
    return _near, np.where(_in, 1.0, 0.5)


judge(check_fake_quant, True, [
    (_made(), "rounds with Python's round"),
    (_table, "looks for the nearest point of a table, the even one of two"),
    (lambda w, s, lo, hi: [np.asarray(_each, dtype=np.float64) for _each in
                           _table(w, s, lo, hi)], "answers in float64"),
], hint="Are all answers of your cases right?")
judge(check_fake_quant, False, [
    (_made(lambda w, s, lo, hi, c: np.trunc(w / s)), "cuts digits off"),
    (_made(lambda w, s, lo, hi, c: np.ceil(w / s)), "rounds up"),
    (_made(lambda w, s, lo, hi, c: np.floor(w / s + 0.5)), "rounds halves up",
     "Have a half above 0 whose even neighbour lies below it."),
    (_made(lambda w, s, lo, hi, c: np.ceil(w / s - 0.5)), "rounds halves down",
     "Have a half whose even neighbour lies above it."),
    (_unclipped, "does not clip the weights"),
    (_made(lambda w, s, lo, hi, c: np.minimum(c, hi - 1)), "never has the highest code",
     "Have a weight whose code is high."),
    (_made(lambda w, s, lo, hi, c: np.maximum(c, lo + 1)), "never uses the lowest code",
     "Have a weight whose code is low."),
    (_made(where=lambda w, s, lo, hi, c: (c > lo) & (c <= hi)),
     "stops the gradient at the lowest code", "Have a weight whose code is low."),
    (_made(where=lambda w, s, lo, hi, c: (c >= lo) & (c < hi)),
     "stops the gradient at the highest code", "Have a weight whose code is high."),
    (_made(where=lambda w, s, lo, hi, c: (c >= lo) & (c <= hi) & (c != 0)),
     "stops the gradient where the code is 0", "Have a weight that rounds to 0."),
    (_made(where=lambda w, s, lo, hi, c: (c < lo) | (c > hi)),
     "passes the gradient where clipped, and nowhere else"),
    (_half, "passes half of the gradient where clipped"),
    (_made(where=lambda w, s, lo, hi, c: (w / s >= lo) & (c <= hi)),
     "stops it below low * scale, before rounding",
     "Have a weight a little below low * scale that rounds to low."),
    (_made(where=lambda w, s, lo, hi, c: (c >= lo) & (w / s <= hi)),
     "stops it above high * scale, before rounding",
     "Have a weight a little above high * scale that rounds to high."),
    (_made(lambda w, s, lo, hi, c: np.rint(w)), "rounds without the scale",
     "Let the scale be other than 1."),
    (lambda w, s, lo, hi: _made()(w, s, -2, 1), "has 2 bits built in",
     "Have a second grid with other codes."),
    (lambda w, s, lo, hi: _made()(w, float(np.abs(w).max()) / hi, lo, hi),
     "takes a scale of its own, from the largest weight"),
], hint="Have weights of each kind: inside, clipped at both ends, halves, small ones.")
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 11.3: `fake_quant` (3 points, about 8 minutes)
#
# Write the function itself.
#
# Key details:
# - whether a weight is clipped is seen *after* rounding and *before* clipping;
# - no $-0.0$ among the results;
# - float32 and bool come back, in the shape of the weights.


# %% nbgrader={"grade": false, "grade_id": "fake_quant", "locked": false, "schema_version": 3, "solution": true}
def fake_quant(weights, scale, low, high):
    """Round weights to a grid; say where the straight-through gradient passes.

    Parameters
    ----------
    weights : ndarray of float, any shape
        Left unchanged.
    scale : float
        Distance of the grid's points, above 0.
    low, high : int
        Lowest and highest code.

    Returns
    -------
    rounded : ndarray of float32
        The nearest points of the grid (of two the one with the even code).
    inside : ndarray of bool
        False where a weight was clipped.
    """
    ### BEGIN SOLUTION
    codes = np.rint(weights / scale)
    rounded = np.clip(codes, low, high) * scale + 0.0
    return rounded.astype(np.float32), (codes >= low) & (codes <= high)
    ### END SOLUTION


# %% [markdown]
# **Check.** The example by hand, halves, both ends, a matrix, and one weight.
# The cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "fake_quant_check", "locked": true, "points": 2, "schema_version": 3, "solution": false}
for given, s, ends, want, passes, words in [
    ([-1.2, -0.1, 0.7, 0.9], 0.5, (-2, 1), [-1, 0, 0.5, 0.5], [1, 1, 1, 0],
     "the example by hand"),
    ([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5], 1.0, (-4, 3), [-2, -2, 0, 0, 2, 2],
     [1] * 6, "halves, which go to the even code"),
    ([-99, -8.6, -8.4, 7.4, 7.6, 99], 1.0, (-8, 7), [-8, -8, -8, 7, 7, 7],
     [0, 0, 1, 1, 0, 0], "both ends"),
    ([[3.3, -6.1], [-0.9, 0]], 2.0, (-2, 1), [[2, -4], [0, 0]], [[0, 0], [1, 1]],
     "a matrix"),
    ([0.02], 0.25, (-2, 1), [0], [1], "a single weight"),
]:
    for kind in (np.float32, np.float64):
        given = np.array(given, dtype=kind)
        kept = given.copy()
        call = f"fake_quant({given.tolist()}, {s}, *{ends}), {words},"
        got = fake_quant(given, s, *ends)
        assert np.array_equal(given, kept), (
            f"{call} changed the weights that it was given. Compute new arrays."
        )
        assert isinstance(got, tuple | list) and len(got) == 2, (
            f"{call} returns two arrays, rounded and inside; yours: {got!r:.80}."
        )
        rounded, inside = map(np.asarray, got)
        assert rounded.shape == inside.shape == given.shape, (
            f"{call} returns two arrays of the shape {given.shape}; yours have "
            f"{rounded.shape} and {inside.shape}."
        )
        wide = np.array(want) / s
        hint = ("These are the codes: multiply by the scale."
                if s != 1 and np.array_equal(rounded, wide) else
                "Divide by the scale, round (np.rint), clip, multiply by the scale.")
        assert np.abs(rounded - want).max() < 1e-6, (
            f"{call} gives {want}; yours "
            f"{np.round(rounded.astype(float), 3).tolist()}. {hint}"
        )
        assert not np.signbit(rounded[rounded == 0]).any(), (
            f"{call} has -0.0 in your result: an integer has no such code. Add 0.0."
        )
        assert np.array_equal(inside, np.array(passes)), (
            f"{call} passes the gradient by {np.array(passes).tolist()}; yours by "
            f"{inside.astype(float).tolist()}. It is 0 where the rounded code lies "
            "below low or above high, and 1 elsewhere: look before you clip."
        )
        assert rounded.dtype == np.float32 and inside.dtype == bool, (
            f"{call} returns float32 and bool; yours are {rounded.dtype} and "
            f"{inside.dtype}."
        )

# %% nbgrader={"grade": true, "grade_id": "fake_quant_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: many weights, scales and ranges.
lone_weight = fake_quant(np.array([[5.0]], dtype=np.float32), 2.0, -2, 1)
### BEGIN HIDDEN TESTS
assert float(np.asarray(lone_weight[0])[0, 0]) == 2 and not lone_weight[1][0, 0], (
    f"5 at scale 2 has code 2, clipped to 1: 2.0 and False; yours {lone_weight!r:.80}."
)
_rng = np.random.default_rng(11_301)
for _low, _high in [(-2, 1), (-8, 7), (-128, 127), (-1, 1), (-4, 3), (0, 3)]:
    for _scale in (0.25, 2.0, 0.037, 5e-6):
        for _kind in (np.float32, np.float64):
            _quarters = _rng.integers(4 * _low - 12, 4 * _high + 12, size=(9, 7))
            _w = (_quarters / 4 * _scale).astype(_kind)
            if _scale not in (0.25, 2.0):  # halves are exact for these alone
                _w = (_w + 0.1 * _scale).astype(_kind)
            _before = _w.copy()
            _got = fake_quant(_w, _scale, _low, _high)
            _c = np.array([round(float(_v) / _scale) for _v in _w.ravel()])
            _c = _c.reshape(_w.shape)
            _call = f"For 9 x 7 weights, scale {_scale:g}, codes {_low} to {_high}"
            assert np.array_equal(_w, _before), f"{_call}: the weights have changed."
            _near = np.minimum(np.maximum(_c, _low), _high) * _scale
            _mine = np.asarray(_got[0])
            assert _mine.shape == _w.shape and _mine.dtype == np.float32, (
                f"{_call} a float32 array of that shape comes; yours: "
                f"{_mine.shape}, {_mine.dtype}."
            )
            assert np.abs(_mine - _near).max() < 1e-3 * _scale, (
                f"{_call} a weight is off by {np.abs(_mine - _near).max():.3g}."
            )
            assert not np.signbit(_mine[_mine == 0]).any(), f"{_call} -0.0 came."
            _in = np.asarray(_got[1])
            assert _in.dtype == bool and np.array_equal(
                _in, (_c >= _low) & (_c <= _high)), (
                f"{_call} the gradient passes at {((_c >= _low) & (_c <= _high)).sum()}"
                f" weights, which round to a code of the range; yours at {_in.sum()}."
            )
### END HIDDEN TESTS

# %% [markdown]
# Both grids, on images. `quantizer` ties your functions together (1 and 1.58 bits come in
# section 11.4); `rounded_copy` rounds a trained network, which is *post-training*
# quantization.


# %%
def quantizer(bits, stretch=1.0):
    """A function from weights to rounded weights, and where the gradient passes."""
    def quantize(weights):
        if bits < 2:
            codes, scale = (binary if bits == 1 else ternary)(weights)
            rounded = np.float32(stretch * scale) * codes.astype(np.float32)
            return rounded, np.ones(weights.shape, dtype=bool)
        scale, low, high = weight_grid(weights, bits)
        return fake_quant(weights, stretch * scale, low, high)

    return quantize


# %%
def rounded_copy(model, quantize):
    """The model with rounded weights; its biases stay as they are."""
    model = model.copy()
    for place in weight_places(model):
        weights = model.layers[place].weights
        weights.data = quantize(weights.data)[0]
    return model


# %%
def codes_of(weights, bits):
    """The codes of a layer, and its scale."""
    if bits < 2:
        return (binary if bits == 1 else ternary)(weights)
    scale, low, high = weight_grid(weights, bits)
    rounded, _ = fake_quant(weights, scale, low, high)
    return np.rint(rounded / scale).astype(np.int8), scale


# %% tags=["show"]
def by_largest(bits):
    """A quantizer whose lowest code stands for a layer's largest weight."""
    def quantize(weights):
        _, low, high = weight_grid(weights, bits)
        return fake_quant(weights, float(np.abs(weights).max()) / -low, low, high)

    return quantize


factors = [0.7, 0.8, 0.9, 1.0, 1.15, 1.3, 1.5]
compared = {(name, bits): [percent(name, rounded_copy(net, by_largest(bits)))] + [
                percent(name, rounded_copy(net, quantizer(bits, f))) for f in factors]
            for name, net in networks.items() for bits in (4, 3, 2)}

# %% tags=["show"]
print("Read right (%), no training. Scale by the largest weight; by the spread; by the"
      "\nspread times the best of seven factors, chosen on these very images:")
for (name, bits), (largest, *tried) in compared.items():
    print(f"    {name:8}{bits} bits {largest:6.1f} {tried[3]:6.1f} {max(tried):6.1f}"
          f" (times {factors[np.argmax(tried)]})")

# %% [markdown]
# At 2 bits the spread reads more here. Measured apart: at 4 bits the two lie within half a
# point, and whether the spread is ahead at 2 bits six other networks do not settle; in one
# it is behind. A least error of the weights is not the most images read.
#
# The last column is as good as this kind of rounding gets here. That is the mark to pass.

# %% [markdown]
# ## 11.4 Three values, and two
#
# A weight of $-1$, 0 or 1 times a scale needs $\log_2 3 \approx 1.58$ bits; five of them fit
# into a byte, for $3^5 = 243 \le 256$. A weight of $-1$ or 1 needs one bit.
#
# **Binary**: the code is the sign, and the scale that leaves the least squared error is the
# mean size, $\frac{1}{n} \sum_i |w_i|$ (Rastegari et al., 2016).

# %% [markdown]
# **Ternary** (Li et al., 2016): 0 up to a threshold of 0.7 times the mean size, beyond it the
# sign; the scale is the mean size of the weights that are *kept*.
#
# **By hand.** $[0.1, -0.2, 0.6, -1.1]$ has the mean size 0.5. Binary: codes
# $[1, -1, 1, -1]$, scale 0.5. Ternary: threshold 0.35, codes $[0, 0, 1, -1]$, scale
# $(0.6 + 1.1) / 2 = 0.85$.

# %% [markdown]
# ### Exercise 11.4: `binary` and `ternary` (2 points, about 8 minutes)
#
# Return the codes and the scale of each.
#
# Key details:
# - a binary weight has no 0: the code of 0 is 1 (`np.sign` gives 0);
# - the ternary scale counts the kept weights alone; where all weights are 0 none is kept,
#   and the scale is 1;
# - codes are int8; means are taken over the whole layer.


# %% nbgrader={"grade": false, "grade_id": "ternary", "locked": false, "schema_version": 3, "solution": true}
def binary(weights):
    """Return codes -1 and 1 (ndarray of int8) and the scale (float) of a layer.

    ``weights`` is an ndarray of float of any shape, not empty, and is left unchanged.
    """
    ### BEGIN SOLUTION
    codes = np.where(weights < 0, -1, 1).astype(np.int8)
    return codes, float(np.abs(weights).mean(dtype=np.float64))
    ### END SOLUTION


def ternary(weights):
    """Return codes -1, 0 and 1 (ndarray of int8) and the scale (float) of a layer.

    Kept is a weight whose size is above 0.7 times the mean size. ``weights`` is as for
    ``binary``.
    """
    ### BEGIN SOLUTION
    sizes = np.abs(weights).astype(np.float64)
    kept = sizes > 0.7 * sizes.mean()
    codes = (np.sign(weights) * kept).astype(np.int8)
    return codes, float(sizes[kept].mean()) if kept.any() else 1.0
    ### END SOLUTION


# %% [markdown]
# **Check.** The example by hand, zeros, a matrix and a single weight.
# The cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "ternary_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
sign_hint = "The code is the sign; 0 counts as positive, and has the code 1."
mean_hint = "The scale is the mean size of all weights: sizes have no sign."
kept_hint = "Kept is what is larger than 0.7 times the mean size; it keeps its sign."
for function, given, want, size, code_hint, slips in [
    (binary, [0.1, -0.2, 0.6, -1.1], [1, -1, 1, -1], 0.5, sign_hint,
     {-0.15: mean_hint, 0.6364: "Take the mean size, not the spread.",
      2.0: "Take the mean size, not the sum.", 1.1: "Take the mean, not the largest."}),
    (binary, [[0, 3], [-3, -2]], [[1, 1], [-1, -1]], 2.0, sign_hint,
     {2.6667: "Zeros count in the mean.", 1.5: "One scale for the whole layer."}),
    (binary, [-2], [-1], 2.0, sign_hint, {}),
    (ternary, [0.1, -0.2, 0.6, -1.1], [0, 0, 1, -1], 0.85, kept_hint,
     {0.5: "The mean of the kept sizes alone, not of all.",
      0.425: "Divide by the number that is kept.", -0.25: mean_hint}),
    (ternary, [1, 1, 1, 1, 5], [0, 0, 0, 0, 1], 5.0,
     kept_hint + " The mean size is 1.8, so the threshold is 1.26.", {}),
    (ternary, [3, 2.2, 1.8, 5], [1, 1, 0, 1], 3.4,
     kept_hint + " The mean size is 3, so the threshold is 2.1.", {}),
    (ternary, [5, 6, 9.2], [1, 1, 1], 6.7333,
     kept_hint + " The mean size is 6.73, and 5 is above 0.7 times that.", {}),
    (ternary, [[-4, 4, 0.5], [0, -4, 4]], [[-1, 1, 0], [0, -1, 1]], 4.0, kept_hint,
     {2.75: "The mean of the kept sizes alone, not of all."}),
    (ternary, [[0, 0]], [[0, 0]], 1.0, "Zeros stay 0.",
     {0.0: "Where none is kept the scale is 1."}),
    (ternary, [-3], [-1], 3.0, kept_hint, {}),
]:
    given = np.array(given, dtype=np.float32)
    kept, call = given.copy(), f"{function.__name__}({given.tolist()})"
    got = function(given)
    assert np.array_equal(given, kept), (
        f"After {call} the weights given are others. Compute new arrays."
    )
    assert isinstance(got, tuple | list) and len(got) == 2, (
        f"{call} returns codes and scale; yours returns {got!r:.80}."
    )
    codes = np.asarray(got[0])
    assert codes.shape == given.shape and np.array_equal(codes, want), (
        f"{call} has the codes {want}; yours are {np.round(codes, 3).tolist()}. "
        f"{code_hint}"
    )
    assert codes.dtype == np.int8, f"{call} returns int8 codes; yours: {codes.dtype}."
    assert np.shape(got[1]) == (), (
        f"{call} has one scale for the layer; yours is {got[1]!r:.80}."
    )
    near = [hint for wrong, hint in slips.items() if abs(got[1] - wrong) < 1e-3]
    assert abs(got[1] - size) < 1e-3, (
        f"{call} has the scale {size}; yours is {float(got[1]):.4g}. "
        f"{near[0] if near else mean_hint if function is binary else kept_hint}"
    )

# %% nbgrader={"grade": true, "grade_id": "ternary_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: layers of other shapes, sizes and
# means, and zeros.
three_codes = ternary(np.array([2.0, -1, 0]))
two_codes = binary(np.array([2.0, -1, 0]))
### BEGIN HIDDEN TESTS
assert np.array_equal(three_codes[0], [1, -1, 0]) and three_codes[1] == 1.5, (
    f"ternary([2, -1, 0]) is [1, -1, 0] and 1.5; yours is {three_codes!r:.80}."
)
assert np.array_equal(two_codes[0], [1, -1, 1]) and two_codes[1] == 1.0, (
    f"binary([2, -1, 0]) is [1, -1, 1] and 1.0; yours is {two_codes!r:.80}."
)
_rng = np.random.default_rng(11_401)
for _shape, _mean, _size, _type in [
    ((40, 30), 0.0, 1.0, np.float32), ((7,), 0.5, 3.0, np.float64),
    ((1, 1), 0.0, 1.0, np.float64),
    ((3, 3, 2, 5), -1.0, 1e-3, np.float32), ((50,), 3.0, 0.2, np.float32),
    ((6, 5), 0.0, 1e4, np.float32),
]:
    _w = (_size * _rng.normal(_mean, 1, _shape)).astype(_type)
    _w.flat[0] = 0 if _w.size > 1 else _w.flat[0]
    _list = [float(_v) for _v in _w.ravel()]
    _mean_size = sum(abs(_v) for _v in _list) / len(_list)
    _kept = [abs(_v) for _v in _list if abs(_v) > 0.7 * _mean_size]
    _signs = [-1 if _v < 0 else 1 for _v in _list]
    _three = [_s * (abs(_v) > 0.7 * _mean_size)
              for _s, _v in zip(_signs, _list, strict=True)]
    for _function, _codes, _scale in [(binary, _signs, _mean_size),
                                      (ternary, _three, sum(_kept) / len(_kept))]:
        _call = f"For weights of shape {_shape}, {_size:g} in size, of mean {_mean},"
        _before = _w.copy()
        _got = _function(_w)
        assert np.array_equal(_w, _before), f"{_call}: the weights given have changed."
        _mine = np.asarray(_got[0])
        assert _mine.shape == _w.shape and _mine.dtype == np.int8, (
            f"{_call} int8 codes of that shape come; yours {_mine.shape} {_mine.dtype}."
        )
        _off = int((_mine.ravel() != _codes).sum())
        assert _off == 0, f"{_call} {_off} of {len(_codes)} codes are wrong."
        assert abs(float(_got[1]) - _scale) < 1e-5 * _scale, (
            f"{_call} the scale is {_scale:.6g}; yours is {float(_got[1]):.6g}."
        )
_none = ternary(np.zeros((3, 4), dtype=np.float32))
assert not np.asarray(_none[0]).any() and float(_none[1]) == 1, (
    f"A layer of zeros has ternary codes of 0 and scale 1; yours: {_none!r:.80}."
)
_flat = binary(np.zeros((3, 4), dtype=np.float32))
assert (np.asarray(_flat[0]) == 1).all() and float(_flat[1]) == 0, (
    f"A layer of zeros has binary codes of 1 and scale 0; yours: {_flat!r:.80}."
)
### END HIDDEN TESTS

# %% tags=["show"]
print("Read right (%), rounded after training")
for name, net in networks.items():
    rows = [f"{bits} bits {percent(name, rounded_copy(net, quantizer(bits))):.1f}"
            for bits in (4, 3, 2, 1.58, 1)]
    print(f"    {name:8}", ", ".join(rows))

# %% [markdown]
# One bit a weight, and both networks are far from guessing. But many points are gone.

# %% [markdown]
# ## 11.5 Masters
#
# A training step moves a weight by a small fraction of a grid step. Applied to the *rounded*
# weight and rounded again, it is lost. So the optimizer moves the float **masters**, in
# which small steps add up until a code changes:
#
# 1. round the masters, and put the rounded weights into the model (before the first batch,
#    too);
# 2. let a batch find the gradient *there*;
# 3. put the masters back, let the gradient pass where it should, and take the step.

# %% [markdown]
# The `Trainer` has a hook for each side of the step: `before_step(done)` and
# `after_step(done)`; `done` is the fraction of the run that is done, which you need not look
# at. `weights.data` is the array of a Parameter and `weights.grad` its gradient.
#
# **By hand.** Scale 1, master 0.45, rounded 0. Four steps of 0.02 each make the
# master 0.53, rounded 1. Without a master: 0 + 0.02 is rounded to 0, four times.

# %% [markdown]
# ### Exercise 11.5: `train_through` (4 points, about 20 minutes)
#
# Write the two hooks and the run. The copy, its weights, two lists for them and the
# optimizer are given.
#
# Key details:
# - only weights are rounded; biases stay float;
# - the gradient is multiplied by where it passes *at these masters*;
# - rounded weights in place of the masters must never reach the optimizer's step;
# - what comes back holds the masters.


# %% nbgrader={"grade": false, "grade_id": "train_through", "locked": false, "schema_version": 3, "solution": true}
def train_through(model, quantize, batches, epochs, rate):
    """Train a copy of a model that computes with rounded weights at every step.

    Parameters
    ----------
    model : Sequential
        Left unchanged.
    quantize : callable
        ``quantize(weights) -> (rounded, inside)``, for the weights of one layer.
    batches : DataLoader, or list of (inputs, labels)
    epochs : int
    rate : float
        Learning rate of Adam at the first step; it falls in a straight line to 0.

    Returns
    -------
    Sequential
        With float masters for weights.
    """
    model = model.copy()
    trained = [model.layers[place].weights for place in weight_places(model)]
    masters, inside = [None] * len(trained), [None] * len(trained)
    adam = Adam(model.parameters(), rate)
    ### BEGIN SOLUTION
    def round_all(done):
        for i, weights in enumerate(trained):
            masters[i] = weights.data
            weights.data, inside[i] = quantize(masters[i])

    def put_back(done):
        for weights, master, passes in zip(trained, masters, inside, strict=True):
            weights.data, weights.grad = master, weights.grad * passes

    round_all(0)
    Trainer(model, adam, progress=False, before_step=put_back, after_step=round_all,
            schedule=lambda done: 1 - done).fit(batches, epochs)
    for weights, master in zip(trained, masters, strict=True):
        weights.data = master
    ### END SOLUTION
    return model


# %% [markdown]
# **Check.** A toy of 3-4-2 units, 5 batches, 6 epochs at a rate of 0.1; then a rate so small
# that no code changes. `toy_rounding` has a scale of 0.5 and codes from $-2$ to 1. The
# cell is silent when all is well.


# %% nbgrader={"grade": true, "grade_id": "train_through_check", "locked": true, "points": 2, "schema_version": 3, "solution": false}
seen_weights = []


def toy_rounding(weights):
    seen_weights.append(weights.copy())
    codes = np.array([round(float(w) / 0.5) for w in weights.ravel()])
    codes = codes.reshape(weights.shape)
    nearest = (np.clip(codes, -2, 1) * 0.5 + 0.0).astype(np.float32)
    return nearest, (codes >= -2) & (codes <= 1)


toy_start, draw = create_mlp(3, [4], 2, seed=11), np.random.default_rng(5)
toy_batches = [(draw.normal(size=(20, 3)).astype(np.float32), draw.integers(0, 2, 20))
               for _ in range(5)]
toy_before = [parameter.data.copy() for parameter in toy_start.parameters()]


def trained_or_say(epochs, rate):
    """The arrays of the toy, trained; complains of what has not the right form."""
    call = f"With 5 batches, {epochs} epochs and a rate of {rate}"
    try:
        got = train_through(toy_start, toy_rounding, toy_batches, epochs, rate)
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(
            f"{call} your function stops with {type(error).__name__}: {error}. Hooks "
            "take one argument, done; round once before the run, so that masters and "
            "inside are there at the first step."
        ) from error
    assert isinstance(got, Sequential), (
        f"train_through returns the trained network; yours returns {got!r:.80}."
    )
    assert all(map(np.array_equal, toy_before,
                   [p.data for p in toy_start.parameters()])), (
        "The model given has other weights after the call. Train the copy."
    )
    arrays = [parameter.data for parameter in got.parameters()]
    assert all(isinstance(each, np.ndarray) and each.dtype == np.float32
               for each in arrays), (
        f"{call} the parameters are no float32 arrays any more. Set weights.data."
    )
    return arrays


ends = trained_or_say(6, 0.1)
assert len(seen_weights) > 30, (
    f"30 steps, two layers: quantize is called before the first batch and after each "
    f"step; yours called it {len(seen_weights)} times. Give the Trainer both hooks."
)
size = sum(float(np.abs(each).sum()) for each in ends)
one_run = "One run of the Trainer for all epochs: rate and hooks go on."
near = [hint for wrong, hint in {
    13.37513: "Round before the first batch, too: its gradient is that of the rounded "
              "weights.",
    11.33938: "Put the masters back at the end: yours returns rounded weights.",
    11.26334: "Put the masters back before the step: yours moves rounded weights.",
    11.78585: "The gradient passes everywhere in yours: multiply it by inside.",
    11.99994: "Yours passes where it should not: inside is True where it passes.",
    14.26245: "No gradient reaches the weights in yours.",
    13.33256: "inside belongs to the masters of this step: renew it after each.",
    13.70089: "Biases stay float: round weights alone.",
    15.02806: "The rate is to fall: give the Trainer schedule=lambda done: 1 - done.",
    11.95473: "That is training without rounding: give the Trainer both hooks.",
    14.34128: one_run, 14.345: one_run,
}.items() if abs(size - wrong) < 1e-3]
in_order = ("In order: round, let the batch find a gradient, put the masters back, "
            "gate the gradient, step, round.")
assert abs(size - 13.44339) < 1e-3, (
    "After 6 epochs on the toy the sizes of all parameters add up to 13.443; yours to "
    f"{size:.3f}. {near[0] if near else in_order}"
)
ends = trained_or_say(1, 1e-4)
moved = max(float(np.abs(each - was).max())
            for each, was in zip(ends[::2], toy_before[::2], strict=True))
assert 1e-5 < moved < 1e-2, (
    "At a rate of 0.0001 no code of the toy changes, but its masters move by some "
    f"ten-thousandths; in yours a weight moved by {moved:.2g}. Small steps add up in "
    "the masters, which are never rounded."
)

# %% nbgrader={"grade": true, "grade_id": "train_through_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: networks of other shapes, with
# convolutions and without biases, other grids, batches and rates.
lone_layer = Sequential([Dense(2, 2)])
one_batch = [(np.ones((1, 2), dtype=np.float32), np.array([0]))]
after_a_step = train_through(lone_layer, lambda weights: (
    np.zeros_like(weights), np.ones(weights.shape, dtype=bool)), one_batch, 1, 0.25)
### BEGIN HIDDEN TESTS
from smallnets import Conv2D as _Conv2D
from smallnets import Flatten as _Flatten
from smallnets import softmax_cross_entropy as _loss

_step = after_a_step.layers[0].weights.data - lone_layer.layers[0].weights.data
assert np.abs(_step - np.array([[0.25, -0.25]] * 2)).max() < 1e-4, (
    "One step of Adam at a rate of 0.25 moves each master by 0.25, up for the label's "
    f"column, down for the other; yours moved by {np.round(_step, 3).tolist()}."
)
_rng = np.random.default_rng(11_501)


def _own(model):
    return [_l.weights for _l in model.layers if hasattr(_l, "weights")]


def _expected(model, quantize, batches, epochs, rate):
    """Two models: one holds the masters, the other computes."""
    _masters, _works = model.copy(), model.copy()
    _adam, _n = Adam(_masters.parameters(), rate), epochs * len(batches)
    for _k in range(_n):
        _adam.learning_rate = rate * (1 - _k / _n)
        for _to, _from in zip(_works.parameters(), _masters.parameters(), strict=True):
            _to.data = _from.data.copy()
        _pass = []
        for _w in _own(_works):
            _w.data, _in = quantize(_w.data)
            _pass.append(_in)
        _x, _y = batches[_k % len(batches)]
        _, _g = _loss(_works.forward(_x), _y)
        _works.parameter_gradients(_g.astype(np.float32))
        for _w, _in in zip(_own(_works), _pass, strict=True):
            _w.grad = np.where(_in, _w.grad, 0).astype(np.float32)
        for _to, _from in zip(_masters.parameters(), _works.parameters(), strict=True):
            _to.grad = _from.grad
        _adam.step()
    return _masters


def _uniform(scale, low, high):
    def _quantize(weights):
        _c = np.floor(weights / np.float32(scale) + np.float32(0.5))
        _near = np.minimum(np.maximum(_c, low), high) * np.float32(scale)
        return _near.astype(np.float32), (_c >= low) & (_c <= high)

    return _quantize


def _signs(weights):
    _near = np.where(weights < 0, -0.3, 0.3).astype(np.float32)
    return _near, np.abs(weights) < 0.7


def _batches(n, size, shape, classes):
    return [(_rng.normal(size=(size, *shape)).astype(np.float32),
             _rng.integers(0, classes, size)) for _ in range(n)]


_filters = np.random.default_rng(7)
_conv = Sequential([_Conv2D(1, 3, 3, rng=_filters), ReLU(), _Flatten(),
                    Dense(48, 3, rng=_filters)])
_bare = Sequential([Dense(5, 6, bias=False, rng=_filters), ReLU(),
                    Dense(6, 4, rng=_filters), ReLU(), Dense(4, 3, rng=_filters)])
for _words, _model, _quantize, _data, _epochs, _rate in [
    ("784 in small: 6-7-3", create_mlp(6, [7], 3, seed=4), _uniform(0.25, -2, 1),
     _batches(4, 30, (6,), 3), 3, 0.01),
    ("a convolution", _conv, _uniform(0.2, -2, 1), _batches(3, 16, (6, 6, 1), 3), 3,
     0.02),
    ("a layer without bias", _bare, _uniform(0.5, -1, 1), _batches(2, 10, (5,), 3), 5,
     0.02),
    ("signs for weights", create_mlp(4, [8], 2, seed=9), _signs,
     _batches(5, 12, (4,), 2), 2, 0.03),
    ("a single layer, one epoch", create_mlp(4, [], 3, seed=2), _uniform(0.5, -2, 1),
     _batches(6, 9, (4,), 3), 1, 0.05),
]:
    _old = [_p.data.copy() for _p in _model.parameters()]
    _kept = [_x.copy() for _x, _ in _data]
    _got = train_through(_model, _quantize, _data, _epochs, _rate)
    assert all(np.array_equal(_p.data, _o)
               for _p, _o in zip(_model.parameters(), _old, strict=True)), (
        f"For {_words} the model given has other weights afterwards. Train the copy."
    )
    assert all(map(np.array_equal, _kept, [_x for _x, _ in _data])), (
        f"For {_words} the batches given have changed."
    )
    _due = _expected(_model, _quantize, _data, _epochs, _rate)
    for _w, _r in zip(_got.parameters(), _due.parameters(), strict=True):
        _gap = float(np.abs(_w.data - _r.data).max())
        assert _w.data.dtype == np.float32 and _gap < 2e-4, (
            f"For {_words}, {_epochs} epochs of {len(_data)} batches, an array of "
            f"shape {_r.data.shape} differs by {_gap:.2g} from what this training "
            "gives. Gradients at rounded weights, gated at these masters; steps on the "
            "masters, which come back; biases as they are; a rate that falls to 0."
        )
### END HIDDEN TESTS

# %% [markdown]
# ### Predict, then run
#
# The clothes network at 2 bits, rounded after training with the best of seven scales: see
# section 11.3. Now it gets one epoch, and is rounded at every step of it. What will its
# 2-bit version read?

# %%
prediction = None  # your guess in percent


# %% tags=["show"]
def images_in_order(name, seed):
    return DataLoader(sets[name].train, 128, shuffle=True, seed=seed)


def trained_on(name, seed, rate=1e-3):
    """The control: the float network, an epoch more, the same images and rates."""
    model = networks[name].copy()
    Trainer(model, Adam(model.parameters(), rate), progress=False,
            schedule=lambda done: 1 - done).fit(images_in_order(name, seed), 1)
    return model


# %% tags=["show"]
two_bits = quantizer(2)


def unclipped(weights):
    """Two bits, and a gradient that passes everywhere."""
    return two_bits(weights)[0], np.ones(weights.shape, dtype=bool)


# %% tags=["show"]
def without_masters(name, seed, rate=1e-3):
    """Steps on rounded weights, which are rounded again: the grid stays as it began."""
    model = rounded_copy(networks[name], two_bits)
    grids = [(model.layers[place].weights,
              weight_grid(networks[name].layers[place].weights.data, 2))
             for place in weight_places(model)]

    def snap(done):
        for weights, grid in grids:
            weights.data = fake_quant(weights.data, *grid)[0]

    Trainer(model, Adam(model.parameters(), rate), progress=False, after_step=snap,
            schedule=lambda done: 1 - done).fit(images_in_order(name, seed), 1)
    return model


# %% tags=["show"]
clothes, runs, through = networks["Fashion"], {}, {}
for seed in range(3):
    more = trained_on("Fashion", seed)
    through[seed] = train_through(clothes, two_bits, images_in_order("Fashion", seed),
                                  1, 1e-3)
    free = train_through(clothes, unclipped, images_in_order("Fashion", seed), 1, 1e-3)
    runs[seed] = [more, rounded_copy(more, two_bits), without_masters("Fashion", seed),
                  rounded_copy(free, two_bits), rounded_copy(through[seed], two_bits)]
ways = ["float, an epoch more, 32 bits", "float, an epoch more, then rounded",
        "through the rounding, no masters", "through it, gradient passes everywhere",
        "through it, gradient stops where clipped"]

# %% tags=["show"]
print("Your guess:", "none" if prediction is None else f"{prediction}%")
print("Clothes at 2 bits after an epoch (%), three orders of the images:")
read = {words: [percent("Fashion", runs[seed][i]) for seed in runs]
        for i, words in enumerate(ways)}
for words, row in read.items():
    print(f"    {words:42}", " ".join(f"{each:5.2f}" for each in row))
gap = np.subtract(read[ways[4]], read[ways[3]])
print("Last less next to last:", " ".join(f"{each:+.2f}" for each in gap))

# %% tags=["show"]
print("By layer: weights clipped at the end; codes that an epoch changed")
for place in weight_places(clothes):
    start, end = (each.layers[place].weights.data for each in (clothes, through[0]))
    still = runs[0][2].layers[place].weights.data
    rounded, inside = two_bits(end)
    print(f"    {np.mean(~inside):5.1%} clipped;"
          f" {np.mean(codes_of(start, 2)[0] != codes_of(end, 2)[0]):4.0%} of the codes"
          f" changed, without masters {np.mean(two_bits(start)[0] != still):.0%}")

# %% [markdown]
# An epoch through the rounding brings 2 bits to within a point of the float network; an epoch
# more in float does nothing for its rounded version. One code in fifteen has changed.
#
# Without masters not a single code changed: what those networks read more than at the start
# they owe to their biases. Whether the gradient stops where a weight is clipped makes no
# difference that accuracy could tell: the value has to be checked, as in exercise 11.2.

# %% [markdown]
# And the scale? Measured apart: by the largest weight an epoch reads more than a point less
# at 2 bits; at 3 bits either scale will do.

# %% [markdown]
# ### How far down?
#
# One network and one epoch say little. `tasks/store_quantized.py` trained three networks a
# data set from chance, 6 epochs each; then rounded them, trained them 2 epochs more in
# float, or 2 epochs through the rounding, from the same seeds. Rounding after training is
# shown at the best of nine scales for each network, chosen on validation images; training
# through it uses your scale as it is.

# %% tags=["show"]
from smallnets import stored_results

stored = stored_results("11_quantization_aware_training")


def stored_runs(name, way, bits, column=4):
    """Validation accuracies (column 5: test) of three networks of 300-100 units."""
    return [row[column] for row in stored["mlp"]
            if row[0] == name and row[2:4] == [way, bits]]


def spread_of(values):
    return f"{np.mean(values):5.2f} ({np.min(values):.2f} to {np.max(values):.2f})"


# %% tags=["show"]
looks = {"rounded, best scale": ("#E69F00", "X", "rounded after training"),
         "trained on, best scale": ("#CC79A7", "P", "as long in float, then rounded"),
         "trained through": ("#0072B2", "s", "trained through the rounding")}
low_bits = [4, 3, 2, 1.58, 1]


def draw_means(ax, rows, bits, color, marker, label):
    """Mean over the seeds at each number of bits, and from lowest to highest."""
    mean = np.mean(rows, axis=1)
    reach = np.abs((np.min(rows, axis=1) - mean, np.max(rows, axis=1) - mean))
    ax.errorbar(range(len(bits)), mean, reach, color=color, marker=marker, capsize=3,
                label=label)
    ax.set_xticks(range(len(bits)), bits)


# %% tags=["show"]
fig, axes = plots.new_axes("bits a weight", "validation accuracy (%)",
                           "784-300-100-10 in few bits, 3 networks a point", ncols=2)
for name, ax in zip(sets, axes, strict=True):
    for way, look in looks.items():
        rows = [stored_runs(name, way, bits) for bits in low_bits]
        draw_means(ax, rows, low_bits, *look)
    level = np.mean(stored_runs(name, "float, trained on", 32))
    ax.axhline(level, color="#000000", linestyle=":", label="float, as long")
    ax.set_title(name, fontsize=plots.LABEL_SIZE)
    ax.set_ylim(60, 100)
legend = fig.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center",
                    ncols=2)

# %% tags=["show"]
for name in sets:
    print(f"{name}: validation (%), mean of 3; in float, as long",
          spread_of(stored_runs(name, "float, trained on", 32)))
    for bits in low_bits:
        print(f"    {bits:4} bits: rounded", spread_of(
            stored_runs(name, "rounded, best scale", bits)), " through",
            spread_of(stored_runs(name, "trained through", bits)))

# %% [markdown]
# Trained through the rounding, 4, 3 and 2 bits read within half a point of the float network
# that was trained as long, and 1 bit within a point and a half.
#
# It is the rounding in training that does it: with two epochs more in float, then rounded,
# each of the six networks reads less at 2, 1.58 and 1 bits.

# %% [markdown]
# And convolutions? The shipped LeNet-5 of each set, two epochs on 10,000 images (all that
# convolutions in numpy have time for here): scales chosen on 1,000 validation images, read
# on the other 4,000; three orders of the images.

# %% tags=["show"]
def cnn_runs(name, way, bits):
    return [row[4] for row in stored["cnn"]
            if row[0] == name and row[2:4] == [way, bits]]


for name in sets:
    more = spread_of(cnn_runs(name, "float, trained on", 32))
    print(f"LeNet-5, {name} (%): float {cnn_runs(name, 'float', 32)[0]:.2f},"
          f" trained on {more}")
    for bits in low_bits:
        print(f"    {bits:4} bits: rounded"
              f" {cnn_runs(name, 'rounded, best scale', bits)[0]:6.2f}   through",
              spread_of(cnn_runs(name, "trained through", bits)))

# %% [markdown]
# The convolutions show the same, more strongly: rounded after training, 1.58 and 1 bits lose
# a third of the answers or more, trained through it eight points at most.

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_masters", "locked": false, "points": 2, "schema_version": 3, "solution": true}
# **Reflect** (2 points, about 8 minutes). A colleague says: "The masters are float32, so
# training saves nothing; and since the result is 2 bits anyway, I round the weights after
# every step and keep those." What does the first table of this section say of her way, and
# why is it so? And which sentence about the *gradient rule* can you not write, whichever
# way the accuracies had come out by a tenth of a point? (Three sentences.)
#
# ### BEGIN SOLUTION
# Rubric:
# - 1 point: without masters no code changes (0%), since a step of Adam is far below half a
#   grid step and is rounded away; the points that she gains come from the biases, which
#   are float, and masters gain more. She is right that training saves no memory: the gain is in the file.
# - 1 point: that stopping the gradient where clipped is better (or worse) than letting it
#   pass: the paired differences have both signs or are within the spread of orders, so
#   accuracy cannot tell the rules apart; the check by value can.
# ### END SOLUTION

# %% [markdown]
# ## 11.6 Equal bytes, different bits
#
# A file of 4,096 bytes may hold few weights of 8 bits or eight times as many of 1 bit. Which
# reads more? To be fair the *file* is counted: sizes, a scale a layer, float32 biases, and
# the packed codes. `file_bytes` writes it, `network_of` reads it back.


# %%
def pack(codes, bits):
    """The codes of a layer as bytes: whole bits each, or five of -1, 0, 1 a byte."""
    flat = codes.ravel().astype(int)
    if bits == 1.58:  # 3 ** 5 = 243 fits into a byte
        fives = np.pad(flat + 1, (0, -len(flat) % 5)).reshape(-1, 5)
        return (fives @ 3 ** np.arange(5)).astype(np.uint8).tobytes()
    above = flat > 0 if bits == 1 else flat + 2 ** (bits - 1)
    return np.packbits(above[:, None] >> np.arange(bits) & 1).tobytes()


# %%
def unpack(data, n, bits):
    """The n codes that pack made bytes of."""
    numbers = np.frombuffer(data, dtype=np.uint8)
    if bits == 1.58:
        return (numbers[:, None] // 3 ** np.arange(5) % 3).ravel()[:n].astype(int) - 1
    singles = np.unpackbits(numbers)[: n * bits].reshape(n, bits)
    above = singles.astype(int) @ 2 ** np.arange(bits)
    return 2 * above - 1 if bits == 1 else above - 2 ** (bits - 1)


# %%
def file_bytes(model, bits):
    """A file of an MLP: bits, sizes; of each layer scale, biases (float32), codes."""
    layers = [model.layers[place] for place in weight_places(model)]
    sizes = [layers[0].in_features, *(each.out_features for each in layers)]
    parts = [bytes([int(10 * bits), len(layers)]), np.array(sizes, "<u2").tobytes()]
    for each in layers:
        codes, scale = codes_of(each.weights.data, bits)
        parts += [np.float32(scale).tobytes(), each.bias.data.tobytes(),
                  pack(codes, bits)]
    return b"".join(parts)


# %%
def packed_bytes(n_codes, bits):
    return -(-n_codes // 5) if bits == 1.58 else -(-n_codes * bits // 8)


def file_size(hidden, bits):
    """Bytes of the file of a network 784-...-10, derived."""
    sizes = [784, *hidden, 10]
    return 10 + sum(4 + 4 * n + packed_bytes(m * n, bits)
                    for m, n in zip(sizes[:-1], sizes[1:], strict=True))


# %%
def fill(layer, data, at, bits):
    """Read a layer from its place in a file; return where the next one begins."""
    m, n = layer.weights.data.shape
    start = at + 4 + 4 * n
    scale, *biases = np.frombuffer(data[at:start], "<f4")
    end = start + packed_bytes(m * n, bits)
    codes = unpack(data[start:end], m * n, bits).reshape(m, n)
    layer.weights.data = scale * codes.astype(np.float32)
    layer.bias.data = np.array(biases, dtype=np.float32)
    return end


# %%
def network_of(data):
    """The network that a file holds, with rounded weights."""
    bits = {10: 1, 15: 1.58}.get(data[0], data[0] // 10)
    sizes = np.frombuffer(data, "<u2", data[1] + 1, 2).astype(int)
    model, at = create_mlp(sizes[0], list(sizes[1:-1]), sizes[-1]), 4 + 2 * data[1]
    for place in weight_places(model):
        at = fill(model.layers[place], data, at, bits)
    return model


# %%
def widest(budget, bits):
    """Units of two hidden layers, equal or one apart, that fit into budget bytes."""
    pairs = [[h + more, h] for h in range(2, 250) for more in (0, 1)]
    return max(pair for pair in pairs if file_size(pair, bits) <= budget)


# %% tags=["show"]
all_bits = [8, 4, 3, 2, 1.58, 1]
print("bits: hidden units within 4,096 bytes; within 16,384 bytes")
for bits in all_bits:
    shapes = [widest(budget, bits) for budget in (4096, 16384)]
    files = [len(file_bytes(create_mlp(784, shape, 10), bits)) for shape in shapes]
    assert files == [file_size(shape, bits) for shape in shapes]
    print(f"{bits:4}: " + "; ".join(f"{a} and {b} ({size:,} bytes)" for (a, b), size in
                                    zip(shapes, files, strict=True)))

# %% [markdown]
# ### Predict, then run
#
# All are trained through their rounding from chance, for the same number of epochs. Which
# number of bits reads the most clothes from 4,096 bytes? (Live: three of the six, 4 epochs,
# about 4 seconds: the first of the seeds that are stored below, at its better rate.)

# %%
prediction = None  # 8, 4, 3, 2, 1.58 or 1 bits?

# %% tags=["show"]
print("Your guess:", "none" if prediction is None else f"{prediction} bits")
for bits, rate in [(8, 2e-3), (2, 6e-3), (1, 6e-3)]:
    start = create_mlp(784, widest(4096, bits), 10, seed=0)
    order = images_in_order("Fashion", 0)
    small = train_through(start, quantizer(bits), order, 4, rate)
    data = file_bytes(small, bits)
    print(f"{bits} bits: a file of {len(data):,} bytes, read back:"
          f" {percent('Fashion', network_of(data)):.2f}% of the clothes")

# %% [markdown]
# Three seeds of each, both sets and two budgets were stored. Every number of bits has its
# own widest network and the better of two learning rates, by validation accuracy.

# %% tags=["show"]
def stored_files(name, budget, bits, column=6):
    """Validation accuracies (column 7: test) of three seeds."""
    return [row[column] for row in stored["bytes"] if row[:3] == [name, budget, bits]]


# %% tags=["show"]
fig, axes = plots.new_axes("bits a weight", "validation accuracy (%)",
                           "Files of equal size, trained from chance", ncols=2)
for name, ax in zip(sets, axes, strict=True):
    for budget, color, marker in [(16384, "#0072B2", "s"), (4096, "#D55E00", "v")]:
        rows = [stored_files(name, budget, bits) for bits in all_bits]
        draw_means(ax, rows, all_bits, color, marker, f"{budget:,} bytes")
    ax.set_title(name, fontsize=plots.LABEL_SIZE)
legend = fig.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center",
                    ncols=2)

# %% tags=["show"]
for budget in (4096, 16384):
    for name in sets:
        print(f"{budget:,} bytes, {name} (%), mean of 3 (lowest to highest):")
        for bits in all_bits:
            print(f"    {bits:4} bits", spread_of(stored_files(name, budget, bits)))

# %% [markdown]
# Within 4,096 bytes 1 bit reads more than 8, 4, 3, 2 or 1.58, both sets taken together: half
# a point more than 1.58, and not in every pair. Within 16,384 bytes 4 bits and fewer lie
# within a point of each other, and above 8 bits.
#
# Bytes were equal, and epochs; multiply-adds were not: 1 bit has seven times those of 8 bits,
# or more. Four epochs are few, and the shape is of one kind: another may suit 8 bits, which
# leave 5 and 4 units here.

# %% [markdown]
# ## 11.7 Integers at last
#
# Fake quantization computed in floats all the time. Does the network of integers give the
# same answers? With `inputs` $= s_x \cdot q_x$ and weights $= s_w \cdot q_w$,
#
# $$ x W + b = s_x s_w \left( q_x q_W + \frac{b}{s_x s_w} \right): $$
#
# the bracket is whole numbers, once the bias is rounded to multiples of the *step*
# $s_x s_w$. That is a fine grid: not the weights' coarse one. Sums are kept in int32.

# %% [markdown]
# **By hand.** Codes of the inputs $[200, 100]$ at scale 0.01, of the weights $[2, -1]$ at
# scale 0.5, bias 0.123. The step is 0.005, the bias $0.123 / 0.005 = 24.6$, rounded 25, and
# the sum $400 - 100 + 25 = 325$. The output is $325 \cdot 0.005 = 1.625$; in floats it is
# $2 \cdot 1 + 1 \cdot (-0.5) + 0.123 = 1.623$.

# %% [markdown]
# ### Exercise 11.6: `integer_layer` (2 points, about 10 minutes)
#
# Compute the sums of a layer in integers.
#
# Key details:
# - numpy keeps the type of small integers, and *wraps*: 200 + 100 in uint8 is 44. Make
#   them int32 before the product;
# - the bias is divided by the step and rounded, not cut off.


# %% nbgrader={"grade": false, "grade_id": "integer_layer", "locked": false, "schema_version": 3, "solution": true}
def integer_layer(inputs, codes, scale, bias, in_scale):
    """Compute a dense layer in integers.

    Parameters
    ----------
    inputs : ndarray of uint8, shape (examples, m)
        Codes of the inputs.
    codes : ndarray of int8, shape (m, n)
        Of the weights.
    scale, in_scale : float
        Of the weights and of the inputs, above 0.
    bias : ndarray of float32, shape (n,)
        All arrays are left unchanged.

    Returns
    -------
    sums : ndarray of int32, shape (examples, n)
        The rounded bias included.
    step : float
        ``step * sums`` are the layer's outputs.
    """
    ### BEGIN SOLUTION
    step = scale * in_scale
    whole = np.rint(bias / step).astype(np.int32)
    return inputs.astype(np.int32) @ codes.astype(np.int32) + whole, step
    ### END SOLUTION


# %% [markdown]
# **Check.** The example by hand, sums beyond int8 and int16, and negative biases.
# The cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "integer_layer_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
wrap_hint = "Sums of small integers wrap: make both int32 before the product."
bias_hint = "Divide the bias by scale * in_scale and round it to whole numbers."
for x, q, s, b, s_x, want, slips in [
    ([[200, 100]], [[2], [-1]], 0.5, [0.123], 0.01, [[325]], {
        324: "The bias is rounded, 24.6 to 25, not cut off.", 300: bias_hint,
        69: wrap_hint, 44 + 25: wrap_hint, 312: bias_hint + " That is in_scale alone.",
        301: "Divide the bias by scale * in_scale, not by scale alone."}),
    ([[255] * 300], [[127]] * 300, 0.25, [0], 0.5, [[9715500]], {}),
    ([[1, 2], [3, 0]], [[-8, 7], [1, -2]], 1.0, [-2.6, 10.4], 1.0,
     [[-9, 13], [-27, 31]], {}),
    ([[7, 0, 9]], [[1], [1], [-1]], 2.0, [-3], 0.5, [[-5]], {}),
]:
    x, q = np.array(x, dtype=np.uint8), np.array(q, dtype=np.int8)
    b = np.array(b, dtype=np.float32)
    kept = x.copy(), q.copy(), b.copy()
    call = (f"For inputs of shape {x.shape}, {x.ravel()[:2].tolist()} and so on, codes "
            f"{q.ravel()[:4].tolist()} and so on, scale {s}, bias {b.tolist()} and "
            f"in_scale {s_x}")
    got = integer_layer(x, q, s, b, s_x)
    assert all(map(np.array_equal, kept, (x, q, b))), (
        f"{call} an array that was given has changed."
    )
    assert isinstance(got, tuple | list) and len(got) == 2, (
        f"integer_layer returns sums and step; yours returns {got!r:.80}."
    )
    sums = np.asarray(got[0])
    assert sums.shape == np.shape(want), (
        f"{call} the sums have the shape {np.shape(want)}; yours {sums.shape}."
    )
    near = [hint for wrong, hint in slips.items() if sums.ravel()[0] == wrong]
    assert np.array_equal(sums, want), (
        f"{call} the sums are {want}; yours are {sums.tolist()}. "
        f"{near[0] if near else wrap_hint + ' ' + bias_hint}"
    )
    assert sums.dtype == np.int32, f"{call} sums are int32; yours are {sums.dtype}."
    assert abs(float(got[1]) - s * s_x) < 1e-9, (
        f"{call} the step is scale * in_scale = {s * s_x}; yours is {got[1]!r:.40}."
    )

# %% nbgrader={"grade": true, "grade_id": "integer_layer_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: other layers, the largest sums, and
# biases of every size.
sum_of_one = integer_layer(np.array([[255]], dtype=np.uint8),
                           np.array([[-128]], dtype=np.int8), 1.0,
                           np.zeros(1, dtype=np.float32), 1.0)
### BEGIN HIDDEN TESTS
assert int(np.asarray(sum_of_one[0])[0, 0]) == -32640, (
    f"255 times -128 is -32640; yours is {sum_of_one[0]!r:.60}."
)
_full = np.full((1, 783), 255, dtype=np.uint8), np.full((783, 2), 127, dtype=np.int8)
_got = integer_layer(*_full, 0.5, np.zeros(2, dtype=np.float32), 0.5)
assert np.asarray(_got[0])[0].tolist() == [25357455] * 2, (
    f"783 products of 255 and 127 are 25357455 in integers; yours {_got[0]!r:.60}."
)
_rng = np.random.default_rng(11_601)
for _k, _n, _examples, _size in [(784, 5, 3, 127), (40, 30, 6, 8), (1, 1, 1, 2),
                                 (3000, 2, 2, 128), (300, 7, 4, 1)]:
    _x = _rng.integers(0, 256, (_examples, _k)).astype(np.uint8)
    _q = _rng.integers(-_size, max(1, _size), (_k, _n)).astype(np.int8)
    _s, _sx = 0.031 * float(_rng.random() + 0.1), 0.02 * float(_rng.random() + 0.1)
    _b = ((_rng.integers(-900, 900, _n) + 0.7) * _s * _sx).astype(np.float32)
    _was = _x.copy(), _q.copy(), _b.copy()
    _got = integer_layer(_x, _q, _s, _b, _sx)
    _call = f"For {_examples} examples, {_k} inputs, {_n} outputs, codes up to {_size}"
    assert all(map(np.array_equal, _was, (_x, _q, _b))), f"{_call}: arrays changed."
    _due = [[sum(int(_u) * int(_v) for _u, _v in zip(_row, _col, strict=True))
             + round(float(_bias) / (_s * _sx))
             for _col, _bias in zip(_q.T, _b, strict=True)] for _row in _x]
    _mine = np.asarray(_got[0])
    assert _mine.dtype == np.int32 and np.array_equal(_mine, _due), (
        f"{_call} the sums are int32, {_due[0][:2]} and so on; yours are "
        f"{_mine.dtype}, {np.ravel(_mine)[:2].tolist()}."
    )
    assert abs(float(_got[1]) - _s * _sx) < 1e-6 * _s * _sx, (
        f"{_call} the step is scale * in_scale; yours {_got[1]!r:.40}."
    )
### END HIDDEN TESTS

# %% [markdown]
# Now the whole network. Pixels are codes already, at scale 1/255. Behind each hidden layer
# the outputs become codes from 0 to 255 again (which is the ReLU, too); their scale comes
# from the largest output on 2,000 training images.


# %%
def folded(model, bits, pixels):
    """Of each layer: codes, scale, bias, and the scale of its inputs."""
    parts, flow = [], pixels.astype(np.float32) / 255
    rounded = rounded_copy(model, quantizer(bits))
    for place in weight_places(model):
        layer = rounded.layers[place]
        codes, scale = codes_of(model.layers[place].weights.data, bits)
        parts.append((codes, scale, layer.bias.data, float(flow.max()) / 255))
        flow = np.maximum(layer.forward(flow), 0)
    return parts


# %%
def logits_of(parts, pixels, layer):
    """Logits, where layer(codes, ...) gives the float32 outputs of each layer."""
    codes = pixels
    for number, part in enumerate(parts, 1):
        outputs = layer(codes, *part)
        if number < len(parts):
            codes = np.rint(outputs / np.float32(parts[number][3]))
            codes = np.clip(codes, 0, 255).astype(np.uint8)
    return outputs


# %%
def bias_codes(weights, *rest):
    """The rounded bias, as integer_layer has it, and the step."""
    none = np.zeros((1, len(weights)), dtype=np.uint8)
    whole, step = integer_layer(none, weights, *rest)
    return whole.astype(np.float32), np.float32(step)


# %%
def by_integers(codes, *part):
    sums, step = integer_layer(codes, *part)
    return sums.astype(np.float32) * np.float32(step)


def by_codes_in_floats(codes, weights, *rest):
    """The same codes, multiplied and added in float32."""
    whole, step = bias_codes(weights, *rest)
    return (codes.astype(np.float32) @ weights.astype(np.float32) + whole) * step


# %%
def by_fake_quantization(codes, weights, scale, bias, in_scale):
    """Floats on a grid, as while training; the same rounded bias."""
    whole, step = bias_codes(weights, scale, bias, in_scale)
    inputs = np.float32(in_scale) * codes.astype(np.float32)
    return inputs @ (np.float32(scale) * weights.astype(np.float32)) + whole * step


# %% [markdown]
# Three ways to one network. float32 holds every whole number up to $2^{24}$, so *codes* in
# floats are multiplied and added without any rounding, in whatever order, while
#
# $$ m \cdot \max |q_W| \cdot 255 + \max |q_b| < 2^{24}, $$
#
# with $m$ inputs and the bias codes $q_b$. The grid's *values*, scale times code, are
# rounded at every sum. **What do you expect: which of the three agree to the last bit?**

# %% tags=["show"]
pixels = sets["Fashion"].train.images[:2000]
parts = folded(through[0], 2, pixels)
for codes, scale, bias, in_scale in parts:
    most = len(codes) * 2 * 255 + np.abs(bias / (scale * in_scale)).max()
    print(f"{len(codes)} inputs: sums stay below {most:,.0f} of 2^24 = {2 ** 24:,}")

# %% tags=["show"]
shown, labels = (getattr(sets["Fashion"].validation, each)[:2000]
                 for each in ("images", "labels"))
whole = logits_of(parts, shown, by_integers)
plain = rounded_copy(through[0], two_bits).forward(shown.astype(np.float32) / 255)
print("2,000 images, 20,000 logits; read right: in integers"
      f" {np.mean(whole.argmax(1) == labels):.2%},\n    with float outputs between the"
      f" layers {np.mean(plain.argmax(1) == labels):.2%}")

# %% tags=["show"]
for words, layer in [("codes in floats", by_codes_in_floats),
                     ("fake quantization", by_fake_quantization)]:
    other = logits_of(parts, shown, layer)
    print(f"    {words:18} {np.sum(other != whole):6,} logits differ, by up to"
          f" {np.abs(other - whole).max():.2g}; answers that differ:"
          f" {np.sum(other.argmax(1) != whole.argmax(1))}")

# %% tags=["show"]
many = (np.full((1, 783), 255, dtype=np.uint8),
        np.full((783, 1), 127, dtype=np.int8))
exact = int(integer_layer(*many, 1.0, np.zeros(1, dtype=np.float32), 1.0)[0][0, 0])
print(f"8 bits, 783 inputs: {exact:,} in integers,"
      f" {int((many[0].astype(np.float32) @ many[1].astype(np.float32))[0, 0]):,}"
      " in float32: above 2^24")

# %% [markdown]
# Codes in floats and integers agree to the last bit, in every logit. Fake quantization stands
# for the same real numbers, and rounds at every sum: most of its logits differ in their
# last digits. No answer changes here, but nothing promises that.
#
# So "bit for bit" can be promised of codes, below $2^{24}$. At 8 bits and 784 inputs sums may
# be larger, and float32 gives another number.

# %% [markdown]
# ## 11.8 What we measured
#
# The 10,000 test images of each set are read now, and nothing is chosen after it. Stored
# runs, mean of three seeds; multiply-adds are those of the shape.

# %% tags=["show"]
from smallnets import measure_macs

one_image = np.zeros((1, 784), dtype=np.float32)


def print_row(words, shape, bits, values):
    model = create_mlp(784, shape, 10)
    n_bytes = (len(file_bytes(model, bits)) if bits < 32 else
               4 * sum(p.data.size for p in model.parameters()))
    print(f"    {words:32}{spread_of(values)} {n_bytes:10,}"
          f" {measure_macs(model, one_image):8,}")


# %% tags=["show"]
def print_table(name):
    print(f"{name:36}test accuracy (%)          bytes     MACs")
    more = stored_runs(name, "float, trained on", 32, 5)
    print_row("300-100, float", [300, 100], 32, more)
    for bits in (2, 1):
        for way, words in [("rounded, best scale", "rounded"),
                           ("trained through", "through")]:
            values = stored_runs(name, way, bits, 5)
            print_row(f"300-100, {bits} bits, {words}", [300, 100], bits, values)


# %% tags=["show"]
for name in sets:
    print_table(name)
    for budget in (16384, 4096):
        for bits in (8, 2, 1):
            values = stored_files(name, budget, bits, 7)
            words = f"within {budget:,} bytes, {bits} bits"
            print_row(words, widest(budget, bits), bits, values)

# %% [markdown]
# Seconds are not in the table: in numpy all these networks compute in float32, and integers
# take longer, as lesson 3 measured. What is saved here is bytes.

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_equal_bytes", "locked": false, "points": 2, "schema_version": 3, "solution": true}
# **Reflect** (2 points, about 8 minutes). "One bit is the best number of bits." Say, with the
# plot of section 11.6, where that holds, where it does not or cannot be told, and what was
# equal between the networks compared and what was not (bytes, multiply-adds, epochs, seconds
# of training). Then say which you would take for a device that has 16 KB for the file and
# little time per image. (Four sentences.)
#
# ### BEGIN SOLUTION
# Rubric:
# - 1 point: at 4,096 bytes fewer bits read more, down to 1 (from 1.58 by half a point, and
#   not in every pair); at 16,384 bytes 1 to 3 or 4 bits lie within less than a point,
#   ranges touch, and no winner can be named; 8 bits lose at both.
# - 1 point: equal were bytes of the file, epochs, choice of the rate, seeds; unequal the
#   shapes: 1 bit has seven to eight times the multiply-adds of 8 bits, and the time of
#   training and reading with them. With little time per image take more bits (3 or 4): as
#   many right within a point for a fraction of the multiply-adds.
# ### END SOLUTION

# %% [markdown]
# ### By library
#
# torchao prepares a model for training through the rounding and converts it afterwards; torch
# itself has the function of exercise 11.3, with the same rule for what is clipped.
#
# ```python
# torch.fake_quantize_per_tensor_affine(weights, scale, 0, -2, 1)
#
# from torchao.quantization import quantize_
# from torchao.quantization.qat import QATConfig
#
# quantize_(model, QATConfig(base_config, step="prepare"))  # then train
# quantize_(model, QATConfig(base_config, step="convert"))
# ```

# %% [markdown]
# ## Summary
#
# - A grid's scale hears all weights if it comes from their spread.
# - Straight-through: compute with rounded weights, step on float masters; the gradient rule
#   is checked by value, for accuracy does not tell it.
# - In files of equal size fewer bits and more weights win where bytes are scarce; codes in
#   integers and codes in floats agree to the bit while sums stay below $2^{24}$.

# %% [markdown]
# ## Sources
#
# - Max, *Quantizing for minimum distortion*, IRE Transactions on Information Theory 6,
#   1960 (tables of steps for normal numbers).
# - Bengio, Léonard, Courville, *Estimating or propagating gradients through stochastic
#   neurons for conditional computation*, 2013 (straight-through).
# - Courbariaux, Bengio, David, *BinaryConnect*, NeurIPS 2015 (float weights kept beside
#   binary ones).

# %% [markdown]
# - Rastegari et al., *XNOR-Net*, ECCV 2016 (mean size as binary scale); Li, Zhang, Liu,
#   *Ternary weight networks*, 2016 (threshold of 0.7 times the mean size).
# - Jacob et al., *Quantization and training of neural networks for efficient
#   integer-arithmetic-only inference*, CVPR 2018 (integers, biases in int32).
# - Ma et al., *The era of 1-bit LLMs: all large language models are in 1.58 bits*, 2024.

# %% [markdown]
# ## What's next
#
# Here every network could be trained again. What is left to do if it cannot, and rounding
# has to be right the first time?
