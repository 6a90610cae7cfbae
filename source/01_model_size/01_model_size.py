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
# # 1. What makes a model big?
#
# | Lesson 1 | Model size |
# | --- | --- |
# | You will be able to | **count** a network's parameters, bytes and multiply-adds, **describe** how its weights are spread, and **test** a counter before trusting it |
# | Time | about 110 minutes |
# | You need | numpy arrays (`shape`, `size`, `dtype`), functions, classes, `isinstance` and `enumerate`; what a gradient is; nothing is downloaded |

# %% [markdown]
# Run the cells from top to bottom.
# In an exercise you replace the line that raises `NotImplementedError`.
# The check below it is silent when all is well.
# Otherwise it says what it called, what should have come, and what came.
# Further checks run when the notebook is graded.
# The two questions marked **Reflect** are read by a person.

# %%
import math

import numpy as np

from smallnets import Conv2D, Dense, Flatten, MaxPool2D, ReLU, Sequential, create_mlp
from smallnets.lending import judge  # used by the checks

print(f"numpy {np.__version__}")

# %% [markdown]
# ## The question
#
# This network reads handwritten digits.
# 784 pixels go in, 300 and 100 hidden units work on them, 10 scores come out:
# LeNet-300-100 (after LeCun et al., 1998, section III.C; ours has ReLU between its layers).
# It was trained on 55,000 images.
# Choices are made on 5,000 others, the *validation* images.
# The final number comes from 10,000 *test* images, which served neither
# for training nor for any choice:

# %% tags=["show"]
from smallnets import DataLoader, evaluate_model, load_mnist, load_pretrained

network = load_pretrained("lenet_300_100")
digits = load_mnist(flatten=True)
accuracy = evaluate_model(network, DataLoader(digits.test, batch_size=500))
print(f"{accuracy:.2%} of {len(digits.test):,} test digits are read correctly.")

# %% tags=["show"]
from smallnets import plots

scores = network.forward(digits.test.images.astype(np.float32) / 255)
answers, labels = scores.argmax(axis=1), digits.test.labels
misread = np.flatnonzero(answers != labels)
chosen = [*range(5), *misread[:5]]
plots.show_images(digits.test.images[chosen].reshape(-1, 28, 28),
                  [f"read as {answers[i]}, is {labels[i]}" for i in chosen])
print(f"The first five, and the first five of the {len(misread)} that are misread.")

# %% [markdown]
# Now the same network as a file, the way a phone would download it,
# and that file zipped:

# %% tags=["show"]
import tempfile
import zlib
from pathlib import Path

from smallnets import save_checkpoint

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "network.npz"
    save_checkpoint(network, path)
    stored = path.read_bytes()
zipped = len(zlib.compress(stored, level=9))
print(f"The file: {len(stored):,} bytes, as much as {len(stored) / 784:,.0f} digits.")
print(f"Zipped: {zipped:,} bytes, {1 - zipped / len(stored):.1%} less.")

# %% [markdown]
# Zip finds little to save.
# So what fills the file, and how much of that does the network need?
# This lesson answers the first question and begins the second,
# which takes the rest of the course:
# Han et al. (2016, section 5.1) store a network of this shape, about as accurate, in 27 KB.

# %% [markdown]
# ## 1.1 How many numbers?
#
# A layer keeps its numbers in arrays, its *parameters*:
#
# | layer | weights | bias |
# | --- | --- | --- |
# | `Dense` | `in_features × out_features` | `out_features` |
# | `Conv2D` | `kernel_size² × in_channels × out_channels` | `out_channels` |
# | `ReLU`, `MaxPool2D`, `Flatten` | none | none |
#
# **By hand.** `Dense(2, 1)` computes $y = w_1 x_1 + w_2 x_2 + b$ and keeps 3 numbers.
# `Dense(2, 1, bias=False)` leaves $b$ out and keeps 2; its `.bias` is `None`.

# %% [markdown]
# `Conv2D(in_channels, out_channels, kernel_size)` slides small windows over an image:
# `Conv2D(1, 2, 3)` makes 2 images out of 1 with windows of 3 × 3.
# Its weights are one array of shape `(3, 3, 1, 2)`: $9 \cdot 1 \cdot 2 + 2 = 20$ numbers
# with the bias.
# `MaxPool2D(2)` keeps the largest of every 2 × 2 pixels, `Flatten()` makes one row of an
# image, and `Sequential([Dense(2, 1), ReLU()])` runs its layers one after the other.

# %% [markdown]
# `layer.parameters()` and `model.parameters()` list what is there, as `Parameter` objects.
# The array of a `Parameter` is its `.data`;
# so `layer.weights.data` and `layer.bias.data` are arrays too.
# In a file each array has a name: the layer's position in `model.layers`, then its kind.

# %% tags=["show"]
from smallnets import model_to_plain

_, arrays = model_to_plain(network)
for name, array in arrays.items():
    print(f"{name:10} shape {str(array.shape):11} dtype {array.dtype}")

# %% [markdown]
# Positions 1 and 3 are missing: there stand the `ReLU` layers, which keep nothing.

# %% [markdown]
# ### Exercise 1.1: `count_parameters` (2 points, about 5 minutes)
#
# Count the numbers that a model keeps.
#
# Key details: biases count; a layer may have no bias, or nothing at all;
# arrays may have any number of axes; a number that happens to be 0 counts like any other.

# %% nbgrader={"grade": false, "grade_id": "count_parameters", "locked": false, "schema_version": 3, "solution": true}
def count_parameters(model):
    """Count the numbers that a model keeps.

    Parameters
    ----------
    model : Sequential
        Left unchanged.

    Returns
    -------
    int
        Number of entries of all weights and biases together; 0 for a model whose
        layers keep nothing.
    """
    ### BEGIN SOLUTION
    return sum(parameter.data.size for parameter in model.parameters())
    ### END SOLUTION

# %% [markdown]
# **Check.** Three layers, of which the one in the middle keeps nothing; two convolutions,
# of which the second is in float16 and has no bias; and a `ReLU` alone.

# %% nbgrader={"grade": true, "grade_id": "count_parameters_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
tiny = Sequential([Dense(2, 1), ReLU(), Dense(1, 3)])
count = count_parameters(tiny)
assert isinstance(count, (int, np.integer)) and not isinstance(count, bool), (
    f"count_parameters(model) should return a whole number; yours returns {count!r}."
)
assert count == 9, (
    "For the layers Dense(2, 1), ReLU(), Dense(1, 3) the count is (2 + 1) + 0 + "
    f"(3 + 3) = 9; yours is {count}. Count every entry of every weights and bias array."
)
plain = Conv2D(2, 1, 2, bias=False)
plain.weights.data = plain.weights.data.astype(np.float16)
try:
    count = count_parameters(Sequential([Conv2D(1, 2, 3), plain]))
except AttributeError as error:
    raise AssertionError(
        f"For a layer built with bias=False your function stops: {error}. Its .bias is "
        "None; ask each layer what it keeps."
    ) from error
assert isinstance(count, (int, np.integer)) and count == 28, (
    "For Conv2D(1, 2, 3), Conv2D(2, 1, 2, bias=False), the second in float16, the "
    f"count is (3 * 3 * 1 * 2 + 2) + 2 * 2 * 2 * 1 = 28; yours is {count}. A kernel "
    "has four "
    "axes, layers with weights may follow each other, a layer built with bias=False "
    "keeps weights only, and a number counts once whatever its dtype."
)
count = count_parameters(Sequential([ReLU()]))
assert isinstance(count, (int, np.integer)) and count == 0, (
    f"For a ReLU() alone the count is the whole number 0; yours is {count!r}. "
    "It keeps nothing."
)

# %% nbgrader={"grade": true, "grade_id": "count_parameters_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: layers without a bias, Conv2D,
# models that keep nothing, other dtypes.
count = count_parameters(Sequential([Dense(3, 4), ReLU(), Dense(4, 2)]))
### BEGIN HIDDEN TESTS
assert isinstance(count, (int, np.integer)) and count == 26, (
    "For the layers Dense(3, 4), ReLU(), Dense(4, 2) the count is 16 + 0 + 10 = 26; "
    f"yours is {count!r}."
)

def counted_parameters(model, layers):
    try:
        counted = count_parameters(model)
    except Exception as error:
        raise AssertionError(
            f"For {layers} your function stops with {type(error).__name__}: {error}. "
            "Ask each layer what it keeps; a bias may be None."
        ) from None
    return counted

count = counted_parameters(Sequential([ReLU(), Flatten()]), "ReLU(), Flatten()")
assert isinstance(count, (int, np.integer)) and count == 0, (
    f"ReLU() and Flatten() keep nothing, so the count is 0; yours is {count!r}."
)

rng = np.random.default_rng(1001)
a, b, c = (int(n) for n in rng.integers(3, 40, size=3))
model = Sequential([Dense(a, b, bias=False), ReLU(), Dense(b, c)])
count = counted_parameters(model, "layers with bias=False")
want = a * b + b * c + c
assert count == want, (
    f"Dense({a}, {b}, bias=False) then Dense({b}, {c}) keep {want} numbers; yours "
    f"counts {count}. A layer built with bias=False keeps weights only."
)

model = Sequential([Conv2D(b, c, 3), ReLU(), Conv2D(c, 2, 5, bias=False), Flatten()])
count = counted_parameters(model, "Conv2D layers")
want = 9 * b * c + c + 25 * c * 2
assert count == want, (
    f"Conv2D({b}, {c}, 3) then Conv2D({c}, 2, 5, bias=False) keep {want} numbers; "
    f"yours counts {count}. The weights of a Conv2D have four axes: count them all."
)

layer = Conv2D(a, c, 3)
layer.weights.data = np.zeros((3, 3, a, c), dtype=np.int8)
count = counted_parameters(Sequential([ReLU(), layer]), "a layer with int8 weights")
assert count == 9 * a * c + c, (
    f"Conv2D({a}, {c}, 3) with int8 weights, all of them 0, keeps {9 * a * c + c} "
    f"numbers; yours counts {count}. Zeros and other dtypes are numbers too."
)

count = counted_parameters(create_mlp(a, [b, c, b], a), "four Dense layers")
want = (a + 1) * b + (b + 1) * c + (c + 1) * b + (b + 1) * a
assert count == want, (
    f"The network {a}-{b}-{c}-{b}-{a} keeps {want} numbers; yours counts {count}. "
    "Visit every layer."
)
### END HIDDEN TESTS

# %% tags=["show"]
total = count_parameters(network)
print(f"LeNet-300-100 keeps {total:,} numbers.")
for position in (0, 2, 4):
    part = count_parameters(Sequential([network.layers[position]]))
    print(f"Layer {position}: {part:7,}, {part / total:5.1%} of all.")

# %% [markdown]
# The first layer keeps nearly nine numbers in ten:
# it ties each of 784 pixels to each of 300 units.

# %% [markdown]
# ## 1.2 How many bytes?
#
# The `dtype` of an array decides what each of its numbers takes:
#
# | dtype | bytes per number |
# | --- | --- |
# | `float32` | 4 |
# | `float16` | 2 |
# | `int8` | 1 |
#
# In this course 1 KB is 1,000 bytes and 1 MB is 1,000,000 bytes.
# (Some programs divide by 1,048,576 instead and call that MB as well.)

# %% [markdown]
# **By hand.** `Dense(2, 1)` in float32 takes 3 × 4 = 12 bytes.
# With its two weights in int8 and its bias still in float32 it takes 2 × 1 + 1 × 4 = 6.

# %% [markdown]
# ### Exercise 1.2: `calculate_model_size` (3 points, about 8 minutes)
#
# Add up the bytes of all arrays, and give the sum in MB.
#
# Key details: ask each array for its own dtype, since one layer may mix two;
# do not round; derive the size from the arrays, without writing a file.

# %% nbgrader={"grade": false, "grade_id": "calculate_model_size", "locked": false, "schema_version": 3, "solution": true}
def calculate_model_size(model):
    """Derive the size of a model from its arrays.

    Parameters
    ----------
    model : Sequential
        Its parameters may have any dtype, and different ones. Left unchanged.

    Returns
    -------
    float
        Size of all weights and biases together in MB (1 MB = 1,000,000 bytes),
        not rounded; 0.0 for a model whose layers keep nothing.
    """
    ### BEGIN SOLUTION
    n_bytes = sum(parameter.data.nbytes for parameter in model.parameters())
    return n_bytes / 1_000_000
    ### END SOLUTION

# %% [markdown]
# **Check.** A network in float32, the layer from above that mixes int8 and float32,
# two layers with other dtypes, and a `ReLU` alone.

# %% nbgrader={"grade": true, "grade_id": "calculate_model_size_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
size = calculate_model_size(create_mlp(784, [128, 64], 10))
assert isinstance(size, float), (
    f"calculate_model_size(model) should return a float; yours returns {size!r}."
)
assert abs(size - 0.437544) < 1e-9, (
    "The float32 network 784-128-64-10 keeps 109,386 numbers of 4 bytes: 0.437544 MB; "
    f"yours is {size:.6g}. 1 MB is 1,000,000 bytes; add up the arrays, do not round."
)
mixed = Dense(2, 1)
mixed.weights.data = mixed.weights.data.astype(np.int8)
size = calculate_model_size(Sequential([mixed]))
assert isinstance(size, float) and abs(size - 6e-6) < 1e-12, (
    "For Dense(2, 1) with int8 weights and a float32 bias the size is 6 bytes, "
    f"0.000006 MB; yours is {size!r}. Each array has a dtype of its own, and nothing "
    "is rounded."
)
mixed.bias.data, wide = mixed.bias.data.astype(np.float16), Dense(1, 3, bias=False)
wide.weights.data = wide.weights.data.astype(np.float64)
try:
    size = calculate_model_size(Sequential([mixed, wide]))
except AttributeError as error:
    raise AssertionError(
        f"For a layer built with bias=False your function stops: {error}. Its .bias is "
        "None; ask each layer what it keeps."
    ) from error
assert isinstance(size, float) and abs(size - 28e-6) < 1e-12, (
    "For Dense(2, 1) with int8 weights and a float16 bias, then "
    "Dense(1, 3, bias=False) in float64, the size is 2 * 1 + 1 * 2 + 3 * 8 = 28 bytes; "
    "yours is "
    f"{size * 1e6:g} bytes. Every array of every layer has a dtype of its own."
)
size = calculate_model_size(Sequential([ReLU()]))
assert isinstance(size, (int, float, np.integer)) and size == 0, (
    f"A ReLU() alone keeps nothing: 0.0 MB; yours is {size!r}."
)

# %% nbgrader={"grade": true, "grade_id": "calculate_model_size_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: float16, int8, layers that mix
# dtypes, Conv2D, very small models and models that keep nothing.
size = calculate_model_size(Sequential([Dense(2, 1)]))
### BEGIN HIDDEN TESTS
assert isinstance(size, float) and abs(size - 12e-6) < 1e-12, (
    f"Dense(2, 1) in float32 takes 12 bytes, 0.000012 MB; yours is {size!r}. "
    "Do not round: small models have small sizes."
)

def sized(model, layers):
    try:
        megabytes = calculate_model_size(model)
    except Exception as error:
        raise AssertionError(
            f"For {layers} your function stops with {type(error).__name__}: {error}. "
            "Ask each layer what it keeps; a bias may be None."
        ) from None
    assert isinstance(megabytes, (int, float, np.integer)), (
        f"For {layers} your function returns {megabytes!r}; it should be a number."
    )
    return megabytes

def cast(layer, weights_dtype, bias_dtype=None):
    layer.weights.data = layer.weights.data.astype(weights_dtype)
    if bias_dtype is not None:
        layer.bias.data = layer.bias.data.astype(bias_dtype)
    return layer

rng = np.random.default_rng(1002)
a, b, c = (int(n) for n in rng.integers(20, 60, size=3))
for name, itemsize in [("float16", 2), ("int8", 1), ("float64", 8), ("uint16", 2)]:
    dtype = np.dtype(name)
    model = Sequential([ReLU(), cast(Dense(a, b), dtype, dtype)])
    size = sized(model, f"a Dense in {name}")
    want = (a * b + b) * itemsize
    assert abs(size * 1e6 - want) < 1e-6, (
        f"Dense({a}, {b}) in {name} takes {want} bytes; yours gives {size * 1e6:.2f}. "
        "The bytes of a number follow from the dtype of its array."
    )

model = Sequential([cast(Dense(a, b), np.int8), ReLU(), Dense(b, c, bias=False)])
size, want = sized(model, "int8 and float32 layers"), a * b + 4 * b + 4 * b * c
assert abs(size * 1e6 - want) < 1e-6, (
    f"Dense({a}, {b}) with int8 weights and a float32 bias, then Dense({b}, {c}, "
    f"bias=False) in float32 take {want} bytes; yours gives {size * 1e6:.2f}. Each "
    "array has a dtype of its own: ask every one."
)

model = Sequential([Conv2D(a, b, 3), ReLU(), cast(Conv2D(b, c, 1), np.float16)])
size, want = sized(model, "Conv2D layers"), 4 * (9 * a * b + b) + 2 * b * c + 4 * c
assert abs(size * 1e6 - want) < 1e-6, (
    f"Conv2D({a}, {b}, 3) in float32 and Conv2D({b}, {c}, 1) with float16 weights take "
    f"{want} bytes; yours gives {size * 1e6:.2f}."
)

size = sized(Sequential([MaxPool2D(2), Flatten()]), "MaxPool2D(2), Flatten()")
assert size == 0.0, f"MaxPool2D and Flatten keep nothing: 0.0 MB; yours is {size!r}."
### END HIDDEN TESTS

# %% [markdown]
# Does the derived size match the file on disk?
# `file_bytes` writes the network to a temporary file and asks how long it is.

# %% tags=["show"]
from smallnets import file_bytes

small = Sequential([Dense(2, 1)])
for name, model in [("LeNet-300-100", network), ("Dense(2, 1)", small)]:
    derived = round(calculate_model_size(model) * 1_000_000)
    measured = file_bytes(model)
    rest = measured - derived
    print(f"{name}: derived {derived:,} bytes, file {measured:,} bytes; "
          f"the other {rest:,} are {rest / measured:.1%} of the file.")

# %% [markdown]
# The other bytes describe the arrays:
# a header with name, shape and dtype for each, a table of contents,
# and one text that lists the layers.
# For LeNet-300-100 that is a fraction of a percent;
# of the file with 3 numbers it is nearly everything.

# %% [markdown]
# ## 1.3 How are the weights spread?
#
# A network that zip hardly shrinks may still hold weights that matter little.
# Perhaps those near zero? Six numbers describe where $n$ weights lie:
#
# | key | meaning |
# | --- | --- |
# | `mean`, `std` | average; standard deviation, dividing by $n$ |
# | `q05`, `median`, `q95` | about 5%, 50% and 95% of the weights lie below |
# | `near_zero` | share with $\lvert w\rvert <$ `threshold`, from 0 to 1 |

# %% [markdown]
# **By hand.** Take $W = [-0.25, -0.125, 0, 0.125, 0.5]$ and `threshold = 0.15`.
# The mean is $0.25 / 5 = 0.05$ and the median is 0.
# Three of five entries are closer to zero than 0.15: `near_zero` is 0.6.
# `q05` lies 5% of the way along the sorted list.
# From the first entry to the last there are 4 steps, and 5% of these is 0.2 of the first:
# $-0.25 + 0.2 \cdot 0.125 = -0.225$.
# `np.quantile` does just this.

# %% [markdown]
# ### Exercise 1.3: `analyze_weight_distribution` (3 points, about 20 minutes)
#
# Describe the weights of every layer that has some.
#
# Key details: biases are left out; the name is the layer's position in `model.layers`
# and `.weights`, as in the file;
# compute in float64, because float16 loses digits and int8 has no $+128$
# (try `np.abs(np.int8(-128))`);
# compare with `threshold` in float64 too: the float32 number nearest 0.01 lies below 0.01,
# so such a weight is near zero, and in float32 it would equal the threshold.

# %% nbgrader={"grade": false, "grade_id": "analyze_weight_distribution", "locked": false, "schema_version": 3, "solution": true}
def analyze_weight_distribution(model, threshold=0.01):
    """Describe how the weights of each layer are spread.

    Parameters
    ----------
    model : Sequential
        Left unchanged.
    threshold : float, optional
        A weight w is near zero when abs(w) < threshold (not when equal).

    Returns
    -------
    dict of str to dict of str to float
        One entry for each Dense and Conv2D, keyed "0.weights", "2.weights", ...
        by position in ``model.layers``. Its value is a dict with the keys "mean",
        "std" (dividing by n), "q05", "median", "q95" (quantiles 0.05, 0.5, 0.95,
        linear between neighbours) and "near_zero" (a fraction from 0 to 1).
        All are floats, computed in float64 whatever the dtype of the weights.
        Empty for a model without weights.
    """
    ### BEGIN SOLUTION
    spread = {}
    for position, layer in enumerate(model.layers):
        if isinstance(layer, (Dense, Conv2D)):
            weights = layer.weights.data.astype(np.float64)
            q05, median, q95 = np.quantile(weights, [0.05, 0.5, 0.95])
            spread[f"{position}.weights"] = {
                "mean": float(weights.mean()), "std": float(weights.std()),
                "q05": float(q05), "median": float(median), "q95": float(q95),
                "near_zero": float((np.abs(weights) < threshold).mean()),
            }
    return spread
    ### END SOLUTION

# %% [markdown]
# **Check.** The five weights from above; then weights in float16, int8 and float32.

# %% nbgrader={"grade": true, "grade_id": "analyze_weight_distribution_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
spread = analyze_weight_distribution(Sequential([ReLU(), Dense(5, 1)]), threshold=0.15)
assert isinstance(spread, dict) and set(spread) == {"1.weights"}, (
    "For the layers ReLU(), Dense(5, 1) the only key is '1.weights'; yours gives "
    f"{list(spread) if isinstance(spread, dict) else spread!r}. Count positions over "
    "all layers; biases stay out."
)
where = "It lies {} of the way along the sorted w, signs included: see by hand."
hints = {"mean": "It is the sum over n.", "std": "It divides by n.",
         "q05": where.format("5%"), "q95": where.format("95%"),
         "median": "Of an even number of w it lies halfway between the middle two.",
         "near_zero": "It is the share of entries with abs(w) < threshold."}
for layer, given, dtype, threshold, due, hint in [
    (Dense(5, 1), [-0.25, -0.125, 0, 0.125, 0.5], "float32", 0.15,
     (0.05, math.sqrt(0.06625), -0.225, 0, 0.425, 0.6), ""),
    (Dense(3, 1, bias=False), [2, 1, 2], "float16", 1.5,
     (5 / 3, math.sqrt(2) / 3, 1.1, 2, 2, 1 / 3), ""),
    (Conv2D(1, 1, 2, bias=False), [127, 0, -128, 1], "int8", 1,
     (0, math.sqrt(8128.5), -108.8, 0.5, 108.1, 0.25),
     "abs(-128) is 128, and a weight that equals the threshold is not near zero. "),
    (Dense(2, 1), [0.01, 0.5], "float32", 0.01, (None, None, None, None, None, 0.5),
     "0.01 in float32 lies below the threshold, unless that becomes float32 too. "),
]:
    w = np.array(given, dtype).reshape(layer.weights.data.shape)
    layer.weights.data = w.copy()
    spread = analyze_weight_distribution(Sequential([layer]), threshold)
    assert list(spread) == ["0.weights"], (
        f"For a {type(layer).__name__} alone, weights {given}, the only key is "
        f"'0.weights'; yours gives {list(spread)!r}. Describe Dense and Conv2D alike, "
        "with and without a bias."
    )
    kept = layer.weights.data
    assert kept.dtype == w.dtype and np.array_equal(kept, w), (
        f"For W = {given} in {dtype} your function changed the layer's weights: they "
        f"are {kept.ravel().tolist()} in {kept.dtype} now. `.astype` makes a new "
        "array: keep it in a variable, not in the layer."
    )
    mine, want = spread["0.weights"], dict(zip(
        ["mean", "std", "q05", "median", "q95", "near_zero"], due, strict=True))
    assert isinstance(mine, dict) and set(mine) == set(want), (
        f"The value at '0.weights' should be a dict with the keys {list(want)}; yours "
        f"is {list(mine) if isinstance(mine, dict) else mine!r}."
    )
    for key, value in want.items():
        got = mine[key]
        assert isinstance(got, float), (
            f"{key!r} should be a float; yours is {got!r}. Take all weights of a layer "
            "together, and compute in float64."
        )
        assert value is None or abs(got - value) < 1e-9, (
            f"For W = {given} in {dtype} and threshold = {threshold}, {key} is "
            f"{value:.10g}; yours is {got:.10g}. {hints[key]} "
            f"{hint if key == 'near_zero' else ''}Take all weights of a layer "
            "together, compute in float64, and round nothing."
        )

# %% nbgrader={"grade": true, "grade_id": "analyze_weight_distribution_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: which layers are described, under
# which name, and with what values.
spread = analyze_weight_distribution(Sequential([Dense(4, 3), ReLU(), Dense(3, 2)]))
### BEGIN HIDDEN TESTS
def described(layers, where, hint, **options):
    arrays = [parameter.data for x in layers for parameter in x.parameters()]
    before = [array.copy() for array in arrays]
    try:
        found = analyze_weight_distribution(Sequential(layers), **options)
    except Exception as error:
        raise AssertionError(
            f"For {where} your function stops with {type(error).__name__}: {error}. "
            "Some layers have no weights, some no bias, and Conv2D has four axes."
        ) from None
    arrays = [parameter.data for x in layers for parameter in x.parameters()]
    assert all(x.dtype == y.dtype and np.array_equal(x, y)
               for x, y in zip(before, arrays, strict=True)), (
        f"For {where} your function changed the weights it was given. Work on a copy."
    )
    weighted = [n for n, layer in enumerate(layers) if layer.parameters()]
    names = [f"{n}.weights" for n in weighted]
    keys = list(found) if isinstance(found, dict) else found
    assert isinstance(found, dict) and set(found) == set(names), (
        f"For {where} the keys are {names}; yours are {keys!r}. Count positions over "
        "all layers, and leave biases out."
    )
    for n, name in zip(weighted, names, strict=True):
        w = np.sort(layers[n].weights.data.astype(np.float64), axis=None)
        mean, near = w.sum() / w.size, np.abs(w) < options.get("threshold", 0.01)
        want = {"mean": mean, "std": math.sqrt(((w - mean) ** 2).sum() / w.size),
                "near_zero": np.count_nonzero(near) / w.size}
        for key, share in (("q05", 0.05), ("median", 0.5), ("q95", 0.95)):
            want[key] = np.interp(share * (w.size - 1), np.arange(w.size), w)
        mine, error = found[name], 1e-9 * max(1.0, np.abs(w).max())
        assert isinstance(mine, dict) and set(want) == set(mine), (
            f"For {where} the value at {name!r} should be a dict with the keys "
            f"{list(want)}; yours is {mine!r}."
        )
        for key in want:
            got = mine[key]
            assert isinstance(got, float), (
                f"For {where} {key} at {name!r} should be a float; yours is {got!r}. "
                "Compute in float64."
            )
            assert abs(got - want[key]) < error, (
                f"For {where} {key} at {name!r} should be {want[key]:.10g}; yours is "
                f"{got:.10g}. {hint}"
            )
    return found

assert isinstance(spread, dict) and set(spread) == {"0.weights", "2.weights"}, (
    "For the layers Dense(4, 3), ReLU(), Dense(3, 2) the keys are '0.weights' and "
    f"'2.weights'; yours are {list(spread) if isinstance(spread, dict) else spread!r}. "
    "Count positions over all layers, and leave biases out."
)

rng = np.random.default_rng(1003)
layers = [Conv2D(2, 3, 3, rng=rng), ReLU(), MaxPool2D(2), Flatten(),
          Dense(48, 7, bias=False, rng=rng), ReLU(), Dense(7, 3, rng=rng)]
described(layers, "the layers Conv2D, ReLU, MaxPool2D, Flatten, Dense, ReLU, Dense",
          "Describe all entries of the layer's weights, and nothing else.")

spread = analyze_weight_distribution(Sequential([ReLU(), Flatten()]))
assert spread == {} and isinstance(spread, dict), (
    f"For the layers ReLU(), Flatten() the dict is empty, {{}}; yours is {spread!r}."
)
### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "analyze_weight_distribution_values_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: the threshold, weights that equal
# it, float16 and int8 weights.
spread = analyze_weight_distribution(Sequential([Dense(4, 3)]), threshold=0.2)
### BEGIN HIDDEN TESTS
def described(layers, where, hint, **options):
    arrays = [parameter.data for x in layers for parameter in x.parameters()]
    before = [array.copy() for array in arrays]
    try:
        found = analyze_weight_distribution(Sequential(layers), **options)
    except Exception as error:
        raise AssertionError(
            f"For {where} your function stops with {type(error).__name__}: {error}. "
            "Some layers have no weights, some no bias, and Conv2D has four axes."
        ) from None
    arrays = [parameter.data for x in layers for parameter in x.parameters()]
    assert all(x.dtype == y.dtype and np.array_equal(x, y)
               for x, y in zip(before, arrays, strict=True)), (
        f"For {where} your function changed the weights it was given. Work on a copy."
    )
    weighted = [n for n, layer in enumerate(layers) if layer.parameters()]
    names = [f"{n}.weights" for n in weighted]
    keys = list(found) if isinstance(found, dict) else found
    assert isinstance(found, dict) and set(found) == set(names), (
        f"For {where} the keys are {names}; yours are {keys!r}. Count positions over "
        "all layers, and leave biases out."
    )
    for n, name in zip(weighted, names, strict=True):
        w = np.sort(layers[n].weights.data.astype(np.float64), axis=None)
        mean, near = w.sum() / w.size, np.abs(w) < options.get("threshold", 0.01)
        want = {"mean": mean, "std": math.sqrt(((w - mean) ** 2).sum() / w.size),
                "near_zero": np.count_nonzero(near) / w.size}
        for key, share in (("q05", 0.05), ("median", 0.5), ("q95", 0.95)):
            want[key] = np.interp(share * (w.size - 1), np.arange(w.size), w)
        mine, error = found[name], 1e-9 * max(1.0, np.abs(w).max())
        assert isinstance(mine, dict) and set(want) == set(mine), (
            f"For {where} the value at {name!r} should be a dict with the keys "
            f"{list(want)}; yours is {mine!r}."
        )
        for key in want:
            got = mine[key]
            assert isinstance(got, float), (
                f"For {where} {key} at {name!r} should be a float; yours is {got!r}. "
                "Compute in float64."
            )
            assert abs(got - want[key]) < error, (
                f"For {where} {key} at {name!r} should be {want[key]:.10g}; yours is "
                f"{got:.10g}. {hint}"
            )
    return found

rng = np.random.default_rng(1004)
layer = Dense(20, 30)
layer.weights.data = rng.normal(0.3, 0.5, (20, 30)).astype(np.float32)
for threshold in (0.05, 0.4, 1.0):
    described([layer], f"Dense(20, 30) and threshold = {threshold}",
              "near_zero goes by abs(w) and by the threshold it is given; nothing is "
              "rounded.",
              threshold=threshold)

layer = Dense(2, 4)
layer.weights.data = np.array([[0.25, -0.25, 0.125, -0.125], [0, 1, 2, -2]], np.float32)
described([layer], "W = [0.25, -0.25, 0.125, -0.125, 0, 1, 2, -2], threshold = 0.25,",
          "A weight that equals the threshold is not below it.", threshold=0.25)

layer = Conv2D(2, 4, 3)
layer.weights.data = rng.normal(0.3, 0.03, (3, 3, 2, 4)).astype(np.float16)
described([layer], "float16 weights",
          "float16 keeps about three digits: compute in float64.")

for dtype, value in (("float32", 0.7), ("float16", 0.1)):  # each rounds to less
    layer = Dense(2, 2)
    layer.weights.data = np.array([[value, -value], [0, 1]], dtype)
    described([layer], f"W = [{value}, -{value}, 0, 1] in {dtype}, threshold {value},",
              f"In {dtype} {value} lies below the threshold: compare in float64.",
              threshold=value)

layer = Dense(16, 16)
layer.weights.data = np.arange(-128, 128, dtype=np.int8).reshape(16, 16)
spread = described([layer], "int8 weights from -128 to 127 and threshold = 3",
                   "In int8 the absolute value of -128 is -128: compute in float64.",
                   threshold=3)
### END HIDDEN TESTS

# %% [markdown]
# The same network before training has random weights,
# drawn with standard deviation $\sqrt{2 / \mathrm{in\_features}}$ (He et al., 2015, section 2.2):

# %% tags=["show"]
from smallnets import pretrained_info

seed = pretrained_info("lenet_300_100")["seed"]
untrained = create_mlp(784, [300, 100], 10, seed=seed)
correct = evaluate_model(untrained, DataLoader(digits.validation, batch_size=500))
print(f"Before training {correct:.1%} of the validation digits are read correctly.")
spread_before = analyze_weight_distribution(untrained)
for name, values in spread_before.items():
    print(name, "  ".join(f"{key} {value:7.4f}" for key, value in values.items()))

# %% [markdown]
# **Predict.** Training changes these weights.
# What will `near_zero` of layer 0 be on the trained network?
# Write a fraction in place of `None`, then run on. Nothing is graded here.

# %%
prediction = None  # your guess, a fraction from 0 to 1

# %% tags=["show"]
spread_after = analyze_weight_distribution(network)
for name, values in spread_after.items():
    before, after = spread_before[name]["near_zero"], values["near_zero"]
    print(f"{name}: near_zero {before:.3f} before, {after:.3f} after training.")
print(f"Your prediction: {'none' if prediction is None else prediction}.")

# %% [markdown]
# Fewer near zero? The threshold stayed where it was, and the weights spread out.
# Measure in units of each layer's own `std`: how many lie within a fifth of it?

# %% tags=["show"]
for position in (0, 2, 4):
    shares, stds = [], []
    for model in (untrained, network):
        layer = Sequential([model.layers[position]])
        std = analyze_weight_distribution(layer)["0.weights"]["std"]
        near = analyze_weight_distribution(layer, threshold=std / 5)["0.weights"]
        stds.append(std)
        shares.append(near["near_zero"])
    print(f"{position}.weights: std {stds[0]:.3f} before, {stds[1]:.3f} after; "
          f"within std / 5: {shares[0]:.3f} before, {shares[1]:.3f} after.")

# %% tags=["show"]
fig, ax = plots.new_axes("weight", "number of weights (log scale)",
                         "Weights of the first layer, before and after training")
for model, label, line, color in [(untrained, "before training", "--", "#666666"),
                                  (network, "after training", "-", "black")]:
    w = model.layers[0].weights.data.ravel()
    ax.hist(w, np.linspace(-0.5, 0.5, 101), histtype="step", linestyle=line,
            edgecolor=color, label=label)
    print(f"{label}: {(abs(w) > 0.2).sum():,} weights lie beyond 0.2")
ax.axvspan(-0.01, 0.01, color="#BBBBBB", label="|w| < 0.01")
ax.set_yscale("log")
_ = ax.legend()

# %% [markdown]
# The weights of every layer spread out. In units of its own spread,
# the first layer has a little *more* of them near zero after training;
# the last, of 1,000 weights, goes either way from network to network.
# A fixed threshold compares neither layers nor times whose `std` differs.
#
# And why does zip find so little? Nearly all values differ, but is that the reason?
# A float32 number has four bytes; zip each of them apart:

# %% tags=["show"]
def saved(array):
    data = array.tobytes()
    return max(0, 1 - len(zlib.compress(data, level=9)) / len(data))

w = network.layers[0].weights.data.ravel()
kinds = w.astype("<f4").view(np.uint8).reshape(-1, 4).T
print(f"{np.unique(w).size:,} values in {w.size:,} weights: zip saves {saved(w):.1%}, "
      f"with the four kinds of bytes apart {saved(kinds):.1%}")
for place, byte in enumerate(kinds):
    print(f"byte {place} of the weights, the lowest first: zip saves {saved(byte):.1%}")
in_order = np.arange(w.size, dtype="<f4")
print(f"{w.size:,} different numbers: in order zip saves {saved(in_order):.1%}, "
      f"shuffled {saved(np.random.default_rng(0).permutation(in_order)):.1%}")

# %% [markdown]
# It is not: as many numbers, all different, shrink by more than two thirds in order,
# and by more than a fifth shuffled.
# In three of the four bytes, which hold a weight's digits after the leading one,
# zip finds nothing; it saves more than half of the fourth, which holds the sign and most
# of the exponent, and half of that is lost when the four kinds alternate, as in the file.
# Lesson 3 throws the later digits away.

# %% [markdown]
# The histogram places each weight by its size alone and does not show what it is *for*.
# Each pixel feeds 300 weights of the first layer.
# The next plot shows, for every pixel, how far they moved from where they started.

# %% tags=["show"]
moved = np.abs(network.layers[0].weights.data - untrained.layers[0].weights.data)
change = moved.mean(axis=1).reshape(28, 28)
fig, ax = plots.new_axes("column (pixel)", "row (pixel)",
                         "Where training changed the first layer")
shown = ax.imshow(change, cmap="cividis")
fig.colorbar(shown, label="mean |change| of the pixel's 300 weights")
rows, columns = np.nonzero(change == 0)
ax.plot(columns, rows, "x", color="white", markersize=5)
ax.grid(False)
print(f"Crosses: {rows.size} pixels at the edge, none of whose weights has moved.\n"
      f"Elsewhere weights moved by {change[change > 0].mean():.3f} on average.")

# %% tags=["show"]
lit = np.count_nonzero(digits.train.images, axis=0)
far = change.argmax()
print(f"Weights moved furthest at row {far // 28}, column {far % 28}, a pixel lit in "
      f"{lit[far]} of {len(digits.train):,} training images.")
for low, high in [(1, 100), (100, 1_000), (1_000, 10_000), (10_000, 55_001)]:
    within = (lit >= low) & (lit < high)
    print(f"{within.sum()} pixels lit in {low:,} to {high - 1:,} images: weights moved "
          f"by {change.ravel()[within].mean():.3f}")

# %% tags=["show"]
still = change.ravel() == 0
idle = network.layers[0].weights.data[still]
share = idle.size / count_parameters(network)
print(f"{idle.size:,} weights never moved, {share:.1%} of all numbers.")
for words, far in [("within 0.1", False), ("beyond 0.2", True)]:
    sizes = [abs(x) > 0.2 if far else abs(x) < 0.1 for x in (idle, w)]
    print(f"Of the first layer's weights {words}, "
          f"{sizes[0].sum() / sizes[1].sum():.1%} never moved.")
for name in ("train", "validation", "test"):
    pixels = getattr(digits, name).images[:, still]
    print(f"{name}: {pixels.any(axis=1).sum()} of {len(pixels):,} images light such "
          f"pixels, {np.count_nonzero(pixels)} in all; brightest: {pixels.max()}.")

# %% tags=["show"]
emptied = network.copy()
emptied.layers[0].weights.data[still] = 0
for name in ("validation", "test"):
    part = getattr(digits, name)
    x = part.images.astype(np.float32) / 255
    full, without = network.forward(x), emptied.forward(x)
    right = [np.mean(s.argmax(axis=1) == part.labels) for s in (full, without)]
    print(f"{name} accuracy {right[0]:.2%}, with these weights at 0 {right[1]:.2%}; "
          f"scores change by up to {np.abs(full - without).max():.2f}.")

# %% [markdown]
# As long as its pixel is black, a weight is multiplied by 0:
# it changes no answer and gets no gradient.
# Trained without weight decay, as here, it stays what the random generator made it.
# It fills the file, and no size below 0.1 says that it is idle:
# of these weights one in ten is. None grew, so beyond 0.2 hardly any is.

# %% [markdown]
# Black in every training image does not mean black for ever:
# one test image lights two of these pixels, and its scores change a little.
# And how many digits are misread without 100 of the *other* pixels?

# %% tags=["show"]
live = np.flatnonzero(lit)
movement = change.ravel()[live]
rng = np.random.default_rng(10)
for words, order in [("moved furthest", -movement), ("moved least", movement),
                     ("are lit most often", -lit[live]),
                     ("are drawn at random", rng.permutation(live.size))]:
    cut = network.copy()
    cut.layers[0].weights.data[live[np.argsort(order, kind="stable")[:100]]] = 0
    right = evaluate_model(cut, DataLoader(digits.validation, batch_size=500))
    print(f"without the 100 pixels that {words}: {right:.2%} of the validation digits")

# %% [markdown]
# The map is a poor guide to which weights are needed:
# how far a pixel's weights moved tells less of it than how often the pixel is lit.
# Adam, which trained this network, scales the step of each weight by itself:
# pixels lit in 100 to 999 images moved as far as those lit in 10,000 and more.
# Under plain SGD the pixels lit more often move further.

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_size_is_no_proof", "locked": false, "points": 2, "schema_version": 3, "solution": true}
# **Reflect** (2 points, about 8 minutes). A colleague measures `near_zero` on a *freshly created* network and plans:
# "These 16% of the first layer are small.
# After training I will delete the weights at exactly these positions."
# Explain why the measurement does not support the plan.
# Then describe a measurement that would show whether a chosen set of weights
# of the *trained* network can go, and say on which images. (Three or four sentences.)
#
# ### BEGIN SOLUTION
# 1 point: before training the sizes are random draws and training moves the weights, so being
# small at the start says little about being small, or unneeded, afterwards.
# (Also right: that network only guesses, so it has no accuracy that could be lost.)
# 1 point: set the chosen weights of the trained network to zero and compare accuracy before and
# after, on images that were used neither for training nor for choosing (validation images).
# "Look at the histogram of the trained network" earns nothing here.
# ### END SOLUTION

# %% [markdown]
# The plan, measured: the first layer's weights that were small before training, as many
# that are smallest after it, and as many drawn at random, set to 0 on the trained network.

# %% tags=["show"]
first = [np.abs(model.layers[0].weights.data).ravel() for model in (untrained, network)]
count = (first[0] < 0.01).sum()

def without(chosen):
    cut = network.copy()
    cut.layers[0].weights.data.flat[chosen] = 0
    return evaluate_model(cut, DataLoader(digits.validation, batch_size=500))

# %% tags=["show"]
before, after = (np.argsort(sizes, kind="stable")[:count] for sizes in first)
drawn = [np.random.default_rng(seed).permutation(first[0].size)[:count]
         for seed in range(5)]
at_random = [without(chosen) for chosen in drawn]
print(f"{count:,} weights: smallest before training {without(before):.2%}, smallest "
      f"after it {without(after):.2%}, "
      f"random {min(at_random):.2%} to {max(at_random):.2%}")
for words, chosen in [("small before training", before), ("drawn at random", drawn[0])]:
    share = (first[1][chosen] < 0.01).mean()
    print(f"{share:.0%} of those {words} are small after it.")

# %% [markdown]
# Three in four of the weights that were small before training no longer are.
# Deleting them costs little, but so does deleting as many at random.
# The small loss does not speak for the plan.

# %% [markdown]
# ## 1.4 How much work, and how to catch a wrong counter
#
# Work is counted in multiply-adds (MACs): one weight times one input, added to a sum.
# `Dense` uses each weight once per example: `in_features × out_features` MACs.
# `Conv2D` lays its kernel on many positions and uses each weight once at *every* position
# of its output.
# Biases are added, not multiplied, so they cost no MAC here;
# `ReLU` and pooling cost none either (Sze et al., 2017, section III).

# %% [markdown]
# How many positions? With `padding` zeros added on each side and steps of `stride` pixels,
#
# $$\mathrm{rows} = \left\lfloor \frac{\mathrm{height} + 2\,\mathrm{padding}
# - \mathrm{kernel\_size}}{\mathrm{stride}} \right\rfloor + 1,$$
#
# and columns likewise from the width.

# %% [markdown]
# **By hand.** An image of 2 × 3 pixels and `Conv2D(1, 1, 2)`, one channel in and out:
# rows $= (2 - 2) / 1 + 1 = 1$, columns $= (3 - 2) / 1 + 1 = 2$.
# The kernel has 4 weights and stands on 2 positions: 8 MACs.

# %% [markdown]
# An image of 3 × 4 pixels with 2 channels and `Conv2D(2, 1, 2, stride=2, padding=1)`:
# rows $= \lfloor (3 + 2 - 2) / 2 \rfloor + 1 = 2$,
# columns $= (4 + 2 - 2) / 2 + 1 = 3$.
# There are $2 \cdot 2 \cdot 2 \cdot 1 = 8$ weights and 6 positions: 48 MACs;
# products with a padding zero count too.
# `measure_macs` runs the layer and counts the products as they happen:

# %%
from smallnets import measure_macs

for layer, shape in [(Conv2D(1, 1, 2), (2, 3, 1)),  # 2 rows, 3 columns, 1 channel
                     (Conv2D(2, 1, 2, stride=2, padding=1), (3, 4, 2))]:
    image = np.zeros((1, *shape), dtype=np.float32)  # one image
    print(measure_macs(Sequential([layer]), image), "MACs, counted while running")

# %% [markdown]
# The same rule as code. With it, `output_shape` gives the shape of *one* example after
# any layer: from `(784,)` or `(28, 28, 1)` to what the next layer meets.

# %%
def output_side(side, layer):
    """Rows of a Conv2D's output from its input's height, or columns from its width."""
    return (side + 2 * layer.padding - layer.kernel_size) // layer.stride + 1

# %%
def output_shape(layer, shape):
    """Shape of one example after a layer, given its shape before."""
    if isinstance(layer, Dense):
        return (layer.out_features,)
    if isinstance(layer, Flatten):
        return (math.prod(shape),)
    if isinstance(layer, MaxPool2D):
        return (shape[0] // layer.size, shape[1] // layer.size, shape[2])
    if isinstance(layer, Conv2D):
        sides = (output_side(side, layer) for side in shape[:2])
        return (*sides, layer.out_channels)
    return shape  # ReLU

# %% [markdown]
# ### Exercise 1.4, break it: `check_count_macs` (3 points, about 25 minutes)
#
# Before you write a counter, write the check that would catch a bad one.
# It is handed somebody's `count_macs(model, input_shape)` and says whether to accept it.
# It will meet right counters, and wrong ones that
#
# - look at the first layer only,
# - count one MAC for every weight,
# - count the bias as well,
# - forget `padding`, or forget `stride`.

# %% [markdown]
# Key details: choose one or two small models
# for which each wrong idea gives a number other than the right one,
# and work out the right number by hand; `measure_macs` can confirm it.
# 784-128-64-10 has 109,184 MACs and as many weights:
# on `Dense` layers alone the second idea is right, so such a model cannot catch it.
# To refuse, return `False`; do not raise.
# No candidate raises for a model that fits its `input_shape`:
# `MaxPool2D(2)` takes even sides only, and `Flatten()` stands between `Conv2D` and `Dense`.

# %% nbgrader={"grade": false, "grade_id": "check_count_macs", "locked": false, "schema_version": 3, "solution": true}
def check_count_macs(candidate):
    """Decide whether a counter of multiply-adds can be trusted.

    Parameters
    ----------
    candidate : callable
        ``candidate(model, input_shape)`` returns its count of the MACs for one
        example, an int of Python's or numpy's. ``model`` is a Sequential you build;
        ``input_shape`` a tuple without the batch axis, such as (784,) or
        (28, 28, 1), that fits the model.

    Returns
    -------
    bool
        True to accept the candidate, False to refuse it.
    """
    ### BEGIN SOLUTION
    convolution = Conv2D(2, 3, 3, stride=2, padding=1)
    model = Sequential([convolution, ReLU(), Flatten(), Dense(18, 4)])
    # Rows: (4 + 2 - 3) // 2 + 1 = 2; columns: (5 + 2 - 3) // 2 + 1 = 3.
    return candidate(model, (4, 5, 2)) == 2 * 3 * (9 * 2 * 3) + 18 * 4
    ### END SOLUTION

# %% [markdown]
# **Check.** Your check meets a right counter, which runs the model, in two forms,
# and wrong ones that look at the first layer only, count one MAC for every weight,
# or count the bias as well.

# %% nbgrader={"grade": true, "grade_id": "check_count_macs_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def counts_while_running(model, input_shape):
    return measure_macs(model, np.zeros((1, *input_shape), dtype=np.float32))

def counts_first_layer(model, input_shape):
    return counts_while_running(Sequential(model.layers[:1]), input_shape)

def counts_weights(model, input_shape):
    return sum(layer.weights.data.size for layer in model.layers if layer.parameters())

def counts_bias_too(model, input_shape):
    biases = [p.data.size for p in model.parameters() if p.data.ndim == 1]
    return counts_while_running(model, input_shape) + sum(biases)

judge(check_count_macs, True,
      [counts_while_running,
       (lambda model, shape: np.int64(counts_while_running(model, shape)),
        "gives numpy's whole number", "A whole number may be an int or an np.int64.")],
      hint="This candidate is right. Print measure_macs of your model and compare it "
           "with your number; where that raises, the layers do not fit the input.")
judge(check_count_macs, False, [counts_first_layer],
      hint="Compare the count for a model of two weighted layers with the number you "
           "worked out.")
judge(check_count_macs, False, [counts_weights],
      hint="Dense layers cannot tell the two apart; a Conv2D with several positions "
           "can.")
judge(check_count_macs, False, [counts_bias_too],
      hint="Use layers that have a bias, and compare exactly.")

# %% nbgrader={"grade": true, "grade_id": "check_count_macs_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: other right counters, and wrong
# ones that count weights or biases.
verdict = check_count_macs(lambda model, input_shape: 0)
### BEGIN HIDDEN TESTS
def traced(model, input_shape, per_position=True, bias=False):
    macs, shape = 0, input_shape
    for layer in model.layers:
        x = np.zeros((1, *shape), dtype=np.float32)
        places = 1
        if layer.parameters() and len(shape) == 3:
            places = math.prod(layer.forward(x).shape[1:3]) if per_position else 1
        shape = layer.forward(x).shape[1:]
        for name, parameter in layer.named_parameters().items():
            if bias or name == "weights":
                macs += int(parameter.data.size) * places
    return macs

judge(check_count_macs, True, [(traced, "derives the number from the shapes")],
      hint="Work out your number again; measure_macs can confirm it.")
judge(check_count_macs, False, [
    (lambda model, input_shape: 0, "always returns 0",
     "Compare the count with the number you worked out."),
    (lambda model, shape: traced(model, shape, per_position=False),
     "counts one MAC for every weight",
     "Dense layers cannot tell the two apart; a Conv2D with several positions can."),
    (lambda model, shape: traced(model, shape, bias=True), "counts the bias as well",
     "Use layers that have a bias, and compare exactly."),
])
### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check_count_macs_shapes_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: wrong counters that forget
# padding or stride.
verdict = check_count_macs(lambda model, input_shape: 1)
### BEGIN HIDDEN TESTS
def traced(model, input_shape, padding=True, stride=True):
    macs, shape = 0, input_shape
    for layer in model.layers:
        x = np.zeros((1, *shape), dtype=np.float32)
        places = 1
        if layer.parameters() and len(shape) == 3:
            edge = 2 * layer.padding * padding - layer.kernel_size
            step = layer.stride if stride else 1
            places = math.prod((side + edge) // step + 1 for side in shape[:2])
        shape = layer.forward(x).shape[1:]
        for parameter in layer.parameters()[:1]:  # the weights, not the bias
            macs += int(parameter.data.size) * places
    return macs

judge(check_count_macs, True, [(traced, "derives the number from the shapes")],
      hint="Work out your number again; measure_macs can confirm it.")
judge(check_count_macs, False, [
    (lambda model, input_shape: 1, "always returns 1",
     "Compare the count with the number you worked out."),
    (lambda model, shape: traced(model, shape, padding=False), "forgets padding",
     "Let your model have a Conv2D with padding=1 or more where padding changes the "
     "number of positions: print output_side with it and without."),
    (lambda model, shape: traced(model, shape, stride=False), "forgets stride",
     "Let your model have a Conv2D with stride=2 or more where stride changes the "
     "number of positions: print output_side with it and without."),
])
### END HIDDEN TESTS

# %% [markdown]
# ## 1.5 The counter
#
# ### Exercise 1.5: `count_macs` (3 points, about 8 minutes)
#
# Derive the MACs for one example from the shapes.
#
# Key details: follow the shape through *all* layers, pooling and `Flatten` too,
# since the next layer's positions depend on it (you may use `output_shape`);
# images need not be square;
# do not run the model, so that even a huge input costs no memory.

# %% nbgrader={"grade": false, "grade_id": "count_macs", "locked": false, "schema_version": 3, "solution": true}
def count_macs(model, input_shape):
    """Derive the multiply-adds that a model needs for one example.

    Parameters
    ----------
    model : Sequential
        Made of Dense, Conv2D, MaxPool2D, Flatten and ReLU. Left unchanged; not run.
    input_shape : tuple of int
        Shape of one example, without the batch axis: (784,) or (28, 28, 1).
        It fits the model.

    Returns
    -------
    int
        Products of a weight and an input, those with a zero included; biases, ReLU
        and pooling count nothing. 0 for a model without weights.
    """
    ### BEGIN SOLUTION
    macs, shape = 0, input_shape
    for layer in model.layers:
        after = output_shape(layer, shape)
        if isinstance(layer, (Dense, Conv2D)):
            macs += math.prod(after[:-1]) * layer.weights.data.size
        shape = after
    return macs
    ### END SOLUTION

# %% [markdown]
# **Check.** Three `Dense` layers, the two images from above, and one that is pooled first
# and meets three filters.

# %% nbgrader={"grade": true, "grade_id": "count_macs_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
macs = count_macs(create_mlp(784, [128, 64], 10), (784,))
assert isinstance(macs, (int, np.integer)) and macs == 109_184, (
    "For the network 784-128-64-10 there are 784 * 128 + 128 * 64 + 64 * 10 = 109184 "
    f"MACs; yours gives {macs!r}. One for each weight of a Dense, none for its bias."
)
macs = count_macs(Sequential([Conv2D(1, 1, 2)]), (2, 3, 1))
assert isinstance(macs, (int, np.integer)) and macs == 8, (
    "For Conv2D(1, 1, 2) on an image of 2 x 3 pixels there are 2 positions with 4 "
    f"products each: 8 MACs; yours gives {macs!r}."
)
macs = count_macs(Sequential([Conv2D(2, 1, 2, stride=2, padding=1)]), (3, 4, 2))
assert isinstance(macs, (int, np.integer)) and macs == 48, (
    "For Conv2D(2, 1, 2, stride=2, padding=1) on an image of 3 x 4 pixels with 2 "
    "channels there are 6 positions with 8 products each: 48 MACs; yours gives "
    f"{macs!r}. Use output_side for the positions, and all channels."
)
three = Conv2D(1, 3, 2)
three.weights.data[0] = 0
macs = count_macs(Sequential([MaxPool2D(2), three]), (4, 6, 1))
assert isinstance(macs, (int, np.integer)) and macs == 24, (
    "For MaxPool2D(2), Conv2D(1, 3, 2), half of its weights 0, on an image of 4 x 6 "
    "pixels the pooled image is 2 x 3, and each of 3 filters stands on 2 positions "
    f"with 4 products each: 24 MACs; yours gives {macs!r}. Each layer works on the "
    "shape that the layer before it leaves; every filter counts, and so does a "
    "product with 0."
)

# %% nbgrader={"grade": true, "grade_id": "count_macs_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: Dense and Conv2D layers of other
# sizes, with and without bias, several channels, padding and stride.
macs = count_macs(Sequential([Dense(5, 4), ReLU(), Dense(4, 3)]), (5,))
### BEGIN HIDDEN TESTS
def macs_of(model, input_shape, layers):
    try:
        found = count_macs(model, input_shape)
    except Exception as error:
        raise AssertionError(
            f"For {layers} on {input_shape} your function stops with "
            f"{type(error).__name__}: {error}. Follow the shape through every layer."
        ) from None
    assert isinstance(found, (int, np.integer)) and not isinstance(found, bool), (
        f"For {layers} on {input_shape} your function returns {found!r}; it should be "
        "a whole number."
    )
    return found

assert isinstance(macs, (int, np.integer)) and macs == 32, (
    "For Dense(5, 4), ReLU(), Dense(4, 3) there are 20 + 12 = 32 MACs; yours gives "
    f"{macs!r}."
)

rng = np.random.default_rng(1005)
a, b, c = (int(n) for n in rng.integers(4, 30, size=3))
model = Sequential([Dense(a, b, bias=False), ReLU(), Dense(b, c)])
macs = macs_of(model, (a,), f"Dense({a}, {b}, bias=False), ReLU(), Dense({b}, {c})")
assert macs == a * b + b * c, (
    f"For Dense({a}, {b}, bias=False), ReLU(), Dense({b}, {c}) there are "
    f"{a * b + b * c} MACs; yours gives {macs}. Biases and ReLU cost none."
)

macs = macs_of(Sequential([Flatten(), ReLU()]), (3, 4, 2), "Flatten(), ReLU()")
assert macs == 0, f"Flatten() and ReLU() multiply nothing: 0 MACs; yours gives {macs}."

macs = macs_of(Sequential([Conv2D(3, 4, 3)]), (5, 7, 3), "Conv2D(3, 4, 3)")
assert macs == 15 * 108, (
    "For Conv2D(3, 4, 3) on (5, 7, 3) the output has 3 x 5 positions, each with 9 * 3 "
    f"* 4 = 108 products: 1620 MACs; yours gives {macs}. Count output positions, all "
    "channels, and rows apart from columns."
)

for stride, padding, places in [(1, 1, 6 * 9), (2, 0, 2 * 4), (2, 1, 3 * 5)]:
    layer = Conv2D(2, 5, 3, stride=stride, padding=padding)
    layers = f"Conv2D(2, 5, 3, stride={stride}, padding={padding})"
    macs = macs_of(Sequential([layer]), (6, 9, 2), layers)
    assert macs == places * 90, (
        f"For {layers} on (6, 9, 2) there are {places} positions with 90 products "
        f"each: {places * 90} MACs; yours gives {macs}. Use output_side's rule."
    )
### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "count_macs_shapes_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: shapes that change on the way, by
# pooling, stride and Flatten; and an image too large to run.
macs = count_macs(Sequential([MaxPool2D(2), Conv2D(1, 2, 2)]), (6, 4, 1))
### BEGIN HIDDEN TESTS
def macs_of(model, input_shape, layers):
    try:
        found = count_macs(model, input_shape)
    except Exception as error:
        raise AssertionError(
            f"For {layers} on {input_shape} your function stops with "
            f"{type(error).__name__}: {error}. Follow the shape through every layer."
        ) from None
    assert isinstance(found, (int, np.integer)) and not isinstance(found, bool), (
        f"For {layers} on {input_shape} your function returns {found!r}; it should be "
        "a whole number."
    )
    return found

assert isinstance(macs, (int, np.integer)) and macs == 16, (
    "For MaxPool2D(2), Conv2D(1, 2, 2) on (6, 4, 1) the pooled image is 3 x 2, so the "
    f"kernel has 2 x 1 positions with 8 products each: 16 MACs; yours: {macs!r}."
)

model = Sequential([
    Conv2D(1, 4, 3, padding=1), ReLU(), MaxPool2D(2),
    Conv2D(4, 6, 3, stride=2, bias=False), ReLU(), Flatten(), Dense(60, 7),
])
macs = macs_of(model, (12, 22, 1), "two Conv2D, pooling, Flatten and Dense")
want = 264 * 36 + 10 * 216 + 420
assert macs == want, (
    "For Conv2D(1, 4, 3, padding=1), ReLU(), MaxPool2D(2), Conv2D(4, 6, 3, stride=2), "
    f"ReLU(), Flatten(), Dense on (12, 22, 1) there are {want} MACs; yours gives "
    f"{macs}. Each layer works on the shape that the layer before it leaves."
)

model = Sequential([Dense(30, 20), ReLU(), Dense(20, 10)])
model.layers[0].weights.data[:, ::2] = 0
macs = macs_of(model, (30,), "Dense(30, 20), half of it zeros, and Dense(20, 10)")
assert macs == 800, (
    "For Dense(30, 20), half of its weights zero, ReLU(), Dense(20, 10) there are 800 "
    f"MACs; yours gives {macs}. Multiplying by zero is a multiplication."
)

sizes = [int(n) for n in np.random.default_rng(1006).integers(2, 9, size=8)]
macs = macs_of(create_mlp(sizes[0], sizes[1:-1], sizes[-1]), (sizes[0],), "seven Dense")
want = sum(m * n for m, n in zip(sizes, sizes[1:], strict=False))
assert macs == want, (
    f"For the network {sizes}, seven Dense layers, there are {want} MACs; yours gives "
    f"{macs}. Visit every layer."
)

side = 10_000_000
try:
    macs = count_macs(Sequential([Conv2D(1, 2, 3, padding=1)]), (side, side, 1))
except Exception as error:
    raise AssertionError(
        f"For an image of {side} x {side} pixels your function stops with "
        f"{type(error).__name__}. Derive the count from shapes, in Python's int, which "
        "has no upper limit; do not run the model."
    ) from None
assert macs == side * side * 18, (
    f"For Conv2D(1, 2, 3, padding=1) on {side} x {side} pixels there are "
    f"{side * side * 18} MACs; yours gives {macs!r}. Python's int has no upper limit."
)
### END HIDDEN TESTS

# %% tags=["show"]
print("Your own check accepts your counter:", check_count_macs(count_macs))

# %% [markdown]
# **Predict.** LeNet-5 has two convolutions before its dense layers
# (after LeCun et al., 1998, section II.B;
# theirs joins fewer maps in the second one, has a fixed output layer, and keeps 60,000).
# Ours keeps 61,706, LeNet-300-100 keeps 266,610.
# How many MACs does LeNet-5 need, as a multiple of LeNet-300-100's?

# %%
predicted_multiple = None  # your guess: 0.5 for half as many, 2 for twice as many

# %% tags=["show"]
lenet5 = load_pretrained("lenet5")
strided = Sequential([Conv2D(1, 4, 5, stride=2, padding=1), Flatten()])
for name, model, shape in [("LeNet-300-100", network, (784,)),
                           ("strided", strided, (9, 28, 1)),
                           ("LeNet-5", lenet5, (28, 28, 1))]:
    derived = count_macs(model, shape)
    measured = measure_macs(model, np.zeros((1, *shape), dtype=np.float32))
    agree = "the same" if derived == measured else "THEY DIFFER"
    print(f"{name}: {count_parameters(model):,} parameters; "
          f"MACs derived {derived:,}, measured {measured:,}: {agree}.")

# %% tags=["show"]
guess = "none" if predicted_multiple is None else predicted_multiple
multiple = count_macs(lenet5, (28, 28, 1)) / count_macs(network, (784,))
print(f"LeNet-5 needs {multiple:.2f} times the MACs; your prediction: {guess}.")

# %% tags=["show"]
layers, shape = lenet5.layers, (28, 28, 1)
up_to = [count_macs(Sequential(layers[:n + 1]), shape) for n in range(len(layers))]
macs = np.diff(up_to, prepend=0)
numbers = np.array([count_parameters(Sequential([layer])) for layer in layers])
kept, work = 100 * numbers / numbers.sum(), 100 * macs / macs.sum()
weighted = np.flatnonzero(numbers)
names = [f"layer {n}\n{type(layers[n]).__name__}" for n in weighted]
for name, n in zip(names, weighted, strict=True):
    words = " ".join(name.split())
    print(f"{words:15} {kept[n]:5.1f}% of the parameters, {work[n]:5.1f}% of the MACs")

# %% tags=["show"]
fig, ax = plots.new_axes("layer of LeNet-5", "share of the network (%)",
                         "Parameters and work lie in different layers")
place = np.arange(len(weighted))
ax.bar(place - 0.2, kept[weighted], 0.4, color="#555555", label="parameters")
ax.bar(place + 0.2, work[weighted], 0.4, color="white", edgecolor="black", hatch="//",
       label="MACs")
ax.set_xticks(place, names)
ax.legend()
most = [weighted[np.argmax(share[weighted])] for share in (kept, work)]
print(f"Most parameters lie in layer {most[0]}, most MACs in layer {most[1]}.")

# %% [markdown]
# A convolution's weights are few and are used at every position;
# a dense layer's are many and are used once.
# So a smaller file is not always less work, and each layer has to be asked about both.
# MACs count products, not what it takes to fetch the numbers:
# in energy, one 32-bit number from DRAM costs 640 pJ and one multiplication 3.7 pJ
# (picojoules at 45 nm; Han et al., 2015, figure 1, after Horowitz, 2014).

# %% tags=["show"]
images = load_mnist()
for name, model, part in [("LeNet-300-100", network, digits.validation),
                          ("LeNet-5", lenet5, images.validation)]:
    accuracy = evaluate_model(model, DataLoader(part, batch_size=500))
    print(f"{name}: {calculate_model_size(model):.3f} MB in float32, "
          f"{accuracy:.2%} of the validation images read correctly.")

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_bytes_and_macs", "locked": false, "points": 2, "schema_version": 3, "solution": true}
# **Reflect** (2 points, about 8 minutes). A wristwatch has room for 1.2 MB of float32 model and runs on a small battery.
# It must read one digit a second, all day.
# Compare LeNet-300-100 and LeNet-5 for it, using the numbers printed above.
# Which would you load, and what would you still have to measure?
# (Three or four sentences.)
#
# ### BEGIN SOLUTION
# 1 point: uses both quantities correctly: both fit (1.07 MB and 0.247 MB as float32); LeNet-5
# reads more digits right and needs about 1.6 times the MACs for each. Either choice earns the
# point if it weighs bytes, MACs and accuracy against each other by these numbers.
# 1 point: names a measurement that neither count gives: energy or time per digit on the watch
# itself (memory traffic counts, not MACs alone), or accuracy on its digits.
# ### END SOLUTION

# %% [markdown]
# ## 1.6 One object for the course
#
# Later lessons measure many models with the same settings.
# A class keeps the setting in one place, so that no table mixes two thresholds.
#
# **By hand.** A model of 12 bytes whose copy takes 6 bytes has a compression ratio of
# $12 / 6 = 2$: before over after, above 1 where something was saved.
# Halving the *bytes* counts, even when no number was removed.

# %% [markdown]
# ### Exercise 1.6: `CompressionMetrics` (2 points, about 5 minutes)
#
# Fill in the four methods. The first three call the functions you wrote.
#
# Key details: `analyze_weight_distribution` uses the threshold that the object was made with;
# the ratio is not rounded; inside a method, `count_parameters(...)` is still the function,
# and `self.count_parameters(...)` is the method.

# %% nbgrader={"grade": false, "grade_id": "CompressionMetrics", "locked": false, "schema_version": 3, "solution": true}
class CompressionMetrics:
    """Measure models with one setting; ``threshold`` says what is near zero."""

    def __init__(self, threshold=0.01):
        self.threshold = threshold

    def count_parameters(self, model):
        """Return the numbers that a model keeps, an int."""
        ### BEGIN SOLUTION
        return count_parameters(model)
        ### END SOLUTION

    def calculate_model_size(self, model):
        """Return the size of a model in MB, a float."""
        ### BEGIN SOLUTION
        return calculate_model_size(model)
        ### END SOLUTION

    def analyze_weight_distribution(self, model):
        """Return the spread of each layer's weights, with this object's threshold."""
        ### BEGIN SOLUTION
        return analyze_weight_distribution(model, self.threshold)
        ### END SOLUTION

    def compression_ratio(self, before, after):
        """Return bytes of model ``before`` over bytes of model ``after``, a float.

        ``after`` keeps at least one number.
        """
        ### BEGIN SOLUTION
        return self.calculate_model_size(before) / self.calculate_model_size(after)
        ### END SOLUTION

# %% [markdown]
# **Check.** Two networks in float32, the halved model from above, and two thresholds.

# %% nbgrader={"grade": true, "grade_id": "CompressionMetrics_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
metrics = CompressionMetrics()
large, small = create_mlp(784, [128, 64], 10), Sequential([Dense(784, 10)])
count, size = metrics.count_parameters(large), metrics.calculate_model_size(large)
assert isinstance(count, (int, np.integer)) and count == 109_386, (
    "For the network 784-128-64-10 the method count_parameters returns 109386; yours "
    f"returns {count!r}. Return what your function returns."
)
assert isinstance(size, float) and abs(size - 0.437544) < 1e-9, (
    "For the network 784-128-64-10 the method calculate_model_size returns 0.437544; "
    f"yours returns {size!r}. Return what your function returns."
)
ratio = metrics.compression_ratio(large, small)
assert isinstance(ratio, float), (
    f"compression_ratio(before, after) should return a float; yours returns {ratio!r}."
)
assert abs(ratio - 437_544 / 31_400) < 1e-6, (
    "For 437,544 bytes before and 31,400 after, the ratio is 13.934522; yours is "
    f"{ratio:.8g}. Divide before by after, and do not round."
)
two = Sequential([Dense(2, 1)])
half = two.copy()
for parameter in half.parameters():
    parameter.data = parameter.data.astype(np.float16)
for before, after, want in [(two, half, 2), (half, two, 0.5)]:
    ratio = metrics.compression_ratio(before, after)
    assert isinstance(ratio, float) and abs(ratio - want) < 1e-9, (
        "For Dense(2, 1) with 12 bytes in float32 and 6 in float16 the ratio is 2 from "
        f"float32 to float16 and 0.5 the other way; yours is {ratio!r} where {want} "
        "should come. Compare bytes, not numbers of parameters, and divide before by "
        "after."
    )
two.layers[0].weights.data[:] = [[0.05], [0.5]]
loose, strict = CompressionMetrics(threshold=0.1), CompressionMetrics()
for metrics, threshold, want in [(loose, 0.1, 0.5), (strict, 0.01, 0.0)]:
    spread = metrics.analyze_weight_distribution(two)
    near = spread["0.weights"]["near_zero"] if isinstance(spread, dict) else spread
    assert near == want, (
        f"For the weights 0.05, 0.5 and CompressionMetrics(threshold={threshold}) "
        f"near_zero is {want}; yours is {near!r}. Return what your function returns, "
        "and use the threshold kept in the object."
    )

# %% nbgrader={"grade": true, "grade_id": "CompressionMetrics_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: the threshold of the object, two
# objects side by side, and ratios between dtypes.
spread = CompressionMetrics(threshold=0.5).analyze_weight_distribution(
    Sequential([Dense(4, 3)])
)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1006)
layer = Dense(12, 10)
layer.weights.data = rng.normal(0, 1, (12, 10)).astype(np.float32)
model = Sequential([ReLU(), layer])
objects = {t: CompressionMetrics(threshold=t) for t in (0.2, 0.9)}
objects[0.01] = CompressionMetrics()
for threshold, metrics in objects.items():
    spread = metrics.analyze_weight_distribution(model)
    assert isinstance(spread, dict) and list(spread) == ["1.weights"], (
        "For the layers ReLU(), Dense(12, 10) analyze_weight_distribution has the only "
        f"key '1.weights'; yours returns {spread!r}."
    )
    want = np.count_nonzero(np.abs(layer.weights.data) < threshold) / 120
    values = spread["1.weights"]
    mine = values.get("near_zero") if isinstance(values, dict) else values
    assert isinstance(mine, float), (
        f"For the layers ReLU(), Dense(12, 10) near_zero is a float; yours is {mine!r}."
    )
    assert abs(mine - want) < 1e-9, (
        f"For CompressionMetrics(threshold={threshold}) and 120 weights near_zero is "
        f"{want:.10g}; yours is {mine:.10g}. Use the threshold kept in the object."
    )

half = model.copy()
for array in half.parameters():
    array.data = array.data.astype("float16")
ratio = CompressionMetrics().compression_ratio(model, half)
assert isinstance(ratio, float) and abs(ratio - 2) < 1e-9, (
    "For a float32 model and its float16 copy the compression ratio is 2.0; yours is "
    f"{ratio!r}. Compare bytes, not numbers of parameters."
)
ratio = CompressionMetrics().compression_ratio(half, model)
assert isinstance(ratio, float) and abs(ratio - 0.5) < 1e-9, (
    "For a model that grows to twice its bytes the compression ratio is 0.5; yours is "
    f"{ratio!r}."
)
count = CompressionMetrics().count_parameters(half)
assert isinstance(count, (int, np.integer)) and count == 130, (
    f"Dense(12, 10) keeps 130 numbers, in float16 too; yours counts {count!r}."
)
### END HIDDEN TESTS

# %% [markdown]
# ## What we measured
#
# A first compression takes one line of code for each array:
# store every number in float16, in two bytes instead of four.

# %% tags=["show"]
from smallnets import measure_model, measurement_table

half = network.copy()
for parameter in half.parameters():
    parameter.data = parameter.data.astype(np.float16)
ratio = CompressionMetrics().compression_ratio(network, half)
print(f"Compression ratio of the float16 copy: {ratio:.2f}")
print(measurement_table([
    measure_model("LeNet-300-100", network, digits.test),
    measure_model("the same, float16", half, digits.test),
    measure_model("LeNet-5", lenet5, images.test),
]))

# %% tags=["show"]
from smallnets import time_ratio

batch = images.test.images[:128].astype(np.float32) / 255
rows = batch.reshape(128, 784)
for name, slower in [("the same, float16", lambda: half.forward(rows)),
                     ("LeNet-5", lambda: lenet5.forward(batch))]:
    times = time_ratio(slower, lambda: network.forward(rows))
    print(f"{name} takes {times.median:.1f} times as long as LeNet-300-100 "
          f"(middle half of 20 pairs: {times.low:.1f} to {times.high:.1f})")

# %% [markdown]
# In float16 the network takes half the bytes, and the table says what it reads.
# A ratio of times above 1 is a loss: our layers turn float16 back into float32 before
# they multiply, which takes as long for one image as for the 128 timed here.
# Where the middle half of the pairs reaches from below 1 to above it,
# nothing can be said: take more pairs, or a calm machine.

# %% [markdown]
# The MACs of LeNet-5 leave out ReLU, pooling and every moving of data,
# and the products of its small kernels run slower than those of a large matrix.
# Bytes, MACs and seconds are three different costs, and this course measures all three.

# %% [markdown]
# **By library.** The same counts in PyTorch:
#
# ```python
# sum(p.numel() for p in model.parameters())
# sum(p.numel() * p.element_size() for p in model.parameters()) / 1e6
#
# from torch.utils.flop_counter import FlopCounterMode
# with FlopCounterMode(display=False) as counter:
#     model(torch.zeros(1, 784))
# counter.get_total_flops() / 2
# ```
#
# The last one counts *flops*, a multiplication and an addition apart: twice the MACs.
# When a table says "operations", ask which of the two it means.

# %% [markdown]
# ## Summary
#
# 1. A model's bytes are the sum over its arrays of size times bytes per number;
#    a file adds a description, which matters when the arrays are small.
# 2. MACs follow from shapes: in LeNet-5 the dense layers keep most of the bytes,
#    and the convolutions do most of the work.
# 3. A histogram shows how large weights are, not what they are for:
#    20,100 weights, as large as at the start, sit on pixels black in every training image.

# %% [markdown]
# ## Sources
#
# - Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document
#   recognition", 1998: sections II.B (LeNet-5) and III.C (LeNet-300-100).
# - M. Horowitz, "Computing's energy problem (and what we can do about it)", ISSCC 2014:
#   paper 1.1.
# - S. Han, J. Pool, J. Tran, W. Dally, "Learning both weights and connections for efficient
#   neural networks", 2015: section 1, figure 1.
# - K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers", 2015: section 2.2.

# %% [markdown]
# - S. Han, H. Mao, W. Dally, "Deep compression", 2016: section 5.1.
# - V. Sze, Y.-H. Chen, T.-J. Yang, J. Emer, "Efficient processing of deep neural networks:
#   a tutorial and survey", 2017: sections III (layers) and VIII (metrics).
#
# **Next.** Lesson 2 deletes weights of this network, the small ones first,
# and measures how many can go before it misreads digits.
