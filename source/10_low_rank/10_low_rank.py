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
# # 10. Can one layer be two thin ones?
#
# | Lesson 10 | Low-rank factorization |
# | --- | --- |
# | You will be able to | **factorize** a layer of a trained network into two thin ones, **choose** their rank by what it saves and by what it loses, and **fit** them to the inputs that the layer receives |
# | Time | about 110 minutes |
# | You need | lesson 1, matrix products, and numpy's `@` |

# %%
import numpy as np

from smallnets import Conv2D, Dense, Flatten, ReLU, Sequential
from smallnets.lending import judge


def weight_places(model):
    """Positions in model.layers of the layers that own weights, in order."""
    return [i for i, layer in enumerate(model.layers) if hasattr(layer, "weights")]


# %% [markdown]
# ## 10.1 The question
#
# Two networks of the same shape, 784-300-100-10: one reads digits and was trained for 12
# epochs, the other sorts the clothes of Fashion-MNIST and is trained now, for 5 epochs
# (about 8 seconds).
# Choices are made on 5,000 *validation* images; *test* images wait until section 10.8.

# %% tags=["show"]
from smallnets import Adam, DataLoader, Trainer, create_mlp, evaluate_model


def train(model, data, epochs, rate, seed, **settings):
    """Train with a learning rate that falls to zero."""
    trainer = Trainer(model, Adam(model.parameters(), rate), progress=False,
                      schedule=lambda done: 1 - done, **settings)
    trainer.fit(DataLoader(data, 128, shuffle=True, seed=seed), epochs)
    return model


# %% tags=["show"]
from smallnets import load_fashion_mnist, load_mnist, load_pretrained

sets = {"MNIST": load_mnist(flatten=True), "Fashion": load_fashion_mnist(flatten=True)}
clothes = create_mlp(784, [300, 100], 10, seed=1)
train(clothes, sets["Fashion"].train, 5, 2e-3, seed=1)
networks = {"MNIST": load_pretrained("lenet_300_100"), "Fashion": clothes}


def percent(name, model, part="validation"):
    """Accuracy on images of a data set, in percent."""
    loader = DataLoader(getattr(sets[name], part), 1000)
    return 100 * evaluate_model(model, loader)


# %% tags=["show"]
whole = {name: percent(name, networks[name]) for name in sets}
sizes_of = [p.data.size for p in clothes.parameters()]
print("Read right (%):", {name: round(each, 2) for name, each in whole.items()})
print(f"Weights of the first layer: 784 x 300 = {sizes_of[0]:,},"
      f" {sizes_of[0] / sum(sizes_of):.0%} of all {sum(sizes_of):,} parameters")
print(f"784 x 16 and 16 x 300 weights: {784 * 16 + 16 * 300:,},"
      f" {sizes_of[0] / (784 * 16 + 16 * 300):.1f} times fewer")

# %% [markdown]
# A matrix $A$ of 784 rows and 16 columns times a matrix $B$ of 16 rows and 300 columns
# gives 784 × 300 numbers, as $W$ has.
#
# **Is there a pair whose product does what $W$ does? Which one, how thin may it be, and
# what does it save?**

# %% [markdown]
# ## 10.2 The nearest matrix of a given rank
#
# A dense layer computes $y = x W + b$, with $m$ inputs and $n$ outputs. Every $W$ is a sum
# of simple matrices (the *singular value decomposition*, SVD):
#
# $$ W = \sum_{k=1}^{\min(m, n)} s_k \, u_k v_k^\top, \qquad s_1 \ge s_2 \ge \dots \ge 0. $$
#
# The *singular values* $s_k$ say how large each term is. The $u_k$ ($m$ numbers) have
# length 1 and stand at right angles to each other; so do the $v_k$ ($n$ numbers).

# %% [markdown]
# Keep the first $r$ terms and drop the rest: the sum has *rank* $r$, and no matrix of that
# rank is nearer to $W$ (Eckart and Young, 1936). What is lost, the sum of the squared
# differences, is $\sum_{k > r} s_k^2$.
#
# `np.linalg.svd(W, full_matrices=False)` returns three arrays: the $u_k$ as columns, the
# $s_k$, largest first, and the $v_k$ as *rows*.

# %% [markdown]
# **By hand.** The rows of $W = [[2, 2], [1, -1]]$ stand at right angles, so each is a
# term by itself: $s_1 = \sqrt{8}$ with $u_1 = [1, 0]$ and $v_1 = [1, 1] / \sqrt{2}$;
# $s_2 = \sqrt{2}$ with $u_2 = [0, 1]$ and $v_2 = [1, -1] / \sqrt{2}$.
#
# At rank 1 $[[2, 2], [0, 0]]$ is left; $1^2 + (-1)^2 = s_2^2 = 2$ is lost.
# Factors: $A = [[\sqrt{8}], [0]]$ and $B = [[1, 1]] / \sqrt{2}$.

# %% [markdown]
# $-u_1$ with $-v_1$ makes the same term: the signs of a pair may both be flipped, and
# another machine may flip them. So compare products, never the factors themselves.

# %% [markdown]
# ### Exercise 10.1: `truncated_svd` (3 points, about 10 minutes)
#
# Return the two factors of the nearest matrix of a given rank.
#
# Key details:
# - the sizes $s_k$ go into `first`, once; the rows of `second` are the $v_k$ as they are;
# - both factors are really thin: nothing is set to zero, it is left out;
# - a slice beyond the end of an array is no error in numpy: look at `rank` first.


# %% nbgrader={"grade": false, "grade_id": "truncated_svd", "locked": false, "schema_version": 3, "solution": true}
def truncated_svd(weights, rank):
    """Factor the matrix of a given rank that is nearest to ``weights``.

    Parameters
    ----------
    weights : ndarray of float, shape (m, n)
        Left unchanged.
    rank : int
        From 1 to min(m, n).

    Returns
    -------
    first : ndarray of float32, shape (m, rank)
    second : ndarray of float32, shape (rank, n)
        ``first @ second`` is nearest to ``weights``, by the sum of squared differences,
        of all matrices of this rank. The rows of ``second`` have length 1 and stand at
        right angles to each other.

    Raises
    ------
    ValueError
        If ``rank`` is not as above.
    """
    ### BEGIN SOLUTION
    if not 1 <= rank <= min(weights.shape):
        raise ValueError(f"a matrix of {weights.shape} has no rank-{rank} factors")
    left, sizes, right = np.linalg.svd(weights, full_matrices=False)
    first = left[:, :rank] * sizes[:rank]
    return first.astype(np.float32), right[:rank].astype(np.float32)
    ### END SOLUTION


# %% [markdown]
# **Check.** A 3 × 3 matrix with the singular values 3, 2 and 1, a 3 × 4 matrix with 12, 6
# and 3, and its transpose. The cell is silent when all is well.


# %% nbgrader={"grade": true, "grade_id": "truncated_svd_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def thin_pair(pair, call, shape, rank):
    """The two factors, or an AssertionError that says what is wrong with their form."""
    assert isinstance(pair, tuple | list) and len(pair) == 2, (
        f"{call} returns two arrays, first and second; yours returns {pair!r:.80}."
    )
    forms = [(getattr(each, "shape", None), str(getattr(each, "dtype", None)))
             for each in pair]
    want = [((shape[0], rank), "float32"), ((rank, shape[1]), "float32")]
    (mine, _), (yours, _) = forms
    long = mine is not None and yours is not None and (
        mine[:1] == shape[:1] and yours[1:] == shape[1:])
    assert (mine, yours) == (want[0][0], want[1][0]), (
        f"{call} returns arrays of the shapes {want[0][0]} and {want[1][0]}; yours "
        f"have {mine} and {yours}. " + (
            "Leave out whole columns of the first and whole rows of the second." if long
            else "first has a row for each row of the weights, second a column for "
            "each of their columns.")
    )
    assert forms == want, (
        f"{call} returns float32; yours are {forms[0][1]} and {forms[1][1]}."
    )
    return pair


def lengths_are_one(second):
    """Whether the rows have length 1 and stand at right angles."""
    rows = second.astype(float)
    return np.abs(rows @ rows.T - np.eye(len(rows))).max() < 1e-4


def rounded(array):
    return np.round(array.astype(float), 2).tolist()


wide_matrix = np.array([[2.5, 1.5, 6.5, 5.5], [4, 6, 2, 4], [5, 3, 1, -1]])
turned = np.array([[0, 3.0, 0], [0, 0, 2], [1, 0, 0]])
no_sizes, squared = "The sizes s come in once: yours has none of them.", (
    "The sizes s come in once: yours has them twice.")
smallest = "These are the smallest terms: keep the first, which are the largest."
for matrix, r, want, slips in [
    (turned, 2, [[0, 3, 0], [0, 0, 2], [0, 0, 0]], [
        ([[0, 0, 3], [2, 0, 0], [0, 0, 0]],
         "The third array of np.linalg.svd has the v as rows already: do not turn it."),
        ([[0, 3, 0], [0, 0, 3], [0, 0, 0]],
         "Each column of u has a size of its own."),
        ([[0, 0, 0], [0, 0, 2], [1, 0, 0]], smallest),
        ([[0, 1, 0], [0, 0, 1], [0, 0, 0]], no_sizes),
        ([[0, 9, 0], [0, 0, 4], [0, 0, 0]], squared)]),
    (wide_matrix, 2, [[2, 2, 6, 6], [5, 5, 3, 3], [4, 4, 0, 0]], [
        ([[-1.5, -2.5, 2.5, 1.5], [0, 2, -2, 0], [3, 1, -1, -3]], smallest)]),
    (wide_matrix, 1, [[4, 4, 4, 4], [4, 4, 4, 4], [2, 2, 2, 2]], []),
    (wide_matrix.T, 2, [[2, 5, 4], [2, 5, 4], [6, 3, 0], [6, 3, 0]], []),
    (turned, 3, turned.tolist(), []),
]:
    given, call = matrix.copy(), f"truncated_svd({matrix.tolist()}, {r})"
    try:
        pair = truncated_svd(given, r)
    except (ValueError, IndexError) as error:
        raise AssertionError(
            f"{call} stops with {type(error).__name__}: {error}. A rank from 1 to "
            f"min(m, n) = {min(matrix.shape)} is no error. Cut columns of the u and "
            "rows of the v, and multiply each column by its size."
        ) from error
    assert np.array_equal(given, matrix), (
        f"After {call} the matrix given has other numbers. Compute new arrays."
    )
    first, second = thin_pair(pair, call, matrix.shape, r)
    got = first.astype(float) @ second
    near = [hint for wrong, hint in slips
            if np.abs(np.abs(got) - np.abs(wrong)).max() < 1e-3]
    assert np.abs(got - want).max() < 1e-3, (
        f"{call}: first @ second is {want}; yours is {rounded(got)}. "
        f"{near[0] if near else 'Take the first terms of the SVD of weights.'}"
    )
    assert lengths_are_one(second), (
        f"{call}: the product is right, but the rows of second should have length 1 "
        f"and stand at right angles; yours is {rounded(second)}. Put all of the sizes "
        "into first."
    )
for matrix, r in [(wide_matrix, 0), (wide_matrix, 4), (wide_matrix.T, 4), (turned, -1)]:
    try:
        got = f"arrays of {[each.shape for each in truncated_svd(matrix, r)]}"
    except ValueError:
        continue
    except Exception as error:
        got = type(error).__name__
    raise AssertionError(
        f"A {len(matrix)} x {len(matrix.T)} matrix and rank {r} ask for a ValueError; "
        f"yours gave {got}. rank goes from 1 to min(m, n)."
    )

# %% nbgrader={"grade": true, "grade_id": "truncated_svd_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: many shapes and ranks, matrices of
# lower rank, equal singular values, that the matrix is left alone, and bad ranks.
pair_of_one = truncated_svd(np.array([[5.0]], dtype=np.float32), 1)
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(10_101)


def _least(weights, rank):
    return (np.linalg.svd(weights.astype(float), compute_uv=False)[rank:] ** 2).sum()


assert len(pair_of_one) == 2 and (
    np.abs(pair_of_one[0] @ pair_of_one[1] - 5).max() < 1e-5
), (
    f"The factors of [[5]] have the product 5; yours are {pair_of_one!r:.80}."
)
_low = _rng.normal(size=(9, 2)) @ _rng.normal(size=(2, 7))
for _matrix, _ranks, _what in [
    (_rng.normal(size=(12, 5)), (1, 3, 5), "tall"),
    (_rng.normal(3, 1, size=(5, 12)), (1, 4, 5), "wide, with a mean of 3"),
    (_rng.normal(size=(6, 6)), (2, 5), "square"),
    (_low, (1, 2, 4), "of rank 2"),
    (np.eye(5), (1, 3), "with equal singular values"),
    (_rng.normal(size=(1, 4)), (1,), "of one row"),
    (1e-3 * _rng.normal(size=(30, 20)), (7, 19), "of small numbers"),
]:
    for _dtype in (np.float32, np.float64):
        for _r in _ranks:
            _given = _matrix.astype(_dtype)
            _before = _given.copy()
            _call = f"A matrix {_what}, {_given.shape}, {_given.dtype}, rank {_r}:"
            _pair = truncated_svd(_given, _r)
            assert np.array_equal(_given, _before), (
                f"{_call} the matrix given has other numbers afterwards."
            )
            assert [(_p.shape, _p.dtype.name) for _p in _pair] == [
                ((len(_given), _r), "float32"), ((_r, _given.shape[1]), "float32")
            ], (f"{_call} two float32 arrays come, of {_r} columns and rows; yours "
                f"are {[(_p.shape, _p.dtype.name) for _p in _pair]}.")
            _lost = ((_pair[0].astype(float) @ _pair[1] - _before) ** 2).sum()
            _due = _least(_before, _r)
            assert _lost <= 1.0001 * _due + 1e-8 * (_before.astype(float) ** 2).sum(), (
                f"{_call} {_due:.4g} is lost, squared and added up; yours loses "
                f"{_lost:.4g}. Keep the first terms of the SVD."
            )
            _rows = _pair[1].astype(float)
            assert np.abs(_rows @ _rows.T - np.eye(_r)).max() < 1e-4, (
                f"{_call} the rows of second have length 1 and stand at right angles; "
                "yours do not. Put the sizes into first."
            )
### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "truncated_svd_hidden_ranks", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: the largest rank, and ranks that are
# refused.
all_terms = truncated_svd(np.array([[3.0, 0, 0], [0, 4, 0]]), 2)
### BEGIN HIDDEN TESTS
_got = all_terms[0].astype(float) @ all_terms[1]
assert np.abs(_got - [[3, 0, 0], [0, 4, 0]]).max() < 1e-4, (
    "At rank min(m, n) the product is the matrix, [[3, 0, 0], [0, 4, 0]]; yours is "
    f"{np.round(_got, 2).tolist()}."
)
for _shape, _r in [((4, 9), 5), ((9, 4), 5), ((9, 4), 9), ((3, 3), -1), ((3, 3), 0),
                   ((1, 6), 2)]:
    try:
        _came = repr(truncated_svd(np.ones(_shape), _r))
    except ValueError:
        continue
    except Exception as _error:
        _came = type(_error).__name__
    raise AssertionError(
        f"A matrix of {_shape} and rank {_r} ask for a ValueError; yours gave "
        f"{_came:.60}. rank goes from 1 to min(m, n)."
    )
### END HIDDEN TESTS

# %% [markdown]
# How large are the terms of the trained layers? Beside each stands the same layer
# *before* training: its weights were drawn at random, and the seed is known.

# %% tags=["show"]
from smallnets import plots

drawn = create_mlp(784, [300, 100], 10, seed=1)  # both networks began with seed 1
spectra = {}
for name, net in networks.items():
    now, then = (each.layers[0].weights.data for each in (net, drawn))
    spectra[name] = {title: np.linalg.svd(w, compute_uv=False).astype(float)
                     for title, w in [("trained", now), ("before training", then),
                                      ("what training added", now - then)]}

# %% tags=["show"]
def by_set(axes):
    """The two panels by the data set that stands above them."""
    for ax, name in zip(axes, sets, strict=True):
        ax.set_title(name, fontsize=plots.LABEL_SIZE)
    return dict(zip(sets, axes, strict=True))


def legend_below(fig, axes, columns):
    handles = axes[0].get_legend_handles_labels()
    return fig.legend(*handles, loc="outside lower center", ncols=columns)


# %% tags=["show"]
fig, axes = plots.new_axes("term k", "singular value", "First layer: 300 terms",
                           ncols=2)
lines = {"trained": ("#000000", "-"), "before training": ("#E69F00", "--"),
         "what training added": ("#0072B2", ":")}
for name, rows in spectra.items():
    for title, (color, line) in lines.items():
        ax = by_set(axes)[name]
        ax.plot(range(1, 301), rows[title], line, color=color, label=title)
legend = legend_below(fig, axes, 3)

# %% tags=["show"]
for name, rows in spectra.items():
    print(f"{name}, singular values 1, 10, 100 and 300:")
    for title in lines:
        shown = ", ".join(f"{rows[title][k - 1]:.2f}" for k in (1, 10, 100, 300))
        print(f"    {title:20} {shown}")

# %% [markdown]
# The terms of the random layer fall evenly, and none stands out. Training has lifted the
# first ones; from the hundredth on they are within a fifth of those before. What training
# *added* falls faster.
#
# The plot does not say which terms the network needs.

# %% [markdown]
# ## 10.3 Two layers for one
#
# $x W + b \approx (x A) B + b$: a layer with the weights $A$ and no bias, and behind it,
# with nothing in between, one with the weights $B$ and the old bias $b$.
#
# At rank $r$ the two hold $r m + r n = r (m + n)$ weights instead of $m n$, and do as many
# multiply-adds. They are smaller only while
#
# $$ r (m + n) < m n. $$

# %% [markdown]
# **By hand.** A layer of 6 inputs and 4 outputs has 24 weights. At rank 2 the two have
# $2 \cdot 10 = 20$; at rank 3, 30. With 6 inputs and 3 outputs, 18 weights, rank 2 makes
# $2 \cdot 9 = 18$: nothing is saved, so 1 is the largest rank that pays.

# %% [markdown]
# ### Exercise 10.2: `break_even_rank` (2 points, about 5 minutes)
#
# How large may the rank be before two layers are no smaller than one?
#
# Key details:
# - *fewer* weights, not as many;
# - the result is a whole number, and 0 where no rank saves anything.


# %% nbgrader={"grade": false, "grade_id": "break_even_rank", "locked": false, "schema_version": 3, "solution": true}
def break_even_rank(n_inputs, n_outputs):
    """Return the largest rank at which two thin layers have fewer weights than one.

    Parameters
    ----------
    n_inputs, n_outputs : int
        Of the layer, at least 1. Biases are not counted: there are as many either way.

    Returns
    -------
    int
        0 if no rank saves a weight.
    """
    ### BEGIN SOLUTION
    return (n_inputs * n_outputs - 1) // (n_inputs + n_outputs)
    ### END SOLUTION


# %% [markdown]
# **Check.** The layers by hand, the two hidden layers of the networks, and others.
# The cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "break_even_rank_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
for m, n, want in [(6, 4, 2), (6, 3, 1), (784, 300, 216), (300, 100, 74), (4, 4, 1),
                   (57, 48, 26), (1, 50, 0), (2, 2, 0)]:
    got = break_even_rank(m, n)
    assert isinstance(got, int | np.integer) and not isinstance(got, bool), (
        f"break_even_rank({m}, {n}) is {want}, a whole number; yours is {got!r}. "
        "Return an int."
    )
    more = f"rank {want + 1} has {(want + 1) * (m + n):,}"
    due = (f"at rank {want} {want * (m + n):,} are fewer, and {more}" if want else
           f"even {more}, no fewer")
    assert got == want, (
        f"break_even_rank({m}, {n}) is {want}; yours is {got}. The layer has {m * n:,} "
        f"weights: {due}."
    )

# %% nbgrader={"grade": true, "grade_id": "break_even_rank_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: many sizes, in both orders.
tiny_layer = break_even_rank(1, 1)
### BEGIN HIDDEN TESTS
assert tiny_layer == 0, (
    f"One weight cannot become fewer: the rank is 0; yours is {tiny_layer!r}."
)
_rng = np.random.default_rng(10_201)
_sizes = [(512, 512), (12, 6), (30, 20), (100, 10), (3, 3), (1000, 1), (768, 3072)]
_sizes += [(98, 98), (784, 784), (120, 72), (784, 50), (100, 37), (1893, 512)]
_sizes += [tuple(map(int, _rng.integers(1, 90, 2))) for _ in range(60)]
for _m, _n in _sizes + [(_b, _a) for _a, _b in _sizes]:
    _pays = [_r for _r in range(1, min(_m, _n) + 1) if _r * (_m + _n) < _m * _n]
    _want = max(_pays, default=0)
    _got = break_even_rank(_m, _n)
    assert isinstance(_got, int | np.integer) and _got == _want, (
        f"break_even_rank({_m}, {_n}) is {_want}; yours is {_got!r}. {_m * _n} weights;"
        f" rank {_want + 1} has {(_want + 1) * (_m + _n)}."
    )
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 10.3: `factorize_layer` (4 points, about 15 minutes)
#
# Put two layers in the place of one.
#
# Key details:
# - `Dense(n_inputs, n_outputs, bias=False)` has no bias; set `layer.weights.data`;
# - the last layer with weights, the *head*, stays whole: with 10 outputs there is little
#   to save;
# - each layer has its own largest rank, `break_even_rank`; beyond it a pair is refused;
# - the logits equal those of a network with `first @ second` for weights.


# %% nbgrader={"grade": false, "grade_id": "factorize_layer", "locked": false, "schema_version": 3, "solution": true}
def factorize_layer(model, layer_idx, first, second):
    """Replace a Dense by two that multiply by ``first``, then by ``second``.

    Parameters
    ----------
    model : Sequential
        Left unchanged.
    layer_idx : int
        Position in ``model.layers``, from 0 up, of a Dense, with or without bias; not
        of the last layer with weights.
    first, second : ndarray of float32, shapes (m, rank) and (rank, n)
        For a layer with m inputs and n outputs; ``rank`` at most ``break_even_rank``.

    Returns
    -------
    Sequential
        New model with one layer more, which shares no array with what was given.

    Raises
    ------
    ValueError
        If the layer, the shapes or the rank are not as above.
    """
    layer, rank = model.layers[layer_idx], first.shape[1]
    if not isinstance(layer, Dense):
        raise ValueError(f"layer {layer_idx} is no Dense, but {layer!r}")
    m, n = layer.in_features, layer.out_features
    if first.shape != (m, rank) or second.shape != (rank, n):
        raise ValueError(f"{first.shape} and {second.shape} do not fit {layer!r}")
    ### BEGIN SOLUTION
    if layer_idx == weight_places(model)[-1] or rank > break_even_rank(m, n):
        raise ValueError(f"layer {layer_idx} is the head, or rank {rank} saves nothing")
    small = model.copy()
    thin = Dense(m, rank, bias=False)
    wide = Dense(rank, n, bias=layer.bias is not None)
    thin.weights.data, wide.weights.data = first.copy(), second.copy()
    if layer.bias is not None:
        wide.bias.data = layer.bias.data.copy()
    small.layers[layer_idx : layer_idx + 1] = [thin, wide]
    return small
    ### END SOLUTION


# %% [markdown]
# **Check.** A network of 12 inputs, hidden layers of 6 (with bias) and 5 units (without),
# and a head of 3, with a ReLU behind it.
# Rank 3 saves weights in the first layer and none in the second.
# The cell is silent when all is well.


# %% nbgrader={"grade": true, "grade_id": "factorize_layer_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def toy_network(seed):
    """Dense(12, 6), Dense(6, 5) without bias, Dense(5, 3); every number drawn."""
    model = Sequential([Dense(12, 6), ReLU(), Dense(6, 5, bias=False), ReLU(),
                        Dense(5, 3), ReLU()])
    generator = np.random.default_rng(seed)
    for parameter in model.parameters():
        shape = parameter.data.shape
        parameter.data = generator.normal(0, 1, shape).astype(np.float32)
    return model, generator.normal(size=(10, 12)).astype(np.float32)


def drawn_pair(m, rank, n):
    generator = np.random.default_rng(m)
    return [generator.normal(size=shape).astype(np.float32)
            for shape in [(m, rank), (rank, n)]]


def arrays_of(model):
    return [parameter.data for parameter in model.parameters()]


toy, toy_inputs = toy_network(103)
bias_place = ("The old bias stands behind second, as it was; the thin layer before it "
              "has none, and a layer without bias gets none.")
for at, r, shapes in [
    (0, 3, [(12, 3), (3, 6), (6,), (6, 5), (5, 3), (3,)]),
    (2, 2, [(12, 6), (6,), (6, 2), (2, 5), (5, 3), (3,)]),
    (0, 1, [(12, 1), (1, 6), (6,), (6, 5), (5, 3), (3,)]),
]:
    before = [array.copy() for array in arrays_of(toy)]
    m, n = toy.layers[at].weights.data.shape
    pair, lent = drawn_pair(m, r, n), drawn_pair(m, r, n)
    call = f"For layer {at} of the toy network, {m} inputs, {n} outputs, at rank {r},"
    try:
        got = factorize_layer(toy, at, *lent)
    except ValueError as error:
        raise AssertionError(
            f"{call} your function stops with ValueError: {error}. The layer is not "
            f"the head, and {r * (m + n)} weights are fewer than {m * n}; your "
            f"break_even_rank({m}, {n}) is {break_even_rank(m, n)}."
        ) from error
    except (AttributeError, TypeError) as error:
        raise AssertionError(
            f"{call} your function stops with {type(error).__name__}: {error}. "
            f"{bias_place}"
        ) from error
    assert all(map(np.array_equal, lent, pair)), (
        f"{call} the factors given have other numbers afterwards. Copy them first."
    )
    assert len(toy.layers) == 6 and all(map(np.array_equal, arrays_of(toy), before)), (
        f"{call} the model given has changed. Work on model.copy()."
    )
    assert isinstance(got, Sequential), f"{call} no Sequential comes, but {got!r:.60}."
    weights_of = [getattr(getattr(each, "weights", None), "data", None)
                  for each in got.layers]
    assert all(w is None or isinstance(w, np.ndarray) for w in weights_of), (
        f"{call} a layer's weights are no Parameter any more. Set layer.weights.data."
    )
    kinds = ["none" if w is None else str(w.shape) for w in weights_of]
    expected = [str((m, r)), str((r, n))]
    whole_kinds = ["(12, 6)", "none", "(6, 5)", "none", "(5, 3)", "none"]
    wanted_kinds = whole_kinds[:at] + expected + whole_kinds[at + 1 :]
    if kinds == whole_kinds:
        hint = "A layer that holds first @ second is as large as before."
    elif any(isinstance(each, Sequential) for each in got.layers):
        hint = "Put the two into the list of layers itself, not as one Sequential."
    elif len(kinds) > 7:
        hint = "Two layers take the place of one, with nothing in between."
    else:
        hint = "Take the layer out, and put first, then second in its place."
    assert kinds == wanted_kinds, (
        f"{call} the layers have weights of {wanted_kinds}; yours have {kinds}. {hint}"
    )
    found = [array.shape for array in arrays_of(got)]
    assert found == shapes, (
        f"{call} the parameters have the shapes {shapes}; yours have {found}. "
        f"{bias_place}"
    )
    types = {str(array.dtype) for array in arrays_of(got)}
    assert types == {"float32"}, (
        f"{call} every parameter is float32, as it was; yours are {sorted(types)}."
    )
    assert all(np.array_equal(*each) for each in
               zip(weights_of[at : at + 2], pair, strict=True)), (
        f"{call} the two layers hold first and second; yours hold other numbers."
    )
    joined = toy.copy()
    joined.layers[at].weights.data = pair[0] @ pair[1]
    gap = np.abs(got.forward(toy_inputs) - joined.forward(toy_inputs)).max()
    assert gap < 1e-4, (
        f"{call} the logits equal those of a layer with first @ second; yours differ "
        f"by up to {gap:.3g}. {bias_place}"
    )
    assert not any(np.shares_memory(mine, theirs) for mine in arrays_of(got)
                   for theirs in arrays_of(toy)), (
        f"{call} your new model shares an array with the old one. Copy it."
    )
    assert not any(np.shares_memory(mine, theirs) for mine in arrays_of(got)
                   for theirs in lent), (
        f"{call} your new model shares an array with first or second: training it "
        "would change them. Copy them, too."
    )
for at, r, why in [
    (4, 1, "Layer 4, the last with weights, is the head, which"),
    (0, 4, "Rank 4 makes 72 of 72 weights, no fewer, which"),
    (0, 5, "Rank 5 makes 90 of 72 weights, which"),
    (2, 3, "In layer 2 rank 3 makes 33 of 30 weights, which"),
]:
    m, n = toy.layers[at].weights.data.shape
    try:
        got = f"{len(factorize_layer(toy, at, *drawn_pair(m, r, n)).layers)} layers"
    except ValueError:
        continue
    except Exception as error:
        got = type(error).__name__
    raise AssertionError(
        f"{why} asks for a ValueError; yours gave {got}. The last layer with weights "
        "stays whole; compare the rank with break_even_rank of this layer's own shape."
    )

# %% nbgrader={"grade": true, "grade_id": "factorize_layer_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: layers at other places, behind
# convolutions, with and without bias; sharing; and factors of a factor.
small_model = Sequential([Dense(9, 8), ReLU(), Dense(8, 2)])
small_pair = factorize_layer(small_model, 0, np.ones((9, 1), np.float32),
                             np.ones((1, 8), np.float32))
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(10_301)


def _drawn(model):
    for _p in model.parameters():
        _p.data = _rng.normal(size=_p.data.shape).astype(np.float32)
    return model


def _pair(m, r, n):
    return [_rng.normal(size=_s).astype(np.float32) for _s in [(m, r), (r, n)]]


assert isinstance(small_pair, Sequential) and len(small_pair.layers) == 4, (
    f"A network of three layers becomes one of four; yours is {small_pair!r:.80}."
)
_conv = _drawn(Sequential([Conv2D(1, 3, 3), ReLU(), Flatten(), Dense(48, 20), ReLU(),
                           Dense(20, 15, bias=False), ReLU(), Dense(15, 4), ReLU()]))
_mlp = _drawn(Sequential([Dense(7, 30), Dense(30, 26), ReLU(), Dense(26, 9)]))
_same = _drawn(Sequential([Dense(12, 12), ReLU(), Dense(12, 12), ReLU(),
                           Dense(12, 12)]))
_images = _rng.normal(size=(5, 6, 6, 1)).astype(np.float32)
_rows = _rng.normal(size=(5, 7)).astype(np.float32)
_twelve = _rng.normal(size=(5, 12)).astype(np.float32)
for _model, _x, _at, _r in [(_conv, _images, 3, 7), (_conv, _images, 5, 4),
                            (_mlp, _rows, 0, 2), (_mlp, _rows, 1, 6),
                            (_same, _twelve, 0, 2), (_same, _twelve, 2, 3)]:
    _m, _n = _model.layers[_at].weights.data.shape
    _call = f"For layer {_at}, {_m} inputs and {_n} outputs, at rank {_r},"
    _before = [_p.data.copy() for _p in _model.parameters()]
    _first, _second = _pair(_m, _r, _n)
    _kept = _first.copy(), _second.copy()
    try:
        _got = factorize_layer(_model, _at, _first, _second)
    except ValueError as _error:
        raise AssertionError(
            f"{_call} your function stops: {_error}. Only the last layer with weights "
            "is the head, and only ranks that save nothing are refused."
        ) from _error
    assert all(map(np.array_equal, [_p.data for _p in _model.parameters()], _before)), (
        f"{_call} the model given has other parameters afterwards."
    )
    assert np.array_equal(_first, _kept[0]) and np.array_equal(_second, _kept[1]), (
        f"{_call} the factors given have other numbers afterwards."
    )
    assert isinstance(_got, Sequential) and (
        len(_got.layers) == len(_model.layers) + 1
    ), (
        f"{_call} the new model has one layer more; yours is {_got!r:.80}."
    )
    _due = [_p.data.size for _p in _model.parameters()]
    _saved = _m * _n - _r * (_m + _n)
    _mine = sum(_p.data.size for _p in _got.parameters())
    assert _mine == sum(_due) - _saved, (
        f"{_call} {_saved} of {sum(_due)} parameters are saved; yours has {_mine}. The "
        "old bias stands behind second; there is no other."
    )
    _joined = _model.copy()
    _joined.layers[_at].weights.data = _first @ _second
    _want = _joined.forward(_x)
    _gap = np.abs(_got.forward(_x) - _want).max()
    assert _gap < 1e-4 * max(1, np.abs(_want).max()), (
        f"{_call} the logits equal those of a layer with first @ second; yours differ "
        f"by up to {_gap:.3g}. Bias behind second, nothing in between."
    )
    assert not any(np.shares_memory(_p.data, _q) for _p in _got.parameters() for _q in
                   [_first, _second, *[_o.data for _o in _model.parameters()]]), (
        f"{_call} the new model shares an array with what was given. Copy."
    )
_deep = factorize_layer(_mlp, 1, *_pair(30, 5, 26))
_deep = factorize_layer(_deep, 0, *_pair(7, 2, 30))
assert [_l.weights.data.shape for _l in _deep.layers if hasattr(_l, "weights")] == [
    (7, 2), (2, 30), (30, 5), (5, 26), (26, 9)
], f"Two layers in turn, the later one first, become four; yours gave {_deep!r:.200}."
### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "factorize_layer_hidden_refused", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: what is refused, and what just is not.
pair_layers = Sequential([Dense(4, 5), ReLU(), Dense(5, 2)])
just_right = factorize_layer(pair_layers, 0, np.ones((4, 2), np.float32),
                             np.ones((2, 5), np.float32))
### BEGIN HIDDEN TESTS
_model = Sequential([Dense(6, 3), ReLU(), Dense(3, 40), ReLU(), Dense(40, 30), ReLU(),
                     Dense(30, 10), ReLU()])


_equal = Sequential([Dense(6, 6), ReLU(), Dense(6, 6), ReLU(), Dense(6, 6)])


def _came(model, at, rank):
    _m, _n = model.layers[at].weights.data.shape
    try:
        _new = factorize_layer(model, at, np.ones((_m, rank), np.float32),
                               np.ones((rank, _n), np.float32))
    except ValueError:
        return "a ValueError"
    except Exception as _error:
        return type(_error).__name__
    return "a model" if isinstance(_new, Sequential) else repr(_new)


for _at, _r, _want, _why in [
    (0, 1, "a model", "9 weights are fewer than 18"),
    (0, 2, "a ValueError", "18 weights are not fewer than 18"),
    (2, 2, "a model", "86 weights are fewer than 120"),
    (2, 3, "a ValueError", "129 weights are not fewer than 120"),
    (4, 17, "a model", "1190 weights are fewer than 1200"),
    (4, 18, "a ValueError", "1260 weights are not fewer than 1200"),
    (6, 1, "a ValueError", "the last layer with weights stays whole"),
    (6, 7, "a ValueError", "the last layer with weights stays whole"),
]:
    _got = _came(_model, _at, _r)
    assert _got == _want, (
        f"For layer {_at} of 6-3-40-30-10 at rank {_r} {_want} comes; yours gave "
        f"{_got}: {_why}."
    )
for _at, _want in [(0, "a model"), (2, "a model"), (4, "a ValueError")]:
    _got = _came(_equal, _at, 2)
    assert _got == _want, (
        f"For layer {_at} of 6-6-6-6 at rank 2 {_want} comes; yours gave {_got}. The "
        "head is the last layer with weights, whatever its shape."
    )
### END HIDDEN TESTS

# %% [markdown]
# Now the trained networks. `thin` factorizes every hidden layer at one rank; a layer in
# which that rank saves nothing stays whole. `find` says where the factors come from.
#
# Beside the truncated SVD stands chance: the $r$ rows of $B$ point in *random* directions,
# drawn without a look at $W$, and $A = W B^\top$ gives, for these, the nearest product.


# %%
def thin(model, rank, find):
    """Factorize the hidden layers at one rank, by find(weights, rank, place)."""
    small = model
    for place in reversed(weight_places(model)[:-1]):
        weights = model.layers[place].weights.data
        if rank <= break_even_rank(*weights.shape):
            pair = find(weights, rank, place)
            small = factorize_layer(small, place, *pair)
    return small


def by_svd(weights, rank, place):
    return truncated_svd(weights, rank)


# %%
def by_chance(seed):
    """A find for ``thin`` that takes random directions."""
    rng = np.random.default_rng([10, seed])

    def find(weights, rank, place):
        directions, _ = np.linalg.qr(rng.normal(size=(weights.shape[1], rank)))
        second = directions.T.astype(np.float32)
        return weights @ second.T, second

    return find


# %% tags=["show"]
from smallnets import measure_macs

one_image = np.zeros((1, 784), dtype=np.float32)
print("rank   parameters    MACs  MNIST: SVD (%)  random  Fashion: SVD (%)  random")
for rank in (8, 16, 32, 64, 150):
    row = [f"{percent(name, thin(net, rank, find)):12.1f}"
           for name, net in networks.items() for find in (by_svd, by_chance(0))]
    small = thin(clothes, rank, by_svd)
    count = sum(p.data.size for p in small.parameters())
    print(f"{rank:4} {count:12,} {measure_macs(small, one_image):7,}", *row)
print(f"whole{sum(sizes_of):12,} {measure_macs(clothes, one_image):7,}",
      *(f"{each:12.1f}{'':13}" for each in whole.values()))

# %% [markdown]
# At rank 64 either network has lost less than a point, with 2.8 times fewer parameters.
# Which $r$ directions they are matters: at rank 16 random ones are left with little more
# than guessing, where the SVD still reads most images.
#
# At rank 150 the second layer stays whole: its largest rank is 74.

# %% [markdown]
# ## 10.4 How thin?
#
# A common rule keeps a share of the *energy*, the sum of the squared singular values:
#
# $$ \text{energy}(r) = \frac{\sum_{k \le r} s_k^2}{\sum_k s_k^2}, $$
#
# and takes the smallest rank at which it is at least, say, 90%.

# %% [markdown]
# **By hand.** Singular values $[4, 2, 2, 1]$: squares $[16, 4, 4, 1]$, sum 25. The energy
# at ranks 1 to 4 is 0.64, 0.8, 0.96 and 1.
# For a share of 0.8 rank 2 is enough, for 0.81 it takes 3, for 0.64 rank 1.

# %% [markdown]
# ### Exercise 10.4: `energy_rank` (2 points, about 8 minutes)
#
# Find the smallest rank that keeps a share of the energy.
#
# Key details:
# - *at least* the share: an energy equal to it is enough;
# - share 1 never asks for terms that are not there: added up in two ways, a sum may differ
#   in its last digit.


# %% nbgrader={"grade": false, "grade_id": "energy_rank", "locked": false, "schema_version": 3, "solution": true}
def energy_rank(sizes, share):
    """Return the smallest rank that keeps a share of the energy.

    Parameters
    ----------
    sizes : ndarray of float, shape (k,)
        Singular values, largest first; not all of them 0. Left unchanged.
    share : float
        Of the sum of the squared sizes, above 0 and at most 1.

    Returns
    -------
    int
        From 1 to k.

    Raises
    ------
    ValueError
        If ``share`` is not above 0 and at most 1.
    """
    ### BEGIN SOLUTION
    if not 0 < share <= 1:
        raise ValueError(f"share lies above 0 and at most at 1, got {share}")
    energy = np.cumsum(np.asarray(sizes, dtype=np.float64) ** 2)
    return int(np.searchsorted(energy / energy[-1], share)) + 1
    ### END SOLUTION


# %% [markdown]
# **Check.** The example by hand, terms of size 0, and shares that are none.
# The cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "energy_rank_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
by_hand = np.array([4.0, 2, 2, 1])
squares_hint = "Add up the squares, largest first: 0.64, 0.8, 0.96, 1."
same_sum = ("Squares added up in two ways may differ in the last digit: use the end of "
            "the same sum.")
two_terms, three_tenths = np.array([2.0, 1, 0, 0]), np.array([0.3] * 10 + [0] * 2)
for values, part, want, slips in [
    (by_hand, 0.3, 1, {0: "Count from 1: one term is rank 1.",
                       2: "Rank 1 keeps 0.64; a share is kept, not lost.",
                       3: "Add up the squares from the largest on."}),
    (by_hand, 0.5, 1, {2: "Rank 1 keeps 0.64. The sum of the sizes would give 2."}),
    (by_hand, 0.81, 3, {2: "Rank 2 keeps 0.8. A root of the energy would give 2."}),
    (by_hand, 0.9, 3, {2: "Rank 2 keeps 0.8, which is less."}),
    (by_hand, 0.8, 2, {3: "Rank 2 keeps 0.8, which is enough: at least, not more."}),
    (by_hand, 0.97, 4, {3: "Rank 3 keeps 0.96, which is less."}),
    (two_terms, 1.0, 2, {5: f"There are no five. {same_sum}",
                         4: "Two terms have all of it, the others are 0."}),
    (three_tenths, 1.0, 10, {12: f"Ten terms have all, the others are 0. {same_sum}",
                             13: f"There are no 13. {same_sum}"}),
]:
    given = values.copy()
    call = f"For the sizes {values.tolist()} and a share of {part}"
    try:
        got = energy_rank(given, part)
    except ValueError as error:
        raise AssertionError(
            f"{call} the rank is {want}; yours stops with ValueError: {error}. Shares "
            "above 0 and at most 1 are allowed."
        ) from error
    assert np.array_equal(given, values), (
        "Your function changed the sizes it was given. Compute new arrays."
    )
    assert isinstance(got, int | np.integer), (
        f"energy_rank returns a whole number; yours is {got!r}."
    )
    other = same_sum if part == 1 else squares_hint
    assert got == want, (
        f"{call} the rank is {want}; yours is {got}. {slips.get(int(got), other)}"
    )
for part in (0.0, -0.5, 1.5, float("nan")):
    try:
        got = repr(energy_rank(by_hand, part))
    except ValueError:
        continue
    except Exception as error:
        got = type(error).__name__
    raise AssertionError(
        f"A share of {part} asks for a ValueError; yours gave {got}. A share lies "
        "above 0 and is at most 1; comparisons with NaN are False."
    )

# %% nbgrader={"grade": true, "grade_id": "energy_rank_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: many sizes and shares, in float32,
# sums that are rounded, small sizes, and shares just above an energy.
rank_of_one = energy_rank(np.array([3.0]), 0.7)
### BEGIN HIDDEN TESTS
assert rank_of_one == 1, f"A single term is rank 1; yours is {rank_of_one!r}."
_rng = np.random.default_rng(10_401)
for _trial in range(60):
    _k = int(_rng.integers(1, 60))
    _whole = np.sort(_rng.integers(0, 30, _k))[::-1] + (_trial % 2)
    _whole[0] += 1
    _squares = [int(_s) ** 2 for _s in _whole]
    _given = _whole.astype(np.float32 if _trial % 3 else np.float64)
    _before = _given.copy()
    _tenth = int(_rng.integers(1, 10))
    _want = next(_r for _r in range(1, _k + 1)
                 if 10 * sum(_squares[:_r]) >= _tenth * sum(_squares))
    _edge = {10 * sum(_squares[:_r]) for _r in range(1, _k + 1)}
    if _tenth * sum(_squares) not in _edge:  # 0.3 is not three tenths exactly
        _got = energy_rank(_given, _tenth / 10)
        assert isinstance(_got, int | np.integer) and _got == _want, (
            f"For {_k} sizes, {_whole[:5].tolist()} and so on, and a share of "
            f"{_tenth / 10} the rank is {_want}; yours is {_got!r}."
        )
    _all = sum(_s > 0 for _s in _squares)
    _got = energy_rank(_given, 1.0)
    assert _got == _all, (
        f"For {_k} sizes of which {_all} are not 0 share 1 takes rank {_all}; yours is "
        f"{_got!r}."
    )
    assert np.array_equal(_given, _before), "The sizes given have changed."
for _trial in range(40):
    _sizes = np.sort(_rng.random(200))[::-1] + 0.01
    _got = energy_rank(_sizes, 1.0)
    assert 195 <= _got <= 200, (
        f"Of 200 sizes share 1 takes no more than 200; yours is {_got!r}. Sums added "
        "up in two ways differ in their last digit: divide by the end of the same sum."
    )
_falling = np.append(np.arange(10, 0, -1) / 10, [0, 0])
for _sizes, _share, _want in [
    (np.array([10.0, 9, 8, 7, 0.01]), 1.0, 5),
    (np.array([10.0, 9, 8, 7, 6]) * 1e-4, 1.0, 5),
    (np.array([4.0, 2, 2, 1]), 0.64 + 1e-8, 2),
    (np.array([4.0, 2, 2, 1]), 0.64 - 1e-8, 1),
    (_falling, 1.0, 10),
]:
    _got = energy_rank(_sizes, _share)
    assert _got == _want, (
        f"For the sizes {_sizes.tolist()} and a share of {_share} the rank is {_want}; "
        f"yours is {_got!r}. At least the share, in float64, and no small size dropped."
    )
for _share in (-0.01, 1.0001, 90, float("inf")):
    try:
        _came = repr(energy_rank(np.array([2.0, 1.0]), _share))
    except ValueError:
        continue
    except Exception as _error:
        _came = type(_error).__name__
    raise AssertionError(
        f"A share of {_share} asks for a ValueError; yours gave {_came}."
    )
### END HIDDEN TESTS

# %% [markdown]
# What does the rule say of the first layer, and what do the images say? Here only the
# first layer is factorized, at many ranks.


# %% tags=["show"]
def first_only(model, rank):
    weights = model.layers[0].weights.data
    return factorize_layer(model, 0, *truncated_svd(weights, rank))


looks = {"SVD": {"color": "#0072B2", "marker": "s", "label": "SVD"},
         "SVD + bias": {"color": "#56B4E9", "marker": "D", "label": "SVD, bias moved"},
         "data-aware": {"color": "#D55E00", "marker": "v", "label": "data-aware"},
         "random": plots.method_style("random")}
ranks = [2, 4, 8, 16, 24, 32, 48, 64, 128, 185, 216]
read = {name: [percent(name, first_only(net, rank)) for rank in ranks]
        for name, net in networks.items()}

# %% tags=["show"]
fig, axes = plots.new_axes("rank of the first layer", "per cent",
                           "What a rank keeps, and what it reads", ncols=2)
for name, ax in by_set(axes).items():
    squares = spectra[name]["trained"] ** 2
    kept = [100 * squares[:rank].sum() / squares.sum() for rank in ranks]
    ax.plot(ranks, read[name], **looks["SVD"] | {"label": "images read right"})
    ax.plot(ranks, kept, color="#555555", linestyle="--", label="energy of the weights")
    ax.axhline(whole[name] - 1, color="#000000", ls=":", label="whole, less a point")
    ax.axvline(energy_rank(spectra[name]["trained"], 0.9), color="#CC79A7",
               label="rank for 90% of the energy")
    plots.log_ticks(ax, [2, 4, 8, 16, 32, 64, 216])
legend = legend_below(fig, axes, 2)

# %% tags=["show"]
for name in sets:
    rule = energy_rank(spectra[name]["trained"], 0.9)
    enough = next(r for r, right in zip(ranks, read[name], strict=True)
                  if right >= whole[name] - 1)
    energy = spectra[name]["trained"] ** 2
    print(f"{name}: 90% of the energy takes rank {rule} of at most 216;")
    print(f"    of those tried, rank {enough} is the first within a point of the whole"
          f" one, with {energy[:enough].sum() / energy.sum():.0%} of the energy.")
print("Rank for 90% of the energy:")
for name, rows in spectra.items():
    print(f"    {name:8}", {title: energy_rank(rows[title], 0.9) for title in lines})

# %% [markdown]
# The rule asks for several times the rank at which the images are read within a point,
# and saves 15% of the layer's weights. It gives a layer that was never trained nearly the same rank.
# Of what training added, 83 and 50 terms have 90% of the energy.
#
# Energy counts every weight alike, whether an image needs it or not. Here a validation
# curve takes seconds: let it choose.

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_energy_misleads", "locked": false, "points": 2, "schema_version": 3, "solution": true}
# **Reflect** (2 points, about 8 minutes). Somebody chooses ranks by 90% energy and reports
# that "trained layers have no low rank". Using the plot and the lines below it, say what
# they measured and what they did not. Then give one input, or kind of inputs, for which a
# term with a large singular value does nothing at all. (Three sentences.)
#
# ### BEGIN SOLUTION
# Rubric:
# - 1 point: energy measures how near the factors are to the weights, all weights counted
#   alike, most of which are what chance drew before training; not how near the outputs or
#   the answers are. A layer of random weights gets about the same rank, so the number says
#   next to nothing about training; accuracy is back at a fraction of that rank.
# - 1 point: a term s u v gives s (x u) v, so it does nothing for inputs at right angles to
#   u: for example if u lies on pixels that are always 0 (borders), or inputs that always
#   come with opposite signs so that they cancel in x u.
# ### END SOLUTION

# %% [markdown]
# ## 10.5 The error that counts
#
# The next layer never sees $W$; it sees $X W$, the outputs for the inputs $X$ (one example
# a row). Which factors make *their* error the smallest,
#
# $$ \| X W - X A B \|^2 = \sum_{i, j} ( (X W)_{ij} - (X A B)_{ij} )^2 \; ? $$
#
# For inputs that are equally large, independent, and 0 on average, those of the SVD. Pixels
# are none of it.

# %% [markdown]
# **By hand.** $W = [[2, 2], [1, -1]]$ again, and two examples: $[1, 0]$ and $[0, 4]$.
# $X W = [[2, 2], [4, -4]]$. The SVD keeps $[[2, 2], [0, 0]]$ and loses the outputs
# $[4, -4]$: error $4^2 + 4^2 = 32$. Keep $[[0, 0], [1, -1]]$ instead, and $[2, 2]$ is lost:
# error 8.
#
# The second pair is nearer to the outputs and *farther* from the weights (8 against 2).

# %% [markdown]
# The outputs $X A B$ have rank $r$ at most. So none can be nearer to $X W$ than the first
# $r$ terms of the SVD of $X W$ *itself*; their error is the sum of its other squared
# singular values.
#
# Can $A$ and $B$ reach that? The first $r$ terms of $X W$ are $X W V V^\top$, where the
# columns of $V$ are $v_1, \dots, v_r$ *of $X W$*. What do $A$ and $B$ have to be?

# %% [markdown]
# Chen et al. (2021) gave such a closed form. Others *whiten* (Wang et al., 2025): write
# $X^\top X = L L^\top$, with $L$ a square matrix; the error is
# $\| L^\top (W - A B) \|^2$, so take the SVD of $L^\top W$, and undo $L^\top$
# afterwards.

# %% [markdown]
# Both ways give the same outputs for the inputs $X$. But where a pixel is 0 in every image,
# $X^\top X$ is *singular*, and $L^\top$ has no inverse. (With means taken away first, $X^\top X / n$ would
# be the inputs' covariance. Here none are taken away: the bias $b$ stays as it is.)

# %% [markdown]
# Which mistakes would you notice? `excess` tries an implementation on one case.


# %%
def least_error(weights, rank, inputs):
    """The smallest squared error of the outputs that factors of this rank can have."""
    outputs = np.asarray(inputs, dtype=np.float64) @ weights
    return (np.linalg.svd(outputs, compute_uv=False)[rank:] ** 2).sum()


def output_error(weights, pair, inputs):
    """Squared error of the outputs; infinite where the factors do not fit."""
    inputs, (first, second) = np.asarray(inputs, dtype=np.float64), pair
    if (len(first), second.shape[-1]) != weights.shape:
        return np.inf
    return ((inputs @ weights - inputs @ first @ second) ** 2).sum()


# %%
def excess(candidate, weights, rank, inputs):
    """How far above the least error a candidate is, as a fraction of all squares.

    Infinite if shapes are wrong, numbers are none, or a ValueError (LinAlgError) comes.
    """
    try:
        pair = candidate(weights.copy(), rank, inputs.copy())
    except ValueError:
        return np.inf
    if pair[0].shape[1] != rank or len(pair[1]) != rank:
        return np.inf
    above = output_error(weights, pair, inputs) - least_error(weights, rank, inputs)
    return above / ((inputs @ weights) ** 2).sum() if np.isfinite(above) else np.inf


# %% [markdown]
# ### Exercise 10.5, break it: `check_data_aware_svd` (3 points, about 25 minutes)
#
# Choose cases, and refuse what does not reach the least error; `excess` tries each.
#
# Key details:
# - let inputs be correlated (`rng.normal(...) @ rng.normal(...)` mixes them), with means
#   about as large as their spread: with none, or tenfold ones, mistakes may hide;
# - let an input be 0 in every example; once, have few examples (`rank` to `m - 1`);
# - take tall layers and wide ones, rank 1 and higher ones;
# - allow an excess of $10^{-4}$.


# %% nbgrader={"grade": false, "grade_id": "check_data_aware_svd", "locked": false, "schema_version": 3, "solution": true}
def check_data_aware_svd(candidate):
    """Say whether a candidate finds factors of the least output error.

    Parameters
    ----------
    candidate : callable
        Called as ``candidate(weights, rank, inputs)``, with arrays of float of the
        shapes (m, n) and (examples, m), at least ``rank`` examples and ``rank`` at most
        min(m, n); returns arrays of the shapes (m, rank) and (rank, n).

    Returns
    -------
    bool
        True if its outputs had the least error in every case, False if in one they
        had not.
    """
    ### BEGIN SOLUTION
    rng = np.random.default_rng(0)
    for m, n, examples in [(6, 4, 30), (4, 7, 30), (8, 5, 5)]:
        weights = rng.normal(size=(m, n))
        inputs = rng.normal(2, 1, size=(examples, m)) @ rng.normal(size=(m, m))
        inputs[:, 1] = 0
        for rank in (1, 3):
            if excess(candidate, weights, rank, inputs) > 1e-4:
                return False
    return True
    ### END SOLUTION


# %% [markdown]
# **Check.** Four right implementations and twelve wrong ones are lent to your function, and
# stop working afterwards. The right ones fit one factor, then the other, many times over:
# slow, and made for small cases. The cell is silent when all is well.


# %% nbgrader={"grade": true, "grade_id": "check_data_aware_svd_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def right_by_turns(weights, rank, inputs, turns=150):
    inputs = inputs.astype(float)
    outputs, back = inputs @ weights, np.linalg.pinv(inputs)
    first = np.random.default_rng(rank).normal(size=(len(weights), rank))
    for _ in range(turns):
        second = np.linalg.lstsq(inputs @ first, outputs, rcond=None)[0]
        first = back @ outputs @ np.linalg.pinv(second)
    return first, second


def right_in_another_split(weights, rank, inputs):
    first, second = right_by_turns(weights, rank, inputs)
    return -5 * first, second / -5


def right_within_what_is_allowed(weights, rank, inputs):
    first, second = right_by_turns(weights, rank, inputs)
    return 1.005 * first, second


def right_and_refuses_bad_ranks(weights, rank, inputs):
    if not 1 <= rank <= min(len(inputs), *weights.shape):
        raise ValueError("rank is at most the inputs, the outputs, and the examples")
    return right_by_turns(weights, rank, inputs)


def forgets_the_inputs(weights, rank, inputs):
    return right_by_turns(weights, rank, np.eye(len(weights)))


def looks_at_sizes_only(weights, rank, inputs):
    return right_by_turns(weights, rank, np.diag(np.abs(inputs).mean(axis=0)))


def takes_means_away(weights, rank, inputs):
    return right_by_turns(weights, rank, inputs - inputs.mean(axis=0))


def counts_inputs_twice(weights, rank, inputs):
    return right_by_turns(weights, rank, inputs.T @ inputs)


def stops_at_idle_inputs(weights, rank, inputs):
    if not inputs.any(axis=0).all():
        raise np.linalg.LinAlgError("Singular matrix")
    return right_by_turns(weights, rank, inputs)


def stops_with_few_examples(weights, rank, inputs):
    if len(inputs) < len(weights):
        raise np.linalg.LinAlgError("Singular matrix")
    return right_by_turns(weights, rank, inputs)


def looks_at_ten_examples(weights, rank, inputs):
    return right_by_turns(weights, rank, inputs[:10])


def is_right_at_rank_1_only(weights, rank, inputs):
    right = right_by_turns if rank == 1 else forgets_the_inputs
    return right(weights, rank, inputs)


def is_right_above_rank_1_only(weights, rank, inputs):
    right = right_by_turns if rank > 1 else forgets_the_inputs
    return right(weights, rank, inputs)


def is_wrong_with_fewer_inputs(weights, rank, inputs):
    m, n = weights.shape
    right = forgets_the_inputs if m < n else right_by_turns
    return right(weights, rank, inputs)


def is_wrong_with_fewer_outputs(weights, rank, inputs):
    m, n = weights.shape
    right = forgets_the_inputs if m > n else right_by_turns
    return right(weights, rank, inputs)


def is_a_little_off(weights, rank, inputs):
    first, second = right_by_turns(weights, rank, inputs)
    return 1.03 * first, second


judge(check_data_aware_svd, True, [right_by_turns, right_in_another_split],
      "Is your check too strict? An excess of 1e-4 is allowed; factors are no matter, "
      "their outputs are.")
judge(check_data_aware_svd, True, [right_within_what_is_allowed],
      "Its excess is at most 2.5e-5; 1e-4 is allowed.")
judge(check_data_aware_svd, True, [right_and_refuses_bad_ranks],
      "Have rank examples at least, and a rank of at most min(m, n).")
for wrong_one, hint in [
    (is_a_little_off, "Allow an excess of 1e-4, no more."),
    (forgets_the_inputs, "Let inputs be correlated."),
    (looks_at_sizes_only, "Let inputs be correlated, not only of different size."),
    (takes_means_away, "Let the inputs have means, about as large as their spread."),
    (counts_inputs_twice, "Let inputs be correlated, and of different size. Means of "
     "ten times their spread drown what differs: have smaller ones."),
    (stops_at_idle_inputs, "Let an input be 0 in every example."),
    (stops_with_few_examples, "Have a case with fewer examples than inputs."),
    (looks_at_ten_examples, "Have a case with more than ten examples, drawn apart."),
    (is_right_at_rank_1_only, "Have ranks above 1, below min(m, n)."),
    (is_right_above_rank_1_only, "Have rank 1, too."),
    (is_wrong_with_fewer_inputs, "Have fewer inputs than outputs, too."),
    (is_wrong_with_fewer_outputs, "Have more inputs than outputs, too."),
]:
    judge(check_data_aware_svd, False, [wrong_one], hint)

# %% nbgrader={"grade": true, "grade_id": "check_data_aware_svd_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: other candidates, right and wrong.
trial_verdict = check_data_aware_svd(lambda weights, rank, inputs: (
    np.zeros((len(weights), rank)), np.zeros((rank, weights.shape[1]))))
### BEGIN HIDDEN TESTS
def _svd(weights, rank):
    _left, _sizes, _right = np.linalg.svd(weights, full_matrices=False)
    return _left[:, :rank] * _sizes[:rank], _right[:rank]


def _along(weights, directions):
    return weights @ directions.T, directions


def _right_by_outputs(weights, rank, inputs):
    return _along(weights, np.linalg.svd(inputs @ weights)[2][:rank])


def _right_by_moments(weights, rank, inputs):
    _outputs = inputs.astype(float) @ weights
    _moments = _outputs.T @ _outputs
    return _along(weights, np.linalg.eigh(_moments)[1][:, ::-1][:, :rank].T)


def _whitened(weights, rank, inputs, damping=1e-9):
    _moments = inputs.astype(float).T @ inputs
    _moments = _moments + damping * np.trace(_moments) * np.eye(len(weights))
    _root = np.linalg.cholesky(_moments)
    _first, _second = _svd(_root.T @ weights, rank)
    return np.linalg.solve(_root.T, _first), _second


def _right_by_root(weights, rank, inputs):
    _values, _vectors = np.linalg.eigh(inputs.astype(float).T @ inputs)
    _roots = np.sqrt(np.maximum(_values, 0))
    _inverse = np.array([1 / _r if _r > 1e-6 * _roots.max() else 0.0 for _r in _roots])
    _first, _second = _svd((_vectors * _roots) @ _vectors.T @ weights, rank)
    return (_vectors * _inverse) @ _vectors.T @ _first, _second


def _right_in_float32(weights, rank, inputs):
    return [_a.astype(np.float32) for _a in _right_by_outputs(weights, rank, inputs)]


def _main_inputs(weights, rank, inputs):
    _rows = np.linalg.svd(inputs)[2][:rank]
    return _rows.T, _rows @ weights


def _main_inputs_centred(weights, rank, inputs):
    return _main_inputs(weights, rank, inputs - inputs.mean(axis=0))


def _not_undone(weights, rank, inputs):
    _, _, _right = np.linalg.svd(inputs, full_matrices=False)
    _first, _second = _svd(inputs.T @ inputs @ weights / len(inputs), rank)
    return _first, _second


def _just_above_at_rank_1(weights, rank, inputs):
    _first, _second = _right_by_outputs(weights, rank, inputs)
    _squares = ((inputs @ weights) ** 2).sum()
    _kept = 1 - least_error(weights, rank, inputs) / _squares
    return (1 + (rank == 1) * np.sqrt(1.5e-4 / _kept)) * _first, _second


def _correlations(weights, rank, inputs):
    _spread = np.sqrt((inputs**2).mean(axis=0)) + 1e-12
    return _whitened(weights, rank, inputs / _spread, 1e-6)


def _strongly_damped(weights, rank, inputs):
    return _whitened(weights, rank, inputs, 0.1)


def _smallest(weights, rank, inputs):
    return _along(weights, np.linalg.svd(inputs @ weights)[2][-rank:])


def _outputs_centred(weights, rank, inputs):
    _outputs = inputs @ weights
    return _along(weights, np.linalg.svd(_outputs - _outputs.mean(axis=0))[2][:rank])


def _largest_outputs(weights, rank, inputs):
    _order = np.argsort(-((inputs @ weights) ** 2).sum(axis=0), kind="stable")[:rank]
    return _along(weights, np.eye(weights.shape[1])[_order])


def _every_second(weights, rank, inputs):
    return _right_by_moments(weights, rank, inputs[::2])


judge(check_data_aware_svd, True, [
    (_right_by_outputs, "takes the directions of the outputs"),
    (_right_by_moments, "takes the main directions of the outputs' second moments"),
    (_right_by_root, "whitens by a root of the second moments, without idle inputs"),
    (_whitened, "adds a billionth of the trace before it whitens",
     "Its excess is far below 1e-4."),
    (_right_in_float32, "returns float32", "An excess of 1e-4 is allowed."),
], hint="Have at least rank examples, and allow an excess of 1e-4.")
judge(check_data_aware_svd, False, [
    (_main_inputs, "keeps the main directions of the inputs",
     "Let the weights differ from input to input, and have ranks below m."),
    (_main_inputs_centred, "keeps the main directions of the centred inputs"),
    (_not_undone, "does not undo what it multiplied by"),
    (_just_above_at_rank_1, "has an excess of 1.5e-4 at rank 1, and none above",
     "Allow an excess of 1e-4, no more, in each case."),
    (_correlations, "makes all inputs equally large first",
     "Let inputs be of different size."),
    (_strongly_damped, "adds a tenth of the trace before it whitens",
     "Allow an excess of 1e-4, no more."),
    (_smallest, "keeps the smallest terms"),
    (_outputs_centred, "takes the mean of the outputs away first",
     "Let the inputs have means, about as large as their spread."),
    (_largest_outputs, "keeps the largest outputs whole"),
    (_every_second, "looks at every second example"),
], hint="Let inputs be correlated, of different size, and with means.")
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 10.6: `data_aware_svd` (2 points, about 12 minutes)
#
# Find the factors themselves, by the text above.
#
# Key details:
# - whichever way you go, an input that is always 0 must not stop it;
# - the rows of `second` have length 1 and stand at right angles, as in exercise 10.1;
# - compute in float64 and return float32.


# %% nbgrader={"grade": false, "grade_id": "data_aware_svd", "locked": false, "schema_version": 3, "solution": true}
def data_aware_svd(weights, rank, inputs):
    """Factor the matrix of a given rank whose outputs are nearest to the layer's.

    Parameters
    ----------
    weights : ndarray of float, shape (m, n)
    rank : int
        From 1 to min(m, n).
    inputs : ndarray of float, shape (examples, m)
        What the layer receives; ``rank`` examples at least. It and ``weights`` are
        left unchanged.

    Returns
    -------
    first : ndarray of float32, shape (m, rank)
    second : ndarray of float32, shape (rank, n)
        ``inputs @ first @ second`` is nearest to ``inputs @ weights``, by the sum of
        squared differences. The rows of ``second`` have length 1 and stand at right
        angles to each other.

    Raises
    ------
    ValueError
        If ``rank`` is not as above.
    """
    if not 1 <= rank <= min(weights.shape):
        raise ValueError(f"a matrix of {weights.shape} has no rank-{rank} factors")
    ### BEGIN SOLUTION
    outputs = inputs.astype(np.float64) @ weights
    _, _, right = np.linalg.svd(outputs, full_matrices=False)
    second = right[:rank]
    return (weights @ second.T).astype(np.float32), second.astype(np.float32)
    ### END SOLUTION


# %% [markdown]
# **Check.** The example by hand and three more, each with two inputs and two outputs at
# rank 1; 30 examples of seven inputs, and 4.
# The cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "data_aware_svd_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def thin_pair(pair, call, shape, rank):
    """The two factors, or an AssertionError that says what is wrong with their form."""
    assert isinstance(pair, tuple | list) and len(pair) == 2, (
        f"{call} returns two arrays, first and second; yours returns {pair!r:.80}."
    )
    forms = [(getattr(each, "shape", None), str(getattr(each, "dtype", None)))
             for each in pair]
    want = [((shape[0], rank), "float32"), ((rank, shape[1]), "float32")]
    (mine, _), (yours, _) = forms
    long = mine is not None and yours is not None and (
        mine[:1] == shape[:1] and yours[1:] == shape[1:])
    assert (mine, yours) == (want[0][0], want[1][0]), (
        f"{call} returns arrays of the shapes {want[0][0]} and {want[1][0]}; yours "
        f"have {mine} and {yours}. " + (
            "Leave out whole columns of the first and whole rows of the second." if long
            else "first has a row for each row of the weights, second a column for "
            "each of their columns.")
    )
    assert forms == want, (
        f"{call} returns float32; yours are {forms[0][1]} and {forms[1][1]}."
    )
    return pair


def lengths_are_one(second):
    """Whether the rows have length 1 and stand at right angles."""
    rows = second.astype(float)
    return np.abs(rows @ rows.T - np.eye(len(rows))).max() < 1e-4


def rounded(array):
    return np.round(array.astype(float), 2).tolist()


plain_hint = ("So does the truncated SVD of the weights: let the inputs have a say, as "
              "large as they are.")
means_count = "Means are not taken away: what is always there counts, too."
one_scale = ("The direction is right, the size is not: undo what the weights were "
             "multiplied by.")
for matrix, seen, want, slips, hint in [
    ([[1, 1], [4, -4]], [[5, 0], [0, 2], [0, 0]], [[0, 0], [8, -8], [0, 0]], [
        ([[5, 5], [0, 0], [0, 0]], "The larger outputs stay, not the smaller ones, and "
         "not those of the larger inputs: an input counts once, not squared. (The v "
         "are rows of the third array.)"),
        ([[-1.04, 2.54], [3.93, -9.66], [0, 0]], means_count)],
     "Of the outputs [5, 5] and [8, -8] the larger ones stay."),
    ([[2, 2], [1, -1]], [[1, 0], [0, 4]], [[0, 0], [4, -4]], [
        ([[2, 2], [0, 0]], plain_hint), ([[-0.4, 1.2], [1.6, -4.8]], means_count)],
     "Of the outputs [2, 2] and [4, -4] the larger ones stay."),
    ([[1, 1], [2, -2]], [[3, 1], [3, -1]], [[3, 3], [3, 3]], [
        ([[2, -2], [-2, 2]], f"{means_count} If you whiten, is L turned?")],
     "The first input gives [3, 3] each time, the second [2, -2] or [-2, 2]."),
    ([[2, 0], [0, 1]], [[1, 1], [2, 2]], [[2, 1], [4, 2]], [
        ([[2, 0], [4, 0]], "So does the truncated SVD of the weights. Here the inputs "
         "come together: weigh them together. If you whiten, is L turned?")],
     "Both inputs are always equal: one direction of the outputs, [2, 1], is all, and "
     "nothing is lost."),
]:
    matrix, seen = np.array(matrix, dtype=np.float32), np.array(seen, dtype=np.float32)
    call = f"data_aware_svd({matrix.tolist()}, 1, {seen.tolist()})"
    before = matrix.copy(), seen.copy()
    try:
        pair = data_aware_svd(matrix, 1, seen)
    except np.linalg.LinAlgError as error:
        raise AssertionError(
            f"{call} stops: {error}. What is whitened has to be undone without the "
            "inverse of a singular matrix."
        ) from error
    except ValueError as error:
        raise AssertionError(
            f"{call} stops with ValueError: {error}. inputs has a row for each "
            "example, weights a row for each input; the outputs are inputs @ weights."
        ) from error
    assert np.array_equal(matrix, before[0]) and np.array_equal(seen, before[1]), (
        f"{call} changed what it was given. Compute new arrays."
    )
    first, second = thin_pair(pair, call, (2, 2), 1)
    got = seen.astype(float) @ first @ second
    near = [words for wrong, words in slips if np.abs(got - wrong).max() < 1e-2]
    scale = (got * want).sum() / np.square(want).sum()
    if abs(scale) > 1e-3 and np.abs(got / scale - want).max() < 1e-2:
        near = [one_scale]
    assert np.abs(got - want).max() < 1e-2, (
        f"{call} has the outputs {want}; yours has {rounded(got)}. "
        f"{near[0] if near else hint}"
    )
    assert lengths_are_one(second), (
        f"{call}: the outputs are right, but the row of second should have length 1; "
        f"yours is {rounded(second)}. Let second be directions alone."
    )
generator = np.random.default_rng(106)
some_weights = generator.normal(size=(7, 5))
some_seen = generator.normal(1, 1, size=(30, 7)) @ generator.normal(size=(7, 7))
some_seen[:, 3] = 0
for r, k in [(1, 30), (2, 30), (4, 30), (2, 4)]:
    call = (f"data_aware_svd (weights 7 x 5, rank {r}, {k} examples, of whose 7 inputs "
            "one is always 0)")
    try:
        pair = data_aware_svd(some_weights, r, some_seen[:k].copy())
    except ValueError as error:
        raise AssertionError(
            f"{call} stops with {type(error).__name__}: {error}. X.T @ X of such "
            "inputs is singular: go without their inverse."
        ) from error
    pair = thin_pair(pair, call, (7, 5), r)
    due = least_error(some_weights, r, some_seen[:k])
    got = output_error(some_weights, pair, some_seen[:k])
    assert got <= 1.001 * due + 1e-9, (
        f"{call}: the error of the outputs is {due:.4g}; yours is {got:.4g}. Take the "
        "directions from the outputs for all of these examples, however few; they are "
        "rows of the third array of np.linalg.svd."
    )
    assert lengths_are_one(pair[1]), (
        f"{call}: the rows of second should have length 1 and stand at right angles."
    )

# %% nbgrader={"grade": true, "grade_id": "data_aware_svd_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: other shapes, idle inputs, few
# examples, equal ones, large means, small numbers, and bad ranks.
pair_of_two = data_aware_svd(np.array([[1.0, 0], [0, 1]]), 1, np.array([[0.0, 2.0]]))
### BEGIN HIDDEN TESTS
assert len(pair_of_two) == 2 and (
    np.abs([[0, 2]] @ pair_of_two[0] @ pair_of_two[1] - [[0, 2]]).max() < 1e-5
), f"One example, [0, 2], is passed on whole at rank 1; yours: {pair_of_two!r:.80}."
_rng = np.random.default_rng(10_601)
for _m, _n, _k, _mean, _scale, _what in [
    (40, 12, 300, 0.0, 1.0, "more inputs than outputs"),
    (12, 40, 300, 0.0, 1.0, "more outputs than inputs"),
    (30, 20, 9, 0.5, 1.0, "fewer examples than inputs"),
    (20, 20, 200, 4.0, 1.0, "large means"),
    (25, 10, 100, 1.0, 1e-6, "small inputs"),
    (12, 10, 200, 1000.0, 1.0, "means of 1000"),
    (10, 9, 8, 1.0, 1.0, "equal examples"),
]:
    _x = _rng.normal(_mean, 1, size=(_k, _m))
    if _mean < 1000:
        _x = _scale * np.exp(_rng.normal(size=_m)) * (_x @ _rng.normal(size=(_m, _m)))
    if _what == "equal examples":
        _x[1:] = _x[0]
    _x[:, [0, _m // 2]] = 0
    _x, _w = (_a.astype(np.float32) for _a in (_x, _rng.normal(size=(_m, _n))))
    for _r in (1, 4, 8):
        _call = f"For {_what}, {_k} examples, {_m} inputs, {_n} outputs, rank {_r},"
        _old = _w.copy(), _x.copy()
        _pair = data_aware_svd(_w, _r, _x)
        assert np.array_equal(_w, _old[0]) and np.array_equal(_x, _old[1]), (
            f"{_call} weights or inputs have changed afterwards."
        )
        assert [(_p.shape, _p.dtype.name) for _p in _pair] == [
            ((_m, _r), "float32"), ((_r, _n), "float32")
        ], f"{_call} yours returns {[(_p.shape, _p.dtype.name) for _p in _pair]}."
        _y = _x.astype(float) @ _w
        _due = (np.linalg.svd(_y, compute_uv=False)[_r:] ** 2).sum()
        _lost = ((_y - _x.astype(float) @ _pair[0] @ _pair[1]) ** 2).sum()
        _room = 0.1 if _mean == 1000 else 1e-5
        assert _lost <= (1 + _room) * _due + 1e-10 * (_y**2).sum(), (
            f"{_call} the outputs' squared error is {_due:.4g}; yours is {_lost:.4g}. "
            "Take the directions of the outputs for these inputs, in float64."
        )
        _rows = _pair[1].astype(float)
        assert np.abs(_rows @ _rows.T - np.eye(_r)).max() < 1e-4, (
            f"{_call} the rows of second have length 1 and stand at right angles."
        )
for _shape, _r in [((3, 5), 4), ((5, 3), 4), ((5, 3), 0), ((4, 4), -1)]:
    try:
        _came = repr(data_aware_svd(np.ones(_shape), _r, np.ones((9, _shape[0]))))
    except ValueError:
        continue
    except Exception as _error:
        _came = type(_error).__name__
    raise AssertionError(
        f"Weights of {_shape} and rank {_r} ask for a ValueError; yours gave "
        f"{_came:.60}. Leave the first lines of the function in place."
    )
### END HIDDEN TESTS

# %% [markdown]
# May your own check examine it? And what do the two pairs do to the first layers, at
# rank 16? (`received` gives each layer the inputs that it has in the whole network.)

# %% tags=["show"]
accepted = check_data_aware_svd(data_aware_svd)
print("Your check accepts your data_aware_svd:", accepted)


def received(name, n_images, seed):
    """What each layer of a network receives for training images, by place."""
    drawn_images = sets[name].train.sample(n_images, seed=seed)
    flow, found = next(iter(DataLoader(drawn_images, n_images)))[0], {}
    for place, layer in enumerate(networks[name].copy().layers):
        found[place], flow = flow, layer.forward(flow)
    return found


# %% tags=["show"]
print("Rank 16, first layer: error in % of all squares, of the weights, the outputs,\n"
      "for 2,000 other images, and of the outputs if the bias takes up their mean:")
for name, net in networks.items():
    weights, seen = net.layers[0].weights.data, received(name, 2000, 0)[0]
    cases = [(x, x) for x in (np.eye(784), seen, received(name, 2000, 1)[0])]
    cases.append((seen - seen.mean(axis=0), seen))
    for words, pair in [("SVD", truncated_svd(weights, 16)),
                        ("data-aware", data_aware_svd(weights, 16, seen))]:
        rows = [100 * output_error(weights, pair, x) / ((total @ weights) ** 2).sum()
                for x, total in cases]
        print(f"    {name:8} {words:11}", *(f"{row:6.1f}" for row in rows))

# %% [markdown]
# On the weights the SVD is ahead, as it must be; on the outputs the other is, and, made
# from 2,000 images, as much for 2,000 others. Some seven tenths of the weights' energy are
# gone, and nine tenths of the outputs' or more are there. Of the SVD's error half or so,
# on the clothes more, is a mean, which a moved bias would take up.

# %% [markdown]
# ### Predict, then run
#
# At rank 16 in both hidden layers the SVD still reads some of the clothes (how many, says
# the table of section 10.3). The data-aware pairs have the same shapes, the same bytes,
# and have seen 2,000 training images, without their labels. What will they read?

# %%
prediction = None  # your guess in percent, for the clothes


# %% tags=["show"]
def by_data(name, seed, n_images=2000):
    """A find for ``thin`` that looks at training images, and takes A = W B.T."""
    inputs = received(name, n_images, seed)

    def find(weights, rank, place):
        second = data_aware_svd(weights, rank, inputs[place])[1]
        return weights @ second.T, second

    return find


# %%
def move_biases(small, model, inputs):
    """Add the mean of the outputs that the factors lose to the bias behind them."""
    thin_places = [i for i in weight_places(small) if small.layers[i].bias is None]
    for place, at in zip(weight_places(model), thin_places, strict=False):
        first, second = (layer.weights.data for layer in small.layers[at : at + 2])
        lost = inputs[place] @ (model.layers[place].weights.data - first @ second)
        small.layers[at + 1].bias.data += lost.mean(axis=0)
    return small


# %% tags=["show"]
thin_ranks = [4, 8, 16, 32, 64]
ways = {"SVD": lambda name, seed: by_svd, "data-aware": by_data,
        "random": lambda name, seed: by_chance(seed)}
untrained = {
    (name, way): [[percent(name, thin(net, rank, find(name, seed)))
                   for seed in range(1 if way == "SVD" else 3)] for rank in thin_ranks]
    for name, net in networks.items() for way, find in ways.items()}

# %% tags=["show"]
for name, net in networks.items():
    untrained[name, "SVD + bias"] = [[percent(name, move_biases(
        thin(net, rank, by_svd), net, received(name, 2000, seed)))
        for seed in range(3)] for rank in thin_ranks]

# %% tags=["show"]
print("Your guess:", "none" if prediction is None else f"{prediction}%")
print("Read right (%) at ranks", thin_ranks, "(mean of three draws); rank 16 by draw")
for name, way in [(name, way) for name in sets for way in looks]:
    rows = untrained[name, way]
    shown = " ".join(f"{np.mean(row):5.1f}" for row in rows)
    print(f"    {name:8}{way:11}{shown}   ", *(f"{each:.1f}" for each in rows[2]))

# %% tags=["show"]
fig, axes = plots.new_axes("rank of both hidden layers", "validation accuracy (%)",
                           "Four ways to the same shapes, no training", ncols=2)
for name, ax in by_set(axes).items():
    for way in looks:
        worst, mean, best = ([f(row) for row in untrained[name, way]]
                             for f in (np.min, np.mean, np.max))
        reach = np.abs((np.subtract(worst, mean), np.subtract(best, mean)))
        ax.errorbar(thin_ranks, mean, reach, capsize=3, **looks[way])
    ax.axhline(whole[name], color="#000000", linestyle=":", label="whole network")
    plots.log_ticks(ax, thin_ranks)
legend = legend_below(fig, axes, 3)
print("At rank 8, from the top: data-aware, SVD with moved biases, SVD, random.")

# %% [markdown]
# The same bytes, and more images read right at ranks 4, 8 and 16 on both sets; at 64
# there is little left to win. Random directions show what is due to the shape alone.

# %% [markdown]
# Part of that lead is the mean output: at rank 16 moved biases alone bring some of it back
# on each of six networks a set, and the data-aware pairs stay ahead on each, at ranks 8
# and 16.

# %% [markdown]
# How many images does it take?

# %% tags=["show"]
print("Rank 16, read right (%), by the number of training images looked at (0: SVD):")
for name, net in networks.items():
    shown = [f"0: {untrained[name, 'SVD'][2][0]:.1f}"]
    for n in (30, 100, 500, 2000):
        rows = [percent(name, thin(net, 16, by_data(name, draw, n)))
                for draw in range(3)]
        shown.append(f"{n}: {np.mean(rows):.1f}")
    print(f"    {name:8}", ", ".join(shown))

# %% [markdown]
# A hundred images without labels bring most of the gain: far fewer than the first layer
# has inputs. With thirty there is no lead to rely on: some networks read points less than
# with the SVD.
#
# So few images leave $A$ open. Here it is $W B^\top$, whichever way yours went; $A$ by
# undoing a whitening does the same for the images seen, and with a hundred of them fewer
# others are read right.

# %% [markdown]
# ## 10.6 And after an epoch of training?
#
# A factorized network can be trained on like any other. Each start gets one pass over the
# 55,000 training images, in the same orders, at the same learning rate (from $0.003$ to
# zero; beside $0.001$ it was the better of two for all of them at these ranks).
#
# Will the lead of the data-aware pairs last? (About 15 seconds.)


# %% tags=["show"]
STEPS = [0, 10, 30, 100, 200, 430]  # of 128 images; 430 are the whole epoch


def learning_curve(name, rank, find, seed):
    """Accuracy after each number of STEPS of one epoch, and the network."""
    model = thin(networks[name], rank, find)
    read = [percent(name, model)]

    def look(done):
        if round(done * STEPS[-1]) in STEPS:
            read.append(percent(name, model))

    train(model, sets[name].train, 1, 3e-3, seed, after_step=look)
    return read


# %% tags=["show"]
curves = {}
for name in sets:
    for rank in (8, 16):
        for way in ways:
            curves[name, rank, way] = [
                learning_curve(name, rank, ways[way](name, seed), seed)
                for seed in range(1 if way == "random" else 3)]
        print(f"{name}, rank {rank}: trained", flush=True)

# %% tags=["show"]
fig, axes = plots.new_axes("training steps of 128 images (not to scale)",
                           "validation accuracy (%)", "Rank 8, one epoch", ncols=2)
for name, ax in by_set(axes).items():
    for way in ways:
        rows = np.array(curves[name, 8, way])
        mean = rows.mean(axis=0)
        reach = np.abs((rows.min(axis=0) - mean, rows.max(axis=0) - mean))
        ax.errorbar(range(6), mean, reach, capsize=3, **looks[way])
    ax.set_xticks(range(6), STEPS)
legend = legend_below(fig, axes, 3)
print("Data-aware starts highest; the SVD has caught up after ten steps; random\n"
      "directions stay lowest. Bars: lowest to highest of three seeds (random: one).")

# %% tags=["show"]
print("Read right (%), mean of 3 seeds (random: 1): at the start, and after an epoch")
for (name, rank, way), rows in curves.items():
    start, *_, end = np.transpose(rows)
    print(f"    {name:8} rank {rank:2} {way:11} {start.mean():5.1f} {end.mean():6.2f}"
          f" ({end.min():.2f} to {end.max():.2f})")

# %% [markdown]
# Nearly all of it goes. At rank 8 ten steps of 128 images undo more than nine tenths of
# it, and all starts of a rank end within a point and a half, but for random ones.
# At rank 8 the plain SVD ends ahead on the clothes, and we do not know why; on the
# digits three other networks do not settle it. At rank 16 the digits keep a lead of some
# tenths of a point; the clothes do not settle whether they do.

# %% [markdown]
# Random directions stay behind after this epoch. At their own better rate, 0.01, the gap
# shrinks, and does not close.

# %% [markdown]
# ### Against a narrow network
#
# A control that needs no factors: a plain network with two narrow hidden layers and no
# more parameters, trained on the clothes from scratch for 6 epochs, as many as the whole
# network and its factors had together. (Three runs, about 6 seconds.)


# %% tags=["show"]
def narrow_width(rank):
    """Units of two equal hidden layers, with no more parameters than thin has."""
    most = sum(p.data.size for p in thin(clothes, rank, by_svd).parameters())
    return max(h for h in range(1, 300) if (784 + 1 + h + 1 + 10) * h + 10 <= most)


# %% tags=["show"]
narrow = {}
for rank in (8, 16, 32):
    width = narrow_width(rank)
    narrow[rank] = create_mlp(784, [width, width], 10, seed=5)
    train(narrow[rank], sets["Fashion"].train, 6, 2e-3, seed=5)
    print(f"no more parameters than rank {rank}: two hidden layers of {width} units,"
          f" {percent('Fashion', narrow[rank]):.2f}% read right")

# %% [markdown]
# A hard control: it stays within a point of the SVD's factors after their epoch. Measured
# apart, with six networks of each set, at the better of two rates: at rank 16 the factors
# read some tenths of a point more, on both; at rank 8 the digits do not settle which of
# the two reads more.
#
# As many epochs are not as much work. With 20 epochs, a fifth of the multiply-adds, the
# narrow network reads more than the factors of rank 8 on both sets.

# %% [markdown]
# ## 10.7 Time
#
# Each product is a call of its own. How much of the saving in multiply-adds does a clock see?
# `time_ratio` runs two networks in turns; the first row, a copy of the whole network,
# says how far to trust it.

# %% tags=["show"]
from smallnets import time_ratio

crowd = sets["MNIST"].train.images[:1024].astype(np.float32) / 255
digits = networks["MNIST"]


def as_fast(model, n, repeats):
    """How many times as fast as the whole network, in batches of n."""
    x = crowd[:n]
    r = time_ratio(lambda: digits.forward(x), lambda: model.forward(x), repeats)
    return f"{r.median:8.2f} ({r.low:.2f} to {r.high:.2f})"


# %% tags=["show"]
print("times as fast, median (middle half)")
print(f"{'':16}{'MACs':>6}", *(f"{f'batch of {n}':>21}" for n in (1, 64, 1024)))
timed = {"copy of whole": digits.copy(), "narrow": narrow[16]}
timed |= {f"rank {rank}": thin(digits, rank, by_svd) for rank in (16, 64, 128)}
for words, small in timed.items():
    fewer = measure_macs(digits, crowd[:1]) / measure_macs(small, crowd[:1])
    print(f"{words:16}{fewer:5.1f}x",
          as_fast(small, 1, 300), as_fast(small, 64, 100), as_fast(small, 1024, 20))

# %% [markdown]
# In batches much of what the MACs promise arrives. One image at a time it does not: at
# rank 16 an eleventh of the MACs saves a sixth of the time or so. There the fixed cost of
# a call counts, and five products instead of three take more calls: the narrow network
# of 30 units does as few multiply-adds in three, and is faster.

# %% [markdown]
# ## 10.8 What we measured
#
# Rank 32, fixed beforehand; three seeds (and their ranges) for what is
# trained or draws images. The 10,000 test images of each set are read now, and nothing is chosen after it.

# %% tags=["show"]
def final_networks(name):
    net = networks[name]
    starts = {way: [thin(net, 32, ways[way](name, seed)) for seed in range(3)]
              for way in ("SVD", "data-aware")}
    groups = {"whole": [net]}
    for way, models in starts.items():
        groups[f"{way}, rank 32"] = models
        groups[f"{way}, an epoch"] = [
            train(model.copy(), sets[name].train, 1, 3e-3, seed)
            for seed, model in enumerate(models)]
    return groups


# %% tags=["show"]
from dataclasses import replace

from smallnets import measure_model, measurement_table


def range_of(values):
    return f"{min(values):.1f} to {max(values):.1f}"


# %% tags=["show"]
for name in sets:
    groups, rows, reach, seconds = final_networks(name), [], [], {}
    if name == "Fashion":
        groups["narrow, 6 epochs"] = [narrow[32]]
    for words, group in groups.items():
        right = [percent(name, model, "test") for model in group]
        row = measure_model(words, group[0].copy(), sets[name].test)
        once = seconds.setdefault(row.bytes, row.seconds)  # the shapes are the same
        rows.append(replace(row, accuracy=np.mean(right) / 100, seconds=once))
        reach += [f"{words} {range_of(right)}"] if len(right) > 1 else []
    print(f"{name}\n{measurement_table(rows)}")
    print("Ranges:", *reach, sep="\n    ", end="\n\n")

# %% [markdown]
# 5.4 times fewer bytes. In these tables the data-aware pairs are more than a point ahead
# without training, and three tenths or less after an epoch. (Times of networks of the
# same shape are measured once.)

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_which_factors", "locked": false, "points": 2, "schema_version": 3, "solution": true}
# **Reflect** (2 points, about 8 minutes). For each of two projects say which factors you
# would take, and which of the measurements of sections 10.5 to 10.7 you base it on: (a) a
# network of a customer, 500 images without labels, no training; (b) all the training
# images and an hour. Then name one case in which you would not factorize at all.
# (Three or four sentences.)
#
# ### BEGIN SOLUTION
# Rubric:
# - 1 point: (a) data-aware: same bytes, clearly ahead without training, and a hundred
#   unlabelled images gave most of it; (b) either: after an epoch of equal training the
#   lead is nearly gone (rank 8: the SVD ends ahead or level; rank 16: some tenths of a
#   point at most are left), so take the simpler one, and choose the rank on validation
#   images.
# - 1 point: a case with its measurement: one image at a time, where two calls cost what
#   the MACs save; a rank near break-even; a small head; or where there is no large network
#   yet: a narrow one trained as long comes within a point, and with more epochs nearer.
# ### END SOLUTION

# %% [markdown]
# ### By library
#
# scikit-learn finds the factors of exercise 10.1; in torch they are two layers, whose
# weights stand the other way round.
#
# ```python
# from sklearn.decomposition import TruncatedSVD
#
# svd = TruncatedSVD(n_components=16, algorithm="arpack")
# first, second = svd.fit_transform(weights), svd.components_
#
# one, two = torch.nn.Linear(784, 16, bias=False), torch.nn.Linear(16, 300)
# one.weight.data = torch.tensor(first.T)  # (outputs, inputs)
# two.weight.data, two.bias.data = torch.tensor(second.T), torch.tensor(bias)
# ```

# %% [markdown]
# ## Summary
#
# - The truncated SVD is nearest to the weights; two thin layers pay below rank
#   $m n / (m + n)$.
# - The rank for 90% of the weights' energy is several times what the images need; a
#   validation curve says what that is.
# - Factors that look at the inputs read more images in the same bytes; an epoch of
#   training takes nearly all of that lead, and a narrow network is a hard control.

# %% [markdown]
# ## Sources
#
# - Eckart, Young, *The approximation of one matrix by another of lower rank*,
#   Psychometrika 1, 1936.
# - Xue, Li, Gong, *Restructuring of deep neural network acoustic models with singular
#   value decomposition*, Interspeech 2013: abstract (two layers for one, then training).

# %% [markdown]
# - Chen, Yu, Dhillon, Hsieh, *DRONE: data-aware low-rank compression for large NLP
#   models*, NeurIPS 2021: abstract (weights are not of low rank, what layers receive is).
# - Wang, Zheng, Wan, Zhang, *SVD-LLM: truncation-aware singular value decomposition for
#   large language model compression*, ICLR 2025: abstract (whitening).
# - Hu et al., *LoRA: low-rank adaptation of large language models*, ICLR 2022:
#   abstract (what training adds, kept at low rank).

# %% [markdown]
# ## What's next
#
# Fewer numbers, each in 32 bits, so far. The next question is how few bits a number needs
# if the network is trained knowing that it will be rounded.
