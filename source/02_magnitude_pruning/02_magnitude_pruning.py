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
# # 2. Which weights can go?
#
# | Lesson 2 | Magnitude pruning, in one shot |
# | --- | --- |
# | You will be able to | **count** the zeros of a network, **cut** its smallest weights to an exact number, and **scan** which layer minds most |
# | Time | about 110 minutes |
# | You need | lesson 1, and numpy's boolean arrays and sorting |

# %%
from copy import deepcopy
from itertools import combinations

import numpy as np

from smallnets import Conv2D, Dense, Flatten, ReLU, Sequential
from smallnets.lending import judge


def weight_layers(layer_or_model):
    """List the layers that own weights, in order; a single layer is a list of one."""
    layers = getattr(layer_or_model, "layers", [layer_or_model])
    return [layer for layer in layers if getattr(layer, "weights", None) is not None]


# %% [markdown]
# ## 2.1 The question
#
# LeNet-300-100 reads handwritten digits: 784 pixels in, two hidden layers of 300 and
# 100 units, 10 classes out. It comes trained.
# Every choice in this lesson is made on the 5,000 *validation* images;
# the 10,000 *test* images stay closed until section 2.8.

# %% tags=["show"]
from smallnets import DataLoader, evaluate_model, load_mnist, load_pretrained

network = load_pretrained("lenet_300_100")
mnist = load_mnist(flatten=True)
validation = DataLoader(mnist.validation, batch_size=1000)
dense_accuracy = evaluate_model(network, validation)
print(f"Trained network: {dense_accuracy:.2%} of the validation images read right.")

# %% [markdown]
# `weight_layers`, above, lists the layers that own weights: dense and convolutional ones
# do, a ReLU does not. `cut_at_random`, below, copies a model and leaves every weight
# to chance: with probability `fraction` it becomes zero.


# %% tags=["show"]
def cut_at_random(model, fraction, seed=0):
    """Copy a model and zero every weight with probability ``fraction``."""
    rng = np.random.default_rng(seed)
    damaged = model.copy()
    for layer in weight_layers(damaged):
        layer.weights.data[rng.random(layer.weights.data.shape) < fraction] = 0.0
    return damaged


for fraction in (0.5, 0.8, 0.9):
    accuracy = evaluate_model(cut_at_random(network, fraction), validation)
    print(f"{fraction:.0%} of the weights zeroed at random: {accuracy:.1%} read right")

# %% [markdown]
# Half of the weights can go at random, and most digits are still read.
# With nine in ten gone the network does little better than guessing,
# which would give 10%.
# But chance never looked at a weight.
# **Is there a better nine in ten to cut, and how would you find it?**

# %% [markdown]
# ## 2.2 Count first
#
# The *sparsity* of a network is the fraction of its weights that are zero,
#
# $$ s = \frac{z}{n}, $$
#
# where $n$ weights, over all layers together, hold $z$ zeros. Biases are neither counted nor cut in this course: they are few.

# %% [markdown]
# **By hand.** One layer holds $[0, 0]$, another $[0, 7, 7, 7]$. Three of six weights
# are zero: $s = 0.5$. The mean of the layers' own sparsities, 1 and 0.25, is 0.625;
# it lets the small layer count as much as the large one.

# %% [markdown]
# ### Exercise 2.1: `calculate_sparsity` (2 points, about 8 minutes)
#
# Return the sparsity of one layer or of a whole model, as a fraction.
#
# Key details:
# - one count over all layers, no mean of means;
# - a weight counts as zero when it equals zero, not when it is small;
# - something without weights, such as a ReLU, has sparsity 0.0;
# - do not round.


# %% nbgrader={"grade": false, "grade_id": "calculate_sparsity", "locked": false, "schema_version": 3, "solution": true}
def calculate_sparsity(layer_or_model):
    """Fraction of the weights that are exactly zero.

    Parameters
    ----------
    layer_or_model : layer or Sequential
        ``weight_layers(layer_or_model)`` lists the layers that own weights;
        the array of such a layer is ``layer.weights.data``.

    Returns
    -------
    float
        Between 0 and 1, over all weights together. Biases are not counted.
        0.0 if there are no weights at all.
    """
    ### BEGIN SOLUTION
    arrays = [layer.weights.data for layer in weight_layers(layer_or_model)]
    n_weights = sum(array.size for array in arrays)
    n_zeros = sum(np.count_nonzero(array == 0) for array in arrays)
    return float(n_zeros / n_weights) if n_weights else 0.0
    ### END SOLUTION


# %% [markdown]
# **Check.** One layer with 3 zeros among 6 weights; a model that has a convolution
# more, with 1 zero among 10; a tiny weight; a ReLU. The cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "calculate_sparsity_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
narrow, wide, tiny = Dense(3, 2), Conv2D(2, 5, 1), Dense(3, 1)
narrow.weights.data = np.array([[0, 2], [0, -1], [0, 5]], dtype=np.float32)
wide.weights.data = np.arange(10, dtype=np.float32).reshape(1, 1, 2, 5)
tiny.weights.data = np.array([[1e-9], [0], [4]], dtype=np.float32)
count = "Count zeros and weights over all layers, without biases, before you divide."
for given, name, want, look in [
    (narrow, "a layer with 3 zeros among 6 weights", 0.5, count),
    (Sequential([narrow, ReLU(), wide]),
     "a Dense and a Conv2D with 4 zeros among 16 weights", 0.25, count),
    (tiny, "a layer with the weights 1e-9, 0 and 4", 1 / 3,
     "A small weight is not a zero; and do not round."),
    (ReLU(), "a ReLU, which has no weights", 0.0,
     "A float, too: look at what is divided when there is nothing to count."),
]:
    try:
        got = calculate_sparsity(given)
    except ZeroDivisionError as error:
        got = error
    is_number = isinstance(got, float | np.floating)
    assert is_number and abs(got - want) < 1e-6, (
        f"For {name} the sparsity is {want}; "
        f"yours is {float(got) if is_number else repr(got)}. {look}"
    )

# %% nbgrader={"grade": true, "grade_id": "calculate_sparsity_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: convolutions, layers without bias,
# tiny weights, and models in which nothing or everything is zero.
no_zeros = calculate_sparsity(Dense(7, 4, bias=False))
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(2024)


def _filled(layer, n_zeros):
    _values = _rng.uniform(0.5, 2.0, layer.weights.data.size).astype(np.float32)
    _values[_rng.permutation(_values.size)[:n_zeros]] = 0.0
    layer.weights.data = _values.reshape(layer.weights.data.shape)
    return layer


def _number(got):
    return isinstance(got, float | np.floating)


def _agrees(got, want):
    return _number(got) and abs(got - want) < 1e-6


def _shown(got):
    return repr(float(got) if _number(got) else got)


assert _agrees(no_zeros, 0.0), (
    "A new Dense(7, 4, bias=False) has no zeros, and sparsity 0.0; yours is "
    f"{_shown(no_zeros)}. Only weights that are zero count."
)
_conv = _filled(Conv2D(2, 3, 3), 41)
_got = calculate_sparsity(_conv)
assert _agrees(_got, 41 / 54), (
    f"A Conv2D whose weights have shape (3, 3, 2, 3), 41 of them zero, has sparsity "
    f"{41 / 54}; yours is {_shown(_got)}. "
    "Count entries of the array, whatever its shape, and do not round."
)
_plain = _filled(Dense(7, 4, bias=False), 5)
_got = calculate_sparsity(_plain)
assert _agrees(_got, 5 / 28), (
    f"A layer without bias, 5 of 28 weights zero, has sparsity {5 / 28}; "
    f"yours is {_shown(_got)}. Only weights enter the count."
)
_model = Sequential([_conv, ReLU(), Flatten(), _filled(Dense(12, 50), 30), _plain])
_got = calculate_sparsity(_model)
assert _agrees(_got, 76 / 682), (
    f"A model with 54, 600 and 28 weights and 41, 30 and 5 zeros has sparsity "
    f"76 / 682 = {76 / 682}; yours is {_shown(_got)}. "
    "Large layers weigh more: add up the counts, then divide once."
)
_tiny = Dense(2, 2)
_tiny.weights.data = np.array([[1e-12, -1e-30], [-0.0, 1.0]], dtype=np.float32)
_got = calculate_sparsity(_tiny)
assert _agrees(_got, 0.25), (
    f"In [[1e-12, -1e-30], [-0.0, 1.0]] one weight of four is zero, so 0.25; yours is "
    f"{_shown(_got)}. A small weight is not a zero, and minus zero is."
)
for _zeros, _want in [(0, 0.0), (12, 1.0)]:
    _got = calculate_sparsity(_filled(Dense(3, 4), _zeros))
    assert _agrees(_got, _want), (
        f"With {_zeros} zeros among 12 weights the sparsity is {_want}; yours is "
        f"{_shown(_got)}. Return a fraction between 0 and 1."
    )
for _given, _name in [
    (ReLU(), "A ReLU"), (Sequential([Flatten()]), "A model of Flatten alone"),
]:
    try:
        _got = calculate_sparsity(_given)
    except ZeroDivisionError as _error:
        _got = _error
    assert _agrees(_got, 0.0), (
        f"{_name} has no weights, and sparsity 0.0; yours is {_shown(_got)}. "
        "Look at what is divided when there is nothing to count."
    )
### END HIDDEN TESTS

# %% [markdown]
# The trained network has no zeros to begin with; chance made some:

# %% tags=["show"]
print(f"trained:              sparsity {calculate_sparsity(network):.4f}")
for fraction in (0.5, 0.9):
    damaged = cut_at_random(network, fraction)
    print(f"at random, {fraction}:       sparsity {calculate_sparsity(damaged):.4f}")

# %% [markdown]
# A cut with probability 0.9 takes nine tenths only roughly.
# From here on the number is exact.

# %% [markdown]
# ## 2.3 The smallest go first
#
# *Magnitude pruning* drops the weights that are smallest in size (Han et al., 2015).
# From an array $W$ with $n$ entries, at a sparsity $s$ between 0 and 1,
#
# $$ k = \mathrm{round}(s \, n) $$
#
# entries go: those with the smallest $|W|$. The others stay as they are.
# `round` is Python's, which takes a half to the even neighbour: 2.5 to 2, 3.5 to 4.

# %% [markdown]
# **By hand.** $W = [3, -1, 0.5, -4]$ and $s = 0.5$, so $k = 2$. In order of size:
# $0.5$, $-1$, $3$, $-4$. The first two go. The *mask* of what stays is
# $[1, 0, 0, 1]$. The sign plays no part.

# %% [markdown]
# Why size? Dropping a set $D$ of weights moves $W$ by the (Euclidean) distance
# $\sqrt{\sum_{i \in D} W_i^2}$, and the $k$ smallest make this least:
# the cut stays as near to the trained *weights* as $k$ zeros can.
# Whether it stays near in *accuracy*, too, does not follow. It has to be measured.

# %% [markdown]
# The next cell takes the rule at its word. It tries every set of $k$ places and takes the
# one that holds the smallest sizes: smallest first, then the second, and so on.
# Where sizes are equal, it takes the set of the earliest places.


# %%
def mask_by_search(weights, sparsity):
    """Magnitude mask by trying every choice; True where a weight is kept."""
    sizes = np.abs(weights).ravel()
    if sizes.size > 8:
        raise ValueError(f"{sizes.size} weights are too many to try; 8 at most")
    sets = combinations(range(sizes.size), round(sparsity * sizes.size))
    gone = min(sets, key=lambda places: sorted(sizes[list(places)]))
    kept = [place not in gone for place in range(sizes.size)]
    return np.array(kept, dtype=bool).reshape(weights.shape)


print(mask_by_search(np.array([3.0, -1.0, 0.5, -4.0]), 0.5))

# %% [markdown]
# Right, and hopeless: for the first layer of the network the number of sets to try
# has tens of thousands of digits.

# %% tags=["show"]
from math import lgamma, log

n, k = 784 * 300, round(0.9 * 784 * 300)
digits = (lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)) / log(10)
print(f"Ways to drop {k:,} of the first layer's {n:,} weights: about 10^{digits:,.0f}")

# %% [markdown]
# The `magnitude_mask(weights, sparsity)` of exercise 2.3 will be fast. Its contract:
#
# 1. it returns a boolean array of the weights' shape, `True` where a weight is kept;
# 2. exactly `round(sparsity * n)` entries are `False`, $n$ being the number of weights
#    (2.5 gives 2);
# 3. those are the smallest in size, wherever in the array they stand;
# 4. of equal sizes, those that come first in the array (row after row) are dropped.
#
# Its check comes first: which inputs expose a mask that breaks a clause?

# %% [markdown]
# ### Exercise 2.2, break it: `check_magnitude_mask` (3 points, about 25 minutes)
#
# Write a check that accepts right implementations and refuses wrong ones.
#
# Key details:
# - masks by hand, or by `mask_by_search` if you like: the work is in choosing inputs;
# - give it 1 to 8 weights in any shape, and a `sparsity` from 0 to 1, both included;
#   errors for other input, or a changed input, are not in the contract;
# - take the clauses in turn, word by word: which input shows that this one is broken?


# %% nbgrader={"grade": false, "grade_id": "check_magnitude_mask", "locked": false, "schema_version": 3, "solution": true}
def check_magnitude_mask(candidate):
    """Say whether a candidate keeps the contract of ``magnitude_mask``.

    Parameters
    ----------
    candidate : callable
        Called as ``candidate(weights, sparsity)`` with an ndarray of floats of any
        shape (1 to 8 entries) and a float in [0, 1]; returns an ndarray.

    Returns
    -------
    bool
        True if every answer was as the contract says, False if one was not.
    """
    ### BEGIN SOLUTION
    for weights, sparsity, want in [
        ([3.0, -1.0, 0.5, -4.0], 0.5, [True, False, False, True]),
        ([[1.0, 2.0, 3.0], [7.0, 9.0, 8.0]], 0.4, [[False, False, True], [True] * 3]),
        ([[2.0, -2.0, 2.0], [2.0, -2.0, 2.0]], 0.5, [[False] * 3, [True] * 3]),
        ([6.0, 5.0, 4.0, 3.0, 2.0], 0.5, [True, True, True, False, False]),
        ([6.0, 5.0, 4.0, 3.0, 2.0], 0.56, [True, True, False, False, False]),
        ([5.0, -6.0], 1.0, [False, False]),
    ]:
        mask = candidate(np.array(weights), sparsity)
        if mask.dtype != bool or mask.tolist() != want:
            return False
    return True
    ### END SOLUTION


# %% [markdown]
# **Check.** Your function meets the search, alone and on squares, which are both right,
# and six wrong implementations. The cell is silent when all is well.


# %% nbgrader={"grade": true, "grade_id": "check_magnitude_mask_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def keeps_every_weight(weights, sparsity):
    return np.ones(weights.shape, dtype=bool)


def drops_the_first_places(weights, sparsity):
    places = np.arange(weights.size).reshape(weights.shape)
    return places >= round(sparsity * weights.size)


def forgets_the_size(weights, sparsity):  # ranks -3 below 1
    return mask_by_search(np.exp(weights), sparsity)


def forgets_the_shape(weights, sparsity):
    return mask_by_search(weights, sparsity).ravel()


def truncates_the_count(weights, sparsity):
    return mask_by_search(weights, int(sparsity * weights.size) / weights.size)


def drops_the_last_of_equals(weights, sparsity):
    backwards = mask_by_search(weights.ravel()[::-1], sparsity)
    return backwards[::-1].reshape(weights.shape)


judge(check_magnitude_mask, True,
      [mask_by_search,
       (lambda weights, s: mask_by_search(weights**2, s), "squares first")],
      hint="Give True if all its answers are right. Or is one of your masks wrong: "
           "does it round halves to even, and drop the earlier of equals? "
           "mask_by_search takes 8 weights at most.")
for wrong, look in [
    (keeps_every_weight, "Compare its answers with masks that drop something."),
    (drops_the_first_places, "Compare which weights go, not only how many, and let "
     "small weights stand behind large ones (clause 3)."),
    (forgets_the_size, "Have a large negative beside a small positive one (clause 3)."),
    (forgets_the_shape,
     "Look at the shape of the mask, too, for weights of two axes (clause 1)."),
    (truncates_the_count, "Let s n lie just below a whole number (clause 2)."),
    (drops_the_last_of_equals,
     "Have equal weights of which some go and some stay (clause 4)."),
]:
    judge(check_magnitude_mask, False, [wrong], hint=look)

# %% nbgrader={"grade": true, "grade_id": "check_magnitude_mask_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: candidates, right and wrong, that
# differ in *how many* weights they drop (clause 2).
verdict = check_magnitude_mask(lambda weights, sparsity: weights != weights)
### BEGIN HIDDEN TESTS


def _drop(weights, n_drop):
    _flat = [abs(float(_w)) for _w in weights.ravel()]
    _gone = sorted(range(len(_flat)), key=lambda place: _flat[place])[:n_drop]
    _kept = [_place not in _gone for _place in range(len(_flat))]
    return np.array(_kept, dtype=bool).reshape(weights.shape)


def _right_by_sorting(weights, sparsity):
    return _drop(weights, round(sparsity * weights.size))


def _right_by_counting(weights, sparsity):
    _sizes = np.abs(np.asarray(weights, dtype=float)).ravel()
    _smaller = (_sizes[None, :] < _sizes[:, None]).sum(axis=1)
    _earlier = np.tril(_sizes[None, :] == _sizes[:, None], -1).sum(axis=1)
    return (_smaller + _earlier >= round(sparsity * _sizes.size)).reshape(weights.shape)


def _rounds_up(weights, sparsity):
    return _drop(weights, int(np.ceil(sparsity * weights.size - 1e-9)))


def _rounds_half_up(weights, sparsity):
    return _drop(weights, int(sparsity * weights.size + 0.5))


def _keeps_the_fraction(weights, sparsity):
    return _drop(weights, weights.size - round(sparsity * weights.size))


def _always_half(weights, sparsity):
    return _drop(weights, round(0.5 * weights.size))


def _never_all(weights, sparsity):
    return _drop(weights, min(weights.size - 1, round(sparsity * weights.size)))


def _share_of_the_largest(weights, sparsity):
    return np.abs(weights) > sparsity * np.abs(weights).max()


judge(check_magnitude_mask, True, [
    (_right_by_sorting, "sorts"),
    (_right_by_counting, "counts"),
], hint="Work out the masks of your cases again: how many go (halves to even), and "
        "which (the earlier of equals)?")
judge(check_magnitude_mask, False, [
    (lambda weights, sparsity: weights != weights, "drops every weight",
     "Compare its answer with a mask in which something survives."),
    (_keeps_the_fraction, "reads s as the fraction to keep", "Try s other than 0.5."),
    (_always_half, "always drops half", "Try more than one sparsity."),
    (_rounds_up, "rounds s n up", "Let s n lie just above a whole number."),
    (_rounds_half_up, "rounds a half up", "Clause 2 gives an s n that shows it."),
    (_share_of_the_largest, "drops what is below s times the largest weight",
     "Choose weights for which that is another number of them."),
    (_never_all, "never drops the last weight", "Try the ends of the range of s."),
])
### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check_magnitude_mask_hidden_which", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: candidates, right and wrong, that
# drop the right number and differ in *which* weights go, or in what they return.
verdict = check_magnitude_mask(lambda weights, sparsity: weights)
### BEGIN HIDDEN TESTS


def _keep(weights, sparsity, key):
    """Drop round(s n) weights, in the order of key(size with sign, place)."""
    _flat = [float(_w) for _w in weights.ravel()]
    _order = sorted(range(len(_flat)), key=lambda place: key(_flat[place], place))
    _flags = np.ones(len(_flat), dtype=bool)
    _flags[_order[: round(sparsity * len(_flat))]] = False
    return _flags.reshape(weights.shape)


def _right_by_square(weights, sparsity):
    return _keep(weights, sparsity, lambda value, place: (value * value, place))


def _right_one_at_a_time(weights, sparsity):
    _left, _flat = list(range(weights.size)), np.abs(weights).ravel()
    for _ in range(round(sparsity * weights.size)):
        _left.remove(min(_left, key=lambda place: _flat[place]))
    return np.isin(np.arange(weights.size), _left).reshape(weights.shape)


def _largest_go(weights, sparsity):
    return _keep(weights, sparsity, lambda value, place: (-abs(value), place))


def _last_ties_go(weights, sparsity):
    return _keep(weights, sparsity, lambda value, place: (abs(value), -place))


def _any_go(weights, sparsity):
    _luck = np.random.default_rng(7).random(weights.size)
    return _keep(weights, sparsity, lambda value, place: _luck[place])


def _positive_first(weights, sparsity):
    return _keep(weights, sparsity, lambda value, place: (value < 0, abs(value), place))


def _row_by_row(weights, sparsity):
    if weights.ndim < 2:
        return _right_by_square(weights, sparsity)
    _ranks = np.argsort(np.argsort(np.abs(weights), axis=-1, kind="stable"), axis=-1)
    _ranks = _ranks.ravel()
    return _keep(weights, sparsity, lambda value, place: (_ranks[place], place))


def _negative_of_equals(weights, sparsity):
    return _keep(weights, sparsity, lambda value, place: (abs(value), value, place))


def _as_a_row(weights, sparsity):
    return _right_by_square(weights, sparsity).reshape(1, -1)


def _as_numbers(weights, sparsity):
    return _right_by_square(weights, sparsity).astype(np.int8)


judge(check_magnitude_mask, True, [
    (_right_by_square, "squares"),
    (_right_one_at_a_time, "loops"),
], hint="Work out the masks of your cases again: how many go (halves to even), and "
        "which (the earlier of equals)?")
judge(check_magnitude_mask, False, [
    (lambda weights, sparsity: weights, "hands the weights back",
     "Compare its answer with a mask you know."),
    (_largest_go, "drops the largest", "Compare the mask, entry by entry."),
    (_any_go, "drops any weights, in the right number", "Look at which ones are gone."),
    (_positive_first, "drops positive weights before negative ones",
     "Try a large positive beside a small negative weight."),
    (_row_by_row, "gives every row its equal share",
     "Try a matrix with one row of small and one of large weights (clause 3)."),
    (_last_ties_go, "drops the last of equal weights", "Try equal weights (clause 4)."),
    (_negative_of_equals, "drops the negative ones of equal size first",
     "Try equal sizes of both signs (clause 4)."),
    (_as_a_row, "returns the mask as one row", "Look at the shape, too (clause 1)."),
    (_as_numbers, "returns the numbers 1 and 0", "Look at the dtype, too (clause 1)."),
])
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 2.3: `magnitude_mask` (4 points, about 15 minutes)
#
# Now one that copes with the 235,200 weights of the first layer. The contract stays;
# bad input is refused.
#
# Key details:
# - rank the weights; a threshold treats equal weights alike and misses the count;
# - not every sort of numpy leaves equal values in their first order: read about the
#   argument `kind` in `help(np.argsort)`;
# - every comparison with NaN is false; a NaN weight sorts to the end, without a word.

# %% nbgrader={"grade": false, "grade_id": "magnitude_mask", "locked": false, "schema_version": 3, "solution": true}
def magnitude_mask(weights, sparsity):
    """Mark the weights that survive magnitude pruning.

    Parameters
    ----------
    weights : ndarray of float, any shape
        Left unchanged.
    sparsity : float
        Fraction of entries to drop, from 0 (none) to 1 (all).

    Returns
    -------
    ndarray of bool, same shape as ``weights``
        True where a weight is kept. Exactly ``round(sparsity * weights.size)`` entries
        are False: the smallest in absolute value; of equal ones, those that come
        first in ``weights.ravel()``.

    Raises
    ------
    ValueError
        If ``sparsity`` lies outside [0, 1] or is NaN, or if a weight is NaN.
    """
    ### BEGIN SOLUTION
    if not 0 <= sparsity <= 1:
        raise ValueError(f"sparsity must lie in [0, 1], got {sparsity}")
    if np.isnan(weights).any():
        raise ValueError("the weights hold NaN, which has no rank")
    smallest_first = np.argsort(np.abs(weights), axis=None, kind="stable")
    mask = np.ones(weights.size, dtype=bool)
    mask[smallest_first[: round(sparsity * weights.size)]] = False
    return mask.reshape(weights.shape)
    ### END SOLUTION


# %% [markdown]
# **Check.** The example by hand, 40 weights of two sizes of which 12 have to go, counts
# that end in a half, both ends, and bad input. The cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "magnitude_mask_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
by_hand = np.array([3.0, -1.0, 0.5, -4.0])
mask = magnitude_mask(by_hand, 0.5)
assert isinstance(mask, np.ndarray) and mask.dtype == bool, (
    f"For 4 weights the mask is an array of 4 booleans; yours is {mask!r}. "
    "Return one, True where a weight is kept."
)
assert mask.tolist() == [True, False, False, True], (
    f"For W = {by_hand.tolist()} and s = 0.5 the mask is [True, False, False, True]; "
    f"yours is {mask.tolist()}. Rank by |W|, and let True mean kept."
)
table = np.tile([3.0, -1.0], 20).reshape(8, 5)
mask = magnitude_mask(table, 0.3)
assert mask.shape == (8, 5) and (~mask).sum() == 12, (
    "For 40 weights of shape (8, 5) and s = 0.3 the mask has that shape and 12 entries "
    f"are False; yours has shape {mask.shape} and {(~mask).sum()}. "
    "Shape the mask like the weights, and drop round(s n) of them: a threshold cannot, "
    "where sizes are equal."
)
gone = np.flatnonzero(~mask).tolist()
assert gone == list(range(1, 25, 2)), (
    "For the weights 3, -1, 3, -1, ..., 40 of them, and s = 0.3 the first 12 of the -1 "
    f"go; yours drops the places {gone}. Of equal sizes the first go, and not every "
    "sort of numpy keeps their order."
)
for size, asked, n_drop, look in [
    (5, 0.5, 2, "Python takes a half to the even neighbour, 2.5 to 2."),
    (7, 0.5, 4, "3.5 goes to 4: round, do not truncate."),
    (3, 0.0, 0, "s = 0 is allowed, and drops none."),
    (3, 1.0, 3, "s = 1 is allowed, and drops all."),
]:
    try:
        gone = (~magnitude_mask(np.arange(size, 0.0, -1.0), asked)).sum()
    except ValueError as error:
        gone = f"none: ValueError, {error}"
    assert gone == n_drop, (
        f"Of {size} weights at s = {asked}, {n_drop} go; yours drops {gone}. {look}"
    )
for weights, bad, what, look in [
    (by_hand, 1.5, "s = 1.5", "It lies outside [0, 1]."),
    (by_hand, float("nan"), "s = nan", "Comparing with NaN gives False."),
    (np.array([1.0, float("nan"), 2.0]), 0.5, "the weights [1, nan, 2]",
     "A NaN has no rank: argsort puts it last."),
]:
    try:
        magnitude_mask(weights, bad)
        came = "no error"
    except ValueError:
        continue
    except Exception as error:
        came = type(error).__name__
    raise AssertionError(
        f"For {what} the docstring asks for a ValueError; yours gave {came}. {look}"
    )
assert by_hand.tolist() == [3.0, -1.0, 0.5, -4.0], (
    f"W was [3, -1, 0.5, -4], and is {by_hand.tolist()} after the calls. Your function "
    "changed the weights it was given: build a new mask."
)

# %% nbgrader={"grade": true, "grade_id": "magnitude_mask_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: ties, signs, shapes, the exact count
# for many sizes, and both ends of the range.
tied = magnitude_mask(np.ones(10), 0.5)
### BEGIN HIDDEN TESTS


def _is_mask(got, shape):
    return isinstance(got, np.ndarray) and got.dtype == bool and got.shape == shape


def _wanted(weights, sparsity):
    _flat = [abs(float(_w)) for _w in weights.ravel()]
    _gone = sorted(range(len(_flat)), key=lambda place: (_flat[place], place))
    _flags = np.ones(len(_flat), dtype=bool)
    _flags[_gone[: round(sparsity * len(_flat))]] = False
    return _flags.reshape(weights.shape)


assert _is_mask(tied, (10,)), (
    f"For 10 weights the mask is an array of 10 booleans; yours is {tied!r}. "
    "Return a boolean array of the weights' shape."
)
assert tied.sum() == 5, (
    f"With 10 equal weights and s = 0.5, 5 survive; yours kept {tied.sum()}. "
    "A threshold treats all ties alike: rank the weights and drop the first k."
)
_signed = np.array([-9.0, 0.1, 8.0, -0.2, 0.3, -7.0])
_got = magnitude_mask(_signed, 0.5)
_want = [True, False, True, False, False, True]
assert _is_mask(_got, (6,)) and _got.tolist() == _want, (
    f"For W = {_signed.tolist()} and s = 0.5 the weights -9, 8 and -7 survive; "
    f"your mask is {_got!r}. A large negative weight is large."
)
_hundred = np.random.default_rng(31).permutation(np.arange(1.0, 101.0))
_got = magnitude_mask(_hundred, 0.29)
assert _is_mask(_got, (100,)) and (~_got).sum() == 29, (
    f"Of 100 weights at s = 0.29, 29 go; yours dropped {(~_got).sum()}. "
    "0.29 * 100 falls just short of 29 in floating point: round, do not truncate."
)
_small = np.array([3e-10, -1e-10, 2e-10, 4e-10])
_got = magnitude_mask(_small, 0.5)
_want = [True, False, False, True]
assert _is_mask(_got, (4,)) and _got.tolist() == _want, (
    f"For W = {_small.tolist()} and s = 0.5 the mask is {_want}; yours is {_got!r}. "
    "Rank the sizes as they are: rounded, or with something added, they change places."
)
_cube = np.random.default_rng(32).normal(size=(2, 3, 4))
for _sparsity, _n_drop in [(0.6, 14), (0.0, 0), (1.0, 24), (0.98, 24)]:
    try:
        _got = magnitude_mask(_cube, _sparsity)
    except ValueError as _error:
        raise AssertionError(
            f"s = {_sparsity} is allowed: [0, 1] includes its ends; yours raises "
            f"ValueError: {_error}. Look at the bounds."
        ) from None
    assert _is_mask(_got, _cube.shape), (
        f"The mask has the weights' shape {_cube.shape}; yours has "
        f"{getattr(_got, 'shape', None)}. Ranking may flatten the array: shape it back."
    )
    assert (~_got).sum() == _n_drop, (
        f"Of 24 weights at s = {_sparsity}, round({_sparsity} * 24) = {_n_drop} go; "
        f"yours dropped {(~_got).sum()}. Both ends of the range count, too."
    )
_five = magnitude_mask(np.array([5.0, 4.0, 3.0, 2.0, 1.0]), 0.5)
assert _is_mask(_five, (5,)) and (~_five).sum() == 2, (
    f"Of 5 weights at s = 0.5, round(2.5) = 2 go; yours dropped {(~_five).sum()}. "
    "Python's round takes a half to the even neighbour, and the docstring asks for it."
)
for _seed in range(40, 52):
    _rng = np.random.default_rng(_seed)
    _shape = tuple(int(_n) for _n in _rng.integers(1, 9, size=_rng.integers(1, 5)))
    _weights = _rng.normal(size=_shape) * 10.0 ** _rng.integers(-3, 3)
    _weights, _sparsity = _weights.astype(np.float32), float(_rng.uniform())
    _got, _want = magnitude_mask(_weights, _sparsity), _wanted(_weights, _sparsity)
    assert _is_mask(_got, _shape) and np.array_equal(_got, _want), (
        f"For random weights of shape {_shape} and s = {_sparsity:.3f} the mask should "
        f"drop the {(~_want).sum()} smallest; yours drops others. "
        "Rank the whole array by |W|, once."
    )
_ties = np.random.default_rng(53).integers(-2, 3, size=(20, 30)).astype(np.float32)
_got = magnitude_mask(_ties, 0.37)
assert _is_mask(_got, (20, 30)) and (~_got).sum() == 222, (
    f"Of 600 weights, all of them -2, -1, 0, 1 or 2, 222 go at s = 0.37; yours dropped "
    f"{(~_got).sum()}. Rank the weights: a threshold cannot split ties."
)
assert np.array_equal(_got, _wanted(_ties, 0.37)), (
    "Of equal weights those that come first are dropped; your mask drops others. "
    "Not every sort keeps equal values in their first order: look at its kinds."
)
### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "magnitude_mask_hidden_input", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: sparsities that are no fraction, NaN,
# and that your function leaves its input alone.
untouched = magnitude_mask(np.array([2.0, -1.0]), 0.5)
### BEGIN HIDDEN TESTS
assert isinstance(untouched, np.ndarray) and untouched.tolist() == [True, False], (
    f"For W = [2, -1] and s = 0.5 the mask is [True, False]; yours is {untouched!r}. "
    "Rank by |W|, and let True mean kept."
)
_grid = np.random.default_rng(61).normal(size=(3, 4))
_before = _grid.copy()
_got = magnitude_mask(_grid, 0.5)
assert np.array_equal(_grid, _before), (
    "Your function changed the weights it was given. Build a new mask; "
    "applying it is a later step."
)
for _weights, _sparsity, _why in [
    (_grid, 1.5, "s = 1.5 is no fraction"),
    (_grid, -0.1, "s = -0.1 is no fraction"),
    (_grid, 90.0, "s = 90 looks like a percentage"),
    (_grid, float("nan"), "s = NaN is no fraction"),
    (np.array([1.0, float("nan"), 2.0]), 0.5, "A NaN among the weights has no size"),
]:
    try:
        magnitude_mask(_weights, _sparsity)
        _came = "no error"
    except ValueError:
        continue
    except Exception as _error:
        _came = type(_error).__name__
    raise AssertionError(
        f"{_why}: the docstring asks for a ValueError; yours gave {_came}. "
        "Look at the bounds first, and remember that comparing with NaN gives False."
    )
### END HIDDEN TESTS

# %% [markdown]
# Two functions of yours can now try each other. The next cell asks your check about
# your mask, then about your mask with a fault put in.

# %% tags=["show"]
def drops_one_too_many(weights, sparsity):
    mask = magnitude_mask(weights, sparsity)
    mask.flat[np.flatnonzero(mask)[:1]] = False
    return mask


print("your check on your mask:          ", check_magnitude_mask(magnitude_mask))
print("your check on one drop too many:  ", check_magnitude_mask(drops_one_too_many))

# %% [markdown]
# `True`, then `False`, is what they should say. If your check refuses a mask that passed
# its own tests, one of the masks you worked out by hand is wrong.
#
# Is clause 4 worth its trouble? Count the weights of the first layer that are as large as
# the smallest one kept, as they are and as whole numbers from -127 to 127:

# %% tags=["show"]
w = network.layers[0].weights.data
whole = np.rint(w / np.abs(w).max() * 127)
for name, array in [("float32", w), ("whole numbers", whole)]:
    for s in (0.5, 0.75, 0.9):
        kept_sizes = np.abs(array[magnitude_mask(array, s)])
        equal = np.count_nonzero(np.abs(array) == kept_sizes.min())
        print(f"{name}, cut at {s}: {equal:,} as large as the smallest one kept")

# %% [markdown]
# In float32 no tie stands at these cuts, and any sort gives the same mask.
# Once weights are rounded (lesson 3), thousands are equal: then two sorts can give two
# masks without clause 4, and a threshold misses $k$. What clause 4 buys is one mask for all,
# not accuracy: which of the equal weights go changed the accuracy by less than half a
# point, over twelve orders.

# %% [markdown]
# ## 2.4 One layer
#
# A layer is pruned by putting zeros where the mask says `False`:
#
# $$ W' = W \odot M, $$
#
# $\odot$ being the product entry by entry and $M$ the mask. The bias stays.
#
# **By hand.** A layer holds $W = [0, -6, 1, 3]$ and is pruned at ratio 0.5. The 0 and
# the 1 go: $W' = [0, -6, 0, 3]$. Pruned at 0.5 *again* it does not change, since
# the ratio counts all weights and half of them are zero already.

# %% [markdown]
# ### Exercise 2.4: `prune_weights_by_magnitude` (2 points, about 5 minutes)
#
# Return a pruned copy of one layer.
#
# Key details:
# - the layer you are given stays as it is, and is never what you return:
#   `deepcopy(layer)` makes an independent copy, stride, padding and bias included;
# - the array of weights is `layer.weights.data`;
# - float32 weights stay float32, float16 ones float16: a mask of float64 ones would widen
#   them to 8 bytes.


# %% nbgrader={"grade": false, "grade_id": "prune_weights_by_magnitude", "locked": false, "schema_version": 3, "solution": true}
def prune_weights_by_magnitude(layer, pruning_ratio):
    """Copy a layer, with its smallest weights set to zero.

    Parameters
    ----------
    layer : Dense or Conv2D
        Left unchanged.
    pruning_ratio : float
        Fraction of the layer's weights to drop, from 0 to 1.

    Returns
    -------
    Dense or Conv2D
        New layer of the same kind, settings and bias. ``magnitude_mask`` decides which
        weights are zero; the others, the shape and the dtype are those of ``layer``.

    Raises
    ------
    ValueError
        If ``pruning_ratio`` lies outside [0, 1] or is NaN, or if a weight is NaN.
    """
    ### BEGIN SOLUTION
    pruned = deepcopy(layer)
    mask = magnitude_mask(layer.weights.data, pruning_ratio)
    pruned.weights.data = layer.weights.data * mask
    return pruned
    ### END SOLUTION


# %% [markdown]
# **Check.** Six weights at ratio 0.3, then the example by hand, pruned twice.
# The cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "prune_weights_by_magnitude_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
small, before = Dense(3, 2), [[4, -1], [2, 1], [-5, 0.5]]
small.weights.data = np.array(before, dtype=np.float32)
small.bias.data = np.array([0.1, -0.1], dtype=np.float32)
pruned = prune_weights_by_magnitude(small, 0.3)
assert isinstance(pruned, Dense), (
    f"A pruned Dense is a Dense; yours is a {type(pruned).__name__}. "
    "Return the new layer."
)
assert isinstance(pruned.weights.data, np.ndarray), (
    "The new layer's weights.data is an array; yours is not. weights is a Parameter, "
    "and stays one: only its data change."
)
assert pruned.weights.data.dtype == np.float32, (
    f"The weights are float32, and stay so; yours are {pruned.weights.data.dtype}. "
    "A mask of float64 ones would widen them."
)
assert pruned.weights.data.tolist() == [[4, 0], [2, 1], [-5, 0]], (
    f"For W = {before} at 0.3 the new weights are [[4, 0], [2, 1], [-5, 0]]; yours are "
    f"{pruned.weights.data.tolist()}. Zero where the mask is False; a threshold of "
    "your own cannot split equals."
)
assert np.array_equal(pruned.bias.data, small.bias.data), (
    f"The bias [0.1, -0.1] stays; yours is {pruned.bias.data}. Only weights go."
)
assert small.weights.data.tolist() == before, (
    f"The layer given held W = {before}, and should after the call; it holds "
    f"{small.weights.data.tolist()}. The layer you were given changed: "
    "work on deepcopy(layer)."
)
half = Dense(2, 2)
half.weights.data = np.array([[0, -6], [1, 3]], dtype=np.float16)
twice = prune_weights_by_magnitude(prune_weights_by_magnitude(half, 0.5), 0.5)
assert twice.weights.data.tolist() == [[0, -6], [0, 3]], (
    "For W = [[0, -6], [1, 3]], pruned at 0.5 twice, the new weights are [[0, -6], "
    f"[0, 3]]; yours are {twice.weights.data.tolist()}. The ratio counts all weights, "
    "zeros too."
)
assert twice.weights.data.dtype == np.float16, (
    f"These weights are float16, and stay so; yours are {twice.weights.data.dtype}. "
    "Keep the dtype of the layer you get, whichever it is."
)

# %% nbgrader={"grade": true, "grade_id": "prune_weights_by_magnitude_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: Conv2D, no bias, dtypes, both ends,
# pruning twice, bad ratios, and that the layer given is left alone.
stays = prune_weights_by_magnitude(Dense(4, 3), 0.0)
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(71)


def _random_layer(layer):
    _shape = layer.weights.data.shape
    layer.weights.data = _rng.normal(size=_shape).astype(np.float32)
    if layer.bias is not None:
        layer.bias.data = (0.01 * _rng.normal(size=_shape[-1:])).astype(np.float32)
    return layer


def _expected(weights, ratio):
    _flat = weights.ravel().copy()
    _order = sorted(range(_flat.size), key=lambda place: abs(float(_flat[place])))
    _flat[_order[: round(ratio * _flat.size)]] = 0.0
    return _flat.reshape(weights.shape)


def _data(layer, name):
    return getattr(getattr(layer, name, None), "data", None)


assert isinstance(stays, Dense), (
    f"A pruned Dense is a Dense; yours is a {type(stays).__name__}. "
    "Return the new layer."
)
_long = _random_layer(Dense(4, 6))
_long.weights.data = _long.weights.data.astype(np.float64)
for _layer, _ratio in [
    (_random_layer(Dense(9, 7)), 0.29), (_long, 0.4),
    (_random_layer(Dense(6, 5, bias=False)), 0.8),
    (_random_layer(Conv2D(2, 3, 3, stride=2, padding=1)), 0.7),
    (_random_layer(Dense(5, 4)), 0.0), (_random_layer(Dense(5, 4)), 1.0),
]:
    _kind = type(_layer).__name__
    _old = _layer.weights.data.copy()
    _old_bias = None if _layer.bias is None else _layer.bias.data.copy()
    _got = prune_weights_by_magnitude(_layer, _ratio)
    assert np.array_equal(_layer.weights.data, _old), (
        f"After pruning a {_kind} at {_ratio} the layer given has other weights. "
        "Prune the copy: its weights must be an array of their own."
    )
    assert type(_got).__name__ == _kind, (
        f"A pruned {_kind} is a {_kind}; yours is a {type(_got).__name__}. "
        "Copy the layer you get."
    )
    _new = _data(_got, "weights")
    assert isinstance(_new, np.ndarray) and _new.shape == _old.shape, (
        f"The weights.data of a {_kind} are an array of shape {_old.shape}; yours are "
        f"a {type(_new).__name__} of shape {getattr(_new, 'shape', None)}. "
        "Only the values change."
    )
    assert _new.dtype == _old.dtype, (
        f"{_old.dtype} weights stay {_old.dtype}; yours are {_new.dtype}. "
        "Keep the dtype of the layer you get, whichever it is."
    )
    _zeros, _want = int((_new == 0).sum()), round(_ratio * _old.size)
    assert np.array_equal(_new, _expected(_old, _ratio)), (
        f"For a {_kind} with {_old.size} weights at {_ratio}, the {_want} smallest "
        f"become 0 and the rest stay; yours has {_zeros} zeros. "
        "Apply your mask to the weights."
    )
    _bias = _data(_got, "bias")
    _same = _bias is None if _old_bias is None else np.array_equal(_bias, _old_bias)
    assert _same, (
        f"The bias of a {_kind} stays as it was, also when it is None; yours is "
        f"{_bias}. Copy the whole layer, and touch only its weights."
    )

_twice = prune_weights_by_magnitude(
    prune_weights_by_magnitude(_random_layer(Dense(10, 4)), 0.5), 0.5
)
_zeros = int((_twice.weights.data == 0).sum())
assert _zeros == 20, (
    f"A layer of 40 weights pruned at 0.5 twice has 20 zeros; yours has {_zeros}. "
    "The ratio counts all weights, zeros too: rank them all."
)
_conv = _random_layer(Conv2D(1, 2, 3, stride=2, padding=1))
_images = _rng.normal(size=(2, 6, 6, 1)).astype(np.float32)
_got = prune_weights_by_magnitude(_conv, 0.0).forward(_images)
assert np.array_equal(_got, _conv.forward(_images)), (
    f"A Conv2D with stride 2 and padding 1, pruned at 0, computes what it did, shape "
    f"(2, 3, 3, 2); yours gives {_got.shape}. Copy the whole layer, settings included."
)
for _ratio in (-0.5, 1.01, float("nan")):
    try:
        prune_weights_by_magnitude(_conv, _ratio)
        _came = "no error"
    except ValueError:
        continue
    except Exception as _error:
        _came = type(_error).__name__
    raise AssertionError(
        f"A pruning_ratio of {_ratio} asks for a ValueError; yours gave {_came}. "
        "magnitude_mask raises it, if the ratio gets there as it is."
    )
### END HIDDEN TESTS

# %% [markdown]
# Every hidden unit of the first layer has 784 weights, one for each pixel: a picture.
# Here is one unit, whole and pruned.

# %% tags=["show"]
from smallnets import plots

first = network.layers[0]
unit = int(np.linalg.norm(first.weights.data, axis=0).argmax())
ratios = (0.0, 0.5, 0.9)
left = np.stack([prune_weights_by_magnitude(first, ratio).weights.data[:, unit]
                 for ratio in ratios])
plots.show_weights(left.reshape(-1, 28, 28), columns=3, limit=0.3, captions=[
    f"ratio {ratio}: {np.count_nonzero(row)} of 784 left"
    for ratio, row in zip(ratios, left, strict=True)])
print(f"The 784 weights of hidden unit {unit}, as 28 x 28 pictures, at three ratios.")

# %% [markdown]
# Orange is negative, purple positive, white zero; beyond 0.3 the colours do not deepen.
# Ink under an orange blob speaks against this unit, ink under purple for it. Pruning wipes out the fine grain first; at 0.9
# the blobs are left, and specks. More than a tenth of this unit is left: the ratio holds
# for the layer, and it is the unit with the largest weights.
# What the cut costs is not in the picture: no image went through the network.

# %% [markdown]
# Look at the rim. Digits sit in the middle, and some pixels are black in every
# training image. A weight on such a pixel is multiplied by 0, and its gradient is 0:
# training never moves it, and it stays as the random start made it.
# In the next cell `start` is the first layer before training, rebuilt from its seed.

# %% tags=["show"]
from smallnets import create_mlp, pretrained_info

black = mnist.train.images.max(axis=0) == 0
kept = prune_weights_by_magnitude(first, 0.9).weights.data != 0
seed = pretrained_info("lenet_300_100")["seed"]
start = create_mlp(784, [300, 100], 10, seed=seed).layers[0]
moved = np.abs(first.weights.data - start.weights.data)
print(f"{black.sum()} of 784 pixels are black in all 55,000 training images.")
print(f"Training moved their weights by {moved[black].mean():.4f} on average,"
      f" the others by {moved[~black].mean():.4f}.")
print(f"At ratio 0.9 {kept[black].mean():.1%} of their weights are kept"
      f" ({kept[black].sum():,}), of the others {kept[~black].mean():.1%}.")

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_small_can_matter", "locked": false, "points": 2, "schema_version": 3, "solution": true}
# **Reflect** (2 points, about 7 minutes). Always-black pixels do nothing on any training image. Their
# weights that never moved stayed smaller, and $|W|$ drops more of them. A few are kept.
# Describe the opposite: a weight that is small and matters. Then propose a ranking that judges both
# kinds better than $|W|$ does, and say which data it needs. (Three or four sentences.
# After you have answered: two published rankings are in Sources, at the end.)
#
# ### BEGIN SOLUTION
# Rubric:
# - 1 point: the effect of a weight is weight times input, so a small weight on a large or
#   ever-present input counts (or: a weight whose removal changes the loss much, because
#   the loss curves steeply along it).
# - 1 point: a ranking that sees this, with its data: $|w|$ times the mean size of its
#   input over some training images (Sun et al., 2024), $h w^2 / 2$ with the second
#   derivative $h$ of the loss (LeCun et al., 1990), gradient times weight, or the measured
#   change of the loss when the weight is dropped. Test images do not qualify as data.
# ### END SOLUTION

# %% [markdown]
# ## 2.5 A whole network: one share for all, or one ranking?
#
# With several layers there is a choice (both compared by See et al., 2016, section 3):
#
# - **layer-wise**: every layer loses the fraction $s$ of its own weights;
# - **global**: all weights stand in one ranking, and the smallest
#   $\mathrm{round}(s \, n)$ go, wherever they are.

# %% [markdown]
# **By hand.** Layer A holds $[1, 2]$, layer B $[30, 10, 20, 40]$, and $s = 0.5$.
# Layer-wise, A loses the 1, and B the 10 and the 20.
# Globally $k = 3$: the 1, the 2 and the 10 go, which is all of A.

# %% [markdown]
# ### Exercise 2.5: `prune_model_by_magnitude` (3 points, about 18 minutes)
#
# Write the middle: `layers` are those of a copy already, and need their new weights.
#
# Key details:
# - global: line up all weights in one row, ask `magnitude_mask` once, then cut the long
#   mask into pieces (`np.split` cuts at running totals: [2, 4] for 2, 2 and 5 weights);
# - the total is `round(sparsity * n)` of *all* weights, not a sum of rounded parts;
# - one threshold for the whole network fails on ties, as it did for one array.


# %% nbgrader={"grade": false, "grade_id": "prune_model_by_magnitude", "locked": false, "schema_version": 3, "solution": true}
def prune_model_by_magnitude(model, sparsity, scope="layer"):
    """Copy a model, with its smallest weights set to zero.

    Parameters
    ----------
    model : Sequential
        At least one layer has weights. Left unchanged.
    sparsity : float
        Fraction of weights to drop, from 0 to 1.
    scope : {"layer", "global"}
        "layer": ``round(sparsity * n)`` weights of each layer, n being its number of
        weights. "global": ``round(sparsity * n)`` weights of the model, ranked together
        with n counting all of them; of equal ones, those of the first layer go first.

    Returns
    -------
    Sequential
        New model; biases, shapes, dtypes and layers without weights as in ``model``.

    Raises
    ------
    ValueError
        If ``sparsity`` or ``scope`` is not as above, or a weight is NaN.
    """
    if scope not in ("layer", "global"):
        raise ValueError(f"scope must be 'layer' or 'global', got {scope!r}")
    pruned = model.copy()
    layers = weight_layers(pruned)
    ### BEGIN SOLUTION
    rows = [layer.weights.data.ravel() for layer in layers]
    if scope == "layer":
        masks = [magnitude_mask(row, sparsity) for row in rows]
    else:
        ends = np.cumsum([row.size for row in rows])
        masks = np.split(magnitude_mask(np.concatenate(rows), sparsity), ends[:-1])
    for layer, row, mask in zip(layers, rows, masks, strict=True):
        layer.weights.data = (row * mask).reshape(layer.weights.data.shape)
    ### END SOLUTION
    return pruned


# %% [markdown]
# **Check.** The two layers of the example. The cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "prune_model_by_magnitude_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
layer_a, layer_b = Dense(2, 1), Dense(1, 4)
layer_a.weights.data = np.array([[1], [2]], dtype=np.float32)
layer_b.weights.data = np.array([[30, 10, 20, 40]], dtype=np.float32)
layer_a.bias.data[:] = layer_b.bias.data[:] = 0.5
pair = Sequential([layer_a, ReLU(), layer_b])
for scope, want in [
    ("layer", [0, 2, 30, 0, 0, 40]), ("global", [0, 0, 30, 0, 20, 40])
]:
    pruned = prune_model_by_magnitude(pair, 0.5, scope)
    assert isinstance(pruned, Sequential), (
        f"A pruned model is a Sequential; yours is a {type(pruned).__name__}. "
        "Return the new model."
    )
    arrays = [part.weights.data for part in pruned.layers[::2]]
    assert all(isinstance(array, np.ndarray) for array in arrays), (
        "Each layer's weights.data is an array; yours is not. weights is a Parameter, "
        "and stays one: only its data change."
    )
    got = [value for array in arrays for value in array.ravel().tolist()]
    assert got == want, (
        f"For A = [1, 2], B = [30, 10, 20, 40], s = 0.5 and scope {scope!r} the six "
        f"weights become {want}; yours are {got}. "
        "Ask for one mask for each layer, or for one for all weights, without biases, "
        "and give the new weights to the layers of pruned."
    )
    assert all(array.dtype == np.float32 for array in arrays), (
        f"The weights are float32, and stay so; yours are {arrays[0].dtype}. A mask of "
        "float64 ones would widen them."
    )
    biases = [part.bias.data.tolist() for part in pruned.layers[::2]]
    assert biases == [[0.5], [0.5] * 4], (
        f"The biases, all 0.5, stay as they are; yours: {biases}. Only weights count."
    )
    held = [part.weights.data.ravel().tolist() for part in (layer_a, layer_b)]
    assert held == [[1, 2], [30, 10, 20, 40]], (
        "The model given held A = [1, 2], B = [30, 10, 20, 40], and should after the "
        f"call; its layers hold {held}. The model you were given changed: "
        "work on its copy."
    )
three = Sequential([Dense(1, 2), Dense(2, 1), ReLU(), Dense(1, 5)])
for layer in weight_layers(three):
    layer.weights.data[:] = 1
three.layers[1].weights.data = np.ones((2, 1), dtype=np.float16)
for scope, want in [("global", [2, 2, 0]), ("layer", [1, 1, 2])]:
    asked = f"For layers of 2, 2 and 5 weights, all 1, s = 0.5 and scope {scope!r}"
    try:
        pruned = prune_model_by_magnitude(three, 0.5, scope)
    except ValueError as error:
        raise AssertionError(
            f"{asked} the layers lose {want} weights; yours: ValueError, {error}. "
            "np.split cuts at running totals, not at sizes."
        ) from error
    arrays = [layer.weights.data for layer in weight_layers(pruned)]
    zeros = [int((array == 0).sum()) for array in arrays]
    assert zeros == want, (
        f"{asked} the layers lose {want} weights; yours lose {zeros}. A threshold "
        "cannot split equals, and globally round(0.5 * 9) = 4 go."
    )
    dtypes = [str(array.dtype) for array in arrays]
    assert dtypes == ["float32", "float16", "float32"], (
        "The weights are float32, float16 and float32, and stay so; yours are "
        f"{dtypes}. Give every layer its own weights, not a piece of the row."
    )

# %% nbgrader={"grade": true, "grade_id": "prune_model_by_magnitude_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: layers of very different scale, exact
# totals, convolutions, ties, biases, bad input, and that the model given is left alone.
stays = prune_model_by_magnitude(Sequential([Dense(3, 2), ReLU()]), 0.0, scope="global")
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(81)


def _scaled(layer, scale):
    _shape = layer.weights.data.shape
    layer.weights.data = (scale * _rng.normal(size=_shape)).astype(np.float32)
    if layer.bias is not None:
        layer.bias.data = (1e-4 * _rng.normal(size=_shape[-1:])).astype(np.float32)
    return layer


def _arrays(model):
    return [_l.weights.data for _l in model.layers if hasattr(_l, "weights")]


def _cut(arrays, sparsity):
    _places = [(_i, _j) for _i, _a in enumerate(arrays) for _j in range(_a.size)]
    _places.sort(key=lambda place: abs(float(arrays[place[0]].ravel()[place[1]])))
    _new = [_a.ravel().copy() for _a in arrays]
    for _i, _j in _places[: round(sparsity * len(_places))]:
        _new[_i][_j] = 0.0
    return [_flat.reshape(_a.shape) for _flat, _a in zip(_new, arrays, strict=True)]


def _zeros(arrays):
    return [int((_a == 0).sum()) for _a in arrays]


assert isinstance(stays, Sequential), (
    f"A pruned model is a Sequential; yours is a {type(stays).__name__}. "
    "Return the new model."
)
_hundredfold = Sequential(
    [_scaled(Dense(8, 25), 0.01), ReLU(), _scaled(Dense(25, 8), 1.0)]
)
_convs = Sequential([
    _scaled(Conv2D(1, 3, 3, stride=2, padding=1), 0.5), ReLU(),
    _scaled(Conv2D(3, 2, 3, bias=False), 0.1), ReLU(), Flatten(),
    _scaled(Dense(18, 7), 0.3), ReLU(), _scaled(Dense(7, 3, bias=False), 2.0),
])
for _model, _name in [(_hundredfold, "two dense layers, one 100 times larger"),
                      (_convs, "two convolutions and two dense layers")]:
    for _scope, _sparsity in [("layer", 0.5), ("global", 0.5), ("layer", 0.83),
                              ("global", 0.83), ("global", 0.29), ("layer", 0.0),
                              ("global", 1.0), ("layer", 1.0)]:
        _old = [_a.copy() for _a in _arrays(_model)]
        _biases = [_p.data.copy() for _p in _model.parameters() if _p.data.ndim == 1]
        _got = prune_model_by_magnitude(_model, _sparsity, scope=_scope)
        _call = f"For {_name}, s = {_sparsity}, scope {_scope!r}"
        assert all(map(np.array_equal, _arrays(_model), _old)), (
            f"{_call}, the model given has other weights afterwards. Prune the copy: "
            "give its layers new arrays."
        )
        _asked, _kinds = ([type(_l).__name__ for _l in getattr(_m, "layers", [])]
                          for _m in (_model, _got))
        assert _kinds == _asked, (
            f"{_call}, the new model has the layers {_asked}; yours has {_kinds}. "
            "Copy the whole model."
        )
        _new = _arrays(_got)
        assert [_a.shape for _a in _new] == [_a.shape for _a in _old], (
            f"{_call}, weights keep their shapes {[_a.shape for _a in _old]}; yours "
            f"are {[_a.shape for _a in _new]}. Shape each piece like its layer."
        )
        assert all(_a.dtype == np.float32 for _a in _new), (
            f"{_call}, float32 weights stay float32; yours are {_new[0].dtype}. "
            "Multiply by booleans."
        )
        _want = _cut(_old, _sparsity) if _scope == "global" else [
            _cut([_a], _sparsity)[0] for _a in _old
        ]
        assert _zeros(_new) == _zeros(_want), (
            f"{_call}, the layers should hold {_zeros(_want)} zeros; yours hold "
            f"{_zeros(_new)}. "
            + ("Rank all weights together, by their plain size, and drop round(s n)."
               if _scope == "global" else "Every layer loses round(s n) of its own.")
        )
        assert all(map(np.array_equal, _new, _want)), (
            f"{_call}, the zeros are as many as they should be, but other weights went "
            "or survivors changed. The smallest go; the others stay as they are."
        )
        _left = [_p.data for _p in _got.parameters() if _p.data.ndim == 1]
        _same = len(_left) == len(_biases) and all(map(np.array_equal, _left, _biases))
        assert _same, (
            f"{_call}, the biases stay as they were; yours changed. Only weights count."
        )
_ones = Sequential([Dense(4, 5), ReLU(), Dense(5, 4)])
for _layer in _ones.layers[::2]:
    _layer.weights.data = np.ones_like(_layer.weights.data)
_got = _zeros(_arrays(prune_model_by_magnitude(_ones, 0.75, scope="global")))
assert _got == [20, 10], (
    "With 20 + 20 equal weights and s = 0.75, 30 go, those of the first layer first: "
    f"[20, 10]; yours dropped {_got}. A threshold cannot split ties: rank."
)
_odd = Sequential([_scaled(Dense(5, 1), 1.0), _scaled(Dense(1, 5), 1.0)])
_got = sum(_zeros(_arrays(prune_model_by_magnitude(_odd, 0.3, scope="global"))))
assert _got == 3, (
    f"Of 5 + 5 weights at s = 0.3, scope 'global', 3 go; yours dropped {_got}. "
    "Round once, for the whole network."
)
_default = _zeros(_arrays(prune_model_by_magnitude(_hundredfold, 0.5)))
assert _default == [100, 100], (
    f"Without a scope each layer of 200 loses 100 at s = 0.5; yours lost {_default}. "
    "The default scope is 'layer'."
)
_nan = Sequential([_scaled(Dense(3, 3), 1.0)])
_nan.layers[0].weights.data[1, 1] = np.nan
for _model, _sparsity, _scope, _why in [
    (_odd, 1.2, "layer", "s = 1.2"), (_odd, -0.1, "global", "s = -0.1"),
    (_odd, float("nan"), "layer", "s = NaN"), (_odd, 0.5, "net", "the scope 'net'"),
    (_nan, 0.5, "global", "a NaN among the weights"),
]:
    try:
        prune_model_by_magnitude(_model, _sparsity, scope=_scope)
        _came = "no error"
    except ValueError:
        continue
    except Exception as _error:
        _came = type(_error).__name__
    raise AssertionError(
        f"{_why} asks for a ValueError; yours gave {_came}. magnitude_mask refuses bad "
        "numbers, and the given lines a bad scope: let them."
    )
### END HIDDEN TESTS

# %% [markdown]
# The trained network at 90%, cut both ways. Where the zeros are:

# %% tags=["show"]
pruned_90 = {
    "magnitude layer-wise": prune_model_by_magnitude(network, 0.9, scope="layer"),
    "magnitude global": prune_model_by_magnitude(network, 0.9, scope="global"),
}
for name, model in pruned_90.items():
    shares = [f"{calculate_sparsity(layer):.1%}" for layer in weight_layers(model)]
    print(f"{name:21} zeros in the layers: {', '.join(shares)};"
          f" in all {calculate_sparsity(model):.4f}")

# %% tags=["show"]
def mark_cut(ax, name, index, line):
    left = np.abs(weight_layers(pruned_90[name])[index].weights.data)
    edges = left[left > 0].min() * np.array([-1, 1])
    return ax.vlines(edges, 0, 1, transform=ax.get_xaxis_transform(), label=name,
                     color=plots.method_style(name)["color"], linestyle=line)


# %% tags=["show"]
fig, axes = plots.new_axes("weight", "weights per bin", "What 90% cuts away", ncols=3)
for index, layer in enumerate(weight_layers(network)):
    ax, values = axes[index], layer.weights.data.ravel()
    ax.hist(values, bins=np.linspace(-0.6, 0.6, 81), color="#bbbbbb")
    ax.set(title=f"layer {index + 1}, standard deviation {values.std():.3f}")
    handles = [mark_cut(ax, "magnitude layer-wise", index, "dashed"),
               mark_cut(ax, "magnitude global", index, "solid")]
fig.legend(handles=handles, loc="outside lower center", ncols=2)
print("Weights of layers 1 to 3, each count on a scale of its own.\n"
      "What lies between the two lines of one kind goes.")

# %% [markdown]
# The layers differ in scale: here, the fewer inputs a unit has, the larger its weights.
# So it was before training: they start with a spread of $\sqrt{2 / \mathrm{inputs}}$.
# The solid lines (global) stand at the same place in all three, and the third layer,
# whose weights spread widest, keeps about half of them. The dashed lines (layer-wise)
# enclose nine tenths of each layer; in layer 1 the two kinds nearly coincide.
# Which cut is better cannot be read off here: it depends on what the lost weights did.

# %% [markdown]
# ### Predict, then run
#
# Nine in ten weights go, the smallest of the whole network, with no training after it.
# Which cut loses fewer digits: one ranking for all layers, or the same share of each?
# And by how many points do the two differ? Put your guess in the next cell.

# %%
prediction = None  # your guess, such as "layer-wise by 5 points"

# %% tags=["show"]
scores_90 = {name: evaluate_model(m, validation) for name, m in pruned_90.items()}
print(f"Your guess at 90%:                {prediction or 'none'}")
for name, accuracy in scores_90.items():
    print(f"Measured, {name + ':':23} {accuracy:.1%}")

# %% [markdown]
# Now the whole curve, with two controls, three draws each. `cut_at_random` takes the same
# share of every layer. `cut_elsewhere` zeroes as many weights of each layer as the global
# cut does, at other places: only *which* weights go is left to chance.


# %% tags=["show"]
def score(model):
    return evaluate_model(model, validation)


def cut_elsewhere(pruned, seed=0):
    """Zero as many weights of every layer as ``pruned`` has zeros, at places drawn."""
    rng, damaged = np.random.default_rng(seed), network.copy()
    for layer, cut in zip(weight_layers(damaged), weight_layers(pruned), strict=True):
        left = cut.weights.data != 0
        layer.weights.data *= rng.permutation(left.ravel()).reshape(left.shape)
    return damaged


# %% tags=["show"]
grid = [0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98, 1]
cuts = [prune_model_by_magnitude(network, s, "global") for s in grid]
by_global = [score(model) for model in cuts]
by_layer = [score(prune_model_by_magnitude(network, s, "layer")) for s in grid]
draws = [[score(cut_at_random(network, s, seed)) for s in grid] for seed in range(3)]
moved = [[score(cut_elsewhere(model, seed)) for model in cuts] for seed in range(3)]

print("sparsity  global  layer-wise  random: equal shares  random: global's shares")
for i, s in enumerate(grid):
    ranges = [[f(runs, axis=0)[i] for f in (np.min, np.max)] for runs in (draws, moved)]
    print(f"{s:8.0%} {by_global[i]:7.1%} {by_layer[i]:11.1%}",
          *[f"    {low:6.1%} to {high:6.1%}" for low, high in ranges])

# %% tags=["show"]
fig, ax = plots.new_axes("sparsity (fraction of weights that are zero)",
                         "validation accuracy (%)", "One cut, no training after it")
for scope, curve in [("global", by_global), ("layer-wise", by_layer)]:
    ax.plot(grid, 100 * np.array(curve), **plots.method_style(f"magnitude {scope}"))
look = plots.method_style("random")
for name, runs, line in [("equal", draws, "-"), ("global's", moved, "--")]:
    ax.plot(grid, 100 * np.mean(runs, axis=0), linestyle=line,
            **look | {"label": f"random, {name} shares"})
    ax.fill_between(grid, 100 * np.min(runs, axis=0), 100 * np.max(runs, axis=0),
                    alpha=0.2, color=look["color"])
ax.legend()
print("Four falling lines, the table's; a band spans lowest to highest of 3 draws.")

# %% [markdown]
# The global curve is nearly flat for most of its length, the layer-wise one bends
# earlier, and the random one falls from the start. From about 80% on the global curve
# falls, too.
# The dashed line lies between, mostly: how the zeros are spread over the layers is one part of
# what the global cut gains on chance, and which weights go is the other.

# %% [markdown]
# Near an accuracy of 98%, 5,000 images give a standard error of $\sqrt{0.98 \cdot 0.02 / 5000}$, 0.2 points.
# For the difference of two cuts it is smaller, as both read the same images.

# %% [markdown]
# What the plot does not show: how well the network would do if it were *trained* after
# the cut, so that what is left can make up for what is lost.
# That is left open here.

# %% [markdown]
# For which pixels does the global cut keep weights? Move the slider; the arrow keys work,
# too. Without a slider you see three of its places.

# %% tags=["show"]
from smallnets import explore


def look_at(sparsity):
    model = prune_model_by_magnitude(network, sparsity, "global")
    left = np.count_nonzero(model.layers[0].weights.data, axis=1).reshape(28, 28)
    title = f"Sparsity {sparsity:.0%}: {score(model):.1%} read right"
    fig, ax = plots.new_axes("column of the image", "row of the image", title)
    picture = ax.imshow(left / left.mean(), cmap="Greys", vmin=0, vmax=3)
    ax.grid(False)
    fig.colorbar(picture, label="weights kept, in means of all pixels", extend="max")


explore(look_at, [0, 0.5, 0.8, 0.9, 0.95, 0.98], "sparsity")
print("The darker a pixel, the more of its weights are kept; from 3 means on, black.")

# %% tags=["show"]
blind = pruned_90["magnitude global"].copy()
left = np.count_nonzero(blind.layers[0].weights.data, axis=1)
lit = np.count_nonzero(mnist.train.images, axis=0)
darkest = int(left.argmax())
blind.layers[0].weights.data[darkest] = 0
print(f"At 90% the darkest pixel is row {darkest // 28}, column {darkest % 28}:",
      f"{left[darkest]} of its 300 weights are kept.\nIt is lit in {lit[darkest]} of",
      f"{len(mnist.train):,} training images; without its weights the network reads",
      f"{score(blind):.1%},\nwith them {scores_90['magnitude global']:.1%}.")

# %% [markdown]
# ## 2.6 Which layer minds most?
#
# The two cuts differ only in how the zeros are spread over the layers.
# A *sensitivity scan* cuts one layer at a time, leaves the others whole, and scores
# the model (Han et al., 2015, section 5).

# %% [markdown]
# **By hand.** Layer A holds $[1, 2]$, layer B $[3, 4, 5, 6]$, and the score is the sum
# of all sizes: 21. With A cut at 0.5 it is 20, at 1 it is 18. With B cut at 0.5 it is
# 14, at 1 it is 3. The scan is [[20, 18], [14, 3]], one row for each layer.

# %% [markdown]
# ### Exercise 2.6: `sensitivity_scan` (2 points, about 5 minutes)
#
# Fill the table. It is set up for you: `places` says where in `model.layers` the layers
# with weights stand, in order.
#
# Key details:
# - every entry starts from the whole model: a cut made for one entry must not be
#   there for the next;
# - `evaluate` takes a model, not a layer;
# - the entry is what `evaluate` returns, not a difference.


# %% nbgrader={"grade": false, "grade_id": "sensitivity_scan", "locked": false, "schema_version": 3, "solution": true}
def sensitivity_scan(model, sparsities, evaluate):
    """Score a model with one layer pruned at a time.

    Parameters
    ----------
    model : Sequential
        Left unchanged.
    sparsities : list of float
        In any order; each from 0 to 1.
    evaluate : callable
        ``evaluate(model) -> float``, for instance an accuracy.

    Returns
    -------
    ndarray of float, shape (layers with weights, len(sparsities))
        Entry [i, j]: the score of ``model`` in which only the i-th layer with weights
        is pruned, by magnitude, at ``sparsities[j]``.
    """
    places = [i for i, layer in enumerate(model.layers) if weight_layers(layer)]
    scores = np.zeros((len(places), len(sparsities)))
    ### BEGIN SOLUTION
    for row, place in enumerate(places):
        for column, sparsity in enumerate(sparsities):
            trial, layer = model.copy(), model.layers[place]
            trial.layers[place] = prune_weights_by_magnitude(layer, sparsity)
            scores[row, column] = evaluate(trial)
    ### END SOLUTION
    return scores


# %% [markdown]
# **Check.** The two layers of the example and their score, the larger cut first.
# The cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "sensitivity_scan_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
layer_a, layer_b = Dense(2, 1), Dense(1, 4)
layer_a.weights.data = np.array([[1], [2]], dtype=np.float32)
layer_b.weights.data = np.array([[3, 4, 5, 6]], dtype=np.float32)


def sum_of_sizes(model):
    return float(sum(np.abs(layer.weights.data).sum() for layer in model.layers[::2]))


chain = Sequential([layer_a, ReLU(), layer_b])
want = [[18.0, 20.0], [3.0, 14.0]]
got = sensitivity_scan(chain, [1.0, 0.5], sum_of_sizes)
assert isinstance(got, np.ndarray), (
    f"The scan is an array with one row a layer; yours is a {type(got).__name__}. "
    "Fill scores, and let the last line return it."
)
assert got.tolist() == want, (
    "For A = [1, 2], B = [3, 4, 5, 6] and the sum of sizes as score, the scan at 1 and "
    f"0.5 is {want}; yours is {got.tolist()}. Start every entry from the whole model, "
    "cut one layer of it, and score all of it; a row is a layer, a column a sparsity, "
    "as given."
)

# %% nbgrader={"grade": true, "grade_id": "sensitivity_scan_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: three and more layers, convolutions,
# sparsities in any order, other scores, and that the model given is left alone.
whole = sensitivity_scan(Sequential([Dense(2, 2)]), [0.0], lambda model: 7.0)
### BEGIN HIDDEN TESTS
assert isinstance(whole, np.ndarray) and whole.shape == (1, 1) and whole[0, 0] == 7.0, (
    "With a score that is always 7, one layer and one sparsity the scan is [[7.0]]; "
    f"yours is {whole!r}. Ask evaluate for every entry."
)
_rng = np.random.default_rng(91)


def _drawn(layer):
    _values = _rng.normal(size=layer.weights.data.shape)
    layer.weights.data = _values.astype(np.float32)
    return layer


def _weights(model):
    return [_l.weights.data for _l in model.layers if hasattr(_l, "weights")]


def _code_of_zeros(model):
    """Zeros of layer i as the i-th digit in base 1000, and a quarter for each layer."""
    _counts = [int((_array == 0).sum()) for _array in _weights(model)]
    _digits = sum(_n * 1000**_i for _i, _n in enumerate(_counts))
    return float(_digits + 0.25 * len(model.layers))


def _size_left(model):
    _sizes = [np.abs(_array.astype(float)).sum() for _array in _weights(model)]
    return float(sum((_i + 1) * _size for _i, _size in enumerate(_sizes)))


_deep = Sequential([
    _drawn(Conv2D(1, 2, 3, stride=2, padding=1)), ReLU(), Flatten(),
    _drawn(Dense(18, 5)), ReLU(), _drawn(Dense(5, 9, bias=False)), ReLU(),
    _drawn(Dense(9, 4)),
])
_sizes, _grid = [18, 90, 45, 36], [0.75, 0.1, 1.0, 0.0, 0.5]
_old = [_p.data.copy() for _p in _deep.parameters()]
_got = sensitivity_scan(_deep, _grid, _code_of_zeros)
_after = [_p.data for _p in _deep.parameters()]
assert all(map(np.array_equal, _after, _old)), (
    "After the scan the model given has other weights. "
    "Cut a copy, a new one for every entry."
)
assert isinstance(_got, np.ndarray) and _got.shape == (4, 5), (
    "For 4 layers with weights and 5 sparsities the scan has shape (4, 5); yours is "
    f"{getattr(_got, 'shape', type(_got).__name__)}. One row a layer."
)
for _i in range(4):
    for _j in range(5):
        _seen, _n_zeros = float(_got[_i, _j]), round(_grid[_j] * _sizes[_i])
        _due = _n_zeros * 1000.0**_i + 0.25 * 8
        _asked = [_n_zeros if _d == _i else 0 for _d in range(4)]
        _held = "something else"
        if 0 <= _seen < 1e12:
            _held = [int(_seen // 1000**_d % 1000) for _d in range(4)]
        assert abs(_seen - _due) < 1e-6, (
            f"Entry [{_i}, {_j}] cuts only layer {_i}, at {_grid[_j]}: the four layers "
            f"then hold {_asked} zeros; the model you scored held {_held}. Start from "
            "the whole model, with all its layers, and enter what evaluate says."
        )
_small = Sequential([_drawn(Dense(6, 5)), ReLU(), _drawn(Dense(5, 8))])
_got = sensitivity_scan(_small, (0.4, 0.9), _size_left)
assert isinstance(_got, np.ndarray) and _got.shape == (2, 2), (
    f"For 2 layers and 2 sparsities the scan has shape (2, 2); yours is {_got!r}. "
    "One row a layer."
)
for _i, _array in enumerate(_weights(_small)):
    for _j, _s in enumerate((0.4, 0.9)):
        _ranked = np.sort(np.abs(_array.astype(float)).ravel())
        _lost = _ranked[: round(_s * _ranked.size)].sum()
        _due = _size_left(_small) - (_i + 1) * _lost
        assert abs(float(_got[_i, _j]) - _due) < 1e-6, (
            f"With another score, entry [{_i}, {_j}] should be {_due:.4f}; yours is "
            f"{float(_got[_i, _j]):.4f}. Cut the smallest, and score with evaluate."
        )
### END HIDDEN TESTS

# %% [markdown]
# The scan of the trained network, on all 5,000 validation images:

# %% tags=["show"]
levels = [0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0]
scan = sensitivity_scan(network, levels, score)
print("cut at ", "".join(f"{level:8.0%}" for level in levels))
for index, row in enumerate(scan):
    print(f"layer {index + 1}", "".join(f"{value:8.1%}" for value in row))

# %% tags=["show"]
fig, ax = plots.new_axes("sparsity of the one layer that is cut (fraction)",
                         "validation accuracy (%)", "One layer cut, the others whole")
for index, layer in enumerate(weight_layers(network)):
    n_in, n_out = layer.weights.data.shape
    ax.plot(levels, 100 * scan[index], **plots.layer_style(index),
            label=f"layer {index + 1}: {n_in} x {n_out}")
ax.legend()
print("Three lines, flat at first. At 98% the lowest is that of layer 3, the last:\n"
      f"{scan[2, 5]:.1%} against {scan[0, 5]:.1%} and {scan[1, 5]:.1%}.")

# %% [markdown]
# Layer 3 gives way first, and it is the one from which the global cut took the smallest
# share. It is also by far the smallest, with 1,000 of 266,200 weights: to spare it takes
# next to nothing from the budget. The plot does not tell *why* it minds: being
# last, being small and having large weights come together here.

# %% [markdown]
# At 100% nothing of the image gets past the layer that is cut. Biases alone pick one
# digit for every image, and 9.2% or 10.3% of the images show that digit.

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_the_scan_is_not_enough", "locked": false, "points": 2, "schema_version": 3, "solution": true}
# **Reflect** (2 points, about 7 minutes). Compare the scan at 90% with the layer-wise cut
# at 90% in section 2.5. Why does the worst single layer not tell you what cutting all three
# costs? Then take a network of 100 layers and one budget for all of them: how would you
# share it out by the scan, and on which images would you check the result?
# (Three or four sentences.)
#
# ### BEGIN SOLUTION
# Rubric:
# - 1 point: with all layers cut, every layer receives inputs that are already disturbed,
#   and the errors add up or feed on each other; the scan sees no such interaction
#   (the numbers show it: each layer alone costs much less than the three together).
# - 1 point: give a low sparsity to layers whose curve falls early and a high one to layers
#   whose curve is flat (or the largest sparsity at which each loses at most a set amount),
#   then measure the whole cut, on validation images and not on test images.
# ### END SOLUTION

# %% [markdown]
# After you have answered: here layer 3 is left whole, and the other two lose as much
# more as keeps the total.

# %% tags=["show"]
sizes = [layer.weights.data.size for layer in weight_layers(network)]
share = round(0.9 * sum(sizes)) / sum(sizes[:2])
spared = network.copy()
for place in (0, 2):
    spared.layers[place] = prune_weights_by_magnitude(network.layers[place], share)
print(f"layer 3 whole, the others cut at {share:.2%}: {score(spared):.1%} read right;",
      f"sparsity {calculate_sparsity(spared):.4f}")
for name, accuracy in scores_90.items():
    print(f"{name}, sparsity 0.9000: {accuracy:.1%}")

# %% [markdown]
# At 90% that one change brings most of what the global cut gains.

# %% [markdown]
# ## 2.7 What does a zero save?
#
# Nine tenths of the weights are zero. Is the file a tenth as large,
# and the network ten times as fast?

# %% tags=["show"]
import zlib

from smallnets import file_bytes, time_ratio

images, _ = next(iter(validation))
sparse = pruned_90["magnitude global"]
ratio = time_ratio(lambda: network.forward(images), lambda: sparse.forward(images), 100)
print(f"file: {file_bytes(network):,} bytes dense, {file_bytes(sparse):,} at 90%")
print(f"speed at 90%, batch of {len(images):,}: {ratio.median:.2f} times that of dense",
      f"(middle half of 100 runs: {ratio.low:.2f} to {ratio.high:.2f})")
for name, model in [("dense", network), ("at 90%", sparse)]:
    arrays = [p.data + 0.0 for p in model.parameters()]  # + 0.0 turns -0.0 into 0.0
    packed = zlib.compress(b"".join(array.tobytes() for array in arrays))
    print(f"parameters zipped, {name}: {len(packed):,} bytes")

# %% [markdown]
# No byte: a zero in a float32 array takes four, as any number does.
# And no time, if the middle half of your runs contains 1: the matrix product multiplies by
# a zero as by any number.

# %% [markdown]
# The zipped sizes show that there *is* something to gain. A file would have to
# hold only what is left, and where it stands; a product would have to skip
# what is not there. Both have a price, which is not measured here.

# %% [markdown]
# ## 2.8 What we measured
#
# One sparsity is chosen on validation images: the largest of the grid at which the
# global cut loses at most one point. The 10,000 test images are opened only now, to
# report; nothing is chosen on them.

# %% tags=["show"]
from smallnets import measure_model, measurement_table

near = [dense_accuracy - accuracy <= 0.01 for accuracy in by_global]
chosen = max(s for s, is_near in zip(grid, near, strict=True) if is_near)
rows = [("dense", network)]
for sparsity in (chosen, 0.9):
    for scope, words in [("layer", "layer-wise"), ("global", "global")]:
        model = prune_model_by_magnitude(network, sparsity, scope)
        rows.append((f"{words} {sparsity:.0%}", model))
print(f"Chosen on validation: {chosen:.0%}. Measured on 10,000 test images:")
print(measurement_table([measure_model(*row, mnist.test) for row in rows]))

# %% tags=["show"]
test, best = DataLoader(mnist.test), prune_model_by_magnitude(network, chosen, "global")
for name, cut in [("equal", lambda seed: cut_at_random(network, chosen, seed)),
                  ("the global cut's", lambda seed: cut_elsewhere(best, seed))]:
    drawn = [evaluate_model(cut(seed), test) for seed in range(5)]
    print(f"random {chosen:.0%}, {name} shares, five draws: accuracy"
          f" {min(drawn):.1%} to {max(drawn):.1%}")

# %% [markdown]
# Bytes and multiply-adds (MACs) are the same in every row. The seconds are one timing for
# each row; section 2.7, which took turns, is the one to judge time by.
# So far pruning has bought only the knowledge of *which* weights can go.

# %% [markdown]
# These are numbers of one network on one easy data set, with no training after the cut.
# They say nothing about how far pruning can go. Six others, trained by the same recipe,
# agree on the order and not on the numbers: at 90%, on validation images, the global cut read more than the layer-wise one in each,
# 89% to 95% against 53% to 73%.

# %% [markdown]
# ### By library
#
# PyTorch has the two cuts, of which you make one. It drops `round(amount * n)` weights as
# you do (an amount of 1.0 is all of them, of 1 a single one), promises nothing about ties,
# and keeps the whole weights beside the mask until `remove`. Here `model` is a
# `torch.nn.Sequential` of Linear, ReLU, Linear, ReLU, Linear.

# %% [markdown]
# ```python
# from torch.nn.utils import prune
#
# def layer_wise(model):
#     for i in (0, 2, 4):
#         prune.l1_unstructured(model[i], name="weight", amount=0.9)
#
# def global_cut(model):
#     prune.global_unstructured([(model[i], "weight") for i in (0, 2, 4)],
#                               pruning_method=prune.L1Unstructured, amount=0.9)
#
# for i in (0, 2, 4):                     # after one of them: zeros for good
#     prune.remove(model[i], "weight")
# ```

# %% [markdown]
# ## Summary
#
# - Sparsity is the share of weights that are zero; exactly `round(s n)` go, by rank.
# - Test accuracy after one global cut by size: 98.2% whole, 97.6% without three quarters
#   of the weights, 90.8% without nine tenths. Three quarters cut at random leave 29% to
#   45%, with the global cut's share of each layer 44% to 64%, in five draws.
# - Layers differ in scale and in how much they mind. A zero alone saves nothing yet.

# %% [markdown]
# ## Sources
#
# - Han, Pool, Tran, Dally, *Learning both weights and connections for efficient neural
#   networks*, NIPS 2015: section 3 (method), section 5 (scan).
# - LeCun, Denker, Solla, *Optimal brain damage*, 1990, section 2: ranking by the
#   effect on the loss instead of by size.
# - See, Luong, Manning, *Compression of neural machine translation models via
#   pruning*, CoNLL 2016, section 3: global and layer-wise compared.
# - Sun, Liu, Bair, Kolter, *A simple and effective pruning approach for large language
#   models*, ICLR 2024, section 3: weight times input.

# %% [markdown]
# ## What's next
#
# Lesson 3 leaves every weight where it is and stores it in fewer bits.
