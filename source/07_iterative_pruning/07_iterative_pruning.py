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
# # 7. How much can go, if it goes slowly?
#
# | Lesson 7 | Iterative pruning and winning tickets |
# | --- | --- |
# | You will be able to | **hold** zeros while a network trains, **prune** it step by step as it learns, and **search** for a winning ticket and put it to the test |
# | Time | about 120 minutes |
# | You need | lessons 1 and 2, and numpy's boolean arrays |

# %%
from functools import partial

import numpy as np

from smallnets import SGD, Adam, DataLoader, ReLU, Sequential, Trainer, create_mlp
from smallnets.lending import judge


def weights_of(model):
    """The Parameters that hold weights, first layer first; biases are left out."""
    return [layer.weights for layer in model.layers if hasattr(layer, "weights")]

# %% [markdown]
# ## 7.1 The question
#
# Lesson 2 cut the smallest weights of LeNet-300-100 in one go.
# This one has two sets of images: MNIST's digits, and the clothes of Fashion-MNIST, on
# which a network of the same shape was trained in the same way. Choices are made on 5,000
# *validation* images of each; *test* images wait until section 7.8.
#
# `masks_by_score` marks what stays: one mask for each array of scores, over all arrays
# together. It is the global cut of lesson 2, for any score.

# %%
from smallnets import Conv2D, Dataset, Dense, Flatten, softmax_cross_entropy


def sizes_of(model):
    """The sizes of all weights: one array for each layer that has weights."""
    return [np.abs(weight.data) for weight in weights_of(model)]

# %%
def masks_by_score(scores, sparsity):
    """Masks, True for kept: the round(sparsity * n) lowest of all n scores go."""
    flat = np.concatenate([score.ravel() for score in scores])
    order = np.argsort(flat, kind="stable")  # of equal scores the first go
    ranks = np.empty(flat.size, dtype=int)
    ranks[order] = np.arange(flat.size)
    ends = np.cumsum([score.size for score in scores])[:-1]
    parts = np.split(ranks >= round(sparsity * flat.size), ends)
    pairs = zip(parts, scores, strict=True)
    return [part.reshape(score.shape) for part, score in pairs]

# %% tags=["show"]
from smallnets import evaluate_model, load_fashion_mnist, load_mnist, load_pretrained

DATA = {"MNIST": load_mnist(flatten=True),
        "Fashion-MNIST": load_fashion_mnist(flatten=True)}
NETWORKS = {"MNIST": load_pretrained("lenet_300_100"),
            "Fashion-MNIST": load_pretrained("lenet_300_100_fashion")}


def percent(model, images):
    """Accuracy in percent on a data set."""
    return 100 * evaluate_model(model, DataLoader(images, batch_size=200))

# %% tags=["show"]
def cut_by_size(model, sparsity):
    """Copy a model and cut its smallest weights, in one go."""
    small = model.copy()
    masks = masks_by_score(sizes_of(model), sparsity)
    for weight, mask in zip(weights_of(small), masks, strict=True):
        weight.data[~mask] = 0
    return small


for name, network in NETWORKS.items():
    read = [percent(cut_by_size(network, s), DATA[name].validation)
            for s in (0, 0.8, 0.9, 0.95, 0.98)]
    print(f"{name:14} whole {read[0]:.1f}%; 80, 90, 95, 98% cut, no training after it:",
          ", ".join(f"{each:.1f}" for each in read[1:]))

# %% [markdown]
# Is it the cut that you wrote in lesson 2? Where that notebook lies beside this one, the
# next cell compares them. No point depends on it.

# %% tags=["show"]
from smallnets import carry_over

network = NETWORKS["MNIST"]
own_cut = carry_over("02_magnitude_pruning", "prune_model_by_magnitude",
                     lambda own: isinstance(own(create_mlp(6, [4], 2), 0.5, "global"),
                                            Sequential))
if own_cut is not None:
    pair = [weights_of(own_cut(network, 0.9, "global")),
            weights_of(cut_by_size(network, 0.9))]
    same = all(map(np.array_equal, *[[w.data for w in weights] for weights in pair]))
    print("At 90% both leave the same weights." if same else "They differ at 90%.")

# %% [markdown]
# Four in five can go, and most is still read; then it falls apart, clothes before digits.
# Training can bring some of it back. **How far can one go if the network is trained again?
# Is it better to cut a little, train, and cut again? And is it the values of the weights
# that count, or their places?**

# %% [markdown]
# ## 7.2 Zeros do not stay
#
# Train the cut network on, and what becomes of its zeros? A *hook* looks after them:
# `Trainer` calls `after_step(done)` after each step of the optimizer, `before_step(done)`
# before it, `done` being the fraction of the run that is over.
#
# Two ideas are at hand: multiply the *gradients* by the mask before the step, or the
# *weights* after it.

# %% [markdown]
# **By hand.** SGD with momentum keeps a velocity $v$ for each weight. A step makes it
# $v \leftarrow 0.9 v + g$, where $g$ is the gradient, and moves the weight by $-0.1 v$.
# A weight with $v = 1$ is cut, and its gradient set to 0. The next step makes
# $v = 0.9$ and the weight $-0.09$: no zero any more.
# Adam keeps two such arrays, running means of $g$ and of $g^2$.
#
# `memory_of` gives what an optimizer keeps for one Parameter.

# %%
def memory_of(optimizer, parameter):
    """The arrays that an optimizer keeps for one of its parameters, in its shape."""
    place = [id(each) for each in optimizer.parameters].index(id(parameter))
    if isinstance(optimizer, SGD):
        return [optimizer.velocities[place]]
    return [optimizer.means[place], optimizer.squares[place]]

# %% [markdown]
# **Predict.** Of the MNIST network 239,580 weights are cut, 90%. It then trains for 100
# steps of Adam. How many are still zero if nobody looks after them? If their gradients
# are masked before every step? If Adam had made 100 steps *before* the cut?

# %% tags=["show"]
guess = {"nothing held": 0, "gradients masked, new Adam": 0,
         "gradients masked, used Adam": 0}

# %% tags=["show"]
def train_100(model, optimizer, **hooks):
    """Train for 100 steps, with hooks."""
    loader = DataLoader(DATA["MNIST"].train.take(5000), batch_size=50)
    Trainer(model, optimizer, progress=False, **hooks).fit(loader, 1)

# %% tags=["show"]
def after_the_cut(steps_before):
    """The network, an Adam that has trained it, and the masks of 90%."""
    model = NETWORKS["MNIST"].copy()
    adam = Adam(model.parameters(), 1e-3)
    if steps_before:
        train_100(model, adam)
    masks = masks_by_score(sizes_of(model), 0.9)
    for weight, mask in zip(weights_of(model), masks, strict=True):
        weight.data = np.where(mask, weight.data, 0)
    return model, adam, masks

# %% tags=["show"]
def zeros_left(steps_before, hold_gradients):
    model, adam, masks = after_the_cut(steps_before)

    def mask_gradients(done):
        for weight, mask in zip(weights_of(model), masks, strict=True):
            weight.grad = np.where(mask, weight.grad, 0)

    train_100(model, adam, before_step=mask_gradients if hold_gradients else None)
    return sum(np.sum(weight.data == 0) for weight in weights_of(model))

# %% tags=["show"]
for name, case in zip(guess, [(0, 0), (0, 1), (100, 1)], strict=True):
    print(f"{name:28} you said {guess[name]:7,}, measured {zeros_left(*case):7,}")

# %% [markdown]
# With nothing held, those zeros stay whose gradient is always 0, such as the weights of
# pixels that are black in all these images.
# A masked gradient holds them all, as long as the optimizer is new; one that remembers
# moves them.
# A hook that is to work in every case clears the weight and what is remembered of it.

# %% [markdown]
# `rows_of` gives a *row* for each array of weights: the array, then what the optimizer
# remembers of it. The `apply_masks(rows, masks)` of exercise 7.2 has this contract; `masks`
# holds a boolean array for each row:
#
# 1. It returns a list with a row for each row, an array for each array, in order and shape.
# 2. Where the row's mask is `False`, every array of the row is exactly 0.
# 3. Where it is `True`, every array is what it was.
#
# Arrays and masks given may change; dtypes are open.

# %%
def rows_of(model, optimizer=None):
    """A row for each array of weights: itself, then what is remembered of it."""
    rows = [[weight.data] for weight in weights_of(model)]
    if optimizer is not None:
        for row, weight in zip(rows, weights_of(model), strict=True):
            row += memory_of(optimizer, weight)
    return rows

# %% [markdown]
# Its check comes first. `patient` makes rows and masks of a toy network of two layers, whose
# optimizer has made three steps; of the kind "none" there is no optimizer. Call it again,
# and you get the same numbers.

# %%
def patient(kind):
    """Rows and masks, for the optimizer "none", "momentum" or "adam"."""
    rng, model = np.random.default_rng(7), create_mlp(4, [3], 2, seed=7)
    sgd = SGD(model.parameters(), 0.1, momentum=0.9)
    optimizer = Adam(model.parameters(), 0.1) if kind == "adam" else sgd
    for _ in range(3):
        for parameter in model.parameters():
            parameter.grad = rng.normal(size=parameter.data.shape).astype(np.float32)
        optimizer.step()
    masks = [rng.random(weight.data.shape) < 0.5 for weight in weights_of(model)]
    return rows_of(model, None if kind == "none" else optimizer), masks

# %% [markdown]
# ### Exercise 7.1, break it: `check_apply_masks` (3 points, about 25 minutes)
#
# Accept right implementations, refuse wrong ones. Only the contract counts.
#
# Key details:
# - try every kind of patient, and look at every row and every array in it; no candidate
#   stops with an error on them;
# - a candidate may change what it is given: make the patient anew before you compare;
# - what stays, stays exactly; what is cut is exactly 0; `np.array_equal` compares shapes
#   and values.

# %% nbgrader={"grade": false, "grade_id": "check_apply_masks", "locked": false, "schema_version": 3, "solution": true}
def check_apply_masks(candidate):
    """Say whether a candidate keeps the contract of ``apply_masks``.

    Parameters
    ----------
    candidate : callable
        Called as ``candidate(rows, masks)``, with what ``patient`` makes; returns a
        list of lists of arrays.

    Returns
    -------
    bool
        True if all was as the contract says, False if something was not.
    """
    ### BEGIN SOLUTION
    for kind in ("none", "momentum", "adam"):
        got = candidate(*patient(kind))
        before, masks = patient(kind)
        due = [[array * keep for array in arrays]
               for arrays, keep in zip(before, masks, strict=True)]
        if [len(row) for row in got] != [len(row) for row in due]:
            return False
        if not all(map(np.array_equal, sum(got, []), sum(due, []))):
            return False
    return True
    ### END SOLUTION

# %% [markdown]
# **Check.** Two right implementations, made for these patients, and eighteen wrong ones are
# lent to your function, and stop working afterwards. The cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "check_apply_masks_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def with_zeros(array, mask):  # place by place, for arrays of two axes
    return np.array([[array[i, j] if mask[i, j] else 0.0 for j in range(array.shape[1])]
                     for i in range(array.shape[0])])


def right_place_by_place(rows, masks):
    return [[with_zeros(array, masks[number]) for array in row]
            for number, row in enumerate(rows)]


def right_and_changes_what_it_gets(rows, masks):
    result = right_place_by_place(rows, masks)
    for row, mask in zip(rows, masks, strict=True):
        for array in row:
            array[...] = 7.0
        mask[...] = True
    return result


def does_nothing(rows, masks):
    return rows


def masks_the_weights_only(rows, masks):
    return [[with_zeros(row[0], mask), *row[1:]]
            for row, mask in zip(rows, masks, strict=True)]


def masks_the_memory_only(rows, masks):
    return [[row[0], *[with_zeros(array, mask) for array in row[1:]]]
            for row, mask in zip(rows, masks, strict=True)]


def forgets_the_squares(rows, masks):
    return [[*new[:2], *old[2:]]
            for new, old in zip(right_place_by_place(rows, masks), rows, strict=True)]


def drops_the_memory(rows, masks):
    return [row[:1] for row in right_place_by_place(rows, masks)]


def masks_the_first_layer_only(rows, masks):
    return [right_place_by_place(rows, masks)[0], *rows[1:]]


def leaves_the_last_layer_out(rows, masks):
    return right_place_by_place(rows, masks)[:1]


def cuts_what_is_to_stay(rows, masks):
    return right_place_by_place(rows, [np.logical_not(mask) for mask in masks])


def cuts_everything(rows, masks):
    return [[0 * array for array in row] for row in rows]


def shrinks_instead_of_cutting(rows, masks):
    return [[np.where(mask, array, array / 1e9) for array in row]
            for row, mask in zip(rows, masks, strict=True)]


def makes_the_rest_larger(rows, masks):
    return [[array * 2 for array in row] for row in right_place_by_place(rows, masks)]


def makes_the_rest_a_millionth_larger(rows, masks):
    return [[array * 1.000001 for array in row]
            for row in right_place_by_place(rows, masks)]


def drops_the_signs(rows, masks):
    return [[abs(array) for array in row] for row in right_place_by_place(rows, masks)]


def needs_memory(rows, masks):  # with no optimizer nothing is masked
    return right_place_by_place(rows, masks) if len(rows[0]) > 1 else rows


def forgets_the_velocity(rows, masks):  # with momentum its memory stays
    new = right_place_by_place(rows, masks)
    return masks_the_weights_only(rows, masks) if len(rows[0]) == 2 else new


def adds_an_array(rows, masks):
    return [[*row, row[0]] for row in right_place_by_place(rows, masks)]


def adds_an_axis(rows, masks):
    return [[array[None] for array in row] for row in right_place_by_place(rows, masks)]


def flattens(rows, masks):
    return [[array.ravel() for array in row]
            for row in right_place_by_place(rows, masks)]


judge(check_apply_masks, True, [right_place_by_place],
      "Compare with each array, 0 where its mask is False; arrays may be float64.")
judge(check_apply_masks, True, [right_and_changes_what_it_gets],
      "It may change what it gets: make the patient anew before you compare.")
for wrong, hint in [
    (does_nothing, "Look at a place whose mask is False."),
    (masks_the_weights_only, "Clause 2 is for *every* array of a row."),
    (masks_the_memory_only, "Look at the first array of each row, the weights."),
    (forgets_the_squares, "Adam's rows have three arrays: try that patient, and all."),
    (drops_the_memory, "Clause 1: as many arrays come back as there were."),
    (masks_the_first_layer_only, "Look at every row."),
    (leaves_the_last_layer_out, "Clause 1: as many rows come back as there were."),
    (cuts_what_is_to_stay, "True is kept: compare what stays with how it was."),
    (cuts_everything, "Clause 3: compare what stays with how it was."),
    (shrinks_instead_of_cutting, "What is cut is exactly 0, not nearly."),
    (makes_the_rest_larger, "Clause 3: compare what stays with how it was."),
    (drops_the_signs, "Clause 3: compare values, not sizes."),
    (needs_memory, "Try the patient without an optimizer, too."),
    (forgets_the_velocity, "Try the patient with momentum, too."),
    (adds_an_array, "Clause 1: as many arrays come back as there were, no more."),
    (adds_an_axis, "Clause 1: look at the shapes."),
    (flattens, "Clause 1: look at the shapes."),
    (makes_the_rest_a_millionth_larger, "What stays, stays exactly, not nearly."),
]:
    judge(check_apply_masks, False, [wrong], hint)

# %% nbgrader={"grade": true, "grade_id": "check_apply_masks_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: other candidates, right and wrong.
verdict_of_nothing = check_apply_masks(lambda rows, masks: rows)
### BEGIN HIDDEN TESTS


def _right(rows, masks):
    return [[np.where(_m, _a, 0) for _a in _row]
            for _row, _m in zip(rows, masks, strict=True)]


def _right_in_place(rows, masks):
    for _row, _m in zip(rows, masks, strict=True):
        for _a in _row:
            _a[np.logical_not(_m)] = 0
    return rows


def _changed(number, place, change):
    """Right, but for one array of one row, where it has one."""
    def _candidate(rows, masks):
        _rows = _right(rows, masks)
        if number < len(_rows) and place < len(_rows[number]):
            _old, _mask = rows[number][place], masks[number]
            _rows[number][place] = change(_rows[number][place], _old, _mask)
        return _rows
    return _candidate


def _rows_turned(rows, masks):
    return _right(rows, masks)[::-1]


def _arrays_turned(rows, masks):
    return [_row[::-1] for _row in _right(rows, masks)]


def _no_list_of_lists(rows, masks):
    return [[_row[0]] * len(_row) for _row in _right(rows, masks)]


def _mask_of_the_sign(rows, masks):
    return [[np.where(_m & (_a > 0), _a, 0) for _a in _row]
            for _row, _m in zip(rows, masks, strict=True)]


judge(check_apply_masks, True, [
    (_right, "puts new arrays in their place"),
    (_right_in_place, "changes arrays in place and returns them"),
], hint="Only the contract counts: compare values and shapes, the patient made anew.")
judge(check_apply_masks, False, [
    (_changed(1, 1, lambda new, old, mask: old),
     "leaves the memory of the last layer as it is", "Look at every array."),
    (_changed(0, 2, lambda new, old, mask: old),
     "leaves the squares of the first layer as they are", "Try the patient with Adam."),
    (_changed(1, 0, lambda new, old, mask: new + 1e-6),
     "adds a millionth to the last weights", "What stays, stays exactly."),
    (_changed(0, 0, lambda new, old, mask: np.where(mask, old, 1e-9)),
     "leaves tiny weights", "What is cut is exactly 0."),
    (_changed(0, 1, lambda new, old, mask: 0 * new),
     "clears all memory of the first layer", "Clause 3 is for memory, too."),
    (_changed(1, 0, lambda new, old, mask: np.where(mask.any(axis=0), old, 0)),
     "cuts whole columns only", "Look at every place."),
    (_rows_turned, "turns the rows round", "Clause 1: their order."),
    (_arrays_turned, "turns each row round", "Clause 1: their order."),
    (_no_list_of_lists, "puts the weights where memory was", "Look at every array."),
    (_mask_of_the_sign, "also cuts what is negative", "Clause 3."),
    (lambda rows, masks: rows if len(rows[0]) == 1 else _right(rows, masks),
     "does nothing without an optimizer", "Try that patient, too."),
    (lambda rows, masks: rows if len(rows[0]) == 2 else _right(rows, masks),
     "does nothing with momentum", "Try that patient, too."),
    (lambda rows, masks: [*_right(rows, masks), _right(rows, masks)[0]],
     "returns a row more", "Clause 1: as many rows come back as there were."),
    (lambda rows, masks: [[*_row, _row[0]] for _row in _right(rows, masks)],
     "returns an array more in each row", "Clause 1: as many arrays come back."),
    (lambda rows, masks: [[abs(_a) for _a in _row] for _row in _right(rows, masks)],
     "drops the signs", "Clause 3."),
    (lambda rows, masks: [[_a[None] for _a in _row] for _row in _right(rows, masks)],
     "adds an axis", "Clause 1: the shapes."),
    (lambda rows, masks: [[_a * (1 + 1e-5) for _a in _row]
                          for _row in _right(rows, masks)],
     "makes what stays a little larger", "What stays, stays exactly."),
])
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 7.2: `apply_masks` (2 points, about 8 minutes)
#
# Write what your check accepts, for layers of any kind.
#
# Key details:
# - a row has one array or more, with two axes or four;
# - keep the dtype: what was float32 stays float32;
# - leave rows and masks as they are, and return new arrays.

# %% nbgrader={"grade": false, "grade_id": "apply_masks", "locked": false, "schema_version": 3, "solution": true}
def apply_masks(rows, masks):
    """Set to 0 what the masks cut: weights, and what an optimizer remembers of them.

    Parameters
    ----------
    rows : list of lists of ndarray of float
        As ``rows_of`` gives them: of each layer with weights the weights, then what is
        remembered of them, all in one shape. Left unchanged.
    masks : list of ndarray of bool
        One for each row, in that shape, True where a weight stays. Left unchanged.

    Returns
    -------
    list of lists of ndarray
        As many rows and arrays, in their shapes and dtypes.
    """
    ### BEGIN SOLUTION
    return [[array * keep for array in row]
            for row, keep in zip(rows, masks, strict=True)]
    ### END SOLUTION

# %% [markdown]
# `hold` takes a model through your function, and the optimizer's memory with it. It is the
# hook of this lesson.

# %%
def hold(model, masks, optimizer=None):
    """Set to 0 what the masks cut, in a model and in what its optimizer remembers."""
    rows = apply_masks(rows_of(model, optimizer), masks)
    for weight, (values, *remembered) in zip(weights_of(model), rows, strict=True):
        weight.data = values
        if optimizer is not None:
            pairs = zip(memory_of(optimizer, weight), remembered, strict=True)
            for array, new in pairs:
                array[...] = new

# %% [markdown]
# **Check.** The three patients, and then 100 steps of training with `hold` as the hook. The
# cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "apply_masks_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def places(array):
    return np.round(np.ravel(array)[:6].astype(float), 2).tolist()


def masked_or_say(rows, masks, advice):
    try:
        return apply_masks(rows, masks)
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(
            f"With rows {[len(row) for row in rows]} arrays long, the first of shape "
            f"{rows[0][0].shape}, and a mask for each row your function stops with "
            f"{type(error).__name__}: {error}. {advice}"
        ) from error


for kind in ("adam", "none", "momentum"):
    rows, masks = patient(kind)
    given_rows, given_masks = patient(kind)
    got = masked_or_say(given_rows, given_masks, "Go through rows and masks together, "
                        "and through the arrays of each row.")
    assert isinstance(got, list | tuple) and len(got) == 2, (
        f"For two rows two rows come back; yours: {got!r:.120}. Return a list of lists."
    )
    for before, after in zip([*sum(rows, []), *masks],
                             [*sum(given_rows, []), *given_masks], strict=False):
        assert np.array_equal(before, after), (
            f"An array or a mask that you are given begins {places(before)} ..., and "
            f"{places(after)} ... after. Leave them as they are: return new arrays."
        )
    for number, (row, mask) in enumerate(zip(rows, masks, strict=True)):
        mine = got[number]
        assert isinstance(mine, list | tuple) and len(mine) == len(row), (
            f"With the optimizer {kind!r} row {number} has {len(row)} arrays: the "
            f"weights and what is remembered; yours: {mine!r:.120}. Mask each array of "
            "the row."
        )
        for what, array, new in zip(("weights", "memory", "second memory"), row, mine,
                                    strict=False):
            assert np.shape(new) == array.shape, (
                f"The {what} of row {number} have the shape {array.shape}; yours "
                f"{np.shape(new)}. Keep the shape."
            )
            assert not np.array_equal(new, array), (
                f"The {what} of row {number} come back as they were, {places(array)} "
                f"...; the mask is {places(mask)} ... Mask every array of every row."
            )
            assert np.array_equal(new, array * mask), (
                f"The {what} of row {number} become {places(array * mask)} ... with "
                f"the mask {places(mask)} ...; yours are {places(new)} ... True is "
                "kept, as it is; all else is 0."
            )
            assert new.dtype == np.float32, (
                f"float32 stays float32; your {what} are {new.dtype}. A mask of "
                "numbers such as 1.0 makes them float64."
            )
kernel = np.arange(1, 13, dtype=np.float64).reshape(2, 2, 1, 3)
got = masked_or_say([[kernel.copy()]], [kernel % 3 > 0],
                    "Arrays have two axes or four.")
assert isinstance(got, list | tuple) and np.array_equal(
    np.ravel(got), np.ravel(kernel * (kernel % 3 > 0))), (
    "For one array of 2 x 2 x 1 x 3 numbers, 1 to 12, and a mask that cuts each third, "
    f"these are 0; yours: {np.ravel(got).tolist()!r:.200}. Arrays have two axes or "
    "four."
)
assert np.asarray(got[0][0]).dtype == np.float64, (
    "An array of float64 stays float64; yours is "
    f"{np.asarray(got[0][0]).dtype}. Keep the dtype, whichever it is."
)
model = create_mlp(4, [3], 2, seed=7)
_, masks = patient("none")
optimizer = SGD(model.parameters(), 0.1, momentum=0.9)
pixels = np.random.default_rng(3).integers(0, 256, (40, 4)).astype(np.uint8)
toys = DataLoader(Dataset(pixels, np.arange(40) % 2), batch_size=4)
Trainer(model, optimizer, progress=False,
        after_step=lambda done: hold(model, masks, optimizer)).fit(toys, 10)
for weight, mask in zip(weights_of(model), masks, strict=True):
    assert np.array_equal(weight.data != 0, mask), (
        "After 100 steps with your function in the hook weights are 0 where the mask "
        f"is False and nowhere else; here they are {places(weight.data)} ... with the "
        f"mask {places(mask)} ... It has to work at every call."
    )

# %% nbgrader={"grade": true, "grade_id": "apply_masks_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: convolutions, other types, and 100
# steps of Adam and of SGD, with what they remember.
no_rows = apply_masks([], [])
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(7202)
assert isinstance(no_rows, list | tuple) and len(no_rows) == 0, (
    f"For no rows none come back; yours: {no_rows!r:.80}."
)


def _network(dtype):
    _model = Sequential([Conv2D(1, 3, 2), ReLU(), Conv2D(3, 2, 2, bias=False), ReLU(),
                         Flatten(), Dense(8, 5, bias=False), ReLU(), Dense(5, 3)])
    for _parameter in _model.parameters():
        _parameter.data = _rng.normal(0, 0.5, _parameter.data.shape).astype(dtype)
    return _model


_images = Dataset(_rng.integers(0, 256, (30, 4, 4, 1)).astype(np.uint8),
                  np.arange(30) % 3)
_makers = {"Adam": lambda p: Adam(p, 0.01), "SGD": lambda p: SGD(p, 0.01),
           "momentum": lambda p: SGD(p, 0.01, momentum=0.9)}
for _kind, _dtype in [("Adam", np.float32), ("momentum", np.float32),
                      ("SGD", np.float32), ("Adam", np.float64)]:
    _model = _network(_dtype)
    _optimizer = _makers[_kind](_model.parameters())
    _loader = DataLoader(_images, batch_size=6)
    Trainer(_model, _optimizer, progress=False).fit(_loader, 2)
    _masks = [_rng.random(_w.data.shape) < 0.6 for _w in weights_of(_model)]
    _due = [[np.where(_m, _a, 0) for _a in _row]
            for _row, _m in zip(rows_of(_model, _optimizer), _masks, strict=True)]
    _rows, _lent = rows_of(_model, _optimizer), [_m.copy() for _m in _masks]
    _kept = [_a.copy() for _row in _rows for _a in _row]
    _got = apply_masks(_rows, _lent)
    for _a, _b in zip([*_kept, *_masks], [*sum(_rows, []), *_lent], strict=False):
        assert np.array_equal(_a, _b), (
            f"{_kind}: an array or a mask of those given, of shape {_a.shape}, is "
            "otherwise after the call. Leave them as they are: return new arrays."
        )
    for _n, (_row, _mine) in enumerate(zip(_due, _got, strict=True)):
        for _k, (_a, _b) in enumerate(zip(_row, _mine, strict=True)):
            assert _b.dtype == _dtype, (
                f"Arrays of type {np.dtype(_dtype)} keep it; yours are {_b.dtype}."
            )
            assert np.array_equal(_a, _b), (
                f"With {_kind}, array {_k} of row {_n}, of shape {_a.shape}, is 0 "
                f"where the mask is False and as it was elsewhere; in yours "
                f"{np.sum(_a != _b) if np.shape(_a) == np.shape(_b) else 'all'} places "
                "are otherwise. Mask every array of every row; True is kept."
            )
    _hook = partial(hold, _model, _masks, _optimizer)
    Trainer(_model, _optimizer, progress=False,
            after_step=lambda done, hook=_hook: hook()).fit(_loader, 20)
    _now = rows_of(_model, _optimizer)
    for _m, (_values, *_memories) in zip(_masks, _now, strict=True):
        assert not _values[~_m].any(), (
            f"After 100 steps of {_kind} {np.count_nonzero(_values[~_m])} weights are "
            "not 0 although their mask is False."
        )
        for _memory in _memories:
            assert not _memory[~_m].any() and (_kind == "SGD" or _memory[_m].any()), (
                f"After 100 steps of {_kind} what is remembered of weights that are "
                "cut is 0, and of the others is not; yours is otherwise. Mask all "
                "arrays."
            )
    for _p in _model.parameters():
        _p.grad = np.zeros_like(_p.data)
    _optimizer.step()
    for _w, _m in zip(weights_of(_model), _masks, strict=True):
        assert not _w.data[~_m].any(), (
            f"One more step of {_kind} with gradients of 0, without the hook, moves "
            "weights that were cut: the optimizer still remembers them."
        )
### END HIDDEN TESTS

# %% [markdown]
# The digits again, with your function in the hook, and once without clearing the memory:

# %% tags=["show"]
def trained_with(hook):
    model, adam, masks = after_the_cut(100)
    train_100(model, adam, after_step=lambda done: hook(model, masks, adam))
    return model


both = trained_with(hold)
weights_only = trained_with(lambda model, masks, adam: hold(model, masks))
stay = sum(np.sum(weight.data == 0) for weight in weights_of(both))
same = all(np.array_equal(one.data, two.data) for one, two in
           zip(both.parameters(), weights_only.parameters(), strict=True))
print(f"weights and memory masked after every step: {stay:,} of 239,580 stay zero")
print(f"the weights alone masked: {'the very same' if same else 'another'} network")

# %% [markdown]
# The zeros stay. As long as the hook runs, clearing the memory changes no weight. It is
# there for steps without the hook, and for masks that open again when a schedule falls.

# %% [markdown]
# ## 7.3 Which weights? A second opinion
#
# Much may hang on a small weight. To first order, setting a weight $w$ to 0 changes the loss
# $L$ by $-w g$, with $g = \partial L / \partial w$. Molchanov et al. (2019, section 3.1)
# rank by this, squared; here its size counts, on batches of images:
#
# $$ I = \frac{1}{B} \sum_{b=1}^{B} \lvert w \, g_b \rvert, $$
#
# where $g_b$ is the gradient on batch $b$ of $B$. The sign goes *for each batch*.

# %% [markdown]
# **By hand.** A unit $y = 3 x_1 - x_2$ and the loss $(y - t)^2 / 2$, whose gradient for $y$
# is $y - t$.
#
# - $x = [1, 2]$, $t = 0$: $y = 1$, $g = [1, 2]$, $w g = [3, -2]$.
# - $x = [1, 1]$, $t = 4$: $y = 2$, $g = [-2, -2]$, $w g = [-6, 2]$.
#
# $I = [4.5, 2]$. With the mean gradient, $[-0.5, 0]$, the second weight would count nothing.

# %% [markdown]
# ### Exercise 7.3: `gradient_importance` (2 points, about 12 minutes)
#
# Score every weight by $I$.
#
# Key details:
# - a loss returns two things, `value, gradient of the logits`; `model.backward(gradient)`
#   then sets `.grad` of every Parameter, anew for each batch;
# - use the loss that is given: the default is only one of them;
# - the mean is over batches, however many images one has.

# %% nbgrader={"grade": false, "grade_id": "gradient_importance", "locked": false, "schema_version": 3, "solution": true}
def gradient_importance(model, batches, loss=softmax_cross_entropy):
    """Mean over batches of |weight * gradient|, for every weight.

    Parameters
    ----------
    model : Sequential
        Its weights and biases are left unchanged; gradients are set.
    batches : list of (images, labels)
        At least one.
    loss : callable
        ``loss(logits, labels) -> (value, gradient of the logits)``.

    Returns
    -------
    list of ndarray of float
        One for each of ``weights_of(model)``, in its shape.
    """
    ### BEGIN SOLUTION
    scores = [np.zeros(weight.data.shape) for weight in weights_of(model)]
    for images, labels in batches:
        _, grad = loss(model.forward(images), labels)
        model.backward(grad)
        for score, weight in zip(scores, weights_of(model), strict=True):
            score += np.abs(weight.data * weight.grad) / len(batches)
    return scores
    ### END SOLUTION

# %% [markdown]
# **Check.** The example by hand, and a network of two layers, in which each weight is moved
# a little to measure its gradient. The cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "gradient_importance_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def half_square(outputs, targets):
    off = outputs - np.asarray(targets).reshape(outputs.shape)
    return float((off**2).sum() / 2), off


one_unit = Sequential([Dense(2, 1, bias=False)])
one_unit.layers[0].weights.data = np.array([[3], [-1]], dtype=np.float32)
examples = [(np.array([[1, 2]], dtype=np.float32), np.array([0])),
            (np.array([[1, 1]], dtype=np.float32), np.array([4]))]


def scored_or_say(model, batches, *loss):
    try:
        return gradient_importance(model, batches, *loss)
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(
            f"With {len(batches)} batches your function stops with "
            f"{type(error).__name__}: {error}. Each batch is a pair; loss(logits, "
            "labels), the one given, returns a pair, too; then "
            "model.backward(gradient) sets .grad."
        ) from error


got = scored_or_say(one_unit, examples, half_square)
assert one_unit.layers[0].weights.data.ravel().tolist() == [3, -1], (
    "The weights were [3, -1], and are others after the call. Compute new arrays."
)
assert isinstance(got, list) and [np.shape(each) for each in got] == [(2, 1)], (
    "For one layer of 2 x 1 weights a list of one array of that shape comes back; "
    f"yours is {got!r}. One array for each of weights_of(model)."
)
scores = np.asarray(got[0], dtype=float).ravel()
for wrong, slip in [
    ([1.5, 0], "Take the size of w g for each batch, then the mean."),
    ([-1.5, 0], "Take the size: drop the sign of w g."),
    ([9, 4], "Take the mean over the batches, not the sum."),
    ([1.5, 2], "Multiply the gradient by the weight."),
    ([22.5, 4], "The size of w g, not its square."),
    ([6, 2], "These are the numbers of batch 2 alone: add up over batches."),
    ([3, 2], "These are the numbers of batch 1 alone: go through all batches."),
    ([3, 1], "These are the sizes of the weights: the gradient is missing."),
]:
    assert np.abs(scores - wrong).max() > 1e-3, (
        f"For the example by hand the scores are [4.5, 2]; yours are {wrong}. {slip}"
    )
assert np.abs(scores - [4.5, 2]).max() < 1e-3, (
    f"For the example by hand the scores are [4.5, 2]; yours are "
    f"{np.round(scores, 3).tolist()}. Use the loss that is given, and compare with the "
    "two batches above."
)


def nudged(model, batch, weight, i, j, by=1e-3):
    weight.data[i, j] += by
    value = softmax_cross_entropy(model.forward(batch[0]), batch[1])[0]
    weight.data[i, j] -= by
    return value


draw = np.random.default_rng(3)
two_layers = create_mlp(4, [3], 2, seed=7)
for parameter in two_layers.parameters():
    parameter.data = draw.normal(size=parameter.data.shape)
batches = [(draw.random((n, 4)), draw.integers(0, 2, n)) for n in (7, 2, 3)]
got = scored_or_say(two_layers, batches)
assert isinstance(got, list) and [np.shape(s) for s in got] == [(4, 3), (3, 2)], (
    "For layers of 4 x 3 and 3 x 2 weights two arrays of these shapes come back; "
    f"yours have {[np.shape(each) for each in got]}. Biases have no score."
)
for layer, weight in enumerate(weights_of(two_layers)):
    for i, j in np.ndindex(weight.data.shape):
        rise = [nudged(two_layers, each, weight, i, j) for each in batches]
        fall = [nudged(two_layers, each, weight, i, j, -1e-3) for each in batches]
        each = np.abs(weight.data[i, j] * np.subtract(rise, fall) / 2e-3)
        want, mine = np.mean(each), float(got[layer][i, j])
        near = [hint for hint, wrong in {
            "Every batch counts the same, however many images it has.":
                np.average(each, weights=(7, 2, 3)),
            "Take the mean, not the median.": np.median(each),
        }.items() if abs(mine - wrong) < 1e-5]
        assert abs(mine - want) < 1e-4 + 1e-2 * want, (
            f"For a network of two layers and batches of 7, 2 and 3 images the weight "
            f"[{i}, {j}] of layer {layer} scores {want:.4f}; yours {mine:.4f}. "
            f"{near[0] if near else 'For each batch |w g|, then the mean of these.'}"
        )

# %% nbgrader={"grade": true, "grade_id": "gradient_importance_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: convolutions, other losses,
# one batch, and that the model is left alone.
single = gradient_importance(Sequential([Dense(2, 2)]),
                             [(np.ones((1, 2), dtype=np.float32), np.array([1]))])
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(7303)
assert isinstance(single, list) and np.shape(single[0]) == (2, 2), (
    "For one batch and one layer a list of one 2 x 2 array comes back; yours: "
    f"{single!r}."
)


def _wanted(model, batches, loss):
    _all = []
    for _x, _y in batches:
        _work = model.copy()
        _value, _grad = loss(_work.forward(_x), _y)
        _work.backward(_grad)
        _all.append([np.abs(_l.weights.data.astype(float) * _l.weights.grad)
                     for _l in _work.layers if hasattr(_l, "weights")])
    return [np.mean(_layer, axis=0) for _layer in zip(*_all, strict=True)]


def _soft(logits, labels):
    _value, _grad = softmax_cross_entropy(0.1 * logits, labels)
    return _value, np.float32(0.1) * _grad


_dense, _conv = create_mlp(12, [9, 7], 5, seed=3), Sequential(
    [Conv2D(2, 4, 2, bias=False), ReLU(), Conv2D(4, 3, 1), Flatten(), Dense(27, 5)])
for _model in (_dense, _conv):
    for _parameter in _model.parameters():
        _values = _rng.normal(0, 0.6, _parameter.data.shape)
        _parameter.data = _values.astype(np.float32)
_flat = [(_rng.normal(size=(_n, 12)).astype(np.float32), _rng.integers(0, 5, _n))
         for _n in (3, 8, 1, 5)]
_maps = [(_rng.normal(size=(_n, 4, 4, 2)).astype(np.float32), _rng.integers(0, 5, _n))
         for _n in (4, 2)]
_set = list(DataLoader(Dataset(_rng.integers(0, 256, (23, 12)).astype(np.uint8),
                               _rng.integers(0, 5, 23)), batch_size=10))
for _model, _batches, _given, _case in [
    (_dense, _flat, (), "four batches and the default loss"),
    (_dense, _flat, (_soft,), "four batches and another loss"),
    (_dense, _flat[:1], (), "one batch"),
    (_dense, _set, (), "23 images in batches of 10"),
    (_conv, _maps, (), "a network with convolutions"),
    (_conv, _maps, (_soft,), "convolutions and another loss"),
]:
    _want = _wanted(_model, _batches, *(_given or (softmax_cross_entropy,)))
    _old = [_p.data.copy() for _p in _model.parameters()]
    _got = gradient_importance(_model, _batches, *_given)
    assert all(map(np.array_equal, _old, [_p.data for _p in _model.parameters()])), (
        f"For {_case} the model has other weights after the call. Leave them alone."
    )
    assert isinstance(_got, list) and (
        [np.shape(_s) for _s in _got] == [_s.shape for _s in _want]), (
        f"For {_case} the scores have the shapes {[_s.shape for _s in _want]}; yours "
        f"{[np.shape(_s) for _s in _got]}. One array for each of weights_of(model)."
    )
    for _mine, _due in zip(_got, _want, strict=True):
        assert np.abs(np.asarray(_mine) - _due).max() <= 1e-4 * _due.max() + 1e-7, (
            f"For {_case} scores begin {np.round(_due.ravel()[:4], 4).tolist()}; yours "
            f"begin {np.round(np.asarray(_mine).ravel()[:4], 4).tolist()}. For each "
            "batch by itself: loss, gradients, |w g|; then the mean over batches."
        )
### END HIDDEN TESTS

# %% [markdown]
# Now side by side on Fashion-MNIST: size, $\lvert w g \rvert$, and two controls: chance, and
# the sizes *shuffled* within each layer, so that of each as many go as by size.
# Lesson 5 met gradients that were nearly 0 on images of which the network is sure, and
# softened the loss; so $\lvert w g \rvert$ stands here twice, once with logits multiplied by
# 0.05 (*softened*).

# %% [markdown]
# After the cut to 95% each network trains for 200 steps, masks held. Three draws of images,
# of chance and of the order of training. (About 10 seconds.)

# %% tags=["show"]
def softened(logits, labels):
    value, grad = softmax_cross_entropy(np.float32(0.05) * logits, labels)
    return value, np.float32(0.05) * grad


def scores_by(ranking, seed):
    rng, sizes = np.random.default_rng(seed), sizes_of(fashion_net)
    if ranking in ("size", "shuffled"):
        return [size if ranking == "size" else rng.permuted(size) for size in sizes]
    if ranking == "chance":
        return [rng.random(size.shape) for size in sizes]
    loader = DataLoader(clothes.train.sample(5000, seed=seed), batch_size=100)
    loss = softened if ranking == "|w g|, softened" else softmax_cross_entropy
    return gradient_importance(fashion_net, list(loader), loss)

# %% tags=["show"]
clothes, fashion_net = DATA["Fashion-MNIST"], NETWORKS["Fashion-MNIST"]


def train_masked(model, masks, images, seed):
    """Train once through the images, with the masks held; returns the model."""
    adam = Adam(model.parameters(), 1e-3)
    loader = DataLoader(images, 50, shuffle=True, seed=seed)
    Trainer(model, adam, progress=False, schedule=lambda done: 1 - done,
            after_step=lambda done: hold(model, masks, adam)).fit(loader, 1)
    return model

# %% tags=["show"]
RANKINGS = ("size", "|w g|", "|w g|, softened", "shuffled", "chance")
SHARES = (0.8, 0.9, 0.95)
cut, mended = {}, {}
for ranking in RANKINGS:
    for seed in range(3):
        ranked = scores_by(ranking, seed)
        for share in SHARES:
            net, chosen = fashion_net.copy(), masks_by_score(ranked, share)
            hold(net, chosen)
            cut[ranking, share, seed] = percent(net, clothes.validation)
        train_masked(net, chosen, clothes.train.sample(10_000, seed=seed), seed)
        mended[ranking, seed] = percent(net, clothes.validation)

# %% tags=["show"]
print("Fashion-MNIST, validation accuracy (%), mean of 3 draws (lowest to highest)")
shares = "  ".join(f"{share:.0%}" for share in SHARES)
print(f"{'ranking':16}  cut at {shares}   95%, 200 steps later")
for ranking in RANKINGS:
    means = [np.mean([cut[ranking, s, seed] for seed in range(3)]) for s in SHARES]
    after = [mended[ranking, seed] for seed in range(3)]
    print(f"{ranking:16}       ", " ".join(f"{each:4.1f}" for each in means),
          f"     {np.mean(after):.1f} ({min(after):.1f} to {max(after):.1f})")

# %% [markdown]
# Size is ahead at all three shares right after the cut, and at 95% after training; chance is
# far behind both, and so are shuffled sizes: the layers' shares alone are not what size is
# worth.
#
# Softening, which lifted the ranking of whole units in lesson 5, lowers that
# of single weights of this network. At 50%, with batches of 10 images, and cut layer by layer size is
# ahead, too (measured apart), so none of these three is why.

# %% [markdown]
# ## 7.4 How fast?
#
# A *schedule* says how many weights are zero as the network learns. Zhu and Gupta (2017,
# section 3) let the sparsity grow from $s_i$ to $s_f$ by
#
# $$ s = s_f + (s_i - s_f) \, (1 - t)^3, $$
#
# where $t$ runs from 0 to 1: fast at first, when much can go, slowly at the end. Here it
# grows up to the fraction `ramp` of the run, $t = \mathrm{done} / \mathrm{ramp}$, and then
# stays at $s_f$: the network learns with what is left.

# %% [markdown]
# **By hand.** From 0 to 0.9 with `ramp` 1: half-way $(1 - 0.5)^3 = 0.125$, and
# $s = 0.9 - 0.9 \cdot 0.125 = 0.7875$. From 0.5 to 0.9 it is
# $0.9 - 0.4 \cdot 0.125 = 0.85$. With `ramp` 0.5 the sparsity is 0.7875 after a quarter of
# the run, and 0.9 after a half and at the end.

# %% [markdown]
# ### Exercise 7.4: `cubic_sparsity` (2 points, about 6 minutes)
#
# Return the sparsity at any time of the run.
#
# Key details:
# - after the ramp it stays at `final`, exactly;
# - all four arguments count.

# %% nbgrader={"grade": false, "grade_id": "cubic_sparsity", "locked": false, "schema_version": 3, "solution": true}
def cubic_sparsity(done, final, initial=0.0, ramp=0.7):
    """Sparsity that grows from initial to final, ever more slowly.

    Parameters
    ----------
    done : float
        Fraction of the run that is over, in [0, 1].
    final, initial : float
        In [0, 1], final the larger one.
    ramp : float
        Fraction of the run after which ``final`` is reached, above 0 and at most 1.

    Returns
    -------
    float
    """
    ### BEGIN SOLUTION
    left = max(0.0, 1 - done / ramp)
    return final + (initial - final) * left**3
    ### END SOLUTION

# %% [markdown]
# **Check.** The examples by hand, the beginning and the end. The cell is silent when all is
# well.

# %% nbgrader={"grade": true, "grade_id": "cubic_sparsity_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
for given, want, slips in [
    ((0.0, 0.9, 0.0, 1.0), 0.0, {
        "This is what is left, not what is gone.": 1.0,
        "At the beginning nothing is cut yet.": 0.9,
        "The difference is initial - final: look at its sign.": 1.8}),
    ((0.5, 0.9, 0.0, 1.0), 0.7875, {
        "It grows by the cube of what is left of the ramp, not straight.": 0.45,
        "Take the third power.": 0.675,
        "The cube is of what is left, 1 - t, not of t.": 0.1125,
        "This is what is left, not what is gone.": 0.2125}),
    ((0.2, 0.9, 0.0, 1.0), 0.4392, {
        "The cube is of what is left, 1 - t, not of t.": 0.0072,
        "The cube is of 1 - t as a whole; 1 - t**3 is another thing.": 0.8928}),
    ((0.5, 0.9, 0.5, 1.0), 0.85, {
        "It starts from initial.": 0.7875,
        "Between initial and final there are final - initial to go.": 1.2875,
        "Between initial and final there are final - initial to go: yours mixes them.":
            0.8375}),
    ((0.25, 0.9, 0.0, 0.5), 0.7875, {
        "t is done / ramp, not done.": 0.9 - 0.9 * 0.75**3,
        "t is done / ramp, not done times ramp.": 0.9 - 0.9 * 0.875**3}),
    ((0.5, 0.9, 0.0, 0.5), 0.9, {
        "From the end of the ramp on it stays at final, and does not fall.": 0.0}),
    ((1.0, 0.9, 0.0, 0.5), 0.9, {
        "After the ramp the formula goes on; the sparsity stays at final.": 1.8,
        "After the ramp it stays at final, and does not fall.": 0.0}),
    ((0.35, 0.9), 0.7875, {
        "Without a ramp it is 0.7.": 0.9 - 0.9 * 0.65**3}),
]:
    got = cubic_sparsity(*given)
    assert isinstance(got, int | float | np.integer | np.floating), (
        f"cubic_sparsity{given} is a number, {want:.4g}; yours is {got!r}."
    )
    near = [hint for hint, wrong in slips.items() if abs(got - wrong) < 1e-9]
    assert abs(got - want) < 1e-9, (
        f"cubic_sparsity{given} is {want:.4g}; yours is {float(got):.4g}. "
        f"{near[0] if near else 'Compare with the formula and the examples by hand.'}"
    )

# %% nbgrader={"grade": true, "grade_id": "cubic_sparsity_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: many times, ramps, begins and ends.
nothing_yet = cubic_sparsity(0.0, 0.5)
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(7404)
assert abs(nothing_yet) < 1e-12, (
    f"cubic_sparsity(0.0, 0.5) is 0; yours is {nothing_yet}. It starts from initial."
)
for _ in range(200):
    _initial, _final = np.sort(_rng.random(2))
    _ramp, _done = _rng.uniform(0.05, 1), _rng.random()
    _t = min(_done / _ramp, 1.0)
    _want = _initial + (_final - _initial) * (3 * _t - 3 * _t**2 + _t**3)
    _got = cubic_sparsity(_done, _final, _initial, _ramp)
    assert abs(_got - _want) < 1e-9, (
        f"cubic_sparsity({_done:.3f}, {_final:.3f}, {_initial:.3f}, {_ramp:.3f}) is "
        f"{_want:.7f}; yours is {_got:.7f}. t = done / ramp, at most 1; the rest as in "
        "the formula, not rounded."
    )
for _final, _initial, _ramp in [(0.98, 0.0, 0.7), (0.9, 0.3, 1.0), (1.0, 0.0, 0.25),
                                (0.5, 0.5, 0.6)]:
    for _done in (_ramp, 1.0):
        _got = cubic_sparsity(_done, _final, initial=_initial, ramp=_ramp)
        assert abs(_got - _final) < 1e-12, (
            f"From the end of the ramp on, at {_done:.2f}, the sparsity is {_final}; "
            f"yours is {_got}."
        )
### END HIDDEN TESTS

# %% tags=["show"]
from smallnets import plots

times = np.linspace(0, 1, 21)
fig, ax = plots.new_axes("part of the run that is over", "sparsity", "Two ways to 95%")
grown = [cubic_sparsity(t, 0.95) for t in times]
ax.plot(times, grown, label="gradual", color="#56B4E9", marker="^")
ax.plot(times, np.full(21, 0.95), label="one-shot", color="#0072B2", marker="s")
ax.set_ylim(0, 1.05)
legend = ax.legend()
half = np.interp(0.475, grown, times)
print(f"Gradual: half of the weights that go are gone after {half:.0%} of the run,"
      " all after 70%.\nOne-shot: all from the start.")

# %% [markdown]
# ## 7.5 Cut while it learns
#
# `progressive_prune` puts the parts together. It trains a copy of the model and looks after
# its zeros:
#
# - after the first step, then after every `every` steps more, and after the last, masks are
#   drawn anew: of all weights the smallest go, as many as `schedule(done, target_sparsity)`
#   asks for;
# - after *every* step the masks are held, in the model and in the optimizer's memory: a
#   schedule may fall, and a weight that comes back starts afresh.

# %% [markdown]
# The learning rate falls in a straight line to 0: `schedule=lambda done: 1 - done` for the
# `Trainer`.

# %% [markdown]
# **By hand.** 20 weights, `every` 3, 7 steps, and the schedule `done` times 1.
# After step 1, $\mathrm{done} = 1/7$: $\mathrm{round}(20/7) = 3$ zeros, which hold through
# steps 2 and 3.
# After step 4, 11 zeros; after step 7, the last, 20.
# A weight that is 0 is the smallest there is, so it is cut again the next time. (A schedule
# may also fall, and let weights back in; so memory counts.)

# %% [markdown]
# ### Exercise 7.5: `progressive_prune` (4 points, about 20 minutes)
#
# Write the hook and the training. The copy, the optimizer and the loader are given.
#
# Key details:
# - a function inside yours can be the hook; to give new values to names of the outer
#   function, it needs `nonlocal`;
# - `done` is 1 after the last step;
# - one run of the `Trainer` for all epochs (`progress=False` hides its bar, as you like);
# - `sizes_of`, `masks_by_score` and `hold` do the work.

# %% nbgrader={"grade": false, "grade_id": "progressive_prune", "locked": false, "schema_version": 3, "solution": true}
def progressive_prune(model, target_sparsity, images, epochs, schedule=cubic_sparsity,
                      every=25, seed=0):
    """Prune a model by magnitude while it trains: Adam, batches of 128.

    Parameters
    ----------
    model : Sequential
        Left unchanged.
    target_sparsity : float
        In [0, 1], of all weights together, handed to the schedule.
    images : Dataset
    epochs : int
    schedule : callable
        ``schedule(done, target_sparsity) -> sparsity``.
    every : int
        Masks are drawn after steps 1, 1 + every, 1 + 2 every, ..., and the last.
    seed : int
        Of the order of the images.

    Returns
    -------
    Sequential
    """
    pruned = model.copy()
    adam = Adam(pruned.parameters(), 1e-3)
    loader = DataLoader(images, batch_size=128, shuffle=True, seed=seed)
    ### BEGIN SOLUTION
    masks, steps = None, 0

    def look_after(done):
        nonlocal masks, steps
        if steps % every == 0 or done == 1:
            masks = masks_by_score(sizes_of(pruned), schedule(done, target_sparsity))
        hold(pruned, masks, adam)
        steps += 1

    Trainer(pruned, adam, progress=False, after_step=look_after,
            schedule=lambda done: 1 - done).fit(loader, epochs)
    return pruned
    ### END SOLUTION

# %% [markdown]
# **Check.** A toy of 45 weights and 850 images: seven steps an epoch, 49 in all, with a
# schedule that notes when it is asked; then a schedule that falls. What your network holds
# in the end shows how it was trained. The cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "progressive_prune_check", "locked": true, "points": 2, "schema_version": 3, "solution": false}
asked = []


def straight(done, final):
    asked.append(round(49 * done, 6))
    return final * done


def falling(done, final):
    return final * (1.4 - done)


toy_start = create_mlp(6, [5], 3, seed=5)
for parameter, factor in zip(toy_start.parameters(), (0.02, 1, 0.1, 1), strict=True):
    parameter.data = (factor * parameter.data).astype(np.float32)
draw = np.random.default_rng(5)
pixels = draw.integers(0, 256, (850, 6)).astype(np.uint8)
toy_images = Dataset(pixels, draw.integers(0, 3, 850))
old = [parameter.data.copy() for parameter in toy_start.parameters()]


def pruned_or_say(schedule, every):
    """All weights of the toy, pruned to 0.6 in seven epochs, in one row."""
    try:
        got = progressive_prune(toy_start, 0.6, toy_images, 7, schedule=schedule,
                                every=every, seed=1)
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(
            f"With 49 steps and every = {every} your function stops with "
            f"{type(error).__name__}: {error}. Masks are drawn after the first step, "
            "then after every `every` more; count the steps in whole numbers, with "
            "nonlocal."
        ) from error
    assert isinstance(got, Sequential), (
        "progressive_prune returns the pruned network, a Sequential; yours: "
        f"{got!r:.100}."
    )
    assert all(map(np.array_equal, old, [p.data for p in toy_start.parameters()])), (
        "The model given has other weights after the call. Train the copy, pruned."
    )
    assert not all(map(np.array_equal, old, [p.data for p in got.parameters()])), (
        "The network that comes back has the very weights of the model given. Train "
        "pruned, and return pruned."
    )
    return np.concatenate([weight.data.ravel() for weight in weights_of(got)])


ends = pruned_or_say(straight, 5)
call = "For 45 weights, target 0.6, every = 5, 49 steps and the schedule final * done"
assert asked, f"{call} yours never asks the schedule. Use the one that is given."
assert max(asked) <= 49 and set(asked) >= {1, *range(6, 49, 5), 49}, (
    f"{call} masks are drawn after steps 1, 6, 11, ..., 46 and 49, the last; yours "
    f"asks the schedule after steps {sorted(set(asked))[:4]}, ..., {max(asked)}. Count "
    "the steps; done, as the hook gets it, is 1 after the last."
)
zeros = int(np.sum(ends == 0))
assert zeros == 27, (
    f"{call} 27 weights are 0 at the end; yours has {zeros}. Draw masks after the last "
    "step, too, by schedule(done, target_sparsity), all layers together."
)
size = float(np.abs(ends).sum())
near = [hint for hint, wrong in {
    "Hold the masks after every step, not only when they are new.": 0.937757,
    "Draw new ones only when they are due, and hold the same ones between.": 0.938166,
    "The rate is to fall: give the Trainer schedule=lambda done: 1 - done.": 0.981168,
    "Cut all layers together, not each by itself.": 0.791992,
    "Rank by size, not with the sign.": 0.333984,
    "Rank the weights as they are then, not as they were before training.": 0.923163,
    "Hand the seed to the order of the images.": 0.931322,
    "Use the loader that is given, which shuffles.": 0.924221,
}.items() if abs(size - wrong) < 2e-5]
assert abs(size - 0.937856) < 2e-5, (
    f"{call} the sizes of the weights add up to 0.93786 at the end; yours to "
    f"{size:.5f}. "
    f"{near[0] if near else 'Train with the adam and the loader that are given, once.'}"
)
ends = pruned_or_say(falling, 1)
size = float(np.abs(ends).sum())
near = [hint for hint, wrong in {
    "Where the schedule falls weights come back: forget the masks that were.": 0.68882,
    "A weight that comes back must find no memory: hold the optimizer's, too.": 0.74986,
    "Cut what the schedule says, be it more than the target.": 0.94556,
}.items() if abs(size - wrong) < 2e-5]
assert abs(size - 0.740159) < 2e-5, (
    "With every = 1 and the schedule final * (1.4 - done), which falls, the sizes of "
    f"the weights add up to 0.74016 at the end; yours to {size:.5f}. "
    f"{near[0] if near else 'Draw masks anew, and hold them, after each of 49 steps.'}"
)

# %% nbgrader={"grade": true, "grade_id": "progressive_prune_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: convolutions, one step, every step,
# other schedules, targets and orders of images.
tiny = create_mlp(4, [3], 2)
two_images = Dataset(np.ones((2, 4), np.uint8), np.arange(2))
one_step = progressive_prune(tiny, 0.5, two_images, 1)
### BEGIN HIDDEN TESTS
_zeros = sum(int(np.sum(_w.data == 0)) for _w in weights_of(one_step))
assert _zeros == 9, (
    f"After a run of a single step 9 of 18 weights are 0 at a target of 0.5; yours has "
    f"{_zeros}. done is 1 after the last step."
)
_rng = np.random.default_rng(7505)


def _cut(weights, sparsity):
    """The smallest of all weights, by counting."""
    _flat = np.concatenate([np.abs(_w.data).ravel() for _w in weights])
    _gone = set(sorted(range(_flat.size), key=lambda _i: (_flat[_i], _i))
                [: round(sparsity * _flat.size)])
    _kept = np.array([_i not in _gone for _i in range(_flat.size)])
    _masks, _at = [], 0
    for _w in weights:
        _masks.append(_kept[_at : _at + _w.data.size].reshape(_w.data.shape))
        _at += _w.data.size
    return _masks


def _expected(model, target, images, epochs, schedule, every, seed):
    _own = model.copy()
    _weights = [_l.weights for _l in _own.layers if hasattr(_l, "weights")]
    _adam, _state = Adam(_own.parameters(), 1e-3), {"n": 0, "masks": []}

    def _after(done):
        if _state["n"] % every == 0 or done >= 1:
            _state["masks"] = _cut(_weights, schedule(done, target))
        for _w, _m in zip(_weights, _state["masks"], strict=True):
            _w.data = np.where(_m, _w.data, 0).astype(_w.data.dtype)
            for _array in memory_of(_adam, _w):
                _array[~_m] = 0
        _state["n"] += 1

    Trainer(_own, _adam, progress=False, after_step=_after,
            schedule=lambda done: 1.0 - done).fit(
                DataLoader(images, 128, shuffle=True, seed=seed), epochs)
    return _own


def _late(done, final):
    return final if done > 0.5 else 0.1 * final


_flat = Dataset(_rng.integers(0, 256, (300, 6)).astype(np.uint8), np.arange(300) % 3)
_maps = Dataset(_rng.integers(0, 256, (140, 4, 4, 1)).astype(np.uint8),
                np.arange(140) % 3)
_few = Dataset(_rng.integers(0, 256, (20, 6)).astype(np.uint8), np.arange(20) % 3)
_dense, _filters = create_mlp(6, [7], 3, seed=11), np.random.default_rng(12)
_conv = Sequential([Conv2D(1, 3, 2, rng=_filters), ReLU(), Flatten(),
                    Dense(27, 3, rng=_filters)])
for _model, _data, _target, _epochs, _schedule, _every, _seed in [
    (_dense, _flat, 0.7, 4, cubic_sparsity, 5, 0),
    (_dense, _flat, 0.9, 3, lambda done, final: final, 7, 4),
    (_conv, _maps, 0.6, 4, _late, 1, 1),
    (_conv, _maps, 0.55, 3, lambda done, final: final * done**2, 100, 2),
    (_dense, _flat, 0.5, 6, lambda done, final: final * (1.5 - min(done, 0.5)), 4, 5),
    (_dense, _flat, 0.0, 2, cubic_sparsity, 3, 3),
    (_dense, _flat, 0.9, 5, lambda done, final: final * (1 - done), 3, 5),
    (_dense, _few, 0.8, 49, cubic_sparsity, 6, 6),
]:
    _due = _expected(_model, _target, _data, _epochs, _schedule, _every, _seed)
    _old = [_w.data.copy() for _w in _model.parameters()]
    _got = progressive_prune(_model, _target, _data, _epochs, schedule=_schedule,
                             every=_every, seed=_seed)
    assert all(np.array_equal(_w.data, _o)
               for _w, _o in zip(_model.parameters(), _old, strict=True)), (
        "The model given has other weights after the call. Train a copy of it."
    )
    _case = (f"With target {_target}, every = {_every} and {_epochs} epochs of "
             f"{-(-len(_data) // 128)} steps")
    _zeros = [sum(int(np.sum(_w.data == 0)) for _w in weights_of(_m))
              for _m in (_due, _got)]
    assert _zeros[0] == _zeros[1], (
        f"{_case} {_zeros[0]} weights are 0 at the end; yours has {_zeros[1]}. The "
        "last masks are drawn after the last step."
    )
    for _w, _r in zip(weights_of(_got), weights_of(_due), strict=True):
        assert np.array_equal(_w.data == 0, _r.data == 0), (
            f"{_case} other weights are 0 at the end than should be. Draw masks after "
            "steps 1, 1 + every, ... and the last, of the weights as they are then; "
            "hold them after every step."
        )
        assert np.abs(_w.data - _r.data).max() < 1e-5, (
            f"{_case} a weight differs by {np.abs(_w.data - _r.data).max():.2g} from "
            "what this training gives. One run of the Trainer with the adam and the "
            "loader given, a rate that falls to 0, masks held in its memory, too."
        )
### END HIDDEN TESTS

# %% [markdown]
# ### Equal training for both
#
# Does slow beat sudden? Only equal training can say: the same network, optimizer, images in
# the same order, number of epochs and fall of the rate. Only the schedule differs:
# `cubic_sparsity`, or all at once after the first step, which also leaves the whole run, and
# its high rates, to learn with what stays.
#
# Live: the Fashion network to 95%, three epochs of batches of 128. (About 10 seconds.)

# %% tags=["show"]
def at_once(done, final):
    return final

# %% [markdown]
# **Predict.** You saw what the network reads uncut, and what at 95% without training. What
# will gradual and one-shot read after three epochs?

# %% tags=["show"]
guess = {"gradual": 0, "one-shot": 0}
live = {}
for name, schedule in [("gradual", cubic_sparsity), ("one-shot", at_once)]:
    live[name] = progressive_prune(fashion_net, 0.95, clothes.train, 3, schedule)
    print(f"{name:8}: you said {guess[name]}%, measured"
          f" {percent(live[name], clothes.validation):.1f}%")

# %% [markdown]
# One run each says little. `tasks/store_pruning.py` ran more, with three orders of the images,
# and stored what came of them. Beside them, trained alike: weights chosen at *random*, of each
# layer the same share, and *shuffled*, of each layer as many as by size.

# %% tags=["show"]
from smallnets import stored_results

stored = stored_results("07_iterative_pruning")


def runs_of(*key):
    """Validation and test accuracies of the stored runs: network, data, epochs, ..."""
    rows = {tuple(row[:5]): row[5:] for row in stored["gradual"]}
    return [np.array(each) for each in rows[key]]


def spread(values):
    return f"{np.mean(values):5.2f} ({np.min(values):.2f} to {np.max(values):.2f})"

# %% tags=["show"]
print("Validation accuracy (%) of LeNet-300-100, mean of 3 (lowest to highest)")
for data, epochs, sparsity in [("Fashion-MNIST", 3, 0.95), ("Fashion-MNIST", 3, 0.98),
                               ("Fashion-MNIST", 8, 0.95), ("Fashion-MNIST", 8, 0.98),
                               ("MNIST", 8, 0.98)]:
    print(f"{data}, {sparsity:.0%}, {epochs} epochs")
    for way in ("gradual", "one-shot", "shuffled", "random"):
        if way in ("gradual", "one-shot") or (data, epochs) == ("Fashion-MNIST", 3):
            values, _ = runs_of("lenet_300_100", data, epochs, sparsity, way)
            print(f"    {way:9}", spread(values))

# %% [markdown]
# There is no one answer. On Fashion-MNIST at 95% one-shot is ahead after three epochs; after
# eight the two are not told apart. At 98% gradual is ahead, all six pairs of runs taken
# together; on MNIST three pairs do not tell.
# Chance ends far below both. At 98% a part of that are the layers' shares: shuffled weights
# make good two and a half points there; at 95% three runs do not tell. The choice within the
# layers is worth about three points at both.

# %% [markdown]
# And a small network with convolutions? LeNet-5 has 61,470 weights. Live, 90% of them go
# during one pass over 16,000 images of clothes, which is little training; section 7.8 has
# more. (About 5 seconds.)

# %% tags=["show"]
lenet5, pictures = load_pretrained("lenet5_fashion"), load_fashion_mnist()
small_cnn = progressive_prune(lenet5, 0.9, pictures.train.take(16_000), 1)
print(f"LeNet-5, live: {percent(small_cnn, pictures.validation):.1f}% of the clothes,"
      f" whole {percent(lenet5, pictures.validation):.1f}%")

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_equal_training", "locked": false, "points": 2, "schema_version": 3, "solution": true}
# **Reflect** (2 points, about 5 minutes). A colleague cut a network at once and trained it
# for two epochs. Then she cut it in four steps with two epochs after each, and it read two
# points more. "So iterative is better." Write the sentence that her numbers do bear out. Which
# run is missing, and what does the table above let you expect of it? (Three sentences.)
#
# ### BEGIN SOLUTION
# Rubric:
# - 1 point: her numbers say that slow cutting *with four times the training* beats one cut
#   with little training; the cause can be the training. Missing is one-shot with eight
#   epochs (same optimizer and fall of the rate), over several seeds.
# - 1 point: at equal training the gap is to be expected far smaller than two points, and
#   with few epochs it can turn round; an answer that quotes the table (for instance 3 and 8
#   epochs) gets the point.
# ### END SOLUTION

# %% [markdown]
# ## 7.6 The lottery
#
# A cut network starts from trained weights. Frankle and Carbin (2019) asked whether it
# could have been trained from the start: cut, then *rewind* what stays to its first
# values, and train again. Nets that learn so as fast and as well as the whole one they
# called *winning tickets*.
#
# They are found in rounds: train, cut the fifth of the weights that is smallest, rewind;
# train, cut a fifth of what is left, and so on. After $r$ rounds $0.8^r$ of the weights are
# left.

# %%
def rewind(start, masks):
    """Copy a network as it was at the start, without what the masks cut."""
    model = start.copy()
    hold(model, masks)
    return model

# %% [markdown]
# **By hand.** 16 weights, a fraction of 0.25 in each round. After round 1 $16 \cdot 0.75 =
# 12$ are left, after round 2 nine, after round 3 $6.75$, so 7: of 16 weights
# $\mathrm{round}(16 \cdot (1 - 0.75^3)) = 9$ are cut. Each round trains the *first* values of
# those that are left, and ranks what training made of them.

# %% [markdown]
# ### Exercise 7.6: `find_ticket` (3 points, about 15 minutes)
#
# Search for the masks.
#
# Key details:
# - each round starts from `rewind(start, masks)`; `train` returns the trained network;
# - after $r$ rounds the sparsity is $1 - (1 - \mathrm{fraction})^r$, of all weights
#   together, by size after training;
# - what is cut stays cut: its weight is 0, the smallest there is.

# %% nbgrader={"grade": false, "grade_id": "find_ticket", "locked": false, "schema_version": 3, "solution": true}
def find_ticket(start, train, rounds, fraction=0.2):
    """Prune a network round by round, each time from its first weights.

    Parameters
    ----------
    start : Sequential
        As it was before any training. Left unchanged.
    train : callable
        ``train(model, masks)`` returns the model trained, with 0 where the masks cut.
        It may change the model that it is handed.
    rounds : int
        How often to train and cut, 0 or more.
    fraction : float
        Part of the weights still there that goes in each round.

    Returns
    -------
    list of ndarray of bool
        Masks for ``weights_of(start)``; without a round all True.
    """
    ### BEGIN SOLUTION
    masks = masks_by_score(sizes_of(start), 0.0)
    for turn in range(1, rounds + 1):
        trained = train(rewind(start, masks), masks)
        masks = masks_by_score(sizes_of(trained), 1 - (1 - fraction) ** turn)
    return masks
    ### END SOLUTION

# %% [markdown]
# **Check.** The search by hand above, with a training that is none, watched from inside;
# then two layers. The cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "find_ticket_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def stub_of(*weights):
    """A network, one layer for each list of weights; the biases are 0."""
    layers = []
    for values in weights:
        layer = Dense(len(values), 1)
        layer.weights.data = np.array(values, dtype=np.float32).reshape(-1, 1)
        layers.append(layer)
    return Sequential(layers)


def flat(arrays):
    return np.concatenate([np.asarray(array).ravel() for array in arrays])


def watched_search(start, change, rounds, fraction):
    """Run a search; return its masks, and what training was handed in each round."""
    handed = []

    def train(model, masks):
        trained = model.copy()
        biases = [layer.bias.data.copy() for layer in model.layers]
        weights = [weight.data for weight in weights_of(model)]
        handed.append((flat(weights), flat(masks), flat(biases)))
        for layer, mask in zip(trained.layers, masks, strict=True):
            new = change(layer.weights.data, len(handed)) * mask
            layer.weights.data = new.astype(np.float32)
            layer.bias.data = layer.bias.data + 5
        for weight in weights_of(model):  # what was handed may change, too
            weight.data = 2 * weight.data
        return trained

    try:
        return find_ticket(start, train, rounds, fraction), handed
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(
            f"With {rounds} rounds your function stops with {type(error).__name__}: "
            f"{error}. train(model, masks) returns a network; sizes_of and "
            "masks_by_score make masks of it."
        ) from error


def from_the_middle(values, turn):
    """As if trained: pushes large weights down and small ones up, with a sign."""
    return np.where(np.arange(values.size) % 2, -1, 1).reshape(values.shape) * (
        np.abs(17 - np.abs(values)) + turn / 100)


begin = np.arange(1.0, 17.0)
start = stub_of(begin)
got, handed = watched_search(start, from_the_middle, 3, 0.25)
assert len(handed) == 3, (
    f"Three rounds train three times; yours trained {len(handed)} times. Train, then "
    "cut, once in each round."
)
assert isinstance(got, list) and [np.shape(m) for m in got] == [(16, 1)], (
    "For one layer of 16 weights a list of one mask of shape (16, 1) comes back; "
    f"yours: {got!r:.200}. Return masks, not the model."
)
assert start.layers[0].weights.data.ravel().tolist() == begin.tolist(), (
    "start has other weights after the search. rewind gives a copy: train that."
)
left = [16, 12, 9, 7]  # 16, times 0.75 in each round, rounded at the end
for turn, (weights, mask, biases) in enumerate(handed):
    kept = begin * (np.arange(16) < left[turn])
    assert np.sum(mask) == left[turn], (
        f"With 16 weights and fraction 0.25, {left[turn]} stay in round {turn + 1}; "
        f"yours trains {np.sum(mask)}. In each round a quarter of what is *still "
        "there* goes: after r rounds the sparsity is 1 - 0.75**r."
    )
    largest_first = np.arange(16) >= 16 - left[turn]
    assert turn == 0 or not np.array_equal(mask, largest_first), (
        f"In round {turn + 1} the masks keep the largest weights of start. Rank the "
        "weights as they are after training, those of the network that train returns."
    )
    assert np.array_equal(mask, np.arange(16) < left[turn]), (
        f"In round {turn + 1} the first {left[turn]} weights are kept here, since "
        "training made them the largest in size; yours keeps "
        f"{np.flatnonzero(mask).tolist()}. Rank by size after training."
    )
    assert np.array_equal(weights, kept), (
        f"In round {turn + 1} training begins with weights that end in "
        f"{kept[-8:].tolist()}, those of start, cut; yours end in "
        f"{np.round(weights[-8:].astype(float), 2).tolist()}. Rewind before each "
        "round, with the masks."
    )
    assert not biases.any(), (
        f"In round {turn + 1} training begins with the first biases, 0; yours begins "
        f"with {biases.astype(float).tolist()}. Rewind before each round: "
        "rewind(start, masks) has them."
    )
assert np.sum(got[0]) == 7, (
    f"After three rounds round(0.578 * 16) = 9 are cut and 7 stay; yours keeps "
    f"{np.sum(got[0])}. The last training is followed by a cut, too."
)
got, handed = watched_search(stub_of(np.arange(1.0, 20.0)), from_the_middle, 3, 0.25)
left = [int(np.sum(mask)) for _, mask, _ in handed] + [int(flat(got).sum())]
assert left == [19, 14, 11, 8], (
    "With 19 weights and fraction 0.25, 19, 14, 11 and 8 are left after rounds 0 to 3; "
    f"yours {left}. Round once: after r rounds round(19 * (1 - 0.75**r)) are cut."
)
got, handed = watched_search(start, from_the_middle, 0, 0.25)
assert not handed and isinstance(got, list) and np.all(flat(got)), (
    f"Without a round nothing is trained and all is kept; yours: {got!r:.100}."
)
got, _ = watched_search(stub_of([9.0, 8, 7, 6], [1.0, 2, 3, 4]),
                        lambda values, turn: values, 1, 0.5)
assert flat(got).tolist() == [True] * 4 + [False] * 4, (
    "Of two layers, [9, 8, 7, 6] and [1, 2, 3, 4] after training, half of all weights "
    f"goes: the whole second layer. Your masks: {flat(got).astype(int).tolist()}. Rank "
    "all layers together."
)

# %% nbgrader={"grade": true, "grade_id": "find_ticket_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: real networks, many rounds, other
# fractions, and that every round starts afresh.
with_zeros_in_it = create_mlp(3, [2], 2)
with_zeros_in_it.layers[0].weights.data[1:] = 0
all_stay = find_ticket(with_zeros_in_it, lambda model, masks: model, 0)
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(7606)
assert isinstance(all_stay, list) and [np.shape(_m) for _m in all_stay] == [
    (3, 2), (2, 2)] and all(np.all(_m) for _m in all_stay), (
    f"Without a round two masks come back, True everywhere; yours: {all_stay!r}."
)


def _smallest(values, n):
    _order = sorted(range(values.size), key=lambda _i: (abs(values[_i]), _i))
    return np.isin(np.arange(values.size), _order[n:])


for _sizes, _rounds, _fraction in [((7, [5, 4], 3), 6, 0.2), ((6, [8], 2), 1, 0.79),
                                   ((9, [3], 4), 4, 0.5), ((5, [6], 3), 3, 0.1)]:
    _start = create_mlp(*_sizes, seed=int(_rng.integers(1000)))
    for _p in _start.parameters():
        _p.data = _p.data + np.float32(0.1)
    _first = [_p.data.copy() for _p in _start.parameters()]
    _flat_start = np.concatenate(
        [_l.weights.data.ravel() for _l in _start.layers if hasattr(_l, "weights")])
    _moves = [_rng.normal(0, 1, _flat_start.size) for _ in range(_rounds)]
    _seen, _kept = [], np.ones(_flat_start.size, dtype=bool)
    _case = f"For {_rounds} rounds of {_fraction} on {_flat_start.size} weights"

    def _train(model, masks, moves=_moves, seen=_seen):
        _layers = [_l for _l in model.layers if hasattr(_l, "weights")]
        seen.append((np.concatenate([_l.weights.data.ravel() for _l in _layers]),
                     np.concatenate([np.array(_m).ravel() for _m in masks]),
                     [_l.bias.data.copy() for _l in _layers]))
        _at = 0
        for _l, _m in zip(_layers, masks, strict=True):
            _part = moves[len(seen) - 1][_at : _at + _l.weights.data.size]
            _at += _part.size
            _new = (_l.weights.data + _part.reshape(_l.weights.data.shape)) * _m
            _l.weights.data = _new.astype(np.float32)
            _l.bias.data = np.full_like(_l.bias.data, 5.0)
        return model

    _got = find_ticket(_start, _train, _rounds, _fraction)
    assert len(_seen) == _rounds, (
        f"{_case} training runs {_rounds} times; yours {len(_seen)} times."
    )
    for _turn, (_weights, _mask, _biases) in enumerate(_seen):
        assert np.array_equal(_mask, _kept), (
            f"{_case} round {_turn + 1} trains {_kept.sum()} weights; yours "
            f"{int(np.sum(_mask))}, or others. After r rounds round((1 - (1 - "
            "fraction)**r) * n) are cut, the smallest after training, all layers "
            "together."
        )
        assert np.array_equal(_weights, _flat_start * _kept), (
            f"{_case} round {_turn + 1} starts from the first weights, cut; yours "
            "starts from others. Rewind in every round."
        )
        assert all(np.abs(_b - 0.1).max() < 1e-6 for _b in _biases), (
            f"{_case} round {_turn + 1} starts from the first biases, too; yours from "
            f"{_biases[0][:3]}. rewind(start, masks) has them."
        )
        _n = round((1 - (1 - _fraction) ** (_turn + 1)) * _flat_start.size)
        _after = ((_flat_start * _kept).astype(np.float32) + _moves[_turn]) * _kept
        _kept = _smallest(_after.astype(np.float32), _n)
    assert isinstance(_got, list) and [np.shape(_m) for _m in _got] == [
        _l.weights.data.shape for _l in _start.layers if hasattr(_l, "weights")] and (
        all(np.asarray(_m).dtype == bool for _m in _got)), (
        f"{_case} boolean masks in the shapes of the weights come back; yours: "
        f"{_got!r:.80}."
    )
    assert np.array_equal(np.concatenate([_m.ravel() for _m in _got]), _kept), (
        f"{_case} {_kept.sum()} weights stay after the last cut; yours keeps "
        f"{int(sum(_m.sum() for _m in _got))}, or others."
    )
    assert all(map(np.array_equal, _first, [_p.data for _p in _start.parameters()])), (
        f"{_case} start is another network after the search. Train copies."
    )
### END HIDDEN TESTS

# %% [markdown]
# ### Look at the mask alone
#
# Your search, live: LeNet-300-100 from chance, seven rounds of 200 steps on MNIST.
# (About 5 seconds.)

# %% tags=["show"]
def train_round(model, masks):
    """200 steps of Adam in batches of 50, at a constant rate."""
    adam = Adam(model.parameters(), 1.2e-3)
    loader = DataLoader(DATA["MNIST"].train.take(10_000), 50, shuffle=True, seed=1)
    Trainer(model, adam, progress=False,
            after_step=lambda done: hold(model, masks, adam)).fit(loader, 1)
    return model


first_values = create_mlp(784, [300, 100], 10, seed=50)
own_masks = find_ticket(first_values, train_round, 7)
print(f"{sum(mask.sum() for mask in own_masks) / 266_200:.1%} of the weights are left,"
      f" of each layer {', '.join(f'{mask.mean():.0%}' for mask in own_masks)}.")

# %% [markdown]
# **Predict.** Now rewind: every weight that is left has its *first* value, drawn by chance
# and never trained; only the places of the zeros were chosen. With ten classes, guessing
# reads 10%. What does this untrained network read?
#
# The controls: masks *shuffled* within each layer, or *by row*, so that each input of a layer
# keeps as many weights; the mask as it is on *other values*, with the *same signs* as the
# first ones, or the *same sizes*.

# %% tags=["show"]
guess = 0


def shuffled(masks, seed, by_row=False):
    """Keep the same share of each layer, or of each row, at places drawn by chance."""
    rng = np.random.default_rng(seed)
    if by_row:
        return [rng.permuted(mask, axis=1) for mask in masks]
    return [rng.permutation(mask.ravel()).reshape(mask.shape) for mask in masks]

# %% tags=["show"]
def signed(signs, sizes):
    """A copy of ``sizes`` whose weights have the signs of another network's."""
    model = sizes.copy()
    for weight, other in zip(weights_of(model), weights_of(signs), strict=True):
        weight.data = np.abs(weight.data) * np.sign(other.data)
    return model

# %% tags=["show"]
def untrained(masks, first, other, images):
    """Accuracy (%) of untrained networks under a mask and under its controls."""
    nets = {"mask": rewind(first, masks), "shuffled": rewind(first, shuffled(masks, 0)),
            "by row": rewind(first, shuffled(masks, 0, by_row=True)),
            "other values": rewind(other, masks),
            "same signs": rewind(signed(first, other), masks),
            "same sizes": rewind(signed(other, first), masks)}
    return {name: percent(net, images) for name, net in nets.items()}

# %% tags=["show"]
alone = untrained(own_masks, first_values, create_mlp(784, [300, 100], 10, seed=51),
                  DATA["MNIST"].validation)
print(f"you said {guess}%; measured {alone.pop('mask'):.1f}%, before any training")
print("Controls:", ", ".join(f"{name} {value:.1f}%" for name, value in alone.items()))

# %% [markdown]
# Nothing was trained, and it reads. Of the controls one comes near: other sizes with the same
# signs. Neither the shares of the layers, nor those of their inputs, nor the places with
# other signs read. So the mask fits the *signs* of the first values. Zhou et al. (2019) saw
# the like, and called such masks *supermasks*.
#
# One search is one draw. Stored with the course are masks of longer rounds, for several
# first values (section 7.7 says how they were made). They are scored live:

# %% tags=["show"]
from smallnets import stored_arrays

survived = stored_arrays("07_iterative_pruning")
STORED_ROUNDS = {"MNIST": [3, 7, 10, 15], "Fashion-MNIST": [7, 15]}
LEFT = {3: "51%", 7: "21%", 10: "11%", 15: "3.5%"}


def stored_masks(data, seed, rounds):
    """Masks that the stored search found for create_mlp(784, [300, 100], 10, seed)."""
    kept_there = survived[data][seed] > STORED_ROUNDS[data].index(rounds)
    shapes = [(784, 300), (300, 100), (100, 10)]
    parts = np.split(kept_there, [784 * 300, 784 * 300 + 300 * 100])
    return [part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)]

# %% tags=["show"]
def first_of(seed):
    return create_mlp(784, [300, 100], 10, seed=seed)


print("Untrained, mean accuracy (%) over the stored seeds, by the weights left")
for data in survived:
    for rounds in STORED_ROUNDS[data]:
        found = [untrained(stored_masks(data, seed, rounds), first_of(seed),
                           first_of(100 + seed), DATA[data].validation.take(2000))
                 for seed in range(len(survived[data]))]
        line = ", ".join(f"{name} {np.mean([each[name] for each in found]):.0f}"
                         for name in found[0])
        print(f"{data:13} {LEFT[rounds]:>4}: {line}")

# %% tags=["show"]
pictures_of = {f"{data}, 3.5%": stored_masks(data, 0, 15)[0] for data in survived}
pictures_of["MNIST, shuffled"] = shuffled(stored_masks("MNIST", 0, 15), 0)[0]
counts = np.array([mask.sum(axis=1) for mask in pictures_of.values()])
plots.show_images(counts.reshape(-1, 28, 28), list(pictures_of))
for name, count in zip(pictures_of, counts, strict=True):
    print(f"{name:20} {np.sum(count == 0)} of 784 pixels have no weight left,"
          f" the darkest has {count.max()} of 300.")

# %% [markdown]
# Dark: many weights. Corners that are black in nearly every image of a digit have next to
# nothing left; clothes fill the picture, and the mask. *By row* leaves each pixel as many
# weights, so it has the same picture, and reads as little as chance: the picture alone is
# worth nothing here.

# %% [markdown]
# ## 7.7 Do tickets win?
#
# A network that reads before it is trained has a head start. What is it worth? Each ticket is
# trained beside four controls: `re-initialised` (same mask, other first values), `shuffled`
# (within each layer), `one-shot` (cut at once from a network trained for as many steps as
# the search up to there), `late` (same mask, weights as they were after 100 steps; they count. Frankle et al., 2020,
# also *search* from there).

# %% tags=["show"]
print("Your masks, live: accuracy (%) after 200 steps on MNIST")
everything = masks_by_score(sizes_of(first_values), 0.0)
for name, first, chosen_masks in [
    ("ticket", first_values, own_masks), ("uncut", first_values, everything),
    ("shuffled", first_values, shuffled(own_masks, 0)),
    ("re-initialised", create_mlp(784, [300, 100], 10, seed=51), own_masks),
]:
    net = train_round(rewind(first, chosen_masks), chosen_masks)
    print(f"    {name:15} {percent(net, DATA['MNIST'].validation):.1f}")

# %% [markdown]
# What was run (`tasks/store_pruning.py`): Adam at 0.0012, batches of 50, 15 rounds of 500
# steps, four seeds. MNIST after 3, 7, 10 and 15 rounds; Fashion-MNIST after 7 and 15, the two
# levels between were not tried there. Each network then trains for 1,000 to 1,600 steps, validated every 200. *Early
# stopping* takes the lowest validation loss. Where it comes at step 1,600, the run ended
# while the network still learned: then only the first steps can be compared. One learning
# rate was tried.

# %% tags=["show"]
def judged(data, variant, rounds):
    """A row for each seed: untrained, 1,000 steps, early stop, test images, step."""
    return np.array([row[3:] for row in stored[data] if row[:2] == [variant, rounds]])


CONTROLS = ("re-initialised", "shuffled", "one-shot", "late")
print("Accuracy (%), mean over seeds: after 1,000 steps; at the early stop (its step)")
for data in survived:
    for rounds in [0, *STORED_ROUNDS[data]]:
        print(f"{data}, {LEFT.get(rounds, 'all')} left")
        for variant in ("ticket", *CONTROLS) if rounds else ("dense",):
            mean = judged(data, variant, rounds).mean(axis=0)
            print(f"    {variant:15} {mean[1]:.2f};  {mean[2]:.2f} ({mean[4]:.0f})")

# %% tags=["show"]
LOOKS = {"ticket": "o", "one-shot": "s", "late": "^", "re-initialised": "P",
         "shuffled": "X"}
COLORS = ["#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00"]


def draw_variants(ax, column):
    """Draw means over the seeds of MNIST against the weights that are left."""
    for (variant, marker), color in zip(LOOKS.items(), COLORS, strict=True):
        means = [judged("MNIST", variant, rounds)[:, column].mean() for rounds in LEFT]
        left = [100 * 0.8**rounds for rounds in LEFT]
        ax.plot(left, means, color=color, marker=marker, label=variant)
    whole = judged("MNIST", "dense", 0)[:, column].mean()
    ax.axhline(whole, color="#000000", label="uncut")
    plots.log_ticks(ax, [3.5, 11, 21, 51])

# %% tags=["show"]
fig, axes = plots.new_axes("weights left (%)", "accuracy (%)",
                           "MNIST, mean of four seeds", ncols=2)
for column, ax in enumerate(axes):
    draw_variants(ax, column)
    titles = "before training (late: after 100 steps)", "after 1,000 steps"
    ax.set_title(titles[column], fontsize=10)
legend = fig.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center",
                    ncols=6)
print("Left: before training (late: after 100 steps). Right: after 1,000 steps.\n"
      "Black: the uncut network.")

# %% [markdown]
# The verdict comes in fixed words, from the differences seed by seed: `ahead` or `behind` if
# their 95% interval (Student's $t$) leaves out 0, `not told apart` if not. Of sixty such
# verdicts a few are wrong by chance; read rows, not single ones.

# %% tags=["show"]
def verdict(ours, theirs):
    gaps = np.subtract(ours, theirs)
    reach = 3.18 * gaps.std(ddof=1) / 2  # of four seeds
    sign = np.sign(gaps.mean()) * (abs(gaps.mean()) > reach)
    return f"{gaps.mean():+.2f} {('not told apart', 'ahead', 'behind')[int(sign)]}"

# %% tags=["show"]
print("The ticket, in points: after 1,000 steps; at the early stop")
for data in survived:
    for against in ("dense", *CONTROLS):
        for rounds in STORED_ROUNDS[data]:
            ours = judged(data, "ticket", rounds)
            theirs = judged(data, against, 0 if against == "dense" else rounds)
            print(f"{data:13} {LEFT[rounds]:>4} against {against:14}",
                  "; ".join(verdict(ours[:, i], theirs[:, i]) for i in (1, 2)))

# %% [markdown]
# On both sets, after 1,000 steps, the ticket is ahead of its mask on other values and of
# shuffled places at every level: places and first values belong together.
# With 21% left it also learns faster than the uncut network; with 3.5% it is behind on MNIST
# and not told apart on Fashion-MNIST.
# Rewinding to step 100 changes nothing that these seeds could tell.

# %% [markdown]
# Su et al. (2020) shuffled masks of *untrained* weights within each layer, and it cost them
# nothing: "random tickets". Of these masks, found by training, it costs 0.6 to 3.7 points
# after 1,000 steps, and 0.4 to 3.6 at the early stop.

# %% [markdown]
# And what did *not* work: rounds, while many weights are left. One cut, by a network trained
# for as many steps in one go, learns faster with 51, 21 and 11% left, though its masks alone
# read less. With 3.5% left the two are not told apart on MNIST, and on Fashion-MNIST the
# ticket is ahead. Among masks that read, reading best is not learning fastest.

# %% [markdown]
# Frankle and Carbin (2019, section 2) report smaller winning tickets from many rounds than
# from one cut, with rounds a hundred times as long. Longer rounds were not tried here.

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_the_mask_reads", "locked": false, "points": 2, "schema_version": 3, "solution": true}
# **Reflect** (2 points, about 5 minutes). A network with random weights reads digits once most
# of its weights are taken away. Where has the information come from that it holds then? Which
# of the controls shows that it is not in the layers' shares alone, and which that it is not in
# the places alone? (Three sentences.)
#
# ### BEGIN SOLUTION
# Rubric:
# - 1 point: it comes from the training images, through the choice of the places: training
#   moved the weights, and the ranking wrote into the mask which of the first weights suit
#   the task. The search is a form of training.
# - 1 point: *shuffled* keeps each layer's share and reads about 10%, so the shares alone do
#   nothing; *other values* (or *same sizes*) keeps all places and reads about 10%, so the
#   places help only together with the values, or signs, they were chosen for.
# ### END SOLUTION

# %% [markdown]
# ## 7.8 What we measured
#
# The test images are read now, and nothing is chosen after it. Networks pruned live, beside
# the whole ones:

# %% tags=["show"]
from smallnets import measure_model, measurement_table

lines = [measure_model("Fashion, whole", fashion_net, clothes.test)]
lines += [measure_model(f"Fashion, 95% {name}", model, clothes.test)
          for name, model in live.items()]
lines += [measure_model("Fashion, LeNet-5", lenet5, pictures.test),
          measure_model("Fashion, LeNet-5, 90%", small_cnn, pictures.test)]
print(measurement_table(lines))

# %% tags=["show"]
from smallnets import pretrained_info

print("Test accuracy (%) after 8 epochs, mean of 3 (lowest to highest); before them")
for net, data, *_, sparsity, way in [row[:5] for row in stored["gradual"]]:
    if sparsity in (0.0, 0.9):
        _, on_test = runs_of(net, data, 8, sparsity, way)
        file = net if data == "MNIST" else f"{net}_fashion"
        print(f"{net:13} {data:13} {sparsity:3.0%} cut: {spread(on_test)};"
              f" {100 * pretrained_info(file)['test_accuracy']:.2f}")

# %% [markdown]
# Nine in ten weights went, and less than half a point of what LeNet-300-100 had before; of
# LeNet-5, less than half a point on MNIST and less than one on clothes. But eight epochs with
# nothing cut lift LeNet-300-100 on clothes: beside that control the cut costs most of a point
# there. Bytes and MACs in the first table have not moved: in these files, and in
# these products, a zero is a number like any other.

# %% [markdown]
# ### By library
#
# PyTorch keeps the mask beside the weight, and multiplies in every forward pass.
#
# ```python
# import torch
# from torch.nn.utils import prune
#
# for step in range(4):                     # of what is left, a fifth goes each time
#     prune.l1_unstructured(model[0], name="weight", amount=0.2)
#     train(model)
# prune.remove(model[0], "weight")          # the zeros become part of the weight
# ```

# %% [markdown]
# ## Summary
#
# - A zero stays if somebody holds it: after every step, in the weights and in the optimizer's
#   memory.
# - Slow or sudden is a question for equal training: at 95% one-shot was ahead after few
#   epochs, at 98% the gradual cut.
# - A mask found by training reads digits without any. What makes it a ticket is the mask
#   with the signs of the first values; reading best untrained is not learning fastest.

# %% [markdown]
# ## Sources
#
# - Han, Pool, Tran, Dally, *Learning both weights and connections for efficient neural
#   networks*, NeurIPS 2015, section 3: cut, train, repeat.
# - Zhu, Gupta, *To prune, or not to prune*, 2017, section 3: the cubic schedule.
# - Molchanov, Mallya, Tyree, Frosio, Kautz, *Importance estimation for neural network
#   pruning*, CVPR 2019, section 3.1: weight times gradient.
# - Frankle, Carbin, *The lottery ticket hypothesis*, ICLR 2019, sections 1 and 2: tickets,
#   their controls, early stopping.

# %% [markdown]
# - Frankle, Dziugaite, Roy, Carbin, *Linear mode connectivity and the lottery ticket
#   hypothesis*, ICML 2020, section 4: rewinding to a later step.
# - Su, Chen, Cai, Wu, Gao, Wang, Lee, *Sanity-checking pruning methods: random tickets can
#   win the jackpot*, NeurIPS 2020, abstract: masks shuffled within layers.
# - Zhou, Lan, Liu, Yosinski, *Deconstructing lottery tickets: zeros, signs, and the
#   supermask*, NeurIPS 2019: masks that read without training, and the signs.

# %% [markdown]
# ## What's next
#
# Bytes, multiply-adds and seconds have not moved. Lesson 8 asks what it takes for zeros to
# save something.
