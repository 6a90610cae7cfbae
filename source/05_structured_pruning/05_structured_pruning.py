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
# # 5. Which shapes are really faster?
#
# | Lesson 5 | Structured pruning: whole units and filters |
# | --- | --- |
# | You will be able to | **rank** the units of a layer, **cut** them out of a trained network without changing what the rest computes, and **measure** what that buys |
# | Time | about 120 minutes |
# | You need | lessons 1 and 2, and numpy's indexing and `reshape` |

# %%
from itertools import pairwise

import numpy as np

from smallnets import Conv2D, Dense, Flatten, MaxPool2D, ReLU, Sequential
from smallnets.lending import judge


def weight_places(model):
    """Positions in model.layers of the layers that own weights, in order."""
    return [i for i, layer in enumerate(model.layers) if hasattr(layer, "weights")]


# %% [markdown]
# ## 5.1 The question
#
# This network has 784 pixels, hidden layers of 512, 256 and 128 units, and 10 classes.
# It was trained for 12 epochs.
# Choices are made on 5,000 *validation* images; *test* images wait until section 5.10.

# %% tags=["show"]
from smallnets import DataLoader, evaluate_model, load_mnist, load_pretrained

network = load_pretrained("mlp_512_256_128")
mnist = load_mnist(flatten=True)
validation = DataLoader(mnist.validation, batch_size=1000)
dense_accuracy = evaluate_model(network, validation)
print(f"Trained network: {dense_accuracy:.2%} of the validation images read right.")

# %% [markdown]
# `silence`, below, copies a model and sets to zero whatever leads into the outputs of
# one layer that are *not* listed in `keep`. Such a unit says 0 for every image.


# %%
from smallnets import create_lenet5, create_mlp, measure_macs


def silence(model, layer_idx, keep):
    """Copy a model; outputs of one layer that are not in keep become 0."""
    masked = model.copy()
    for parameter in masked.layers[layer_idx].parameters():
        for output in range(parameter.data.shape[-1]):
            if output not in keep:
                parameter.data[..., output] = 0
    return masked


# %% [markdown]
# Two networks are timed against the whole one: the same with three in every four hidden
# units silent, and an *untrained* one that is a quarter as wide.

# %% tags=["show"]
from smallnets import time_ratio

quarter = network
for place in weight_places(network)[:-1]:
    quarter = silence(quarter, place, range(network.layers[place].out_features // 4))
narrow = create_mlp(784, [128, 64, 32], 10)
batch, _ = next(iter(DataLoader(mnist.validation, batch_size=256)))
for name, model in [("three quarters silent", quarter), ("a quarter as wide", narrow)]:
    ratio = time_ratio(lambda: network.forward(batch),
                       lambda m=model: m.forward(batch), 60)
    print(f"{name:22} {measure_macs(model, batch):7,} MACs,"
          f" {ratio.median:.2f} times as fast"
          f" (middle half of 60 pairs: {ratio.low:.2f} to {ratio.high:.2f})")

# %% [markdown]
# Silent units save no time: a zero is multiplied like any other number (lesson 2).
# The smaller *shape* is faster.
# **Can the trained network be given the small shape and still read digits? Which
# units should stay, and what is really won?**

# %% [markdown]
# ## 5.2 Which units matter?
#
# Unit $j$ of a dense layer computes $y_j = \sum_i x_i W_{ij} + b_j$ and, after the
# ReLU, passes on $a_j = \max(y_j, 0)$ to the next layer.
# $L$ is the loss of one example. Four ways to score the unit:

# %% [markdown]
# | method | score of unit $j$ | looks at |
# | --- | --- | --- |
# | `l1` | $\sum_i \lvert W_{ij} \rvert$ | weights |
# | `l2` | $\sqrt{\sum_i W_{ij}^2}$ | weights |
# | `activation` | mean of $a_j$ over examples | inputs |
# | `taylor` | mean over examples of $\lvert y_j \, \partial L / \partial y_j \rvert$ | inputs, loss |
#
# (`l1`: Li et al., 2017, section 3.1; `taylor`: Molchanov et al., 2017, section 2.2.)

# %% [markdown]
# Where does `taylor` come from? Cutting the unit sets $a_j$ to 0. To first order the
# loss $L$ of an example then changes by $-a_j \, \partial L / \partial a_j$.
# Behind a ReLU this equals $-y_j \, \partial L / \partial y_j$: where $y_j > 0$
# nothing differs, elsewhere both are 0.
# The sign is dropped *for each example*: a unit that lowers the loss of some images and
# raises that of others is not idle.

# %% [markdown]
# **By hand.** A unit has the weights $[3, -4]$ and no bias: `l1` is 7, `l2` is 5.
# It meets $x = [2, 1]$ and $x = [1, 1]$: $y = 2$ and $y = -1$, so `activation` is
# $(2 + 0) / 2 = 1$.
# Let the gradients $\partial L / \partial y$ be 0.5 and 0.25: `taylor` is
# $(\lvert 2 \cdot 0.5 \rvert + \lvert -1 \cdot 0.25 \rvert) / 2 = 0.625$.

# %% [markdown]
# ### Filters are units, too
#
# `Conv2D(in_channels, out_channels, kernel_size, stride, padding)` has `out_channels`
# *filters*: small blocks of weights over all input channels. A filter is laid
# on the image at many positions, `stride` pixels apart, with `padding` zeros around the
# image; at each it adds up weight times pixel. What it gives is one channel of the output.
#
# Images have the axes (example, row, column, channel), weights the axes (row, column,
# input channel, *filter*).

# %% [markdown]
# **By hand.** An image of 3 × 3 pixels has two channels: the first is 1 everywhere, the
# second 0, with a 2 in the middle. `Conv2D(2, 1, 2, stride=2, padding=1)` has one filter
# of $2 \cdot 2 \cdot 2$ weights: 1 for the first channel, $-1$ for the second.
#
# Of 5 rows with the padding a kernel begins at 0 and 2: 2 × 2 positions. They
# cover 1, 2, 2 and 4 pixels, the last with the middle: $y$ is $[[1, 2], [2, 4 - 2]]$.

# %%
picture = np.ones((1, 3, 3, 2), dtype=np.float32)  # 1 image, 3 rows, 3 columns
picture[..., 1] = 0
picture[0, 1, 1, 1] = 2
filters = Conv2D(2, 1, 2, stride=2, padding=1)
filters.weights.data[...] = [[1], [-1]]  # two input channels, one filter
print("weights:", filters.weights.data.shape, " y:", filters.forward(picture).shape)
print(filters.forward(picture)[0, :, :, 0])

# %% [markdown]
# A filter's norms take all its weights, here `l1` $= 8$. Its `activation` is the mean
# over examples *and positions*, here $(1 + 2 + 2 + 2) / 4 = 1.75$.
#
# `taylor` first *adds* $y_j \, \partial L / \partial y_j$ over the positions of one
# example, since the cut changes them together, and drops the sign after that.
# With gradients $[[1, -1], [0, 1]]$ this example counts
# $\lvert 1 - 2 + 0 + 2 \rvert = 1$, not 5.

# %% [markdown]
# ### Exercise 5.1: `compute_neuron_importance` (3 points, about 20 minutes)
#
# Return one score for each output of a layer, by any of the four methods.
#
# Key details:
# - outputs lie along the *last* axis, of `Dense` and of `Conv2D` weights, and of what
#   `layer.forward(inputs)` returns: $y$, before the ReLU;
# - biases are not counted by `l1` and `l2`; `l1` is a sum, no mean;
# - `data` is not the same thing for every method: see the docstring.


# %% nbgrader={"grade": false, "grade_id": "compute_neuron_importance", "locked": false, "schema_version": 3, "solution": true}
def compute_neuron_importance(layer, method="l1", data=None):
    """Score the outputs of a layer: units of a Dense, filters of a Conv2D.

    Parameters
    ----------
    layer : Dense or Conv2D
        Its parameters are left unchanged.
    method : {"l1", "l2", "activation", "taylor"}
        As in the table and the text above.
    data : None, ndarray, or tuple of two ndarrays
        Left unchanged, too. "l1", "l2": not looked at.
        "activation": inputs of the layer, shape (n, in_features) or (n, h, w, c).
        "taylor": ``(inputs, gradients)``, the gradients of the loss with respect to
        ``layer.forward(inputs)``, in its shape.

    Returns
    -------
    ndarray of float, shape (number of outputs,)

    Raises
    ------
    ValueError
        If there is no such method, or it needs data and gets none.
    """
    if method not in ("l1", "l2", "activation", "taylor"):
        raise ValueError(f"there is no method {method!r}")
    if method in ("activation", "taylor") and data is None:
        raise ValueError(f"{method} needs data")
    ### BEGIN SOLUTION
    weights = layer.weights.data.reshape(-1, layer.weights.data.shape[-1])
    if method == "l1":
        return np.abs(weights).sum(axis=0)
    if method == "l2":
        return np.sqrt((weights**2).sum(axis=0))
    inputs, gradients = (data, None) if method == "activation" else data
    outputs = layer.forward(inputs)
    if method == "activation":
        return np.maximum(outputs, 0).reshape(-1, outputs.shape[-1]).mean(axis=0)
    effect = (outputs * gradients).reshape(len(outputs), -1, outputs.shape[-1])
    return np.abs(effect.sum(axis=1)).mean(axis=0)
    ### END SOLUTION


# %% [markdown]
# **Check.** The unit by hand and a second one, with weights $[1, 1]$ and bias $-1$. Then
# the filter by hand and a second one, with $-2$ times its weights and bias 3, on that
# image and its negative. The cell is silent when all is well.


# %% nbgrader={"grade": true, "grade_id": "compute_neuron_importance_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
two_units = Dense(2, 2)
two_units.weights.data = np.array([[3, 1], [-4, 1]], dtype=np.float32)
two_units.bias.data = np.array([0, -1], dtype=np.float32)
seen = np.array([[2, 1], [1, 1]], dtype=np.float32)
slopes = np.array([[0.5, -1], [0.25, 1]], dtype=np.float32)
two_filters = Conv2D(2, 2, 2, stride=2, padding=1)
two_filters.weights.data[...] = [[1, -2], [-1, 2]]
two_filters.bias.data = np.array([0, 3], dtype=np.float32)
both = np.concatenate([picture, -picture])
rises = np.array([[[1, 1], [-1, 1], [0, 0], [1, -1]],
                  [[1, 1], [1, -1], [0, 0], [-1, 0]]], dtype=np.float32)
rises = rises.reshape(2, 2, 2, 2)


def copies(data):
    return [np.array(part) for part in (data if isinstance(data, tuple) else [data])]


def score_or_say(layer, name, method, data):
    before, data_before = [p.data.copy() for p in layer.parameters()], copies(data)
    try:
        got = compute_neuron_importance(layer, method, data)
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(
            f"For {name} {method} stops with {type(error).__name__}: {error}. Weights "
            "have 2 or 4 axes, with the outputs along the last; y is what "
            "layer.forward(inputs) returns."
        ) from error
    assert isinstance(got, np.ndarray) and got.shape == (2,), (
        f"For {name} {method} returns an array of 2 scores, one for each output; yours "
        f"is {got!r}. Sum or average over all axes but the last."
    )
    now = [parameter.data for parameter in layer.parameters()]
    assert all(map(np.array_equal, now, before)), (
        f"After {method} the layer has other parameters. Compute new arrays; "
        "leave those of the layer alone."
    )
    assert all(map(np.array_equal, copies(data), data_before)), (
        f"{method} changed the data it was given. Compute new arrays."
    )
    return got


for layer, called, method, given, want, slips in [
    (two_units, "two units", "l1", None, [7, 2], {
        "Take the sizes of the weights, not the weights.": [1, 2],
        "Add up; l1 is no mean.": [3.5, 1],
        "Go down the columns: a unit's weights are W[:, j].": [4, 5],
        "The bias is not counted.": [7, 3]}),
    (two_units, "two units", "l2", None, [5, 2**0.5], {
        "Take the root of the sum of squares.": [25, 2],
        "Add up the squares; l2 is no mean.": [12.5**0.5, 1],
        "The bias is not counted.": [5, 3**0.5]}),
    (two_units, "two units", "activation", seen, [1, 1.5], {
        "Take max(y, 0) of each y, and the mean after that.": [0.5, 1.5],
        "Take max(y, 0), not the size of y.": [1.5, 1.5],
        "Take the mean over the examples.": [2, 3],
        "y has the bias in it.": [1, 2.5]}),
    (two_units, "two units", "taylor", (seen, slopes), [0.625, 1.5], {
        "Drop the sign for each example, and take the mean after that.": [0.375, 0.5],
        "Multiply the gradients by y.": [0.375, 1],
        "Take y as it is, before the ReLU.": [0.5, 1.5],
        "Take the mean over the examples.": [1.25, 3]}),
    (two_filters, "two filters", "l1", None, [8, 16], {
        "The bias is not counted.": [8, 19]}),
    (two_filters, "two filters", "l2", None, [8**0.5, 32**0.5], {}),
    (two_filters, "two filters", "activation", both, [0.875, 3.375], {
        "Take max(y, 0) at every position, and the mean after that.": [0.875, 3.25],
        "Take the mean over the positions, too.": [3.5, 13.5]}),
    (two_filters, "two filters", "taylor", (both, rises), [1, 1.5], {
        "Add up the positions of one example before you drop the sign.": [5, 7.5],
        "Add up the positions of one example; no mean.": [0.25, 0.375],
        "Drop the sign for each example, and take the mean after that.": [0, 0.5]}),
]:
    got = score_or_say(layer, called, method, given)
    near = [slip for slip, wrong in slips.items()
            if np.abs(np.abs(got) - wrong).max() < 1e-3]
    assert np.abs(got - want).max() < 1e-3, (
        f"For the {called} of this cell {method} gives {np.round(want, 3).tolist()}; "
        f"yours gives {np.round(got, 3).tolist()}. "
        f"{near[0] if near else 'Compare with the examples by hand above.'}"
    )

# %% nbgrader={"grade": true, "grade_id": "compute_neuron_importance_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: l1 and l2 of convolutions, of layers
# without bias, of idle units, and that the layer given is left alone.
idle_layer = Dense(3, 2)
idle_layer.weights.data = np.zeros((3, 2), dtype=np.float32)
idle = compute_neuron_importance(idle_layer, "l2")
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(5101)


def _drawn(layer, shift=0.0):
    for _parameter in layer.parameters():
        _values = _rng.normal(shift, 1, size=_parameter.data.shape)
        _parameter.data = _values.astype(np.float32)
    return layer


def _norms(layer, method):
    """One score for each output, weight by weight."""
    _array = layer.weights.data.astype(float)
    _columns = [_array[..., _j].ravel() for _j in range(_array.shape[-1])]
    if method == "l1":
        return np.array([sum(abs(_w) for _w in _column) for _column in _columns])
    return np.array([sum(_w * _w for _w in _column) ** 0.5 for _column in _columns])


def _shown(array):
    return np.round(np.asarray(array).ravel()[:4], 4).tolist()


assert isinstance(idle, np.ndarray) and idle.shape == (2,) and (idle == 0).all(), (
    f"Two units whose weights are all 0 score [0, 0] by l2; yours gives {idle!r}."
)
for _layer, _name in [
    (_drawn(Dense(9, 4)), "Dense(9, 4)"),
    (_drawn(Dense(5, 7, bias=False)), "Dense(5, 7, bias=False)"),
    (_drawn(Conv2D(3, 5, 2, stride=2), 0.5), "Conv2D(3, 5, kernel_size=2)"),
    (_drawn(Conv2D(1, 4, 3, padding=1)), "Conv2D(1, 4, kernel_size=3)"),
]:
    for _method in ("l1", "l2"):
        _old = [_parameter.data.copy() for _parameter in _layer.parameters()]
        _want = _norms(_layer, _method)
        _got = compute_neuron_importance(_layer, _method)
        _now = [_parameter.data for _parameter in _layer.parameters()]
        assert all(map(np.array_equal, _now, _old)), (
            f"After {_method} of {_name} the layer has other parameters. Compute new "
            "arrays; leave those of the layer alone."
        )
        assert isinstance(_got, np.ndarray) and _got.shape == _want.shape, (
            f"For {_name}, {_method} returns {_want.size} scores, one for each output; "
            f"yours has shape {getattr(_got, 'shape', None)}. Outputs lie along the "
            "last axis of the weights."
        )
        assert np.abs(_got - _want).max() < 1e-4 * _want.max(), (
            f"For {_name}, {_method} begins {_shown(_want)}; yours begins "
            f"{_shown(_got)}. Count every weight of an output, and not its bias."
        )
_default = compute_neuron_importance(_layer)
assert isinstance(_default, np.ndarray) and _default.shape == (4,) and (
    np.abs(_default - _norms(_layer, "l1")).max() < 1e-3
), f"Without a method the scores are those of l1; yours are {_default!r}."
### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "compute_neuron_importance_hidden_data", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: activation and taylor of dense
# layers and convolutions, and that the data given are left alone.
silent_layer = Dense(2, 1)
silent_layer.bias.data = np.array([-50.0], dtype=np.float32)
some_inputs = np.ones((3, 2), dtype=np.float32)
silent = compute_neuron_importance(silent_layer, "activation", some_inputs)
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(5102)


def _drawn(layer):
    for _parameter in layer.parameters():
        _values = _rng.normal(size=_parameter.data.shape)
        _parameter.data = _values.astype(np.float32)
    return layer


def _activation(y):
    _flat = np.moveaxis(y.astype(float), -1, 0).reshape(y.shape[-1], -1)
    return np.array([sum(max(_v, 0.0) for _v in _row) / len(_row) for _row in _flat])


def _taylor(y, gradients):
    _scores = []
    for _j in range(y.shape[-1]):
        _products = y[..., _j].astype(float) * gradients[..., _j]
        _scores.append(np.mean([abs(_one.sum()) for _one in _products]))
    return np.array(_scores)


def _shown(array):
    return np.round(np.asarray(array).ravel()[:4], 4).tolist()


assert isinstance(silent, np.ndarray) and silent.shape == (1,) and silent[0] == 0, (
    "A unit with the bias -50 never speaks: its activation is [0]; yours is "
    f"{silent!r}. The ReLU comes before the mean."
)
for _layer, _shape, _name in [
    (_drawn(Dense(6, 4)), (31, 6), "Dense(6, 4)"),
    (_drawn(Dense(3, 8, bias=False)), (9, 3), "Dense(3, 8, bias=False)"),
    (_drawn(Conv2D(2, 5, 3, padding=1)), (7, 5, 4, 2), "Conv2D(2, 5, 3, padding=1)"),
    (_drawn(Conv2D(1, 3, 2, stride=2)), (11, 6, 8, 1), "Conv2D(1, 3, 2, stride=2)"),
]:
    _x = _rng.normal(size=_shape).astype(np.float32)
    _y = _layer.forward(_x)
    _g = _rng.normal(0.2, 1, size=_y.shape).astype(np.float32)
    for _method, _data, _want, _hint in [
        ("activation", _x, _activation(_y),
         "Take max(y, 0), then the mean over all axes but the last."),
        ("taylor", (_x, _g), _taylor(_y, _g),
         "Multiply y and gradient, add up the positions of one example, drop the sign, "
         "then take the mean over examples."),
    ]:
        _old_x, _old_g = _x.copy(), _g.copy()
        _got = compute_neuron_importance(_layer, _method, _data)
        assert np.array_equal(_x, _old_x) and np.array_equal(_g, _old_g), (
            f"{_method} changed the data it was given. Compute new arrays."
        )
        assert isinstance(_got, np.ndarray) and _got.shape == _want.shape, (
            f"For {_name}, {_method} returns {_want.size} scores, one for each output; "
            f"yours has shape {getattr(_got, 'shape', None)}. Outputs lie along the "
            "last axis of y."
        )
        assert np.abs(_got - _want).max() < 1e-3 * np.abs(_want).max(), (
            f"For {_name} and inputs of shape {_shape}, {_method} begins "
            f"{_shown(_want)}; yours begins {_shown(_got)}. {_hint}"
        )
### END HIDDEN TESTS

# %% [markdown]
# Every unit of the first layer has 784 weights, one for each pixel: a picture.
# Here are the five with the largest and the five with the smallest `l1` score.

# %% tags=["show"]
from smallnets import plots, pretrained_info

strength = compute_neuron_importance(network.layers[0], "l1")
order = np.argsort(strength)
chosen = [*order[:-6:-1], *order[:5]]
plots.show_weights(network.layers[0].weights.data.T[chosen].reshape(-1, 28, 28),
                   [f"unit {u}: {strength[u]:.0f}" for u in chosen], limit=0.3)
seed = pretrained_info("mlp_512_256_128")["seed"]
start_layer = create_mlp(784, [512, 256, 128], 10, seed=seed).layers[0]
untrained = compute_neuron_importance(start_layer, "l1")
print("Weights as pictures: above the five strongest units, below the five weakest.\n"
      f"Before training the 512 scores lay between {untrained.min():.0f} and"
      f" {untrained.max():.0f}.")

# %% [markdown]
# Purple is positive, orange negative, white 0. Above, spots and strokes have formed;
# below there is only grain, and the weakest units score what units score before training.
# What the next layer makes of a unit is not in its picture.

# %% [markdown]
# ## 5.3 How many stay?
#
# Of $n$ units the fraction `keep` stays:
#
# $$ k = \max(1, \mathrm{round}(\mathrm{keep} \cdot n)). $$
#
# The $k$ with the highest scores stay. As in lesson 2, of equal scores the *first* go.
# Those that stay keep the order they had.

# %% [markdown]
# **By hand.** Scores $[0.2, 3, 0.1, 3, 1]$.
# At `keep = 0.4`, $k = 2$: units 1 and 3.
# At 0.5, $k = \mathrm{round}(2.5) = 2$, since Python's `round` takes a half to the even
# neighbour.
# At 0.2, $k = 1$: of the two threes the first goes, and unit 3 stays.
# At 0.05, $k = 1$ again.

# %% [markdown]
# ### Exercise 5.2: `neurons_to_keep` (2 points, about 6 minutes)
#
# Turn scores into the list of units that stay.
#
# Key details:
# - the result is sorted by position, not by score;
# - scores may be tied, negative, or integers;
# - test for NaN explicitly: `<`, `>` and `==` with NaN are `False`.


# %% nbgrader={"grade": false, "grade_id": "neurons_to_keep", "locked": false, "schema_version": 3, "solution": true}
def neurons_to_keep(importance, keep):
    """Positions of the most important units.

    Parameters
    ----------
    importance : ndarray of float or int, shape (n,), n at least 1
        Larger is more important. Left unchanged.
    keep : float
        Fraction of the units that stay, above 0 and at most 1.

    Returns
    -------
    ndarray of int, shape (k,)
        With ``k = max(1, round(keep * n))``: where the k highest scores stand, in
        ascending order. Of equal scores those that come first are left out.

    Raises
    ------
    ValueError
        If ``keep`` is not above 0 and at most 1, or a score is NaN.
    """
    ### BEGIN SOLUTION
    if not 0 < keep <= 1 or np.isnan(importance).any():
        raise ValueError(f"keep = {keep} is no fraction above 0, or a score is NaN")
    n_keep = max(1, round(keep * importance.size))
    weakest_first = np.argsort(importance, kind="stable")
    return np.sort(weakest_first[importance.size - n_keep :])
    ### END SOLUTION


# %% [markdown]
# **Check.** The example by hand, many ties, negative scores, and what is refused. The
# cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "neurons_to_keep_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
example = np.array([0.2, 3.0, 0.1, 3.0, 1.0])
for values, part, want, hint in [
    (example, 0.6, [1, 3, 4], "The highest scores stay: rank them, keep the last k of "
     "the ranking, and give their positions in ascending order."),
    (example, 0.4, [1, 3], "Give the positions in ascending order, not by score."),
    (example, 0.5, [1, 3], "round(2.5) is 2."),
    (example, 0.7, [0, 1, 3, 4], "round(3.5) is 4."),
    (example, 0.2, [3], "Of equal scores those that come first go: rank with a sort "
     "that keeps the order of equals, and take the last k."),
    (np.array([1, 0] * 20), 0.25, list(range(20, 40, 2)), "Of equal scores those that "
     "come first go: not every kind of sort keeps the order of equals."),
    (example, 0.05, [3], "At least one stays: k = max(1, round(keep * n))."),
    (np.array([-5, 1, 0, -2]), 0.5, [1, 2], "Negative scores are low: rank the scores "
     "as they are."),
]:
    given = values.copy()
    got = neurons_to_keep(given, part)
    assert np.array_equal(given, values), (
        "Your function changed the scores it was given. Sort a new array."
    )
    assert isinstance(got, np.ndarray) and got.dtype.kind == "i", (
        f"neurons_to_keep returns an array of integers, positions; yours is {got!r}."
    )
    assert got.tolist() == want, (
        f"For the scores {values.tolist()} and keep = {part} units {want} stay; yours "
        f"are {got.tolist()}. {hint}"
    )
for values, part, why in [
    (np.array([2.0, float("nan")]), 0.5, "a NaN among the scores"),
    (example, 2.0, "keep = 2"), (example, 0.0, "keep = 0"),
]:
    try:
        got = repr(neurons_to_keep(values, part))
    except ValueError:
        continue
    raise AssertionError(
        f"For {why} the docstring asks for a ValueError; yours gave {got}."
    )

# %% nbgrader={"grade": true, "grade_id": "neurons_to_keep_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: counts for many sizes, ties, negative
# scores, bad input, and that the scores are left alone.
all_stay = neurons_to_keep(np.array([2.0, 1.0, 3.0]), 1.0)
### BEGIN HIDDEN TESTS


def _wanted(scores, keep):
    _places = sorted(range(len(scores)), key=lambda place: (scores[place], place))
    return sorted(_places[len(scores) - max(1, round(keep * len(scores))) :])


def _list(got):
    return got.tolist() if isinstance(got, np.ndarray) else repr(got)


def _compared(got, want):
    """Both lists from where they begin to differ."""
    _same = [_a == _b for _a, _b in zip(_list(got), want, strict=False)]
    _at = _same.index(False) if False in _same else 0
    return (f"from entry {_at} on yours reads {_list(got)[_at : _at + 4]}, "
            f"right is {want[_at : _at + 4]}")


assert _list(all_stay) == [0, 1, 2], (
    f"At keep = 1 all three units stay: [0, 1, 2]; yours are {_list(all_stay)}. "
    "Return positions, in ascending order."
)
_rng = np.random.default_rng(5203)
for _n, _keep, _n_want in [(100, 0.29, 29), (300, 1 / 3, 100), (100, 1 / 3, 33),
                           (7, 0.5, 4), (5, 0.5, 2), (40, 0.001, 1), (9, 0.999, 9)]:
    _scores = _rng.permutation(_n) * 0.5 - 3.0
    _before = _scores.copy()
    _got = neurons_to_keep(_scores, _keep)
    assert np.array_equal(_scores, _before), (
        "Your function changed the scores it was given. Sort a new array."
    )
    assert isinstance(_got, np.ndarray) and _got.size == _n_want, (
        f"Of {_n} units at keep = {_keep:.4g}, max(1, round(keep * n)) = {_n_want} "
        f"stay; yours keeps {getattr(_got, 'size', _got)}. Round; keep at least one."
    )
    assert _list(_got) == _wanted(_scores, _keep), (
        f"Of {_n} units at keep = {_keep:.4g} other units should stay, or in another "
        f"order; {_compared(_got, _wanted(_scores, _keep))}. highest scores "
        "stay, negative ones are low, positions ascend."
    )
for _scores in (np.ones(10), np.array([2, 1, 2, 0, 2, 2]), _rng.integers(0, 4, 300)):
    _got = neurons_to_keep(_scores, 0.5)
    assert _list(_got) == _wanted(_scores, 0.5), (
        f"With {_scores.size} tied scores, {_scores[:6].tolist()} and so on, at keep = "
        f"0.5, {_compared(_got, _wanted(_scores, 0.5))}. Of equal scores the first go: "
        "look at the kinds of sort that keep their order."
    )
for _scores, _keep, _why in [
    (np.arange(4.0), 0.0, "keep = 0"), (np.arange(4.0), 1.2, "keep = 1.2"),
    (np.arange(4.0), -0.5, "keep = -0.5"), (np.arange(4.0), float("nan"), "keep = NaN"),
    (np.array([1.0, float("nan"), 2.0]), 0.5, "A NaN among the scores"),
]:
    try:
        neurons_to_keep(_scores, _keep)
        _came = "no error"
    except ValueError:
        continue
    except Exception as _error:
        _came = type(_error).__name__
    raise AssertionError(
        f"{_why} asks for a ValueError; yours gave {_came}. Look at keep and at the "
        "scores first."
    )
### END HIDDEN TESTS

# %% [markdown]
# ## 5.4 Surgery
#
# A unit of a hidden layer is one column of its weights, one entry of its bias, and one
# *row* of the next layer's weights, by which the next layer listens to it.
# Take the column and leave the row, and the shapes no longer fit; take both, and the
# network computes what it would with the unit silent.

# %% [markdown]
# The `prune_layer_neurons(model, layer_idx, keep)` of exercise 5.4 has this contract:
#
# 1. It returns a new model with the same layers and settings (stride, padding, pool size).
# 2. Layer `layer_idx` keeps the outputs in `keep`, weights and bias, in the order of
#    `model`, whatever the order of the list.
# 3. The next layer with weights keeps the inputs that come from those outputs, in the
#    same order. Its bias and all other layers stay.
# 4. So the logits equal those of `silence(model, layer_idx, keep)` within $10^{-5}$.

# %% [markdown]
# Between the two layers may stand `ReLU`, `MaxPool2D` and `Flatten`.
# `Flatten` writes out position after position, and at each all
# channels: the entry is *position times channels, plus channel*.
#
# **By hand.** 2 channels at 3 positions make 6 entries; by channel they are
# $[0, 1, 0, 1, 0, 1]$. If channel 1 goes, rows 1, 3 and 5 of the next layer go, not the
# last three.

# %% [markdown]
# Before you write it: which mistakes would you notice?
# `patient` makes two toy models to operate on, every parameter drawn at random, biases
# too: fresh layers have biases of zero, and zeros hide mistakes. `logit_gap` compares two
# models.


# %%
def patient(kind):
    """A toy model, "mlp" or "cnn", and a batch of inputs for it."""
    if kind == "mlp":
        model, shape = create_mlp(6, [5, 4], 3), (20, 6)
    else:
        model, shape = Sequential([
            Conv2D(1, 4, 3, padding=1), ReLU(), MaxPool2D(2), Conv2D(4, 5, 2, stride=2),
            ReLU(), Flatten(), Dense(20, 3)]), (20, 8, 8, 1)
    rng = np.random.default_rng(5)
    for parameter in model.parameters():
        parameter.data = rng.normal(0, 0.4, parameter.data.shape).astype(np.float32)
    return model, rng.normal(size=shape).astype(np.float32)


# %%
def logit_gap(small, masked, inputs):
    """Largest difference of two models' logits; infinite if small cannot run."""
    try:
        return np.abs(small.forward(inputs) - masked.forward(inputs)).max()
    except ValueError:  # shapes that do not fit
        return np.inf


# %% [markdown]
# ### Exercise 5.3, break it: `check_prune_layer_neurons` (3 points, about 25 minutes)
#
# Accept right implementations, refuse wrong ones. Only the four clauses count.
#
# Key details:
# - operate on every layer of `patient(kind)` with weights but the head: 4 or 5 outputs;
# - take lists `keep` of one entry and of more, not all from 0 on, and one that neither
#   ascends nor descends;
# - equal logits do not prove clause 2: compare the weights of the cut layer, too;
# - allow logits to differ by $10^{-5}$, and by no more.


# %% nbgrader={"grade": false, "grade_id": "check_prune_layer_neurons", "locked": false, "schema_version": 3, "solution": true}
def check_prune_layer_neurons(candidate, kind):
    """Say whether a candidate keeps the contract of ``prune_layer_neurons``.

    Parameters
    ----------
    candidate : callable
        Called as ``candidate(model, layer_idx, keep)`` with a list of ints that has no
        repetitions and at least one entry; returns a Sequential and leaves ``model`` as
        it was. It may share arrays with ``model``.
    kind : {"mlp", "cnn"}
        Which ``patient`` the candidate is made for.

    Returns
    -------
    bool
        True if every answer was as the contract says, False if one was not.
    """
    ### BEGIN SOLUTION
    model, inputs = patient(kind)
    for place in weight_places(model)[:-1]:
        for keep in ([3, 0, 1], [2, 1], [3]):
            small, masked = candidate(model, place, keep), silence(model, place, keep)
            gap = logit_gap(small, masked, inputs)
            kept = model.layers[place].weights.data[..., sorted(keep)]
            if gap > 1e-5 or not np.array_equal(small.layers[place].weights.data, kept):
                return False
    return True
    ### END SOLUTION


# %% [markdown]
# **Check.** Two right implementations and ten wrong ones are lent to your function, and
# stop working afterwards. `right_by_probing` sends marks through the patient, to see at
# which inputs of the next layer they arrive. The cell is silent when all is well.


# %% nbgrader={"grade": true, "grade_id": "check_prune_layer_neurons_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def right_for_dense_networks(model, layer_idx, keep):
    small = model.copy()
    for new, old in zip(small.parameters(), model.parameters(), strict=True):
        new.data = old.data  # shared, as the docstring allows
    here, there = small.layers[layer_idx], small.layers[layer_idx + 2]
    units = [unit for unit in range(here.out_features) if unit in keep]
    here.weights.data = np.stack([here.weights.data[:, unit] for unit in units], axis=1)
    here.bias.data = np.array([here.bias.data[unit] for unit in units])
    there.weights.data = np.stack([there.weights.data[unit] for unit in units])
    return small


def next_with_weights(model, layer_idx):
    return model.layers[min(p for p in weight_places(model) if p > layer_idx)]


def right_by_probing(model, layer_idx, keep):
    kind = "mlp" if isinstance(model.layers[0], Dense) else "cnn"
    end = model.layers.index(next_with_weights(model, layer_idx))
    marked = silence(model, layer_idx, [])
    bias = marked.layers[layer_idx].bias.data
    bias[:] = [unit not in keep for unit in range(bias.size)]
    marks = Sequential(marked.layers[:end]).forward(patient(kind)[1])[0]
    goes = marks.reshape(-1, marks.shape[-1]).any(axis=0)
    small = model.copy()
    for parameter in small.layers[layer_idx].parameters():
        parameter.data = np.compress(bias == 0, parameter.data, axis=-1)
    rows = next_with_weights(small, layer_idx).weights
    rows.data = np.compress(~goes, rows.data, axis=-2)
    return small


def cuts_nothing(model, layer_idx, keep):
    return model.copy()


def leaves_the_next_layer_uncut(model, layer_idx, keep):
    small = right_by_probing(model, layer_idx, keep)
    uncut = next_with_weights(model, layer_idx).weights.data
    next_with_weights(small, layer_idx).weights.data = uncut
    return small


def turns_the_next_signs(model, layer_idx, keep):
    small = right_by_probing(model, layer_idx, keep)
    rows = next_with_weights(small, layer_idx).weights
    rows.data = -rows.data
    return small


def shifts_the_next_rows(model, layer_idx, keep):
    small = right_by_probing(model, layer_idx, keep)
    rows = next_with_weights(small, layer_idx).weights
    rows.data = np.roll(rows.data, 1, axis=-2)
    return small


def keeps_the_first_units(model, layer_idx, keep):
    return right_by_probing(model, layer_idx, range(len(keep)))


def wrong_behind_the_first_layer(model, layer_idx, keep):
    right = right_by_probing if layer_idx == 0 else turns_the_next_signs
    return right(model, layer_idx, keep)


def forgets_single_units(model, layer_idx, keep):
    cut = cuts_nothing if len(keep) == 1 else right_by_probing
    return cut(model, layer_idx, keep)


def takes_the_order_of_the_list(model, layer_idx, keep):
    small = right_for_dense_networks(model, layer_idx, keep)
    here, there = small.layers[layer_idx], small.layers[layer_idx + 2]
    places = np.argsort(np.argsort(keep))
    here.weights.data = here.weights.data[:, places]
    here.bias.data = here.bias.data[places]
    there.weights.data = there.weights.data[places]
    return small


def turns_the_list_round(model, layer_idx, keep):
    return takes_the_order_of_the_list(model, layer_idx, keep[::-1])


def is_a_little_off(model, layer_idx, keep):
    small = right_by_probing(model, layer_idx, keep)
    bias = next_with_weights(small, layer_idx).bias
    bias.data = bias.data + np.float32(1e-3)
    return small


def check_on_mlp(candidate):
    return check_prune_layer_neurons(candidate, "mlp")


def check_on_cnn(candidate):
    return check_prune_layer_neurons(candidate, "cnn")


too_strict = ("Is your check too strict? Logits may differ by 1e-5; arrays may be "
              "shared; what stays has the model's order; behind Flatten each position "
              "has all channels. The layers have 4 or 5 outputs.")
judge(check_on_mlp, True, [right_for_dense_networks, right_by_probing], too_strict)
judge(check_on_cnn, True, [right_by_probing], too_strict)
for check in (check_on_mlp, check_on_cnn):
    judge(check, False, [cuts_nothing], "Look at the shape of the layer it was to cut.")
    judge(check, False, [leaves_the_next_layer_uncut],
          "Its model cannot run: logit_gap is infinite, forward raises a ValueError.")
    judge(check, False, [turns_the_next_signs, shifts_the_next_rows],
          "Compare the logits with those of silence(model, layer_idx, keep).")
    judge(check, False, [keeps_the_first_units],
          "Let some lists keep not begin with 0, 1, ...")
    judge(check, False, [forgets_single_units], "Let a list keep have a single entry.")
    judge(check, False, [is_a_little_off], "Allow logits to differ by 1e-5, no more.")
judge(check_on_mlp, False, [wrong_behind_the_first_layer],
      "Operate on every layer with weights but the head.")
judge(check_on_mlp, False, [takes_the_order_of_the_list, turns_the_list_round],
      "Its logits are right; its weights stand in the order of the list, or in the "
      "opposite one (clause 2). Compare them, for a list that does not ascend, and for "
      "one that does not descend.")

# %% nbgrader={"grade": true, "grade_id": "check_prune_layer_neurons_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: candidates, right and wrong, for
# dense networks.
verdict = check_prune_layer_neurons(silence, "mlp")
### BEGIN HIDDEN TESTS


def _check(candidate):
    return check_prune_layer_neurons(candidate, "mlp")


def _operated(model, layer_idx, keep, units=None, bias=None, rows=None):
    """Dense surgery; units, bias and rows say what is kept where."""
    _right = sorted(keep)
    _units, _bias, _rows = (_right if _x is None else _x for _x in (units, bias, rows))
    _small = model.copy()
    _here, _there = _small.layers[layer_idx], _small.layers[layer_idx + 2]
    _here.weights.data = _here.weights.data[:, _units].copy()
    _here.bias.data = _here.bias.data[_bias].copy()
    _there.weights.data = _there.weights.data[_rows].copy()
    return _small


def _right_by_matrix(model, layer_idx, keep):
    _small = model.copy()
    _here, _there = _small.layers[layer_idx], _small.layers[layer_idx + 2]
    _pick = np.eye(_here.out_features, dtype=np.float32)[:, sorted(keep)]
    _here.weights.data = _here.weights.data @ _pick
    _here.bias.data = _here.bias.data @ _pick
    _there.weights.data = _pick.T @ _there.weights.data
    return _small


def _right_by_rebuilding(model, layer_idx, keep):
    _layers = list(model.copy().layers)
    _here, _there = _layers[layer_idx], _layers[layer_idx + 2]
    _gone = [_u for _u in range(_here.out_features) if _u not in keep]
    _new = Dense(_here.in_features, len(keep))
    _next = Dense(len(keep), _there.out_features)
    _new.weights.data = np.delete(_here.weights.data, _gone, axis=1)
    _new.bias.data = np.delete(_here.bias.data, _gone)
    _next.weights.data = np.delete(_there.weights.data, _gone, axis=0)
    _next.bias.data = _there.bias.data
    _layers[layer_idx], _layers[layer_idx + 2] = _new, _next
    return Sequential(_layers)


def _right_in_float64(model, layer_idx, keep):
    _small = _operated(model, layer_idx, keep)
    for _p in _small.parameters():
        _p.data = _p.data.astype(np.float64)
    return _small


def _right_one_by_one(model, layer_idx, keep):
    _small = model.copy()
    for _unit in reversed(range(model.layers[layer_idx].out_features)):
        if _unit not in keep:
            _stay = [_u for _u in range(_small.layers[layer_idx].out_features)
                     if _u != _unit]
            _small = _operated(_small, layer_idx, _stay)
    return _small


def _bias_uncut(model, layer_idx, keep):
    return _operated(model, layer_idx, keep, bias=list(range(len(keep))))


def _bias_left_whole(model, layer_idx, keep):
    _small = _operated(model, layer_idx, keep)
    _small.layers[layer_idx].bias.data = model.layers[layer_idx].bias.data.copy()
    return _small


def _first_rows(model, layer_idx, keep):
    return _operated(model, layer_idx, keep, rows=list(range(len(keep))))


def _reversed_order(model, layer_idx, keep):
    _back = sorted(keep, reverse=True)
    return _operated(model, layer_idx, keep, _back, _back, _back)


def _rows_as_listed(model, layer_idx, keep):
    return _operated(model, layer_idx, keep, rows=list(keep))


def _drops_what_should_stay(model, layer_idx, keep):
    _rest = [_u for _u in range(model.layers[layer_idx].out_features) if _u not in keep]
    return _operated(model, layer_idx, keep, _rest, _rest, _rest)


def _always_the_first_layer(model, layer_idx, keep):
    return _operated(model, 0, keep)


def _scaled_up(model, layer_idx, keep):
    _small = _operated(model, layer_idx, keep)
    _rows = _small.layers[layer_idx + 2].weights
    _factor = model.layers[layer_idx].out_features / len(keep)
    _rows.data = _rows.data * np.float32(_factor)
    return _small


def _next_bias_lost(model, layer_idx, keep):
    _small = _operated(model, layer_idx, keep)
    _small.layers[layer_idx + 2].bias.data = np.zeros_like(
        _small.layers[layer_idx + 2].bias.data)
    return _small


def _rows_in_half(model, layer_idx, keep):
    _small = _operated(model, layer_idx, keep)
    _rows = _small.layers[layer_idx + 2].weights
    _rows.data = _rows.data.astype(np.float16).astype(np.float32)
    return _small


judge(_check, True, [
    (_right_by_matrix, "multiplies by a matrix of zeros and ones"),
    (_right_by_rebuilding, "builds new layers"),
    (_right_one_by_one, "takes out one unit after the other"),
    (_right_in_float64, "computes in float64",
     "Only the four clauses count, and none names a dtype."),
], hint="Allow 1e-5 between logits, and compare weights in ascending order.")
judge(_check, False, [
    (silence, "only silences units, in the old shape",
     "Look at the shape of the layer it was to cut."),
    (_bias_left_whole, "leaves the bias as long as it was",
     "Its model cannot run: catch the ValueError of forward."),
    (_drops_what_should_stay, "drops the units that should stay",
     "Let keep hold another number than half of the units."),
    (_first_rows, "keeps the first rows of the next layer",
     "Let keep not begin with 0, 1, ..."),
    (_bias_uncut, "keeps the first entries of the bias",
     "Let keep not begin with 0, 1, ..."),
    (_always_the_first_layer, "cuts the first layer whatever layer_idx says",
     "Operate on every layer that may be cut."),
    (_rows_as_listed, "puts the next layer's rows in the order of the list",
     "Give a list that does not ascend, and compare logits."),
    (_scaled_up, "scales up what is left, as dropout does", "Compare logits."),
    (_next_bias_lost, "loses the next layer's bias", "Compare logits."),
    (_rows_in_half, "rounds the next layer's rows to float16",
     "Its logits differ by about 0.001: allow no more than 1e-5 (clause 4)."),
    (_reversed_order, "reverses the order of what stays, everywhere",
     "Its logits are right: compare the weights of the layer, too (clause 2)."),
])
### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check_prune_layer_neurons_hidden_cnn", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: candidates, right and wrong, for
# networks with convolutions.
verdict = check_prune_layer_neurons(lambda model, layer_idx, keep: model.copy(), "cnn")
### BEGIN HIDDEN TESTS


def _check(candidate):
    return check_prune_layer_neurons(candidate, "cnn")


def _pair(model, layer_idx):
    _later = [_i for _i in range(layer_idx + 1, len(model.layers))
              if isinstance(model.layers[_i], Dense | Conv2D)]
    return model.layers[layer_idx], model.layers[_later[0]]


def _operated(model, layer_idx, keep, units=None, rows=None, bias=None):
    """Surgery; rows(n_in, n, keep) lists the next Dense's rows that stay."""
    _small = model.copy()
    _here, _there = _pair(_small, layer_idx)
    _right = sorted(keep)
    _units = _right if units is None else units
    _n = _here.weights.data.shape[-1]
    _here.weights.data = np.take(_here.weights.data, _units, axis=-1)
    _here.bias.data = _here.bias.data[_units if bias is None else bias]
    if isinstance(_there, Conv2D):
        _there.weights.data = np.take(_there.weights.data, _units, axis=2)
        return _small
    _n_in = _there.weights.data.shape[0]
    if rows is None:
        _places = [_p * _n + _u for _p in range(_n_in // _n) for _u in _units]
    else:
        _places = rows(_n_in, _n, _right)
    _there.weights.data = _there.weights.data[_places]
    return _small


def _right_by_places(model, layer_idx, keep):
    return _operated(model, layer_idx, keep)


def _right_and_shared(model, layer_idx, keep):
    """What is not cut stays the very array of the model."""
    _small = _operated(model, layer_idx, keep)
    for _new, _old in zip(_small.layers, model.layers, strict=True):
        for _p, _q in zip(_new.parameters(), _old.parameters(), strict=True):
            if _p.data.shape == _q.data.shape and np.array_equal(_p.data, _q.data):
                _p.data = _q.data
    return _small


def _right_by_images(model, layer_idx, keep):
    """Send the numbers of the channels through Flatten, and keep what comes out."""
    _small = model.copy()
    _here, _there = _pair(_small, layer_idx)
    _n = _here.weights.data.shape[-1]
    _stays = np.isin(np.arange(_n), keep)
    _here.weights.data = np.compress(_stays, _here.weights.data, axis=-1)
    _here.bias.data = np.compress(_stays, _here.bias.data)
    if isinstance(_there, Conv2D):
        _there.weights.data = np.compress(_stays, _there.weights.data, axis=2)
    else:
        _marks = np.tile(_stays, (1, _there.in_features // _n, 1, 1)).astype(np.float32)
        _marks = Flatten().forward(_marks)[0] > 0
        _there.weights.data = np.compress(_marks, _there.weights.data, axis=0)
    return _small


def _channels_first(model, layer_idx, keep):
    def _rows(n_in, n, kept):
        _size = n_in // n
        return [_u * _size + _p for _u in kept for _p in range(_size)]
    return _operated(model, layer_idx, keep, rows=_rows)


def _first_flat_rows(model, layer_idx, keep):
    return _operated(model, layer_idx, keep,
                     rows=lambda n_in, n, kept: list(range(n_in // n * len(kept))))


def _grouped_by_channel(model, layer_idx, keep):
    def _rows(n_in, n, kept):
        return [_p * n + _u for _u in kept for _p in range(n_in // n)]
    return _operated(model, layer_idx, keep, rows=_rows)


def _next_conv_keeps_first(model, layer_idx, keep):
    _small = _operated(model, layer_idx, keep)
    _, _old = _pair(model, layer_idx)
    if isinstance(_old, Conv2D):
        _pair(_small, layer_idx)[1].weights.data = _old.weights.data[:, :, : len(keep)]
    return _small


def _next_conv_uncut(model, layer_idx, keep):
    _small = _operated(model, layer_idx, keep)
    _, _old = _pair(model, layer_idx)
    if isinstance(_old, Conv2D):
        _pair(_small, layer_idx)[1].weights.data = _old.weights.data.copy()
    return _small


def _settings_lost(model, layer_idx, keep):
    _small = _operated(model, layer_idx, keep)
    _layers = list(_small.layers)
    _here = _layers[layer_idx]
    _new = Conv2D(_here.in_channels, _here.out_channels, _here.kernel_size)
    _new.weights.data, _new.bias.data = _here.weights.data, _here.bias.data
    _layers[layer_idx] = _new
    return Sequential(_layers)


def _filters_reversed(model, layer_idx, keep):
    return _operated(model, layer_idx, keep, units=sorted(keep, reverse=True))


def _bias_of_the_last(model, layer_idx, keep):
    return _operated(model, layer_idx, keep, bias=slice(-len(keep), None))


judge(_check, True, [
    (_right_by_places, "lists the places that stay"),
    (_right_by_images, "sends marks through Flatten"),
    (_right_and_shared, "shares with the model what it does not cut",
     "The docstring allows that."),
], hint="Compare the logits with those of silence(model, layer_idx, keep).")
judge(_check, False, [
    (silence, "only silences filters, in the old shape",
     "Look at the shape of the layer it was to cut."),
    (_next_conv_uncut, "leaves the next convolution uncut",
     "Its model cannot run: catch the ValueError of forward."),
    (_next_conv_keeps_first, "keeps the first inputs of the next convolution",
     "Cut the first convolution, and let keep not begin with 0, 1, ..."),
    (_channels_first, "takes Flatten to write channel after channel",
     "Cut the layer before Flatten, too, and compare logits."),
    (_first_flat_rows, "keeps the first rows behind Flatten",
     "Cut the layer before Flatten, too, and compare logits."),
    (_grouped_by_channel, "keeps the right rows behind Flatten, in the wrong order",
     "Cut the layer before Flatten, too, with more than one unit in keep."),
    (_bias_of_the_last, "keeps the last entries of the bias",
     "Let keep not end with the last output, and compare logits."),
    (_settings_lost, "loses stride and padding",
     "Run the model it returns (clause 1)."),
    (_filters_reversed, "reverses the order of the filters, everywhere",
     "Its logits are right: compare the weights of the layer, too (clause 2)."),
])
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 5.4: `prune_layer_neurons` (4 points, about 15 minutes)
#
# The surgery itself, by the contract, for any network.
#
# Key details:
# - find the next layer *with weights*; if there is none, this is the head, and
#   its outputs are the classes: `ValueError`;
# - `reshape(-1, n_outputs, outputs of the next layer)` suits the next weights of dense
#   layers, flattened images and convolutions. Shape them back in the end;
# - `layer.weights` stays a `Parameter`: set `layer.weights.data`; `in_features` and the
#   like follow.


# %% nbgrader={"grade": false, "grade_id": "prune_layer_neurons", "locked": false, "schema_version": 3, "solution": true}
def prune_layer_neurons(model, layer_idx, keep):
    """Cut outputs of one layer, and what the next layer does with them.

    Parameters
    ----------
    model : Sequential
        Left unchanged.
    layer_idx : int
        Position in ``model.layers`` of a Dense or Conv2D, with or without bias; not of
        the last one.
    keep : list or ndarray of int
        Outputs that stay, each once, at least one, in any order.

    Returns
    -------
    Sequential
        New model that shares no array with ``model``, as the contract above says;
        dtypes as in ``model``.

    Raises
    ------
    ValueError
        If ``layer_idx`` is not as above, or ``keep`` is not.
    """
    if layer_idx not in weight_places(model):
        raise ValueError(f"there is no layer with weights at {layer_idx}")
    n_outputs = model.layers[layer_idx].weights.data.shape[-1]
    if not len(keep) or not set(keep) <= set(range(n_outputs)):
        raise ValueError(f"keep lists outputs from 0 to {n_outputs - 1}, got {keep}")
    if len(set(keep)) < len(keep):
        raise ValueError(f"keep names an output twice: {keep}")
    ### BEGIN SOLUTION
    following = [place for place in weight_places(model) if place > layer_idx]
    if not following:
        raise ValueError(f"layer {layer_idx} is the head: its outputs are the classes")
    pruned, kept = model.copy(), sorted(keep)
    layer, after = pruned.layers[layer_idx], pruned.layers[following[0]]
    layer.weights.data = layer.weights.data[..., kept]
    if layer.bias is not None:
        layer.bias.data = layer.bias.data[kept]
    old = after.weights.data
    by_channel = old.reshape(-1, n_outputs, old.shape[-1])
    after.weights.data = by_channel[:, kept].reshape(*old.shape[:-2], -1, old.shape[-1])
    return pruned
    ### END SOLUTION


# %% [markdown]
# From here on the checks look at your models by these two:

# %%
def array_of(model, place, name="weights"):
    array = getattr(getattr(model.layers[place], name), "data", None)
    assert isinstance(array, np.ndarray), (
        f"layers[{place}].{name}.data of your model is no array, but {array!r:.60}. "
        f"{name} is a Parameter, and stays one: set {name}.data, not {name}."
    )
    assert array.dtype == np.float32, (
        f"The {name} were float32, and stay so; yours are {array.dtype}. Cut the array "
        "as it is; a fresh array of zeros would be float64."
    )
    return array

# %%
def shares_arrays(new, old):
    return any(np.shares_memory(one.data, other.data)
               for one in new.parameters() for other in old.parameters())

# %% [markdown]
# **Check.** A convolution of 3 filters at 2 x 2 positions, `Flatten`, a dense layer of 12
# inputs; filter 1 goes. Then three convolutions in a row, and the head.
# The cell is silent when all is well.


# %% nbgrader={"grade": true, "grade_id": "prune_layer_neurons_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def cut_or_say(model, place, keep):
    try:
        return prune_layer_neurons(model, place, keep)
    except AttributeError as error:
        raise AssertionError(
            f"Cutting layer {place} of {model!r}, yours stops with AttributeError: "
            f"{error}. A layer without a bias has the bias None, a Flatten no weights; "
            "in_features and out_channels cannot be set: they follow from the weights."
        ) from error


eye = Sequential([Conv2D(1, 3, 2), ReLU(), Flatten(), Dense(12, 2)])
eye.layers[0].weights.data = np.arange(12, dtype=np.float32).reshape(2, 2, 1, 3)
eye.layers[0].bias.data = np.array([1, 2, 3], dtype=np.float32)
eye.layers[3].weights.data = np.arange(24, dtype=np.float32).reshape(12, 2)
small = cut_or_say(eye, 0, [2, 0])
assert isinstance(small, Sequential) and len(small.layers) == 4, (
    f"A pruned model is a Sequential of as many layers; yours is {small!r}."
)
assert eye.layers[0].weights.data.shape == (2, 2, 1, 3), (
    "The model given has other weights afterwards. Operate on a copy."
)
got = array_of(small, 0).ravel().tolist()
assert got == [0, 2, 3, 5, 6, 8, 9, 11], (
    "Of the filters [0, 3, 6, 9], [1, 4, 7, 10], [2, 5, 8, 11] the first and the last "
    "stay, in that order, so the array reads [0, 2, 3, 5, 6, 8, 9, 11]; yours reads "
    f"{got}. Cut the last axis, and keep the order of the model, not of the list."
)
got = array_of(small, 0, "bias")
assert np.array_equal(got, eye.layers[0].bias.data[::2]), (
    f"The bias of filters 0 and 2 is [1, 3]; yours is {got}. Cut it, too."
)
got = array_of(small, 3)
assert got.ndim == 2, (
    f"The weights of a Dense have 2 axes; yours have the shape {got.shape}. Shape them "
    "back: rows, then outputs."
)
rows = (got[:, 0] / 2).tolist()
assert rows == [0, 2, 3, 5, 6, 8, 9, 11], (
    "Behind Flatten the rows 0, 2, 3, 5, 6, 8, 9, 11 of the dense weights stay; yours "
    f"are {rows}. An entry is position times channels, plus channel."
)
views = np.arange(45, dtype=np.float32).reshape(5, 3, 3, 1) % 7 - 3
gap = logit_gap(small, silence(eye, 0, [0, 2]), views)
assert gap <= 1e-5, f"The logits differ from the silenced model's by {gap:.2g}."

row = Sequential([Conv2D(1, 3, 1, bias=False), ReLU(), Conv2D(3, 3, 2), ReLU(),
                  Conv2D(3, 3, 1)])
for place in (2, 4):
    shape = row.layers[place].weights.data.shape
    values = np.arange(np.prod(shape), dtype=np.float32)
    row.layers[place].weights.data = values.reshape(shape)
small = cut_or_say(row, 0, [2, 1])
got = [array_of(small, place).shape for place in (0, 2, 4)]
assert got == [(1, 1, 1, 2), (2, 2, 2, 3), (1, 1, 3, 3)], (
    "Of three convolutions of 3 filters the first loses one: weights of the shapes "
    f"(1, 1, 1, 2), (2, 2, 2, 3), (1, 1, 3, 3); yours have {got}. The next one with "
    "weights, and only that, loses inputs, the axis before the last; its outputs stay."
)
assert np.array_equal(array_of(small, 2), row.layers[2].weights.data[:, :, 1:]), (
    "The second convolution keeps inputs 1 and 2, with the weights that they had; "
    "yours has others. Its inputs lie along the axis before the last."
)
dense = create_mlp(2, [3], 2)
for net, keep in [(row, [2, 1]), (row, [0, 1, 2]), (dense, [2, 0])]:
    assert not shares_arrays(cut_or_say(net, 0, keep), net), (
        f"For keep = {keep} of 3 outputs your new model shares an array with the old "
        "one. Copy the whole model, also where nothing goes."
    )
try:
    got = prune_layer_neurons(row, 4, [0, 2])
except ValueError:
    got = None
except Exception as error:
    got = f"a {type(error).__name__}"
assert got is None, (
    "Layer 4 is the last with weights: the head. Its outputs are the classes, and "
    f"cutting them asks for a ValueError; yours gave {got!r}."
)

# %% nbgrader={"grade": true, "grade_id": "prune_layer_neurons_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: every cut of a network with
# convolutions, pooling and dense layers; the arrays, and the logits to 1e-5.
whole = Sequential([Conv2D(1, 2, 2), ReLU(), Flatten(), Dense(8, 3)])
one_left = prune_layer_neurons(whole, 0, [1])
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(5401)


def _drawn(model):
    for _parameter in model.parameters():
        _values = 0.4 * _rng.normal(size=_parameter.data.shape)
        _parameter.data = _values.astype(np.float32)
    return model


def _settings(model):
    return [[type(_l).__name__, *(getattr(_l, _name, None) for _name in (
        "stride", "padding", "size"))] for _l in model.layers]


def _masked(model, layer_idx, keep):
    """The model in which what is not kept says 0."""
    _copy = model.copy()
    for _parameter in _copy.layers[layer_idx].parameters():
        for _output in range(_parameter.data.shape[-1]):
            if _output not in keep:
                _parameter.data[..., _output] = 0
    return _copy


def _expected(model, layer_idx, keep):
    """{position: [arrays]} of all layers, cut by walking through their entries."""
    _stays = sorted(int(_k) for _k in keep)
    _arrays = {_i: [_p.data.copy() for _p in _layer.parameters()]
               for _i, _layer in enumerate(model.layers)}
    _n = _arrays[layer_idx][0].shape[-1]
    _arrays[layer_idx] = [np.stack([_a[..., _k] for _k in _stays], axis=-1)
                          for _a in _arrays[layer_idx]]
    _next = next(_i for _i in range(layer_idx + 1, len(model.layers)) if _arrays[_i])
    _array = _arrays[_next][0]
    if _array.ndim == 4:
        _array = np.stack([_array[:, :, _k] for _k in _stays], axis=2)
    else:
        _array = np.stack([_row for _r, _row in enumerate(_array) if _r % _n in _stays])
    _arrays[_next][0] = _array
    return _arrays


assert isinstance(one_left, Sequential) and (
    one_left.layers[0].weights.data.shape == (2, 2, 1, 1)
), (
    "Of 2 filters one stays: weights of shape (2, 2, 1, 1); yours is "
    f"{one_left!r}. Cut the last axis of the layer's weights."
)
_deep = _drawn(Sequential([
    Conv2D(2, 6, 3, padding=1), ReLU(), MaxPool2D(2),
    Conv2D(6, 5, 2, bias=False), ReLU(),
    Conv2D(5, 4, 3, stride=2, padding=1), ReLU(), Flatten(),
    Dense(24, 7), ReLU(), Dense(7, 9, bias=False), ReLU(), Dense(9, 3),
]))
_images = _rng.normal(size=(12, 8, 12, 2)).astype(np.float32)
for _idx, _keep in [
    (0, [4, 1]), (0, [0, 1, 2, 3, 4, 5]), (3, [4]), (3, [0, 3, 1]), (5, [3, 1]),
    (5, [2]), (5, [0, 2, 3]), (8, [6, 0, 3, 2]), (10, [8, 5]),
]:
    _call = f"For layer {_idx}, {_deep.layers[_idx]}, and keep = {_keep},"
    _before = [_p.data.copy() for _p in _deep.parameters()]
    _got, _want = prune_layer_neurons(_deep, _idx, _keep), _expected(_deep, _idx, _keep)
    assert all(map(np.array_equal, [_p.data for _p in _deep.parameters()], _before)), (
        f"{_call} the model given has other parameters afterwards. Operate on a copy."
    )
    assert isinstance(_got, Sequential) and _settings(_got) == _settings(_deep), (
        f"{_call} kinds, stride, padding or pool size of layers differ: {_got!r}. Copy "
        "the whole model, and give the two layers new arrays."
    )
    for _i, _arrays in _want.items():
        _mine = [_p.data for _p in _got.layers[_i].parameters()]
        _where = "this layer" if _i == _idx else f"layer {_i}"
        assert [np.shape(_a) for _a in _mine] == [_a.shape for _a in _arrays], (
            f"{_call} the arrays of {_where} have shapes "
            f"{[_a.shape for _a in _arrays]}; yours have "
            f"{[np.shape(_a) for _a in _mine]}. Cut the last axis and the bias of this "
            "layer, and the inputs, only those, of the next with weights."
        )
        assert all(_a.dtype == np.float32 for _a in _mine), (
            f"{_call} float32 stays float32; {_where} holds {_mine[0].dtype}."
        )
        assert all(map(np.array_equal, _mine, _arrays)), (
            f"{_call} the arrays of {_where} have the right shapes and other values. "
            "What stays keeps the order of the model; behind Flatten an entry is "
            "position times channels, plus channel."
        )
    _due = _masked(_deep, _idx, _keep).forward(_images)
    _gap = np.abs(_got.forward(_images) - _due).max()
    assert _gap <= 1e-5, (
        f"{_call} the logits differ from the silenced model's by {_gap:.2g}. Keep "
        "stride, padding and pool size."
    )
### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "prune_layer_neurons_hidden_counts", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: parameters and multiply-adds of
# networks of real size, cut in one layer after the other.
cut_once = prune_layer_neurons(create_lenet5(), 0, [5, 0, 2])
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(5402)


def _size(model):
    return sum(_p.data.size for _p in model.parameters())


assert isinstance(cut_once, Sequential) and _size(cut_once) == 60428, (
    "LeNet-5 with 3 of its first 6 filters has 60,428 parameters; yours is "
    f"{_size(cut_once) if isinstance(cut_once, Sequential) else cut_once!r}. "
    "Three filters of 25 weights and a bias go, and 3 * 25 * 16 weights behind them."
)
for _model, _keeps, _shape, _params, _macs in [
    (create_lenet5(seed=3), {0: 3, 3: 8}, (3, 28, 28, 1), 35820, 153720),
    (create_lenet5(seed=4), {0: 2, 3: 5, 7: 40, 9: 21}, (2, 28, 28, 1), 6428, 70250),
    (create_mlp(784, [300, 100], 10, seed=5), {0: 100, 2: 33}, (4, 784), 82173, 82030),
]:
    for _p in _model.parameters():
        _noise = 0.01 * _rng.normal(size=_p.data.shape)
        _p.data = _p.data + _noise.astype(np.float32)
    _x = _rng.random(_shape, dtype=np.float32)
    _small, _masked = _model, _model.copy()
    for _idx, _k in _keeps.items():
        _n = _model.layers[_idx].weights.data.shape[-1]
        _keep = _rng.permutation(_n)[:_k]
        _small = prune_layer_neurons(_small, _idx, _keep)
        for _p in _masked.layers[_idx].parameters():
            _p.data[..., np.setdiff1d(np.arange(_n), _keep)] = 0
    assert isinstance(_small, Sequential) and _size(_small) == _params, (
        f"With {_keeps} (layer: outputs kept) {_size(_model):,} parameters become "
        f"{_params:,}; yours are {_size(_small):,}. Both layers lose theirs."
    )
    _gap = np.abs(_small.forward(_x) - _masked.forward(_x)).max()
    assert _gap <= 1e-5, (
        f"With {_keeps} (layer: outputs kept) the logits differ from the silenced "
        f"model's by {_gap:.2g}. What stays keeps its weights."
    )
    _got = measure_macs(_small, _x)
    assert _got == _macs, (
        f"With {_keeps} (layer: outputs kept) {_macs:,} multiply-adds are done for an "
        f"image; yours does {_got:,}. Cut the arrays: a zero is multiplied, too."
    )
### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "prune_layer_neurons_hidden_input", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: the head, lists that are none, and
# that old and new model have nothing in common.
mixed = Sequential([Conv2D(1, 3, 2), ReLU(), Flatten(), Dense(12, 4), ReLU(),
                    Dense(4, 2), ReLU()])
first_filter = prune_layer_neurons(mixed, 0, [0])
### BEGIN HIDDEN TESTS
assert isinstance(first_filter, Sequential) and (
    first_filter.layers[3].weights.data.shape == (4, 4)
), (
    "Of 3 filters at 4 positions one stays: the dense layer keeps 4 of 12 inputs; "
    f"yours is {first_filter!r}. Cut the next layer with weights."
)
for _small in (first_filter, prune_layer_neurons(mixed, 3, [1, 0, 3, 2])):
    _old, _new = ([_p.data for _p in _m.parameters()] for _m in (mixed, _small))
    assert not any(np.shares_memory(_a, _b) for _a in _old for _b in _new), (
        "The new model shares an array with the old one: training one would change the "
        "other. Copy the model before you cut, also where all outputs stay."
    )
_half = mixed.copy()
for _p in _half.parameters():
    _p.data = _p.data.astype(np.float16)
_got = [str(_p.data.dtype) for _p in prune_layer_neurons(_half, 0, [2, 1]).parameters()]
assert set(_got) == {"float16"}, (
    f"float16 parameters stay float16; yours are {_got}. Cut the arrays as they are."
)
_pooled = Sequential([Conv2D(1, 3, 2), ReLU(), MaxPool2D(3), Flatten(), Dense(12, 2)])
_views = np.arange(98, dtype=np.float32).reshape(2, 7, 7, 1) % 9 - 4
_gap = logit_gap(prune_layer_neurons(_pooled, 0, [0, 2]), silence(_pooled, 0, [0, 2]),
                 _views)
assert _gap <= 1e-5, (
    f"In a network that pools 3 by 3 the logits differ from the silenced model's by "
    f"{_gap:.2g}. Keep the settings of all layers: copy the model."
)
_heads = [
    (mixed, 5), (Sequential([Dense(4, 3)]), 0), (create_mlp(6, [5], 4), 2),
    (Sequential([Conv2D(1, 2, 2), ReLU(), Conv2D(2, 3, 2), Flatten()]), 2),
]
for _model, _idx, _keep, _why in [
    *((_m, _i, [0, 1], f"Layer {_i} is the last with weights") for _m, _i in _heads),
    (mixed, 1, [0], "Layer 1 is a ReLU"), (mixed, 9, [0], "There is no layer 9"),
    (mixed, 0, [], "keep = []"), (mixed, 0, [0, 3], "Output 3 of 3"),
    (mixed, 0, [-1], "Output -1"), (mixed, 0, [1, 1], "keep = [1, 1]"),
]:
    try:
        _got = prune_layer_neurons(_model, _idx, _keep)
        _came = f"no error, but {_got!r}"
    except ValueError:
        continue
    except Exception as _error:
        _came = type(_error).__name__
    raise AssertionError(
        f"{_why}: the docstring asks for a ValueError; yours gave {_came}. The given "
        "lines see to keep; the head keeps its classes, so look for a next layer."
    )
### END HIDDEN TESTS

# %% [markdown]
# Your check may now examine your surgery; the logits are compared beside it.
# Then LeNet-300-100, both hidden layers cut to a third, the parameters counted:
#
# $$ (784 \cdot 100 + 100) + (100 \cdot 33 + 33) + (33 \cdot 10 + 10) = 82{,}173. $$

# %% tags=["show"]
for kind in ("mlp", "cnn"):
    toy_model, batch_of_it = patient(kind)
    exact = all(logit_gap(prune_layer_neurons(toy_model, place, keep),
                          silence(toy_model, place, keep), batch_of_it) <= 1e-5
                for place in weight_places(toy_model)[:-1] for keep in ([3, 1], [0]))
    verdict = check_prune_layer_neurons(prune_layer_neurons, kind)
    print(f"{kind}: your check says {verdict} of your surgery; its logits are",
          "right." if exact else "wrong: the surgery is at fault.")

# %% tags=["show"]
lenet = load_pretrained("lenet_300_100")
third, masked = lenet, lenet
for place in (0, 2):
    kept = neurons_to_keep(compute_neuron_importance(lenet.layers[place]), 1 / 3)
    third = prune_layer_neurons(third, place, kept)
    masked = silence(masked, place, kept)
sizes = [sum(p.data.size for p in model.parameters()) for model in (lenet, third)]
gap = np.abs(third.forward(batch) - masked.forward(batch)).max()
print(f"{sizes[0]:,} parameters became {sizes[1]:,},",
      f"{sizes[0] / sizes[1]:.2f} times fewer;")
print(f"the logits and those of the silenced network differ by {gap:.1g} at most.")

# %% [markdown]
# ## 5.5 The cut, without training
#
# `activation` and `taylor` look at data: 5,000 *training* images, drawn three times.
# `layer_signals` fetches what each layer receives and the gradient of the mean loss (its
# $1/n$ is the same for all units) at what it gives; `score_all` scores every hidden layer.

# %% [markdown]
# The network is nearly always sure and right on these images, so that their gradients
# are close to zero:

# %% tags=["show"]
from smallnets import layer_signals, softmax_cross_entropy

drawn = DataLoader(mnist.train.sample(5000, seed=0), batch_size=5000)
images, labels = next(iter(drawn))
logits = network.copy().forward(images)
losses = np.sort([softmax_cross_entropy(logits[i : i + 1], labels[i : i + 1])[0]
                  for i in range(len(labels))])
print(f"The 50 training images of 5,000 with the largest loss make up "
      f"{losses[-50:].sum() / losses.sum():.0%} of all loss.")

# %% [markdown]
# `taylor` listens to these few. `taylor soft` is the same score, with the gradient of a
# loss whose logits are multiplied by a factor of 0.05: that gives more images a say, and
# in each it weighs all wrong classes, not mainly the runner-up.
# `random` scores are the control.

# %% tags=["show"]
def score_all(model, method, seed=0):
    places = weight_places(model)[:-1]
    if method == "random":
        rng = np.random.default_rng([5, seed])
        return {place: rng.random(model.layers[place].out_features) for place in places}
    drawn = DataLoader(mnist.train.sample(5000, seed=seed), batch_size=5000)
    received, gradients = layer_signals(
        model.copy(), *next(iter(drawn)), factor=0.05 if method == "taylor soft" else 1)
    name = method.split()[0]
    return {place: compute_neuron_importance(model.layers[place], name, received[place]
            if name == "activation" else (received[place], gradients[place]))
            for place in places}


# %% [markdown]
# `shrink` cuts each hidden layer to the same fraction, by scores taken beforehand.
# (About 10 seconds.)


# %% tags=["show"]
def shrink(model, keep, scores):
    for place, values in scores.items():
        model = prune_layer_neurons(model, place, neurons_to_keep(values, keep))
    return model


runs = {"l1": 1, "l2": 1, "activation": 3, "taylor": 3, "taylor soft": 3, "random": 10}
scores = {name: [score_all(network, name, seed) for seed in range(n)]
          for name, n in runs.items()}
fractions = [0.9, 0.75, 0.5, 0.35, 0.25, 0.1]
cut = {name: np.array([[evaluate_model(shrink(network, keep, one), validation)
                        for keep in fractions] for one in several])
       for name, several in scores.items()}

# %% tags=["show"]
print("Validation accuracy (%) after the cut, mean of the draws:")
print("kept  ", *(f"{name:>11}" for name in cut), "  random, range of 10")
for i, keep in enumerate(fractions):
    chance = 100 * cut["random"][:, i]
    means = [f"{100 * rows[:, i].mean():11.1f}" for rows in cut.values()]
    print(f"{keep:5.0%} ", *means,
          f"  {chance.min():.1f} to {chance.max():.1f}")

# %% tags=["show"]
fig, ax = plots.new_axes("fraction of hidden units kept", "validation accuracy (%)",
                         "One cut, no training after it")
for name, rows in cut.items():
    ax.plot(fractions, 100 * rows.mean(axis=0), **plots.ranking_style(name))
lowest, highest = (100 * f(cut["random"], axis=0) for f in (np.min, np.max))
ax.fill_between(fractions, lowest, highest, alpha=0.2,
                color=plots.ranking_style("random")["color"])
ax.axhline(100 * dense_accuracy, color="black", linewidth=1, label="dense")
ax.axhline(10, color="black", linewidth=1, linestyle=":", label="guessing")
ax.legend(fontsize=9)
print("Six lines that fall to the left: five rankings, and random with its range.")

# %% [markdown]
# From a half of the units down `taylor soft` stands highest. Its factor does two things.
# Down to a quarter of the units the first makes most of the lead over plain `taylor`; at
# a tenth the second does. (Measured apart.)
# `activation` lies below the mean of the random cuts from a half down.
# Ranked by the standard deviation of $a_j$ instead, the cut lies above them.
#
# That is one network, without training after the cut.

# %% [markdown]
# Multiply all that goes into a unit by 100 and divide all that comes out of it by 100: the
# network computes what it did. What do the scores say?

# %% tags=["show"]
unit, loud = 7, network.copy()
for parameter in loud.layers[0].parameters():
    parameter.data[..., unit] *= 100
loud.layers[2].weights.data[unit] /= 100
gap = np.abs(loud.forward(batch) - network.forward(batch)).max()
print(f"Logits differ by {gap:.1g} at most. Rank of unit {unit} of 512, 1 the highest:")
for name in ("l1", "l2", "activation", "taylor"):
    two = [score_all(model, name)[0] for model in (network, loud)]
    ranks = [1 + int((values > values[unit]).sum()) for values in two]
    print(f"    {name:10} {ranks[0]:3} before, {ranks[1]:3} after")

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_scores_disagree", "locked": false, "points": 2, "schema_version": 3, "solution": true}
# **Reflect** (2 points, about 10 minutes). One of the four methods does not mind the factor
# of 100. Which one, and why? Then describe a unit that `activation` ranks first although
# it tells the next layer nothing, and say whether `l1` and `taylor` would rank
# that unit low. (Three or four sentences.)
#
# ### BEGIN SOLUTION
# Rubric:
# - 1 point: `taylor`: y grows by 100 while the gradient, which passes through the outgoing
#   weights, shrinks by 100, so their product stays (it estimates a change of the loss,
#   which depends on the function and not on how it is written down). The others see
#   only the incoming side.
# - 1 point: a unit with a large output that is the same for every image (by its bias, or
#   weights on pixels that never change), or one whose outgoing weights are zero; and one
#   of the others judged with a reason. `l1` does not count the bias, so it is low if the
#   constant comes from the bias, and sees nothing of the outgoing weights. `taylor` is low
#   for outgoing weights of zero; for a constant that the next layer relies on it may be
#   high, since it asks what happens if the unit says 0, not if it says its mean.
# ### END SOLUTION

# %% [markdown]
# ## 5.6 How much faster, really?
#
# `time_ratio` times both networks in turns of equal length and gives the median ratio with its
# middle half: on a busy machine a long run is interrupted, a short one seldom, and single runs
# give a ratio far too high. Where the middle half is wide, run again.

# %% [markdown]
# ### Predict, then run
#
# With a quarter of the hidden units the network does about a fifth of its MACs. One
# image at a time, as on a phone: how many times faster is it?

# %%
prediction = None  # your guess, such as 3


# %% tags=["show"]
def widths(keep):
    return [max(1, round(keep * units)) for units in (512, 256, 128)]


def compare(large, small, x, repeats):
    return time_ratio(lambda: large.forward(x), lambda: small.forward(x), repeats)


# %% tags=["show"]
speed = {}
print("hidden units       MACs  fewer   batch of 256             one image at a time")
for keep in (1, 1 / 2, 1 / 4, 3 / 16, 1 / 10):
    model = create_mlp(784, widths(keep), 10)
    macs = [measure_macs(m, batch[:1]) for m in (network, model)]
    row = f"{str(widths(keep)):15}{macs[1]:8,}{macs[0] / macs[1]:5.1f}x"
    for x, repeats in [(batch, 60), (batch[:1], 300)]:
        speed[keep, len(x)] = r = compare(network, model, x, repeats)
        row += f" {r.median:6.1f}x ({r.low:4.1f} to {r.high:4.1f})  "
    print(row)

# %% tags=["show"]
tiny, single = create_mlp(1, [1, 1, 1], 1), batch[:1]
floor = time_ratio(lambda: network.forward(single), lambda: tiny.forward(single[:, :1]),
                   300)
one, many = speed[1 / 4, 1], speed[1 / 4, 256]
guess = "none" if prediction is None else prediction
print(f"Your guess for a quarter of the units, one image at a time: {guess}")
print(f"Measured: {one.median:.1f} times (middle half {one.low:.1f} to {one.high:.1f});"
      f" in a batch of 256: {many.median:.1f} ({many.low:.1f} to {many.high:.1f})")
print(f"A network with one unit in each layer, one image: {floor.median:.1f} times")

# %% [markdown]
# In the batch the gain follows the MACs for a while; one image at a time it levels off.
# The last line shows the bound: a network of one unit a layer still has seven layers to
# call. No pruning of units takes that away.

# %% [markdown]
# ## 5.7 Train again, and two controls
#
# What the cut broke, training may mend (Li et al., 2017, section 3.4).
# `train_briefly` looks at 2 times 20,000 of the 55,000 training images. Two controls get
# the same shapes and the same training:
#
# - **random**: units chosen by chance;
# - **from scratch**: a fresh narrow network.
#
# Each of the three seeds draws the images, the random units and the fresh weights anew;
# the cut by `l1` is the same one each time. (About 15 seconds.)

# %% tags=["show"]
from smallnets import Adam, Trainer


def train_briefly(model, seed, data=mnist.train, images=20_000, rates=(4e-3, 1e-3),
                  batch_size=256):
    trainer = Trainer(model, Adam(model.parameters()), progress=False)
    for turn, rate in enumerate(rates):
        trainer.optimizer.learning_rate = rate
        part = data.sample(images, seed=[seed, turn])
        trainer.fit(DataLoader(part, batch_size, shuffle=True, seed=seed), epochs=1)
    return model


# %% tags=["show"]
def start(name, keep, seed):
    if name == "from scratch":
        return create_mlp(784, widths(keep), 10, seed=seed)
    several = scores["l1" if name == "structured" else name]
    return shrink(network, keep, several[seed % len(several)])


def percent(models, loader):
    return [100 * evaluate_model(model.copy(), loader) for model in models]


def trained_scores(name, keep):
    models = [train_briefly(start(name, keep, seed), seed) for seed in range(3)]
    return percent(models, validation)


# %% tags=["show"]
keeps = [1 / 2, 3 / 16, 1 / 10]
trained = {name: [] for name in ("structured", "random", "from scratch")}
print("Validation accuracy (%), mean of 3 seeds (lowest to highest); structured is l1")
print("hidden units   ", *(f"{name:>22}" for name in trained))
for keep in keeps:
    for name in trained:
        trained[name].append(trained_scores(name, keep))
    print(f"{str(widths(keep)):15}", *(
        f"{np.mean(each[-1]):7.2f} ({min(each[-1]):.2f} to {max(each[-1]):.2f})"
        for each in trained.values()))

# %% tags=["show"]
looks = {name: plots.method_style(name) for name in trained if name != "from scratch"}
looks["from scratch"] = {**plots.method_style("dense"), "markerfacecolor": "white",
                         "linestyle": "--", "label": "from scratch, same training"}
looks["structured"]["label"] = "structured (l1)"
times = [speed[keep, 256] for keep in keeps]

# %% tags=["show"]
fig, ax = plots.new_axes("times faster than dense, batch of 256 (measured)",
                         "validation accuracy (%)", "Cut to three widths and trained")
for name, rows in trained.items():
    worst, mean, best = (f(rows, axis=1) for f in (np.min, np.mean, np.max))
    ax.errorbar([t.median for t in times], mean, (mean - worst, best - mean), capsize=3,
                **looks[name])
ax.plot(1, 100 * dense_accuracy, "ks", label="dense")
plots.mark_spans(ax, [(t.low, t.median, t.high) for t in times],
                 ["-".join(map(str, widths(keep))) for keep in keeps])
legend = fig.legend(loc="outside lower center", ncols=2)
print("Three lines that fall to the right. Upright bars: range of three seeds;\n"
      "grey bars on the axis: middle half of the times.")

# %% tags=["show"]
print("Points from line to line, mean of 3 seeds:")
for words, i in [("half of the units", 0), ("a tenth of the units", -1)]:
    cut_best, cut_any, fresh = (np.mean(rows[i]) for rows in trained.values())
    print(f"    {words:20} structured over random {cut_best - cut_any:.2f},"
          f" random over from scratch {cut_any - fresh:.2f}")

# %% [markdown]
# With half of the units left the ranking hardly matters: what chance kept is mended in
# two short passes. At a tenth it matters *which* units they are.
# With half of the units inherited weights are worth more than a point. At a tenth
# what chance kept is not told from fresh weights.
#
# That is little training, at one schedule.
# At a tenth, twice the learning rates shrink the lead of `l1` over chance.

# %% [markdown]
# And the five rankings, after training, at a tenth of the units? (About 5 seconds.)

# %% tags=["show"]
at_a_tenth = {"l1": trained["structured"][-1], "random": trained["random"][-1]}
for name in ("l2", "activation", "taylor", "taylor soft"):
    at_a_tenth[name] = trained_scores(name, 1 / 10)
print("A tenth of the units, validation accuracy (%), mean (lowest to highest of 3):")
for name in runs:
    rows = at_a_tenth[name]
    print(f"    {name:11} {np.mean(rows):.2f} ({min(rows):.2f} to {max(rows):.2f})")

# %% [markdown]
# Both norms and both `taylor`s lead, as they did right after the cut (the 10% row of section
# 5.5), and `activation` stays with chance. But the wide gaps among
# the first four have all but closed: among them, how much is lost at once says little
# about what is left to be mended.

# %% [markdown]
# ## 5.8 Units that say nothing
#
# A unit whose output is the same for all images, 0 or another constant $c_j$, can go
# without any loss, if the biases of the next layer take over what it gave:
#
# $$ b'_k = b_k + \sum_{j \,\mathrm{cut}} c_j V_{jk}, $$
#
# $V$ being the next layer's weights. Units that *almost* never change can go the same
# way, with their mean output for $c_j$ (Sietsma and Dow, 1991, first stage).

# %% [markdown]
# **By hand.** On three images a unit gives 1.9, 2.1 and 2.0: it varies by
# $2.1 - 1.9 = 0.2$, and $c = 2$. Its weight to the only unit of the next layer is 3, the
# bias there $-1$. With a threshold of 0.25 the unit goes, and the bias becomes
# $-1 + 2 \cdot 3 = 5$.

# %% [markdown]
# ### Exercise 5.5: `prune_redundant_neurons` (2 points, about 10 minutes)
#
# Write the body of the loop. It is set up so that each hidden layer is judged in the
# network *as cut so far*: `outputs` is what the next layer receives.
#
# Key details:
# - a unit goes if its largest minus its smallest output is *at most* `threshold`; at 0
#   the dead ones go;
# - where all would go, the first is kept, as it is;
# - first the next layer's bias, then your surgery.


# %% nbgrader={"grade": false, "grade_id": "prune_redundant_neurons", "locked": false, "schema_version": 3, "solution": true}
def prune_redundant_neurons(model, threshold, data):
    """Remove hidden units that hardly vary; their mean goes into the next bias.

    Parameters
    ----------
    model : Sequential
        Dense layers with bias and a ReLU between each two. Left unchanged.
    threshold : float
        At least 0, in units of the outputs.
    data : ndarray of float32, shape (n, inputs of the first layer)
        Examples on which the outputs are taken.

    Returns
    -------
    Sequential
        New model, float32. A unit whose outputs over ``data`` lie within ``threshold``
        (largest minus smallest, at most) is gone; its mean output times its outgoing
        weights is added to the next layer's bias. Where all of a layer would go, its
        first unit stays, untouched.
    """
    pruned = model.copy()
    for place, following in pairwise(weight_places(model)):
        outputs = Sequential(pruned.layers[:following]).forward(data)
        ### BEGIN SOLUTION
        stays = outputs.max(axis=0) - outputs.min(axis=0) > threshold
        if not stays.any():
            stays[0] = True
        after = pruned.layers[following]
        constants = outputs[:, ~stays].mean(axis=0)
        after.bias.data = after.bias.data + constants @ after.weights.data[~stays]
        pruned = prune_layer_neurons(pruned, place, np.flatnonzero(stays))
        ### END SOLUTION
    return pruned


# %% [markdown]
# **Check.** On four images of one pixel, four hidden units: one that reads it, one that
# always says 2, one much like the one by hand, and a dead one. Then two that would both go,
# and a second hidden layer.
# The cell is silent when all is well.


# %% nbgrader={"grade": true, "grade_id": "prune_redundant_neurons_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def plain_mlp(*arrays):
    model = create_mlp(1, [len(bias) for bias in arrays[1:-2:2]], 1)
    for parameter, values in zip(model.parameters(), arrays, strict=True):
        parameter.data = np.array(values, dtype=np.float32)
    return model


def bias_of_cut(model, threshold):
    short = prune_redundant_neurons(model, threshold, pixel)
    assert isinstance(short, Sequential), f"This is no Sequential: {short!r:.80}."
    return short, [float(array_of(short, place, "bias")[0])
                   for place in weight_places(short)[1:]]


pixel = np.array([[-1], [1], [0], [0.4]], dtype=np.float32)
talk = plain_mlp([[1, 0, 0.1, 1]], [1, 2, 2, -9], [[4], [3], [3], [5]], [-1])
both_go = plain_mlp([[0.1, 1]], [2, 1], [[3], [4]], [-1])
varied = "Outputs vary by 2, 0, 0.2 and 0, largest minus smallest"
means = ("It was -1, and each unit that goes adds its mean output, 2, 2.01 or 0, times "
         "its outgoing weight, 3, 3 or 5. What stays adds nothing.")
for model, limit, want, due, why, adds in [
    (talk, 0, [4, 3], 5, f"{varied}: the second and the last go.", means),
    (talk, 0.15, [4, 3], 5, f"{varied}: the second and the last go.", means),
    (talk, 0.25, [4], 11.03, f"{varied}: only the first stays.", means),
    (both_go, 5, [3], 3.4, "Both would go: the first stays, untouched, though the "
     "second varies more.", "It was -1, and the second adds its mean output, 1.1, "
     "times 4. What stays adds nothing."),
]:
    short, got_bias = bias_of_cut(model, limit)
    got = array_of(short, 2).ravel().tolist()
    assert got == want, (
        f"At threshold {limit} the last layer's weights are {want}; yours are "
        f"{got}. {why}"
    )
    assert abs(got_bias[0] - due) < 1e-4, (
        f"At threshold {limit} the last bias becomes {due}; yours is "
        f"{got_bias[0]:.5g}. {adds}"
    )
deep = plain_mlp([[0.1, 1]], [2, 0], [[2, 0], [0, 1]], [0, 0], [[3], [1]], [0])
short, got_bias = bias_of_cut(deep, 0.25)
widths_left = [array_of(short, place).shape[1] for place in (0, 2)]
assert widths_left == [1, 1] and abs(got_bias[1] - 12.06) < 1e-4, (
    "Of 2 and 2 units, one of each layer goes at threshold 0.25, and the last bias "
    f"becomes 12.06; yours leaves {widths_left} and the bias {got_bias[1]:.5g}. "
    "Treat every hidden layer; the next one hears what the cut network says."
)
assert [len(part.data) for part in talk.parameters()[1::2]] == [4, 1], (
    "The model given has other arrays afterwards. Work on the copy."
)

# %% nbgrader={"grade": true, "grade_id": "prune_redundant_neurons_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: deeper networks, thresholds above 0,
# layers in which nothing varies, and that model and data are left alone.
ones = np.ones((3, 1), dtype=np.float32)
nothing_to_cut = prune_redundant_neurons(create_mlp(1, [1], 1), 0.0, ones)
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(5501)


def _arrays(model):
    return [_p.data for _p in model.parameters()]


def _expected(arrays, threshold, data):
    """[weights, bias, weights, ...] of the model that should come."""
    _left = [_a.astype(float) for _a in arrays]
    _flow = data.astype(float)
    for _i in range(0, len(_left) - 2, 2):
        _out = np.maximum(_flow @ _left[_i] + _left[_i + 1], 0)
        _spread = [max(_column) - min(_column) for _column in _out.T]
        _stay = [_j for _j, _s in enumerate(_spread) if _s > threshold] or [0]
        for _j in range(len(_spread)):
            if _j not in _stay:
                _left[_i + 3] = _left[_i + 3] + _out[:, _j].mean() * _left[_i + 2][_j]
        _left[_i], _left[_i + 1] = _left[_i][:, _stay], _left[_i + 1][_stay]
        _left[_i + 2], _flow = _left[_i + 2][_stay], _out[:, _stay]
    return _left


def _drawn(hidden, idle):
    _model = create_mlp(5, hidden, 3)
    for _p in _model.parameters():
        _p.data = (0.5 * _rng.normal(size=_p.data.shape)).astype(np.float32)
    for _place, _units in idle.items():
        _model.layers[_place].weights.data[:, _units] = 0
    return _model


assert isinstance(nothing_to_cut, Sequential) and len(_arrays(nothing_to_cut)) == 4, (
    f"A network with one unit keeps it; yours is {nothing_to_cut!r}."
)
_data = _rng.random((40, 5), dtype=np.float32)
_data[0], _data[1:4, 0] = 0, [1, 2, 3]
_steps = _drawn([3], {})
_steps.layers[0].weights.data = np.zeros((5, 3), dtype=np.float32)
_steps.layers[0].weights.data[0] = [1, 2, -1]
_steps.layers[0].bias.data = np.zeros(3, dtype=np.float32)
for _model, _threshold, _what in [
    (_steps, 3.0, "3 units that vary by 3, 6 and 0"),
    (_drawn([8, 6], {0: [1, 6], 2: [0]}), 0.0, "8 and 6 units, of which 2 and 1 idle"),
    (_drawn([9], {0: [0, 8]}), 0.0, "9 units, of which 2 idle"),
    (_drawn([12, 10, 8], {}), 0.3, "12, 10 and 8 units"),
    (_drawn([12, 10, 8], {2: [4, 5]}), 0.6, "12, 10 and 8 units, of which 2 idle"),
    (_drawn([4, 5], {0: [0, 1, 2, 3]}), 0.0, "4 units that are all idle, then 5"),
    (_drawn([7, 3], {}), 50.0, "7 and 3 units that all vary by less than 50"),
]:
    _call = f"For hidden layers of {_what}, and threshold {_threshold},"
    _before, _old = [_a.copy() for _a in _arrays(_model)], _data.copy()
    _got = prune_redundant_neurons(_model, _threshold, _data)
    assert all(map(np.array_equal, _arrays(_model), _before)) and (
        np.array_equal(_data, _old)
    ), f"{_call} the model or the data given have changed. Work on the copy."
    assert isinstance(_got, Sequential), f"{_call} no Sequential comes, but {_got!r}."
    _mine, _want = _arrays(_got), _expected(_before, _threshold, _data)
    _widths = [[_a.shape[1] for _a in _some[::2]] for _some in (_want, _mine)]
    assert _widths[0] == _widths[1], (
        f"{_call} the layers keep {_widths[0]} outputs; yours keep {_widths[1]}. It "
        "goes if largest minus smallest is at most the threshold; one always stays; "
        "each layer is judged behind the cut ones."
    )
    for _i, (_a, _b) in enumerate(zip(_mine, _want, strict=True)):
        assert _a.shape == _b.shape and _a.dtype == np.float32, (
            f"{_call} array {_i} is float32 of shape {_b.shape}; yours is {_a.dtype} "
            f"of {_a.shape}."
        )
        _start, _due = ([round(float(_v), 3) for _v in _x.ravel()[:3]]
                        for _x in (_a, _b))
        assert np.abs(_a - _b).max() < 1e-4, (
            f"{_call} the {'bias' if _i % 2 else 'weights'} of dense layer {_i // 2} "
            f"should begin {_due}; yours begin {_start}. "
            + ("The mean output, times the outgoing weights, goes into the next bias, "
               "taken in the network as cut so far." if _i % 2 else
               "Other units stay: one goes if largest minus smallest is at most the "
               "threshold.")
        )
### END HIDDEN TESTS

# %% [markdown]
# On the trained network, with the 5,000 training images of section 5.5. Two controls are
# cut to the same widths: by `l1`, and ten times by chance. (About 5 seconds.)


# %% tags=["show"]
def to_widths(left, ranked):
    model = network
    for place, units in left.items():
        share = units / network.layers[place].out_features
        model = prune_layer_neurons(model, place, neurons_to_keep(ranked[place], share))
    return 100 * evaluate_model(model, validation)


# %% tags=["show"]
print("threshold  units left       accuracy (%)    l1   random, mean of 10 (range)")
for threshold in (0, 1, 2, 2.5, 3):
    small = prune_redundant_neurons(network, threshold, images)
    left = {place: small.layers[place].out_features
            for place in weight_places(small)[:-1]}
    chance = [to_widths(left, ranked) for ranked in scores["random"]]
    print(f"{threshold:9}  {str(list(left.values())):15}"
          f"{100 * evaluate_model(small, validation):10.1f}"
          f"{to_widths(left, scores['l1'][0]):10.1f}"
          f"   {np.mean(chance):.1f} ({min(chance):.1f} to {max(chance):.1f})")

# %% tags=["show"]
outputs = Sequential(network.copy().layers[:2]).forward(images)
quiet = outputs[:, np.ptp(outputs, axis=0) <= 2]
print(f"First layer: {quiet.shape[1]} units vary by at most 2. They give 0 for "
      f"{(quiet == 0).mean():.0%} of the images, and {quiet.mean():.3f} on average.")

# %% [markdown]
# Up to a threshold of 2 nothing is lost; nor is it where `l1` chooses the same number of
# units. At 3, 350 of the 512 units of the first layer go, and the cut of these alone is
# worse than any of ten random ones: a unit that varies little may still carry what the
# next layer needs.
#
# Up to 2 the constants change next to nothing here: the quiet units are silent for most
# images, and their means close to 0.

# %% [markdown]
# ## 5.9 Filters
#
# In LeNet-5 each filter works at 784 or at 100 positions. `prune_structured` ranks the
# filters of each `Conv2D` by their `l2` norm and cuts every convolution to the same
# fraction; dense layers keep their outputs.
#
# The ranking is made on the model *as given*: cutting one convolution takes weights from
# the next, and its norms would change underway (Li et al., 2017, section 3.3).

# %% [markdown]
# **By hand.** LeNet-5 has 6 and 16 filters; at `keep = 0.5`, 3 and 8 stay. MACs, with 28
# x 28 and 10 x 10 positions:
#
# $$ 784 \cdot 25 \cdot 3 + 100 \cdot 75 \cdot 8 + 200 \cdot 120 + 120 \cdot 84
#    + 84 \cdot 10 = 153{,}720, $$
#
# of 416,520 in the whole network.

# %% [markdown]
# ### Exercise 5.6: `prune_structured` (2 points, about 6 minutes)
#
# Put your three functions together.
#
# Key details:
# - a `Conv2D` may be the last layer with weights: then it is the head, and stays whole;
# - `neurons_to_keep` does the counting, and refuses a bad `keep`;
# - a network without convolutions comes back as an equal copy.


# %% nbgrader={"grade": false, "grade_id": "prune_structured", "locked": false, "schema_version": 3, "solution": true}
def prune_structured(model, keep):
    """Cut every convolution to a fraction of its filters, by their L2 norms.

    Parameters
    ----------
    model : Sequential
        Left unchanged.
    keep : float
        Fraction of the filters of each Conv2D that stays, above 0 and at most 1: those
        that ``neurons_to_keep`` lists for their ``l2`` scores in ``model`` as given.

    Returns
    -------
    Sequential
        New model that shares no array with ``model``. Dense layers keep their outputs;
        so does the last layer with weights, of whatever kind.

    Raises
    ------
    ValueError
        If there is a Conv2D to cut and ``keep`` is not as above.
    """
    ### BEGIN SOLUTION
    pruned = model.copy()
    for place in weight_places(model)[:-1]:
        if isinstance(model.layers[place], Conv2D):
            norms = compute_neuron_importance(model.layers[place], "l2")
            pruned = prune_layer_neurons(pruned, place, neurons_to_keep(norms, keep))
    return pruned
    ### END SOLUTION


# %% [markdown]
# **Check.** Four filters with the norms 1, 4, 2.8 and 3, then two with the norms 9 and 5;
# half of each stay, then a quarter. Last, a convolution as head.
# The cell is silent when all is well.


# %% nbgrader={"grade": true, "grade_id": "prune_structured_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def with_filters(layer, *columns):
    layer.weights.data[...] = np.array(columns, dtype=np.float32).T
    return layer


first = with_filters(Conv2D(2, 4, 1), [1, 0], [-4, 0], [2, 2], [3, 0])
second = with_filters(Conv2D(4, 2, 1), [9, 0, 0, 0], [0, 3, 0, 4])
toy = Sequential([first, ReLU(), second, ReLU(), Flatten(), Dense(8, 6), ReLU(),
                  Dense(6, 2)])
halved = prune_structured(toy, 0.5)
assert isinstance(halved, Sequential) and len(halved.layers) == 8, (
    f"A pruned model is a Sequential of as many layers; yours is {halved!r}."
)
shapes = [array_of(halved, place).shape for place in (0, 2, 5, 7)]
assert shapes == [(1, 1, 2, 2), (1, 1, 2, 1), (4, 6), (6, 2)], (
    "At keep = 0.5 2 of 4 filters stay, and 1 of 2 behind them, at 4 positions: the "
    "weights have shapes (1, 1, 2, 2), (1, 1, 2, 1), (4, 6) and (6, 2). "
    f"Yours have {shapes}. Every convolution is cut to that fraction, whatever the "
    "norms of the others; dense layers keep their outputs."
)
got = array_of(halved, 0)[0, 0, 0].tolist()
assert got == [-4, 3], (
    "Of the filters [1, 0], [-4, 0], [2, 2] and [3, 0] the second and the last stay, "
    f"first weights [-4, 3]; yours are {got}. Those with the largest norms stay: by l2 "
    "[2, 2] has 2.8, by l1 it would have 4."
)
got = array_of(halved, 2).ravel().tolist()
assert got == [0, 0], (
    "In the model as given the second convolution's first filter, [9, 0, 0, 0], is the "
    "stronger one. It stays, though the cut before leaves only [0, 0] of it; yours "
    f"keeps {got}. Rank all filters before anything is cut."
)
got = [array_of(prune_structured(toy, 0.25), place).shape[3] for place in (0, 2)]
assert got == [1, 1], (
    f"At keep = 0.25 1 of 4 and 1 of 2 filters stay; yours keeps {got}. keep is what "
    "stays."
)
last = with_filters(Conv2D(1, 2, 1), [1], [2])
conv_head = Sequential([last, ReLU(), Conv2D(2, 2, 1)])
for net, want, why in [
    (conv_head, [1, 2], "The last convolution is the head, and stays whole."),
    (create_mlp(2, [3], 2), [3, 2], "Without convolutions all stays."),
]:
    try:
        small = prune_structured(net, 0.5)
        assert not shares_arrays(small, net), (
            f"For {net!r} your new model shares an array with the old one. Copy it."
        )
        got = [array_of(small, place).shape[-1] for place in weight_places(net)]
    except ValueError as error:
        got = f"a ValueError ({error})"
    assert got == want, (
        f"At keep = 0.5 the layers of {net!r} keep {want} outputs; yours gave {got}. "
        f"{why}"
    )
try:
    got = repr(prune_structured(toy, 2.0))
except ValueError:
    got = None
assert got is None, (
    f"keep = 2 asks for a ValueError; yours gave {got}. neurons_to_keep raises it, if "
    "keep gets there as it is."
)

# %% nbgrader={"grade": true, "grade_id": "prune_structured_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: several convolutions, counts, networks
# without convolutions or without dense layers, bad fractions, input left alone.
dense_only = create_mlp(4, [3], 2)
plain = prune_structured(dense_only, 0.5)
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(5601)


def _conv(n_in, n_out, size, **settings):
    _layer = Conv2D(n_in, n_out, size, **settings)
    _scale = 10 ** _rng.uniform(-1, 1, size=(1, 1, n_in, 1))
    _values = _scale * _rng.normal(size=_layer.weights.data.shape)
    _layer.weights.data = _values.astype(np.float32)
    if _layer.bias is not None:
        _layer.bias.data = _rng.normal(size=n_out).astype(np.float32)
    return _layer


def _by_norm(layer, keep):
    _columns = layer.weights.data.astype(float).reshape(-1, layer.out_channels).T
    _order = sorted(range(len(_columns)), key=lambda j: sum(_columns[j] ** 2))
    return sorted(_order[len(_order) - max(1, round(keep * len(_order))) :])


def _masked(model, kept):
    _copy = model.copy()
    for _place, _filters in kept.items():
        for _p in _copy.layers[_place].parameters():
            _p.data[..., np.setdiff1d(np.arange(_p.data.shape[-1]), _filters)] = 0
    return _copy


assert isinstance(plain, Sequential) and (
    [_p.data.shape for _p in plain.parameters()] == [(4, 3), (3,), (3, 2), (2,)]
), f"A network without convolutions stays as it is; yours is {plain!r}."
assert not any(np.shares_memory(_p.data, _q.data) for _p in plain.parameters()
               for _q in dense_only.parameters()), (
    "Without convolutions an equal copy comes back; yours shares arrays with the model."
)
_images = _rng.random((6, 12, 8, 2), dtype=np.float32)
for _model, _keep, _what in [
    (Sequential([_conv(2, 7, 3, padding=1), ReLU(), MaxPool2D(2), _conv(7, 9, 3),
                 ReLU(), _conv(9, 5, 2, bias=False), ReLU(), Flatten(),
                 Dense(15, 12), ReLU(), Dense(12, 4)]), _keep,
     "7, 9 and 5 filters and two dense layers")
    for _keep in (0.5, 0.29, 0.05, 1.0)
] + [
    (Sequential([_conv(2, 6, 3, stride=2), ReLU(), _conv(6, 8, 2), ReLU(),
                 _conv(8, 10, 1)]), 0.5, "6 and 8 filters and a convolution as head"),
]:
    _call = f"For {_what} at keep = {_keep},"
    _places = [_i for _i, _l in enumerate(_model.layers) if hasattr(_l, "weights")][:-1]
    _kept = {_i: _by_norm(_model.layers[_i], _keep) for _i in _places
             if isinstance(_model.layers[_i], Conv2D)}
    _before = [_p.data.copy() for _p in _model.parameters()]
    _got = prune_structured(_model, _keep)
    assert all(map(np.array_equal, [_p.data for _p in _model.parameters()], _before)), (
        f"{_call} the model given has other parameters afterwards. Cut a copy."
    )
    assert isinstance(_got, Sequential) and len(_got.layers) == len(_model.layers), (
        f"{_call} a Sequential of as many layers comes back; yours is {_got!r}."
    )
    _mine = [_l.weights.data.shape[-1] for _l in _got.layers if hasattr(_l, "weights")]
    _want = [len(_kept.get(_i, range(_l.weights.data.shape[-1])))
             for _i, _l in enumerate(_model.layers) if hasattr(_l, "weights")]
    assert _mine == _want, (
        f"{_call} the layers with weights have {_want} outputs; yours have {_mine}. "
        "A convolution keeps max(1, round(keep * n)); dense layers and the head stay."
    )
    _first = _model.layers[0].weights.data[..., _kept[0]]
    assert np.array_equal(_got.layers[0].weights.data, _first), (
        f"{_call} filters {_kept[0]} of the first convolution stay; yours keeps "
        "others. Rank by the l2 norm; the largest stay."
    )
    _gap = np.abs(_got.forward(_images) - _masked(_model, _kept).forward(_images)).max()
    _size = max(1.0, np.abs(_got.forward(_images)).max())
    assert _gap <= 1e-5 * _size, (
        f"{_call} filters {list(_kept.values())} stay, ranked in the model as given; "
        "the logits say that yours keeps others. Do not rank what is cut already."
    )
_small = prune_structured(create_lenet5(seed=6), 0.5)
_got = measure_macs(_small, _rng.random((2, 28, 28, 1), dtype=np.float32))
_count = sum(_p.data.size for _p in _small.parameters())
assert (_count, _got) == (35820, 153720), (
    "LeNet-5 at keep = 0.5 has 35,820 parameters and does 153,720 multiply-adds; yours "
    f"{_count:,} and {_got:,}."
)
for _keep in (0.0, 1.5, float("nan")):
    try:
        prune_structured(_model, _keep)
        _came = "no error"
    except ValueError:
        continue
    except Exception as _error:
        _came = type(_error).__name__
    raise AssertionError(
        f"keep = {_keep} asks for a ValueError; yours gave {_came}. neurons_to_keep "
        "raises it, if keep gets there as it is."
    )
### END HIDDEN TESTS

# %% [markdown]
# LeNet-5, trained, with half of its filters:

# %% tags=["show"]
lenet5, drawings = load_pretrained("lenet5"), load_mnist()
some = DataLoader(drawings.validation.take(2000), batch_size=100)
half = prune_structured(lenet5, 0.5)
pictures, _ = next(iter(DataLoader(drawings.validation, batch_size=128)))
macs = [measure_macs(model, pictures) for model in (lenet5, half)]
print(f"MACs: {macs[0]:,} became {macs[1]:,}, {macs[0] / macs[1]:.2f} times fewer")
for x, repeats in [(pictures, 40), (pictures[:1], 100)]:
    ratio = compare(lenet5, half, x, repeats)
    print(f"batch of {len(x):3}: {ratio.median:.2f} times as fast"
          f" (middle half {ratio.low:.2f} to {ratio.high:.2f})")

# %% [markdown]
# Where does the time go? Each convolution is timed with its ReLU and pooling. (Lower
# quartiles of 30 runs: other work on the machine only ever adds.)

# %% tags=["show"]
from smallnets import time_forward

parts = {"conv 1": slice(0, 3), "conv 2": slice(3, 6), "dense layers": slice(6, None)}
cost = {}
for name, model in [("whole", lenet5), ("half of the filters", half)]:
    flow, cost[name] = pictures, []
    for part in parts.values():
        block = Sequential(model.layers[part])
        seconds = time_forward(block, flow, 30).low
        cost[name].append((measure_macs(block, flow) / 1000, 1000 * seconds))
        flow = block.forward(flow)

# %% tags=["show"]
fig, axes = plots.new_axes("part of LeNet-5", "", "Half of the filters", ncols=2)
for name, shift, style in [("whole", -0.2, "dense"),
                           ("half of the filters", 0.2, "structured")]:
    for column, ax in enumerate(axes):
        heights = [row[column] for row in cost[name]]
        bars = ax.bar(np.arange(3) + shift, heights, 0.38,
                      color=plots.method_style(style)["color"])
        ax.bar_label(bars, fmt="%.3g", fontsize=9)
        ax.set(xticks=range(3), xticklabels=parts)
axes[0].set_ylabel("thousand MACs an image")
axes[1].set_ylabel("milliseconds for 128 images")
legend = fig.legend(axes[0].containers, list(cost), loc="outside lower center", ncols=2)

# %% tags=["show"]
for name, rows in cost.items():
    macs, seconds = np.array(rows).T
    print(f"Bars, {name:19} conv 1 does {macs[0] / macs.sum():.0%} of the MACs"
          f" in {seconds[0] / seconds.sum():.0%} of the time.")
alone = [time_forward(Sequential([Conv2D(1, n, 5, padding=2)]), pictures, 30).low
         for n in (6, 3, 1)]
print("The convolution of conv 1 alone, 6, 3 and 1 filters:", ", ".join(
    f"{1000 * t:.2f} ms ({t / alone[0]:.0%})" for t in alone))

# %% [markdown]
# Read these on a quiet machine: a busy one can turn the shares round.
# A convolution of one filter does a sixth of the MACs of six, and takes a larger share of
# their time. Some of the price is the same for any number of filters, such as copying every
# patch, here 25 numbers at 784 positions, into one matrix before multiplying.

# %% [markdown]
# And the accuracy, after the cut and after two passes over 8,000 training images?
# (About 10 seconds.)

# %% tags=["show"]
def random_half(seed):
    rng, model = np.random.default_rng([9, seed]), lenet5
    for place, n in ((0, 6), (3, 16)):
        model = prune_layer_neurons(model, place, neurons_to_keep(rng.random(n), 0.5))
    return model


def train_filters(model, seed):
    return train_briefly(model, seed, drawings.train, 8000, (2e-3, 3e-4), batch_size=64)


# %% tags=["show"]
before = {"l2 norm": [half] * 3, "random": [random_half(seed) for seed in range(3)]}
mended = {name: [train_filters(model.copy(), seed) for seed, model in enumerate(group)]
          for name, group in before.items()}
whole = percent([lenet5], some)[0]
print(f"Accuracy on 2,000 validation images (%); the whole LeNet-5 has {whole:.1f}.")
print("Half of the filters, lowest to highest of 3:")
for name in before:
    for words, group in [("after the cut", before[name]), ("trained", mended[name])]:
        rows = percent(group, some)
        print(f"    {name:8} {words:14} {min(rows):.1f} to {max(rows):.1f}")

# %% [markdown]
# Three draws do not show that the norms pick a better half of 6 and 16 filters than chance
# does. Training mends most of the loss for both.
# Fresh filters, trained alike, end more than a point behind either (measured apart).

# %% [markdown]
# ## 5.10 What we measured
#
# One width, fixed beforehand, gets more training: [96, 48, 24], three epochs of all 55,000
# images, three seeds. Its control is trained from scratch for 15 epochs, as many as the
# dense network's 12 and these 3 together (one run only: the cell needs about 15 seconds).

# %% tags=["show"]
def train_longer(model, seed, rates):
    return train_briefly(model, seed, mnist.train, len(mnist.train), rates)


final = {"cut, 3 epochs": [
    train_longer(start("structured", 3 / 16, seed), seed, (4e-3, 2e-3, 5e-4))
    for seed in range(3)]}
final["from scratch, 15 epochs"] = [train_longer(
    start("from scratch", 3 / 16, 3), 3, [3e-3 * 0.8**turn for turn in range(15)])]

# %% [markdown]
# The 10,000 test images are read now, and nothing is chosen after it. Where there are
# three runs, the table holds the mean accuracy, and the lines below it the range.

# %% tags=["show"]
from dataclasses import replace

from smallnets import measure_model, measurement_table

groups = {"dense 512-256-128": [network], **final,
          "LeNet-5": [lenet5], "half of its filters": mended["l2 norm"]}
rows, ranges = [], []
for name, group in groups.items():
    data = drawings if isinstance(group[0].layers[0], Conv2D) else mnist
    right = percent(group, DataLoader(data.test, batch_size=100))
    row = measure_model(name, group[0].copy(), data.test)
    rows.append(replace(row, accuracy=np.mean(right) / 100))
    ranges.append(f"{name}: {min(right):.2f} to {max(right):.2f}% (runs: {len(right)})")
print(measurement_table(rows), *ranges, sep="\n")

# %% tags=["show"]
fast = final["cut, 3 epochs"][0]
for x, repeats in [(batch, 100), (batch[:1], 300)]:
    ratio = compare(network, fast, x, repeats)
    print(f"Cut to [96, 48, 24], batch of {len(x):3}: {ratio.median:.1f} times as fast"
          f" (middle half of {repeats} pairs: {ratio.low:.1f} to {ratio.high:.1f})")
lost = 100 * (rows[0].accuracy - rows[1].accuracy)
print(f"Test accuracy given up, mean: {lost:.2f} points;"
      f" MACs: {rows[0].macs / rows[1].macs:.2f} times fewer.")

# %% [markdown]
# The cut to [96, 48, 24] saves bytes, MACs and time at once.
# Do not hold it against half of LeNet-5: that was trained on twice 8,000 images, this on
# three times 55,000.

# %% [markdown]
# The narrow control is humbling: a network trained for as long from scratch comes
# within half a point. Measured apart, random units trained like the cut do as this
# control does, within half a point, and less well than the cut.
# One run does not settle what is left: at 98%, 10,000 images have a standard error of
# 0.14 points, the difference of two such networks up to 0.2.

# %% [markdown]
# Liu et al. (2019, section 4) found the like on larger networks: trained long enough, the
# cut *shape* did as well from scratch as with the inherited weights.

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_not_from_scratch", "locked": false, "points": 2, "schema_version": 3, "solution": true}
# **Reflect** (2 points, about 10 minutes). You are to make a trained network five times
# faster in batches. Using the plot of section 5.7 and the table above, with its network
# trained from scratch for 15 epochs, say when you would cut and briefly train, and
# when you would train a narrow network from scratch. Which further runs would you need
# before claiming that one is more *accurate* than the other? (Three or four sentences.)
#
# ### BEGIN SOLUTION
# Rubric:
# - 1 point: cut when a trained large network is there and training time (or data) is
#   scarce: with the same brief training the cut network is ahead, the more so the less
#   training; start from scratch when there is no large network yet or training is
#   cheap, since with equal epochs in total both come out nearly equal.
# - 1 point: several seeds of the from-scratch run too (there is one), with their spread
#   compared to the difference; equal and tuned budgets for both (epochs, learning rates),
#   chosen on validation images; or more widths, networks, data sets. Any two.
# ### END SOLUTION

# %% [markdown]
# ### By library
#
# PyTorch's own tool only *masks*, in the same shapes. Torch-Pruning (Fang et al., 2023)
# follows the connections and cuts, through branches and residual sums, too.
#
# ```python
# import torch
# from torch.nn.utils import prune
#
# prune.ln_structured(model[0], name="weight", amount=0.75, n=1, dim=0)  # a mask
# ```

# %% [markdown]
# ## Summary
#
# - A unit is a column, a bias and the next layer's row; cut all three and nothing else
#   changes. Behind `Flatten` a channel is every $n$-th row.
# - The smaller *shape* is faster, without special code; how much, a clock says, not the
#   MACs.
# - A ranking earns its name only against random cuts, and a cut network only against
#   one trained from scratch.

# %% [markdown]
# ## Sources
#
# - Li, Kadav, Durdanovic, Samet, Graf, *Pruning filters for efficient ConvNets*, ICLR
#   2017: sections 3.1 (norms), 3.3 (several layers), 3.4 (training again).
# - Molchanov, Tyree, Karras, Aila, Kautz, *Pruning convolutional neural networks for
#   resource efficient inference*, ICLR 2017: section 2.2 (`taylor`, `activation`).
# - Sietsma, Dow, *Creating artificial neural networks that generalize*, Neural Networks 4,
#   1991: first stage of pruning (constant units).

# %% [markdown]
# - Liu, Sun, Zhou, Huang, Darrell, *Rethinking the value of network pruning*, ICLR 2019:
#   section 3 (training budgets), section 4 (from scratch).
# - Fang, Ma, Song, Mi, Wang, *DepGraph: towards any structural pruning*, CVPR 2023:
#   section 3.

# %% [markdown]
# ## What's next
#
# Lesson 6 puts all techniques so far on one network and into one table: which to choose,
# in which order, for a file of a given size.
