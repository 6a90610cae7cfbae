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
# # 12. How few bits does a language model need?
#
# | Lesson 12 | Quantizing a transformer: groups, clipping, GPTQ, SmoothQuant |
# | --- | --- |
# | You will be able to | **round** a transformer's weights in groups, **make good** with the weights that are left what rounding one of them broke (GPTQ), and **move** outliers from activations into weights |
# | Time | about 120 minutes |
# | You need | lesson 3 for rounding to codes, matrix products, `np.linalg.inv` |

# %%
import numpy as np

from smallnets import Dense
from smallnets.lending import judge


def top_code(bits):
    """The largest code."""
    return 2 ** (bits - 1) - 1


# %% [markdown]
# ## 12.1 The question
#
# The model reads up to 64 characters and gives, for each, the chance of every character to
# come next. It is a transformer of two blocks, 112,512 parameters, and this course trained
# it in numpy (`tasks/pretrain_text.py`) on the first 90% of 1.1 million characters of
# Shakespeare's plays.
# %% tags=["show"]
from smallnets import DataLoader, load_pretrained, load_shakespeare, text_windows

text = load_shakespeare()
model = load_pretrained("shakespeare_64")
held_out = text_windows(text.validation, 64).take(256)
for _, layer in model.named_layers():
    if isinstance(layer, Dense):
        print(layer)

# %% tags=["show"]
def losses(model, data):
    """Nats a character of each sequence."""
    rows = []
    for tokens, labels in DataLoader(data, 64):
        logits = model.forward(tokens)
        highest = logits.max(axis=-1, keepdims=True)
        total = highest[..., 0] + np.log(np.exp(logits - highest).sum(axis=-1))
        chosen = np.take_along_axis(logits, labels[..., None], axis=-1)[..., 0]
        rows.append((total - chosen).mean(axis=1))
    return np.concatenate(rows)


# %% [markdown]
# A *loss* in nats: $-\ln p$, where $p$ is the chance that the model gave the character that
# really came, averaged over characters. A guess among 65 costs $\ln 65 = 4.17$ nats.
# Choices are made on 16,384 characters of *validation* text; *test* text waits until
# section 12.10.

# %% tags=["show"]
whole = losses(model, held_out)


def write(model, prompt, n, seed=None):
    """Continue a text: the likeliest character each time, or drawn with a seed."""
    ids = list(text.ids_of(prompt))
    for draw in np.random.default_rng(seed).random(n):
        logits = model.forward(np.array([ids[-64:]]))[0, -1].astype(float)
        shares = np.cumsum(np.exp((logits - logits.max()) / 0.8))
        drawn = np.searchsorted(shares, draw * shares[-1])
        ids.append(int(logits.argmax() if seed is None else drawn))
    return text.text_of(ids)


# %% tags=["show"]
print(f"{whole.mean():.3f} nats a character (a guess: {np.log(65):.2f})")
print(write(model, "ROMEO:\n", 200, seed=5))

# %% [markdown]
# A draw divides the logits by 0.8 first, so that likely characters become likelier. Most of
# the words are English, the form is that of a play, and there is no sense in it.
#
# Each weight takes 32 bits. **How few are enough for it to go on writing like this? And how
# much of the answer lies in the way of rounding?**

# %% [markdown]
# ## 12.2 Round in groups
#
# A dense layer computes $y = x W + b$: row $i$ of $W$ for input $i$, column $j$ for
# output $j$. With $b$ bits, codes run from $-c$ to $c = 2^{b-1} - 1$ and stand for
#
# $$ w \approx s \, q, \qquad q = \mathrm{round}(w / s), \qquad s = \max |w| / c. $$
#
# A large weight makes all steps of its $s$ long. So each output gets its own;
# or, finer, each *group* of its inputs.

# %% [markdown]
# **By hand.** 3 bits, $c = 3$. An output with the weights $3, -1.6, 1, 0.6$, in groups of
# two inputs: in the first group $s = 3 / 3 = 1$ and the codes are $3, -2$; in the second
# $s = 1/3$ and they are $3, 2$.
#
# With one group of four $s = 1$, and the codes are $3, -2, 1, 1$: the 0.6 becomes 1
# instead of $2/3$. A scale is stored in 16 bits: in groups of 32 that adds half a bit a
# weight.


# %%
def dequantize(codes, scale, size):
    """Weights as float32 that codes stand for, in groups of ``size`` inputs."""
    rows = np.repeat(scale, size, axis=0)[: len(codes)]
    return (codes * rows).astype(np.float32)


# %% [markdown]
# ### Exercise 12.1: `quantize_groups` (3 points, about 14 minutes)
#
# Round weights to codes, in groups of inputs of each output.
#
# Key details:
# - a group is `size` *rows*, of one *column*; the last may be shorter;
# - the scale is that of the largest *absolute* value; a group of zeros has scale 1;
# - with `scale` given, use that one as it is: a weight beyond the last code gets the last.


# %% nbgrader={"grade": false, "grade_id": "quantize_groups", "locked": false, "schema_version": 3, "solution": true}
def quantize_groups(weights, bits, size, scale=None):
    """Round weights to the nearest codes, in groups of inputs.

    Parameters
    ----------
    weights : ndarray of float, shape (m, n)
        m inputs, n outputs. Left unchanged.
    bits : int
        From 2 to 16; codes run from ``-top_code(bits)`` to ``top_code(bits)``.
    size : int
        Inputs of a group, at least 1; there are ``ceil(m / size)`` groups.
    scale : ndarray of float32, shape (groups, n), or None
        What a code of 1 stands for; None takes it from each group's largest weight.

    Returns
    -------
    codes : ndarray of int16, shape (m, n)
        Halves are rounded to the even code.
    scale : ndarray of float32, shape (groups, n)

    Notes
    -----
    ``np.maximum.reduceat(values, starts, axis=0)`` takes the largest of rows from each
    start to the next.
    """
    ### BEGIN SOLUTION
    if scale is None:
        starts = np.arange(0, len(weights), size)
        largest = np.maximum.reduceat(np.abs(weights), starts, axis=0)
        scale = (largest / top_code(bits)).astype(np.float32)
        scale[scale == 0] = 1
    steps = weights / np.repeat(scale, size, axis=0)[: len(weights)]
    codes = np.clip(np.rint(steps), -top_code(bits), top_code(bits))
    return codes.astype(np.int16), scale
    ### END SOLUTION


# %% [markdown]
# **Check.** The example by hand with a second output, 10 bits, last groups that are shorter,
# zeros, and scales that are given. The cell is silent when all is well.


# %% nbgrader={"grade": true, "grade_id": "quantize_groups_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def codes_and_scale(got, call, shape, groups):
    """Codes and scale, or an AssertionError that says what is wrong with their form."""
    assert isinstance(got, tuple | list) and len(got) == 2, (
        f"{call} returns codes and scale; yours is {got!r:.80}."
    )
    forms = [(getattr(each, "shape", None), str(getattr(each, "dtype", None)))
             for each in got]
    want = [(shape, "int16"), ((groups, shape[1]), "float32")]
    assert forms == want, (
        f"{call} returns {want[0][1]} codes of {want[0][0]} and a {want[1][1]} scale "
        "of "
        f"{want[1][0]}; yours are {forms[0][1]} of {forms[0][0]} and {forms[1][1]} of "
        f"{forms[1][0]}. "
        + (f"A group is size inputs of one output: {shape[0]} inputs make {groups}."
           if [form for form, _ in forms] != [form for form, _ in want]
           else "Turn them into these types with astype.")
    )
    return got


by_hand = np.array([[3.0, 0.1], [-1.6, 0.0], [1.0, -0.4], [0.6, 0.15]])
five = np.array([[1.0], [0.25], [2.0], [-0.6], [-2.35]])
silent = np.array([[0.0, 2.0], [0.0, -1.2], [0.5, 0.0]])
small_scale = np.full((1, 1), 0.5, np.float32)
four_scales = np.array([[1, 0.05], [0.5, 0.2]], np.float32)
seven = np.array([[3.0], [1.0], [2.0], [-1.5], [0.5], [1.0], [0.6]])
for values, bits, size, given, due, due_scale, slips in [
    (by_hand, 3, 2, None, [[3, 3], [-2, 0], [3, -3], [2, 1]],
     [[1, 1 / 30], [1 / 3, 0.4 / 3]], [
        ([[3, 0], [-2, 0], [1, 0], [1, 0]],
         "One scale serves the whole matrix: each group of each output has its own."),
        ([[3, 1], [-2, 0], [1, -3], [1, 1]],
         "Each output has one group only: cut its inputs into groups of size."),
        ([[3, 2], [-1, 0], [2, -2], [1, 1]],
         "These codes are cut off: round to the nearest."),
        ([[3, 3], [-2, 0], [3, -3], [1, 1]],
         "Divide the weights of a group by the scale of that group.")]),
    (by_hand, 4, 4, None, [[7, 2], [-4, 0], [2, -7], [1, 3]], [[3 / 7, 0.4 / 7]], []),
    (by_hand, 10, 4, None, [[511, 128], [-273, 0], [170, -511], [102, 192]],
     [[3 / 511, 0.4 / 511]], [
        ([[-1, -128], [-17, 0], [-86, 1], [102, -64]],
         "10 bits have codes up to 511, and int8 ends at 127."),
        ([[127, 127], [-127, 0], [127, -127], [102, 127]],
         "10 bits have codes up to 511, and yours end at 127.")]),
    (five, 3, 2, None, [[3], [1], [3], [-1], [-3]], [[1 / 3], [2 / 3], [2.35 / 3]], []),
    (seven, 3, 3, None, [[3], [1], [2], [-3], [1], [2], [3]], [[1], [0.5], [0.2]], []),
    (silent, 3, 2, None, [[0, 3], [0, -2], [3, 0]], [[1, 2 / 3], [0.5 / 3, 1]], []),
    (five, 3, 5, small_scale, [[2], [0], [3], [-1], [-3]], [[0.5]], [
        ([[2], [0], [4], [-1], [-5]], "2.0 lies beyond the last code, 3: the code is "
                                      "3."),
        ([[2], [0], [3], [-1], [-4]], "The first code is -top_code(bits), -3."),
        ([[2], [1], [3], [-1], [-3]],
         "0.25 lies halfway: np.rint takes the even code, 0.")]),
    (by_hand, 3, 2, four_scales, [[3, 2], [-2, 0], [2, -2], [1, 1]],
     four_scales.tolist(), [
        ([[3, 2], [-2, 0], [1, -3], [1, 3]],
         "The second group has the second row of the scale.")]),
]:
    before = values.copy()
    call = (f"quantize_groups({values.tolist()}, {bits}, {size}"
            + (")" if given is None
               else f", scale={np.round(given.astype(float), 3).tolist()})"))
    try:
        with np.errstate(all="ignore"):
            got = quantize_groups(values, bits, size, given)
    except (ValueError, IndexError) as error:
        raise AssertionError(
            f"{call} stops: {error}. "
            + ("Ask whether scale is None." if "ambiguous" in str(error) else
               f"{len(values)} inputs make {len(due_scale)} groups; the last may be "
               "shorter.")
        ) from error
    codes, scale = codes_and_scale(got, call, values.shape, len(due_scale))
    assert np.array_equal(values, before), (
        f"After {call} the weights given have other numbers. Compute new arrays."
    )
    hints = [hint for wrong, hint in slips if np.array_equal(codes, wrong)]
    assert not hints, (
        f"{call} gives the codes {due}; yours are {codes.tolist()}. {hints[0]}"
    )
    with np.errstate(all="ignore"):
        off = scale / np.array(due_scale)
    if np.allclose(off, off[0, 0]) and given is None:
        hint = f"Divide by top_code({bits}) = {top_code(bits)}: codes go both ways."
    elif given is not None:
        hint = "A scale that is given stays as it is."
    elif not values.any(axis=0).all() or values is silent:
        hint = "A group of zeros has the scale 1."
    elif values is seven:
        hint = "Seven inputs in groups of 3 are 3, 3 and 1 of them."
    elif np.abs(off - 1).max() < 1e-3:
        hint = "Compute in float32 at least."
    else:
        hint = "Take the largest absolute value of each group of each output."
    assert np.abs(scale - due_scale).max() < 1e-5, (
        f"{call} has the scale {np.round(due_scale, 6).tolist()}; yours is "
        f"{np.round(scale.astype(float), 6).tolist()}. {hint}"
    )
    assert np.array_equal(codes, due), (
        f"{call} gives the codes {due}; yours are {codes.tolist()}. Divide each weight "
        "by the scale of its own group and output, and round to the nearest."
    )
assert small_scale[0, 0] == 0.5 and four_scales[1, 1] == np.float32(0.2), (
    "Your function changed the scale it was given."
)

# %% nbgrader={"grade": true, "grade_id": "quantize_groups_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: many shapes, bits and sizes of groups,
# float32 and float64, and that the weights are left alone.
one_weight = quantize_groups(np.array([[-2.0]], dtype=np.float32), 2, 32)
### BEGIN HIDDEN TESTS
import math as _math

_rng = np.random.default_rng(12_101)


def _grid(column, bits):
    """Codes and scale of one group of one output, number by number."""
    _top = 2 ** (bits - 1) - 1
    _s = float(np.float32(max(abs(float(_w)) for _w in column) / _top)) or 1.0
    return [min(_top, max(-_top, round(float(_w) / _s))) for _w in column], _s


assert (one_weight[0].tolist(), one_weight[1].tolist()) == ([[-1]], [[2.0]]), (
    "For [[-2]] in 2 bits the code is -1 and the scale 2; yours are "
    f"{one_weight[0].tolist()} and {one_weight[1].tolist()}."
)
for _trial in range(40):
    _m, _n = (int(_k) for _k in _rng.integers(1, 20, 2))
    _bits, _size = int(_rng.integers(2, 9)), int(_rng.integers(1, 24))
    _bits = [9, 12, 16][_trial % 3] if _trial % 4 == 3 else _bits
    _w = _rng.normal(size=(_m, _n)) * 10.0 ** _rng.integers(-10, 3, size=(1, _n))
    _w[_rng.random((_m, _n)) < 0.1] = 0
    if _trial % 4 == 0:
        _w[:, 0] = 0
    if _trial % 5 == 0:
        _w = -np.abs(_w)
    _w = _w.astype(np.float32 if _trial % 2 else np.float64)
    _before = _w.copy()
    _call = f"{_m} x {_n} weights of {_w.dtype} in {_bits} bits, groups of {_size}:"
    _codes, _scale = quantize_groups(_w, _bits, _size)
    assert np.array_equal(_w, _before), f"{_call} the weights given have changed."
    _groups = _math.ceil(_m / _size)
    assert (_codes.shape, _scale.shape) == ((_m, _n), (_groups, _n)), (
        f"{_call} codes of {(_m, _n)} and a scale of {(_groups, _n)} come; yours are "
        "of "
        f"{_codes.shape} and {_scale.shape}."
    )
    assert (_codes.dtype, _scale.dtype) == (np.int16, np.float32), (
        f"{_call} codes are int16, the scale float32; yours are {_codes.dtype} and "
        f"{_scale.dtype}."
    )
    for _g in range(_groups):
        for _j in range(_n):
            _group = _w[_g * _size : (_g + 1) * _size, _j]
            _want, _s = _grid(_group, _bits)
            _mine = _codes[_g * _size : (_g + 1) * _size, _j].tolist()
            assert abs(_scale[_g, _j] - _s) <= 1e-6 * _s, (
                f"{_call} the group whose largest weight is {np.abs(_group).max():.4g} "
                f"has the scale {_s:.5g}; yours has {_scale[_g, _j]:.5g}."
            )
            _gap = max(abs(_a - _b) for _a, _b in zip(_mine, _want, strict=True))
            _near = max(abs(float(_v) / _s - _c)
                        for _v, _c in zip(_group, _mine, strict=True))
            assert _gap == 0 or _near < 0.5001 + 4e-7 * 2**_bits, (
                f"{_call} a group has the codes {_want[:6]}; yours are {_mine[:6]}."
            )
### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "quantize_groups_hidden_scale", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: scales that are given, and many bits.
with_scale = quantize_groups(np.array([[0.9], [-0.2]]), 3, 1, np.array([[0.1], [0.1]],
                                                                    np.float32))
### BEGIN HIDDEN TESTS
assert with_scale[0].tolist() == [[3], [-2]], (
    "[[0.9], [-0.2]] with scales of 0.1 in 3 bits have the codes [[3], [-2]]; yours "
    "are "
    f"{with_scale[0].tolist()}. A weight beyond the last code gets the last."
)
_rng = np.random.default_rng(12_102)
for _bits, _m, _size in [(2, 7, 3), (3, 12, 4), (8, 9, 2), (16, 10, 10), (5, 6, 50),
                         (9, 8, 3), (16, 6, 4)]:
    _w = _rng.normal(size=(_m, 4)) * (4000 if _m == 6 else 30 if _m == 8 else 1)
    _scale = _rng.uniform(0.02, 0.4, size=(-(-_m // _size), 4)).astype(np.float32)
    _kept = _scale.copy()
    _codes, _got = quantize_groups(_w, _bits, _size, _scale)
    _call = f"{_m} x 4 weights in {_bits} bits, groups of {_size}, a scale given:"
    assert np.array_equal(_scale, _kept) and np.array_equal(_got, _kept), (
        f"{_call} the scale stays as it was given, and comes back."
    )
    _top = 2 ** (_bits - 1) - 1
    for _i in range(_m):
        for _j in range(4):
            _exact = float(_w[_i, _j]) / float(_scale[_i // _size, _j])
            _want = max(-_top, min(_top, round(_exact)))
            assert int(_codes[_i, _j]) == _want, (
                f"{_call} {_w[_i, _j]:.4f} with the scale "
                f"{_scale[_i // _size, _j]:.4f} "
                f"has the code {_want}; yours is {_codes[_i, _j]}."
            )
### END HIDDEN TESTS

# %% [markdown]
# Now the model: the four dense layers of each block are rounded (87% of the parameters);
# embeddings, normalization, biases and the head stay in 16 bits.
#
# **Predict.** Write down the first of 8, 6, 5, 4, 3, 2 bits at which you expect more than
# 0.2 nats to be lost (a) with one scale a layer, (b) with groups of 32 inputs.

# %% tags=["show"]
my_prediction = {"a scale a layer": None, "groups of 32": None}  # bits


# %%
def inner_layers(model):
    """The dense layers of the blocks by name, in the order in which they compute."""
    return {name: layer for name, layer in model.named_layers()
            if isinstance(layer, Dense) and "layer" in name}


def rounded(model, how):
    """A copy whose inner layers have the weights that how(weights) gives."""
    small = model.copy()
    for layer in inner_layers(small).values():
        layer.weights.data = how(layer.weights.data)
    return small


# %%
def to_nearest(bits, size=None):
    """A how for ``rounded``: groups of size inputs, or all inputs of an output."""
    def how(weights):
        group = size or len(weights)
        return dequantize(*quantize_groups(weights, bits, group), group)
    return how


# %%
def one_scale(bits):
    """A how for ``rounded``: one scale for the whole layer."""
    def how(weights):
        largest = np.abs(weights).max() / top_code(bits)
        scale = np.full((1, weights.shape[1]), largest, np.float32)
        return dequantize(*quantize_groups(weights, bits, len(weights), scale),
                          len(weights))
    return how


# %% tags=["show"]
BITS = [8, 6, 5, 4, 3, 2]
kinds = {"a scale a layer": one_scale, "a scale an output": to_nearest,
         "groups of 32": lambda bits: to_nearest(bits, 32)}
lost = {kind: [losses(rounded(model, how(bits)), held_out) - whole for bits in BITS]
        for kind, how in kinds.items()}


def with_error(differences):
    """Mean of paired differences, and its standard error."""
    error = differences.std(ddof=1) / len(differences) ** 0.5
    return f"{differences.mean():6.3f} ± {error:.3f}"


# %% tags=["show"]
print(f"Nats lost to rounding, of {whole.mean():.3f} (± one standard error, paired)")
print("bits", *(f"{kind:>18}" for kind in lost))
for b, row in zip(BITS, zip(*lost.values(), strict=True), strict=True):
    print(f"{b:4}", *(f"{with_error(each):>18}" for each in row))
for kind, guess in my_prediction.items():
    first = next(b for b, row in zip(BITS, lost[kind], strict=True) if row.mean() > 0.2)
    print(f"{kind}: you said {guess}, more than 0.2 is lost at {first} bits first")

# %% tags=["show"]
from smallnets import plots

looks = {"a scale a layer": ("#E69F00", "X", ":"),
         "a scale an output": ("#0072B2", "s", "--"),
         "groups of 32": ("#009E73", "^", "-")}
fig, ax = plots.new_axes("bits of a weight", "nats lost a character",
                         "From 6 bits to 2")
for kind, (color, marker, line) in looks.items():
    ax.plot(BITS[1:], [row.mean() for row in lost[kind][1:]], color=color,
            marker=marker, linestyle=line, label=kind, markeredgecolor="#000000")
ax.set(yscale="log", xlim=(6.3, 1.7))
legend = ax.legend()
print("A scale an output is worth 0.6 to 1 bit, groups of 32 another 0.2 to 0.3 bits.")

# %% [markdown]
# The difference is taken sequence by sequence, of the same 256 sequences. With a scale an
# output, at 4 bits the standard error of this *paired* difference is under a third of that of
# either loss. It is the error of this text with this network: two others of its kind lost
# 0.53 and 0.78 nats at 3 bits. Numbers on two texts are not compared.
#
# Finer scales take bits, too: a scale of 16 bits for 32 weights makes 3.5 bits of 3. Files
# are compared in section 12.7.

# %% [markdown]
# ## 12.3 Clip the largest
#
# The scale $s = \max |w| / c$ gives the largest weight of a group its exact value, and all
# others long steps. A smaller $s$ *clips* the largest and shortens the steps. Which $s$ is
# best? Try some, and keep the one with the smallest sum of $(w - s q)^2$ in its group: best
# for the weights, without any text. The next section asks whether weights are what counts.

# %% [markdown]
# **By hand.** 2 bits, $c = 1$: codes $-1, 0, 1$. An output with the weights
# $1, 0.5, -0.5, 0.4$. With $s = 1$: $1, 0, 0, 0$ (0.5 is halfway, and goes to the even code
# 0), error $0.5^2 + 0.5^2 + 0.4^2 = 0.66$. With $s = 0.6$: codes $1, 1, -1, 1$, values
# $0.6, 0.6, -0.6, 0.6$, error $0.4^2 + 2 \cdot 0.1^2 + 0.2^2 = 0.22$.

# %%
SHARES = np.arange(20, 5, -1) / 20  # 1, 0.95, ..., 0.3 of the scale that clips nothing

# %% [markdown]
# ### Exercise 12.2: `clipped_scale` (2 points, about 10 minutes)
#
# Find, for each group of each output, the scale with the least squared error.
#
# Key details:
# - every group has a share of its own: the best for all of them together is not enough;
# - the error is that of the *weights*, `dequantize` against `weights`, not of the codes;
# - with equal errors the larger share wins.


# %% nbgrader={"grade": false, "grade_id": "clipped_scale", "locked": false, "schema_version": 3, "solution": true}
def clipped_scale(weights, bits, size):
    """Choose the scale of every group by the squared error of its weights.

    Parameters
    ----------
    weights : ndarray of float, shape (m, n)
        Left unchanged.
    bits : int
        From 2 to 16.
    size : int
        Inputs of a group.

    Returns
    -------
    ndarray of float32, shape (groups, n)
        Each the scale of ``quantize_groups`` times one of ``SHARES``.

    Notes
    -----
    ``np.add.reduceat(values, starts, axis=0)`` adds rows from each start to the next.
    """
    ### BEGIN SOLUTION
    _, full = quantize_groups(weights, bits, size)
    best, least = full, np.full(full.shape, np.inf)
    for share in SHARES:
        tried = (full * share).astype(np.float32)
        codes, _ = quantize_groups(weights, bits, size, tried)
        squares = (dequantize(codes, tried, size) - weights) ** 2.0
        error = np.add.reduceat(squares, np.arange(0, len(weights), size), axis=0)
        best = np.where(error < least, tried, best)
        least = np.minimum(error, least)
    return best
    ### END SOLUTION


# %% [markdown]
# **Check.** The example by hand beside an output whose weights all have one size, one group
# and two, the last shorter, and shares up to the last. The cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "clipped_scale_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
two_outputs = np.array([[1.0, 2.0], [0.5, -2.0], [-0.5, 2.0], [0.4, 2.0]])
two_groups = np.array([[1.0], [0.5], [-0.5], [0.4], [8.0], [8.0], [-8.0], [3.5]])
zeros_too = np.array([[0.0, -0.25], [0.0, 0.25], [0.0, 0.25]])
spiky = np.array([[4.0], [0.9], [-0.9], [1.1], [1.0]])
spaced = np.array([[5.0], [-2.9], [3.0], [2.9]])
shorter_last = np.array([[2.0], [-2.0], [2.0], [2.0], [1.0], [0.5], [-0.5]])
one_of_many = np.array([[100.0]] + 40 * [[30.0]])
for values, bits, size, due, slips in [
    (two_outputs, 2, 4, [[0.6, 2]], [
        ([[1, 2]], "Nothing is clipped: try every share of SHARES, each with codes of "
                   "its own."),
        ([[0.6, 1.2]], "Both outputs have the same share: each has its own."),
        ([[0.95, 1.9]], "Both outputs have the same share: each has its own."),
        ([[0.5, 2]], "Add up squares, not absolute values."),
        ([[0.3, 0.6]], "That is the last share tried, or the largest error.")]),
    (two_groups, 2, 4, [[0.6], [8]], [
        ([[0.6], [4.8]], "Each group has a share of its own."),
        ([[1], [8]], "Each group has a share of its own.")]),
    (two_groups, 2, 8, [[8]], []),
    (zeros_too, 3, 3, [[1, 0.25 / 3]], [
        ([[0.3, 0.25 / 3]], "With equal errors the larger share wins: use <.")]),
    (spiky, 2, 5, [[4]], [([[1.2]], "Add up squares, not absolute values.")]),
    (spaced, 3, 4, [[4.75 / 3]], [
        ([[1.5]], "Every share of SHARES is tried.")]),
    (shorter_last, 2, 4, [[2], [0.65]], [
        ([[2], [1]], "The last group counts, too, though it is shorter.")]),
    (one_of_many, 2, 41, [[30]], [
        ([[100]], "The errors grow before they shrink: try every share, and begin with "
                  "an error that none exceeds."),
        ([[35]], "The last of SHARES, 0.3, counts, too.")]),
]:
    shown = "[[100]] + 40 * [[30]]" if values is one_of_many else values.tolist()
    before, call = values.copy(), f"clipped_scale({shown}, {bits}, {size})"
    got = clipped_scale(values, bits, size)
    assert np.array_equal(values, before), (
        f"After {call} the weights given have other numbers. Compute new arrays."
    )
    form = getattr(got, "shape", None), str(getattr(got, "dtype", None))
    assert form == (np.shape(due), "float32"), (
        f"{call} returns float32 of the shape {np.shape(due)}; yours is {form[1]} of "
        f"{form[0]}. It is a scale, as quantize_groups takes it."
    )
    hints = [hint for wrong, hint in slips if np.abs(got - wrong).max() < 1e-4]
    assert np.abs(got - due).max() < 1e-4, (
        f"{call} is {np.round(due, 3).tolist()}; yours is "
        f"{np.round(got.astype(float), 3).tolist()}. "
        f"{hints[0] if hints else 'Add up the squared errors of a group of weights, '}"
        + ("" if hints else f"with codes of {bits} bits.")
    )

# %% nbgrader={"grade": true, "grade_id": "clipped_scale_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: many shapes, bits and groups, the last
# of them shorter.
scale_of_one = clipped_scale(np.array([[3.0]]), 3, 4)
### BEGIN HIDDEN TESTS
assert np.abs(scale_of_one - 1).max() < 1e-6 and scale_of_one.shape == (1, 1), (
    f"A single weight of 3 in 3 bits has the scale 1; yours is {scale_of_one.tolist()}."
)
_rng = np.random.default_rng(12_201)


def _error_of(group, s, bits):
    _top = 2 ** (bits - 1) - 1
    return sum((float(_w) - s * max(-_top, min(_top, round(float(_w) / s)))) ** 2
               for _w in group)


for _trial in range(14):
    _m, _n = int(_rng.integers(2, 30)), int(_rng.integers(1, 5))
    _bits, _size = int(_rng.integers(2, 6)), int(_rng.integers(1, 33))
    _w = _rng.standard_t(3, size=(_m, _n)) * 10.0 ** _rng.integers(-2, 3, size=(1, _n))
    _w = _w.astype(np.float32 if _trial % 2 else np.float64)
    _before = _w.copy()
    _call = f"{_m} x {_n} weights in {_bits} bits, groups of {_size}:"
    _got = clipped_scale(_w, _bits, _size)
    assert np.array_equal(_w, _before), f"{_call} the weights given have changed."
    _groups = -(-_m // _size)
    assert (_got.shape, _got.dtype) == ((_groups, _n), np.float32), (
        f"{_call} float32 of {(_groups, _n)} comes; yours is {_got.dtype} of "
        f"{_got.shape}."
    )
    for _g in range(_groups):
        for _j in range(_n):
            _group = _w[_g * _size : (_g + 1) * _size, _j]
            _full = np.abs(_group).max() / (2 ** (_bits - 1) - 1)
            _tried = [float(np.float32(np.float32(_full) * _k / 20))
                      for _k in range(20, 5, -1)]
            _least = min(_error_of(_group, _s, _bits) for _s in _tried)
            _mine = _error_of(_group, float(_got[_g, _j]), _bits)
            assert _mine <= _least * (1 + 1e-4) + 1e-9 * float((_group**2).sum()), (
                f"{_call} the group that begins with "
                f"{np.round(_group[:3].astype(float), 3).tolist()} can have a squared "
                f"error of {_least:.5g}; with your scale {_got[_g, _j]:.5g} it is "
                f"{_mine:.5g}."
            )
            _near = min(abs(float(_got[_g, _j]) - _s) for _s in _tried)
            assert _near <= 1e-4 * _full, (
                f"{_call} a scale is {_full:.5g} times one of SHARES; yours is "
                f"{_got[_g, _j]:.5g}."
            )
### END HIDDEN TESTS

# %% [markdown]
# ## 12.4 What the layer receives
#
# Rounding to nearest changes each weight as little as it can. The next layer does not see
# weights; it sees the outputs $X W$ for the inputs $X$ (a row for each character of each
# sequence). If the weights of one output change by $d$, its outputs change by $X d$, and
# the sum of their squares is
#
# $$ \| X d \|^2 = d^T X^T X d = \frac{1}{2} d^T H d, \qquad H = 2 X^T X. $$

# %% [markdown]
# $H$ holds the second derivatives of that error: the *Hessian*. It is the same for all
# outputs, since all of them receive the same inputs, and it has a row for each input: off
# the diagonal it says which inputs come together.
#
# **By hand.** Two inputs that are always equal, $X = [[1, 1], [2, 2]]$:
# $H = [[10, 10], [10, 10]]$. Then $d = [0.4, -0.4]$ costs nothing, and $d = [0.4, 0.4]$
# costs $\frac{1}{2} (40 \cdot 0.16) = 3.2$: $X d = [0.8, 1.6]$, squares $0.64 + 2.56$.

# %% [markdown]
# This $H$ has no inverse, and the next section needs one. *Damping* adds a small share of
# the diagonal's mean to all of the diagonal: 1% here, as Frantar et al. (2022) do. An input
# that is always 0 is *dead*: it has a 0 on the diagonal, and gets a 1 there first.

# %% [markdown]
# ### Exercise 12.3: `layer_hessian` (2 points, about 8 minutes)
#
# Add up what a layer receives.
#
# Key details:
# - the inputs may have any number of axes; the last one counts the inputs of the layer;
# - a *sum* over examples, in float64, with the factor 2; no means are taken away;
# - the damping is a share of the mean of the diagonal of $2 X^T X$, and goes on the diagonal
#   alone.


# %% nbgrader={"grade": false, "grade_id": "layer_hessian", "locked": false, "schema_version": 3, "solution": true}
def layer_hessian(inputs, damping=0.01):
    """Second derivatives of the squared error of a layer's outputs.

    Parameters
    ----------
    inputs : ndarray of float, shape (..., m)
        What the layer receives. Left unchanged.
    damping : float
        Share of the mean of the diagonal that is added to each of its entries.

    Returns
    -------
    ndarray of float64, shape (m, m)
        ``2 * X.T @ X``, with a 1 on the diagonal in place of every 0, and the damping
        added. The mean is that of the diagonal before the ones came in.
    """
    ### BEGIN SOLUTION
    rows = inputs.reshape(-1, inputs.shape[-1]).astype(np.float64)
    hessian = 2 * rows.T @ rows
    diagonal = hessian.diagonal().copy()
    added = np.where(diagonal == 0, 1.0, 0.0) + damping * diagonal.mean()
    return hessian + np.diag(added)
    ### END SOLUTION


# %% [markdown]
# **Check.** The example by hand, dead inputs, sequences, and a single example. The cell is silent when all
# is well.

# %% nbgrader={"grade": true, "grade_id": "layer_hessian_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
equal_inputs = np.array([[1.0, 1], [2, 2]], dtype=np.float32)
one_dead = np.array([[3.0, 0, 1], [1, 0, -1]], dtype=np.float32)
two_dead = np.array([[0.0, 0, 1, 0], [2, 0, 1, 0], [0, 0, 1, 0]], dtype=np.float32)
one_row = np.array([3.0, 0, 1], dtype=np.float32)
for given, damping, due, slips in [
    (equal_inputs, 0, [[10, 10], [10, 10]], [
        ([[5, 5], [5, 5]], "The factor 2 is missing, or you took a mean of examples."),
        ([[2.5, 2.5], [2.5, 2.5]], "Add up over the examples; take no mean."),
        ([[4, 8], [8, 16]], "X.T @ X has a row for each input, X @ X.T for each "
                            "example."),
        ([[1, 1], [1, 1]], "Take no means away from the inputs.")]),
    (equal_inputs, 0.1, [[11, 10], [10, 11]], [
        ([[10.1, 10], [10, 10.1]], "The damping is a share of the diagonal's mean."),
        ([[11, 11], [11, 11]], "The damping goes on the diagonal alone."),
        ([[10, 10], [10, 10]], "The damping is missing.")]),
    (one_dead, 0, [[20, 0, 4], [0, 1, 0], [4, 0, 4]], [
        ([[20, 0, 4], [0, 0, 0], [4, 0, 4]], "A dead input gets a 1 on the diagonal."),
        ([[20, 1, 4], [1, 1, 1], [4, 1, 4]], "Ones come on the diagonal alone.")]),
    (one_dead, 0.5, [[24, 0, 4], [0, 5, 0], [4, 0, 8]], [
        ([[24, 0, 4], [0, 4, 0], [4, 0, 8]], "A dead input gets a 1, and the damping."),
        ([[24, 0, 4], [0, 1, 0], [4, 0, 8]], "A dead input gets a 1, and the damping."),
        ([[30, 0, 4], [0, 11, 0], [4, 0, 14]], "The mean of the diagonal, not the "
                                               "largest."),
        ([[26, 0, 4], [0, 7, 0], [4, 0, 10]], "The mean is over all 3 entries of the "
                                              "diagonal, those of dead inputs too."),
        ([[30, 0, 4], [0, 1.5, 0], [4, 0, 6]], "All get the same: a share of the "
                                               "mean."),
        ([[24 + 1 / 6, 0, 4], [0, 5 + 1 / 6, 0], [4, 0, 8 + 1 / 6]],
         "The mean is that of the diagonal before the 1 comes in.")]),
    (np.stack([one_dead, one_dead]), 0, [[40, 0, 8], [0, 1, 0], [8, 0, 8]], [
        ([[20, 0, 4], [0, 1, 0], [4, 0, 4]], "All sequences count, not the first "
                                             "alone.")]),
    (two_dead, 0, [[8, 0, 4, 0], [0, 1, 0, 0], [4, 0, 6, 0], [0, 0, 0, 1]], [
        ([[1, 0, 4, 0], [0, 1, 0, 0], [4, 0, 6, 0], [0, 0, 0, 1]],
         "Dead is an input that is 0 in every row."),
        ([[9, 0, 4, 0], [0, 1, 0, 0], [4, 0, 6, 0], [0, 0, 0, 1]],
         "Dead is an input that is 0 in every row."),
        ([[8, 0, 4, 0], [0, 1, 0, 1], [4, 0, 6, 0], [0, 1, 0, 1]],
         "Ones come on the diagonal alone."),
        ([[8, 0, 4, 0], [0, 1, 0, 0], [4, 0, 6, 0], [0, 0, 0, 0]],
         "Every dead input gets a 1.")]),
    (one_dead, 0.02, [[20.16, 0, 4], [0, 1.16, 0], [4, 0, 4.16]], []),
    (one_dead, None, [[20.08, 0, 4], [0, 1.08, 0], [4, 0, 4.08]], []),
    (one_row, 0, [[18, 0, 6], [0, 1, 0], [6, 0, 2]], []),
]:
    before, call = given.copy(), f"layer_hessian({given.tolist()}, {damping})"
    call = call.replace(", None", "")
    try:
        got = layer_hessian(given) if damping is None else layer_hessian(given, damping)
    except (ValueError, IndexError) as error:
        raise AssertionError(
            f"{call} stops: {error}. The last axis counts the inputs; make one row "
            "of each "
            "character of each sequence."
        ) from error
    assert np.array_equal(given, before), (
        f"After {call} the inputs given have other numbers. Compute new arrays."
    )
    form = getattr(got, "shape", None), str(getattr(got, "dtype", None))
    assert form == (np.shape(due), "float64"), (
        f"{call} returns float64 of the shape {np.shape(due)}; yours is {form[1]} of "
        f"{form[0]}. Make rows of the inputs, in float64, before you multiply: the "
        "last axis counts the inputs."
    )
    hints = [hint for wrong, hint in slips if np.abs(got - wrong).max() < 1e-4]
    hints += ["It is 2 X.T X, with the damping on the diagonal."
              if damping is not None else "Without a damping given it is 0.01."]
    assert np.abs(got - due).max() < 1e-4, (
        f"{call} is {due}; yours is {np.round(got, 3).tolist()}. {hints[0]}"
    )

# %% nbgrader={"grade": true, "grade_id": "layer_hessian_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: other shapes, large numbers, several
# dead inputs, the default damping.
hessian_of_one = layer_hessian(np.array([[2.0]]))
### BEGIN HIDDEN TESTS
assert np.abs(hessian_of_one - 8.08).max() < 1e-9, (
    f"For the single input 2 it is 8 and 1% of it, 8.08; yours is {hessian_of_one}."
)
_rng = np.random.default_rng(12_301)
for _shape in [(5, 3), (2, 4, 6), (2, 3, 2, 5), (1, 7), (40, 2), (6,), (8, 4)]:
    for _damping in (0.01, 0.0, 0.3):
        _large = 10.0 ** _rng.integers(-5, 3)
        _x = (_rng.normal(2, 3, size=_shape) * _large).astype(np.float32)
        _x[..., _rng.random(_shape[-1]) < 0.3] = 0
        if _shape == (8, 4):
            _x[0, 1] = _x[-1, 1] = 0
        _before = _x.copy()
        _call = f"Inputs of {_shape} with a damping of {_damping}:"
        _got = layer_hessian(_x) if _damping == 0.01 else layer_hessian(_x, _damping)
        assert np.array_equal(_x, _before), f"{_call} the inputs given have changed."
        _m, _due = _shape[-1], {}
        _flat = [[float(_v) for _v in _row] for _row in _before.reshape(-1, _m)]
        for _i in range(_m):
            for _j in range(_m):
                _due[_i, _j] = 2 * sum(_row[_i] * _row[_j] for _row in _flat)
        _mean = sum(_due[_i, _i] for _i in range(_m)) / _m
        for _i in range(_m):
            _due[_i, _i] += (_due[_i, _i] == 0) + _damping * _mean
        assert _got.shape == (_m, _m) and _got.dtype == np.float64, (
            f"{_call} float64 of {(_m, _m)} comes; yours is {_got.dtype} of "
            f"{_got.shape}."
        )
        for (_i, _j), _value in _due.items():
            assert abs(_got[_i, _j] - _value) <= 1e-9 * (abs(_value) + _mean), (
                f"{_call} entry {_i}, {_j} is {_value:.10g}; yours is "
                f"{_got[_i, _j]:.10g}."
                + " Compute in float64." * bool(
                    abs(_got[_i, _j] - _value) < 1e-5 * (abs(_value) + _mean))
            )
### END HIDDEN TESTS

# %% [markdown]
# ## 12.5 One input after the other
#
# Round the weights of the first input. Their error is there to stay; but the weights of
# the inputs that follow are still free, and can *make good* for part of it. Then round
# those of the second input, and so on, until none is left to make good. That is GPTQ
# (Frantar et al., 2022). With weights set to 0 instead of rounded, Hassibi and Stork (1993)
# began it; LeCun et al. (1990) had ranked weights by second derivatives.

# %% [markdown]
# **By hand.** One output, two inputs that are nearly always equal, weights $0.4$ and $0.4$,
# scale 1. To nearest both become 0, and an output of 0.8 becomes 0.
#
# In turn: the first becomes 0. The second takes over what the first did, and is 0.8 now;
# rounded it is 1. The output is 1 instead of 0.8: one weight is off by more
# than before, and the output by less.

# %% [markdown]
# In general: let $F$ be the inputs whose weights are settled, $V_F$ their new weights, and
# $R$ the rest. With $V_F$ fixed, the error of the outputs is least where its slope in $V_R$
# is 0, and that is
#
# $$ H_{RR} (V_R - W_R) + H_{RF} (V_F - W_F) = 0, $$
#
# in words: the rows $R$ of $H (V - W)$ are 0. Here $H_{RF}$ holds rows $R$ and columns $F$
# of $H$. It holds for each output by itself.

# %% [markdown]
# Which mistakes would you notice? First the check of one such step, then the function.


# %%
def output_error(change, hessian):
    """Squared error of the outputs when the weights change so."""
    return 0.5 * (change * (hessian @ change)).sum()


# %% [markdown]
# ### Exercise 12.4, break it: `check_make_good` (3 points, about 23 minutes)
#
# A candidate is told the first rows, and returns the others. Choose cases.
#
# Key details:
# - the least error is where the slope is 0: look at it; allow $10^{-6}$ of the largest entry
#   of $H (V - W)$;
# - let inputs be correlated, `layer_hessian(rng.normal(...) @ rng.normal(...))`; settle one,
#   elsewhere three or more, far from their old weights; leave three or more;
# - have several outputs, and hand over copies: a candidate may write into them.


# %% nbgrader={"grade": false, "grade_id": "check_make_good", "locked": false, "schema_version": 3, "solution": true}
def check_make_good(candidate):
    """Say whether a candidate makes good for settled weights as well as can be.

    Parameters
    ----------
    candidate : callable
        Called as ``candidate(weights, settled, hessian)``, with arrays of float of the
        shapes (m, n), (k, n) for the first k inputs, 0 < k < m, and (m, m); returns an
        array of the shape (m - k, n), the new weights of the other inputs. It may write
        into the arrays that it is given.

    Returns
    -------
    bool
        True if the error of the outputs was the least in every case, False if in one it
        was not.
    """
    ### BEGIN SOLUTION
    rng = np.random.default_rng(0)
    for k, m, n in [(1, 5, 3), (2, 6, 1), (4, 9, 3)]:
        inputs = rng.normal(size=(30, m)) @ rng.normal(size=(m, m))
        hessian, weights = layer_hessian(inputs), rng.normal(size=(m, n))
        settled = weights[:k] + 2 * rng.normal(size=(k, n))
        rest = candidate(weights.copy(), settled.copy(), hessian.copy())
        if np.shape(rest) != (m - k, n):
            return False
        slope = hessian @ (np.vstack([settled, rest]) - weights)
        if not np.abs(slope[k:]).max() <= 1e-6 * np.abs(slope).max():
            return False
    return True
    ### END SOLUTION


# %% [markdown]
# **Check.** Two right implementations and seventeen wrong ones are lent to your function, and
# stop working afterwards. The cell is silent when all is well.


# %% nbgrader={"grade": true, "grade_id": "check_make_good_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def right_by_directions(weights, settled, hessian):
    """One direction after the other, each at right angles to the last, by H."""
    k, change = len(settled), np.zeros(weights.shape)
    change[:k] = settled - weights[:k]
    for j in range(weights.shape[1]):
        slope = -(hessian @ change[:, j])[k:]
        way = slope.copy()
        for _ in range(4 * len(slope)):
            if not slope @ slope > 1e-24:
                break
            bent = hessian[k:, k:] @ way
            step = (slope @ slope) / (way @ bent)
            change[k:, j] += step * way
            new = slope - step * bent
            way = new + (new @ new) / (slope @ slope) * way
            slope = new
    return (weights + change)[k:]


def right_in_place(weights, settled, hessian):
    rest = weights[len(settled):]
    rest[:] = right_by_directions(weights, settled, hessian)
    return rest


def leaves_the_rest_alone(weights, settled, hessian):
    return weights[len(settled):]


def goes_the_other_way(weights, settled, hessian):
    rest = weights[len(settled):]
    return 2 * rest - right_by_directions(weights, settled, hessian)


def lets_only_the_next_make_good(weights, settled, hessian):
    k, rest = len(settled), weights[len(settled):].copy()
    rest[0] -= hessian[k, :k] @ (settled - weights[:k]) / hessian[k, k]
    return rest


def lets_only_the_last_make_good(weights, settled, hessian):
    k, rest = len(settled), weights[len(settled):].copy()
    rest[-1] -= hessian[-1, :k] @ (settled - weights[:k]) / hessian[-1, -1]
    return rest


def leaves_slopes_below_0(weights, settled, hessian):
    left = hessian[len(settled):, len(settled):]
    push = np.linalg.solve(left, np.full(len(left), 0.01 * np.abs(hessian).max()))
    return right_by_directions(weights, settled, hessian) - push[:, None]


def lets_each_make_good_alone(weights, settled, hessian):
    k = len(settled)
    slope = hessian[k:, :k] @ (settled - weights[:k])
    return weights[k:] - slope / hessian.diagonal()[k:, None]


def sees_the_last_settled_only(weights, settled, hessian):
    k = len(settled)
    later = hessian[k - 1:, k - 1:]
    return right_by_directions(weights[k - 1:], settled[k - 1:], later)


def sees_the_first_settled_only(weights, settled, hessian):
    known = np.vstack([settled[:1], weights[1:len(settled)]])
    return right_by_directions(weights, known, hessian)


def sees_the_last_two_settled_only(weights, settled, hessian):
    k = max(len(settled) - 2, 0)
    return right_by_directions(weights[k:], settled[k:], hessian[k:, k:])


def sees_the_first_output_only(weights, settled, hessian):
    rest = weights[len(settled):].copy()
    rest[:, 0] = right_by_directions(weights, settled, hessian)[:, 0]
    return rest


def gives_all_outputs_the_mean_change(weights, settled, hessian):
    rest = weights[len(settled):]
    change = right_by_directions(weights, settled, hessian) - rest
    return rest + change.mean(axis=1, keepdims=True)


def returns_the_first_output_alone(weights, settled, hessian):
    return right_by_directions(weights, settled, hessian)[:, :1]


def counts_every_input_as_equal(weights, settled, hessian):
    return right_by_directions(weights, settled, hessian + np.diag(hessian.diagonal()))


def lets_two_make_good(weights, settled, hessian):
    two, rest = len(settled) + 2, weights[len(settled):].copy()
    rest[:2] = right_by_directions(weights[:two], settled, hessian[:two, :two])
    return rest


def returns_the_change(weights, settled, hessian):
    return right_by_directions(weights, settled, hessian) - weights[len(settled):]


def returns_all_rows(weights, settled, hessian):
    return np.vstack([settled, right_by_directions(weights, settled, hessian)])


def is_a_little_short(weights, settled, hessian):
    rest = weights[len(settled):]
    return rest + 0.999 * (right_by_directions(weights, settled, hessian) - rest)


judge(check_make_good, True, [right_by_directions],
      "Is your check too strict? The rows of H (V - W) that are left are 0 but for "
      "rounding; the settled rows are not. Have a Hessian with damping.")
judge(check_make_good, True, [right_in_place],
      "It writes into the weights that it gets: hand it a copy.")
for wrong_one, hint in [
    (leaves_the_rest_alone, "Settle weights far from the old ones, let inputs be "
                            "correlated, and look at the slope."),
    (goes_the_other_way, "The rows of H (V - W) that are left should be 0."),
    (lets_each_make_good_alone, "Let inputs be correlated, two or more be left."),
    (lets_only_the_next_make_good, "Let two or more inputs be left."),
    (lets_only_the_last_make_good, "Look at all rows of the slope that are left."),
    (counts_every_input_as_equal, "Look at all rows of the slope that are left."),
    (sees_the_last_settled_only, "Let two or more inputs be settled."),
    (sees_the_first_settled_only, "Let two or more inputs be settled."),
    (sees_the_last_two_settled_only, "Let three or more inputs be settled."),
    (sees_the_first_output_only, "Have more than one output."),
    (gives_all_outputs_the_mean_change, "Have several outputs, settled differently; "
                                        "slopes of both signs must not cancel."),
    (lets_two_make_good, "Let three or more inputs be left."),
    (returns_the_change, "Let the old weights differ from 0."),
    (returns_all_rows, "m - k rows come: return False for another shape."),
    (returns_the_first_output_alone, "n columns come: return False for another shape."),
    (is_a_little_short, "Allow 1e-6 of the largest entry, no more."),
    (leaves_slopes_below_0, "A slope below 0 is one, too: take absolute values."),
]:
    judge(check_make_good, False, [wrong_one], hint)

# %% nbgrader={"grade": true, "grade_id": "check_make_good_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: other candidates, right and wrong.
trial_verdict = check_make_good(lambda weights, settled, hessian: 0 * weights[1:])
### BEGIN HIDDEN TESTS
def _solved(weights, settled, hessian):
    _k = len(settled)
    _gap = hessian[_k:, :_k] @ (weights[:_k] - settled)
    return weights[_k:] + np.linalg.solve(hessian[_k:, _k:], _gap)


def _by_inverse(weights, settled, hessian):
    _k, _inverse = len(settled), np.linalg.inv(hessian)
    _front = np.linalg.solve(_inverse[:_k, :_k], settled - weights[:_k])
    return weights[_k:] + _inverse[_k:, :_k] @ _front


def _by_least_squares(weights, settled, hessian):
    _k, _root = len(settled), np.linalg.cholesky(hessian).T
    _gap = _root[:, :_k] @ (weights[:_k] - settled)
    return weights[_k:] + np.linalg.lstsq(_root[:, _k:], _gap, rcond=None)[0]


def _inverse_not_cut(weights, settled, hessian):
    _k, _inverse = len(settled), np.linalg.inv(hessian)
    return weights[_k:] + _inverse[_k:, :_k] @ (
        (settled - weights[:_k]) / _inverse.diagonal()[:_k, None])


def _inverse_for_hessian(weights, settled, hessian):
    return _solved(weights, settled, np.linalg.inv(hessian))


def _from_settled(weights, settled, hessian):
    _k = len(settled)
    _gap = hessian[_k:, :_k] @ settled
    return weights[_k:] - np.linalg.solve(hessian[_k:, _k:], _gap)


def _neighbours(weights, settled, hessian):
    _apart = np.abs(np.subtract.outer(np.arange(len(hessian)), np.arange(len(hessian))))
    return _solved(weights, settled, np.where(_apart <= 1, hessian, 0))


def _all_but_the_last(weights, settled, hessian):
    _front = _solved(weights[:-1], settled, hessian[:-1, :-1])
    return np.vstack([_front, weights[-1:]])


def _only_the_last(weights, settled, hessian):
    _k, _rest = len(settled), weights[len(settled):].copy()
    _rest[-1] -= hessian[-1, :_k] @ (settled - weights[:_k]) / hessian[-1, -1]
    return _rest


def _last_output(weights, settled, hessian):
    _rest = weights[len(settled):].copy()
    _rest[:, -1] = _solved(weights, settled, hessian)[:, -1]
    return _rest


def _one_shift(weights, settled, hessian):
    _k = len(settled)
    _pull = (hessian[_k:, :_k] @ (weights[:_k] - settled)).sum(axis=0)
    return weights[_k:] + _pull / hessian[_k:, _k:].sum()


def _slope_left(sign):
    def _candidate(weights, settled, hessian):
        _k, _wanted = len(settled), 0.01 * np.abs(hessian).max()
        _stop = np.full(len(weights) - _k, sign * _wanted)
        _push = np.linalg.solve(hessian[_k:, _k:], _stop)
        return _solved(weights, settled, hessian) + _push[:, None]
    return _candidate


def _nearly(weights, settled, hessian):
    _rest = weights[len(settled):]
    return _rest + 0.9999 * (_solved(weights, settled, hessian) - _rest)


def _changes_the_old(weights, settled, hessian):
    weights[:len(settled)] = settled
    return weights[len(settled):]


def _first_two_settled(weights, settled, hessian):
    _known = np.vstack([settled[:2], weights[2:len(settled)]])
    return _solved(weights, _known, hessian)


def _bounded(weights, settled, hessian):
    return np.clip(_solved(weights, settled, hessian), weights.min(), weights.max())


def _more_damped(weights, settled, hessian):
    _more = 0.05 * hessian.diagonal().mean() * np.eye(len(hessian))
    return _solved(weights, settled, hessian + _more)


def _rounded_to_tenths(weights, settled, hessian):
    return np.round(_solved(weights, settled, hessian), 1)


def _one_settled_only(weights, settled, hessian):
    _rest = _solved(weights, settled, hessian)
    return _rest if len(settled) == 1 else weights[len(settled):]


def _first_output_alone(weights, settled, hessian):
    return _solved(weights[:, :1], settled[:, :1], hessian)


judge(check_make_good, True, [
    (_solved, "solves the equations"), (_by_inverse, "goes by the inverse Hessian"),
    (_by_least_squares, "solves a least-squares problem"),
], "Allow for rounding, and let no case be too near to singular.")
judge(check_make_good, False, [
    (_inverse_not_cut, "takes the inverse Hessian's own diagonal for several inputs",
     "Let two or more inputs be settled, correlated."),
    (_inverse_for_hessian, "takes the inverse Hessian for the Hessian"),
    (_from_settled, "takes the settled weights for their change",
     "Let the old weights differ from 0."),
    (_neighbours, "lets only neighbours be correlated"),
    (_all_but_the_last, "leaves the last input alone", "Look at all rows that are "
                                                       "left."),
    (_only_the_last, "lets the last input only make good",
     "Look at all rows that are left."),
    (_last_output, "sees the last output only", "Have several outputs; look at all."),
    (_one_shift, "moves all weights that are left by one number",
     "Look at every row by itself, not at their sum."),
    (_slope_left(-1), "leaves slopes below 0 alone", "A slope of either sign counts."),
    (_slope_left(1), "leaves slopes above 0 alone", "A slope of either sign counts."),
    (_nearly, "goes a little less far than it should", "Allow 1e-6, no more."),
    (_changes_the_old, "writes the settled weights over the old ones",
     "Hand over copies."),
    (_first_two_settled, "sees the first two settled inputs only",
     "Let three or more inputs be settled."),
    (_bounded, "keeps new weights between the smallest and the largest old one",
     "Settle weights far from their old values."),
    (_more_damped, "adds 5% of damping of its own"),
    (_rounded_to_tenths, "rounds what it finds"),
    (_one_settled_only, "makes good for one settled input only"),
    (_first_output_alone, "returns one output only", "Look at the shape."),
], hint="Let inputs be correlated; look at all rows of the slope that are left.")
### END HIDDEN TESTS

# %% [markdown]
# Solving these equations anew after each input takes about $m^4$ steps of arithmetic. GPTQ
# needs $m^3$, once: let $U$ be the upper triangle with $H^{-1} = U^T U$, which is
# `np.linalg.cholesky(...)` of the inverse, turned. When the weights $v$ of input $i$
# become $\hat v$, every later input $k$ gets
#
# $$ v_k \leftarrow v_k - U_{ik} \, e, \qquad e = \frac{v - \hat v}{U_{ii}}, $$
#
# and after each input all the rows that are left are those of the equations above.

# %% [markdown]
# **By hand.** $H = [[2.2, 2], [2, 2.2]]$, so $H^{-1}$ is about $[[2.62, -2.38], [-2.38, 2.62]]$
# and $U$ about $[[1.62, -1.47], [0, 0.67]]$. With the weights $0.4, 0.4$ and scale 1: the
# first becomes 0, $e = 0.4 / 1.62 = 0.247$, and the second
# $0.4 + 1.47 \cdot 0.247 = 0.764$, which is rounded to 1.

# %% [markdown]
# ### Exercise 12.5: `gptq_layer` (4 points, about 23 minutes)
#
# Round the weights input by input, and let those that are left make good.
#
# Key details:
# - the scales are fixed beforehand; input $i$ has row `i // size` of `scale`;
# - round what a weight has *become*, and measure $e$ in weights, not in codes;
# - `keep`, where given, marks weights that may stay; the others become 0, and the rest
#   makes good for that, too: it is SparseGPT then (Frantar and Alistarh, 2023).


# %% nbgrader={"grade": false, "grade_id": "gptq_layer", "locked": false, "schema_version": 3, "solution": true}
def gptq_layer(weights, hessian, scale, bits, size, keep=None):
    """Round weights so that the layer's outputs change little.

    Parameters
    ----------
    weights : ndarray of float, shape (m, n)
        This and the other arrays are left unchanged.
    hessian : ndarray of float64, shape (m, m)
        As ``layer_hessian`` gives it, with damping.
    scale : ndarray of float32, shape (ceil(m / size), n)
        As ``quantize_groups`` gives and takes it.
    bits, size : int
        As there.
    keep : ndarray of bool, shape (m, n), or None
        Where it is False the code is 0. None keeps all.

    Returns
    -------
    ndarray of int16, shape (m, n)
        Codes: of input 0 the nearest to its weights; of each later input the nearest
        to what its weights have become. Halves are rounded to the even code.
    """
    ### BEGIN SOLUTION
    upper = np.linalg.cholesky(np.linalg.inv(hessian)).T
    rest = weights.astype(np.float64)
    codes = np.zeros(weights.shape, np.int16)
    for i in range(len(rest)):
        row_scale = scale[i // size]
        near, _ = quantize_groups(rest[i : i + 1], bits, 1, row_scale[None])
        codes[i] = near[0] if keep is None else near[0] * keep[i]
        error = (rest[i] - codes[i] * row_scale) / upper[i, i]
        rest[i + 1 :] -= np.outer(upper[i, i + 1 :], error)
    return codes
    ### END SOLUTION


# %% [markdown]
# **Check.** The example by hand, a clipped weight, inputs that are uncorrelated, and six
# inputs in groups of three, in 3 and in 4 bits, with and without `keep`. The cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "gptq_layer_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
alike = np.array([[2.2, 2.0], [2.0, 2.2]])
six_weights = np.array([[-1.46, 1.59], [-0.16, 0.82], [-1.93, 1.19], [0.55, -1.2],
                        [0.76, 0.09], [-0.58, -0.11]])
six = np.array([[72.0, 40, 4, 12, 10, 4], [40, 60, -28, 14, 2, 42],
                [4, -28, 50, -8, -18, -36], [12, 14, -8, 30, 10, 24],
                [10, 2, -18, 10, 28, 4], [4, 42, -36, 24, 4, 68]])
six_scale = np.array([[0.6, 0.5], [0.3, 0.4]], np.float32)
kept = np.array([[0, 0], [1, 1], [1, 1], [0, 1], [1, 0], [1, 0]], dtype=bool)
due_six = [[-2, 3], [-1, 2], [-3, 3], [1, -3], [3, 1], [-1, 0]]
for values, hessian, scale, bits, size, keep, due, name, slips in [
    ([[0.4], [0.4]], alike, [[1.0]], 3, 2, None, [[0], [1]], "the example by hand", [
        ([[0], [0]], "Once the first is 0, the second weight becomes 0.764, rounded to "
                     "1: does it get the error, in this direction, and is it rounded?"),
        ([[3], [-3]], "The scale is given: take no other from what a row has become."),
        ([[3], [3]], "The scale is given: take no other from what a row has become."),
        ([[1], [0]], "Begin with the first input.")]),
    ([[2.0], [0.3]], alike, [[0.5]], 3, 2, None, [[3], [2]],
     "2 and 0.3 with scale 0.5", [
        ([[4], [1]], "2.0 lies beyond the last code, 3."),
        ([[3], [-1]], "Measure e in weights: a code times its scale, not the code."),
        ([[3], [1]], "0.3 becomes 0.755, code 2: what clipping loses is made good, "
                     "too, "
         "and is divided by the diagonal entry of U, once.")]),
    (six_weights, np.diag(six.diagonal()), six_scale, 3, 3, None,
     [[-2, 3], [0, 2], [-3, 2], [2, -3], [3, 0], [-2, 0]], "uncorrelated inputs", [
        ([[-2, 3], [0, 2], [-3, 2], [1, -2], [1, 0], [-1, 0]],
         "Input i has the scale of its own group, i // size."),
        ([[-2, 3], [-1, 2], [-3, 2], [2, -3], [1, 0], [-2, 0]],
         "Input i has the scale of its own group, i // size."),
        ([[-2, 3], [-1, 2], [-3, 3], [2, -3], [3, 0], [-2, 0]],
         "Input i has the scale of its own group, i // size.")]),
    (six_weights, six, six_scale, 3, 3, None, due_six,
     "six inputs in groups of three", [
        ([[-2, 3], [0, 2], [-3, 2], [2, -3], [3, 0], [-2, 0]],
         "These are the nearest codes of the old weights: round what they have "
         "become."),
        ([[-2, 3], [-1, 2], [-3, 2], [2, -3], [2, 0], [-2, 0]],
         "All inputs that are left make good, not the next one only."),
        ([[-2, 3], [0, 2], [-3, 2], [2, -3], [2, 0], [-2, 0]],
         "e is divided by the diagonal entry of U, and U belongs to the inverse of H."),
        ([[-2, 3], [-1, 2], [-4, 3], [2, -3], [1, 1], [-2, 0]],
         "The first code is -top_code(bits), -3."),
        ([[-2, 3], [-2, 2], [-3, 2], [-3, -2], [3, -1], [3, 0]],
         "Divide by the diagonal entry of U once."),
        ([[-2, 3], [0, 1], [-3, 2], [1, -3], [3, 1], [-2, 0]],
         "The later weights go the wrong way: look at the sign."),
        ([[-2, 3], [-1, 2], [-3, 3], [2, -3], [3, 1], [-2, 0]],
         "Rows of the inverse itself hold while nothing is settled: take those of U, "
         "input after input in their own order."),
        ([[-3, 3], [0, 1], [-3, 2], [2, -3], [3, 0], [-2, 0]],
         "Begin with the first input."),
        ([[-2, 3], [-1, 2], [-3, 3], [1, -3], [1, 1], [0, 0]],
         "Input i has the scale of its own group, i // size."),
        ([[-2, 3], [1, -2], [-2, -1], [3, -2], [1, -3], [-3, 2]],
         "Measure e in weights: a code times its scale, not the code."),
        ([[-2, 3], [-1, 2], [-3, 2], [1, -3], [3, 0], [-1, 0]],
         "Every output makes good for its own errors."),
        ([[-2, 3], [-1, 2], [-3, 3], [2, -3], [2, 0], [-2, 0]],
         "Inputs of later groups make good, too."),
        ([[-2, 3], [-1, 2], [-3, 3], [2, -3], [2, 1], [-1, 0]],
         "e is what the weight has become, less what it is rounded to."),
        ([[-2, 3], [0, 1], [-3, 2], [2, -3], [2, 0], [-2, 0]],
         "Every output makes good for its own errors.")]),
    (six_weights, six, six_scale / 2, 4, 3, None,
     [[-5, 6], [0, 4], [-6, 5], [3, -6], [6, 1], [-4, -1]], "six inputs and scales "
     "half as large", [
        ([[-3, 3], [-3, 3], [-3, 3], [-2, -3], [3, 0], [3, -2]],
         "4 bits have codes up to 7.")]),
    (six_weights, six, six_scale, 3, 3, kept,
     [[0, 0], [-3, 3], [-3, 3], [0, -2], [2, 0], [2, 0]], "six inputs and keep", [
        (due_six, "Where keep is False the code is 0."),
        ([[-2, 3], [0, 0], [0, 0], [-2, 0], [0, -2], [0, -1]],
         "keep is True where a weight may stay."),
        ([[0, 0], [0, 2], [-3, 3], [0, -3], [3, 0], [-2, 0]],
         "The rest makes good for a weight that becomes 0, too: e comes after keep."),
        ([[0, 0], [-3, 3], [-3, 3], [0, -2], [2, 0], [3, 0]],
         "A weight that goes takes over errors first, and hands all of it on."),
        ([[0, 0], [-3, 3], [-3, 3], [0, 0], [0, 0], [0, 0]],
         "keep marks single weights, not inputs."),
        ([[0, 0], [-1, 2], [-3, 3], [0, -3], [3, 0], [-1, 0]],
         "The rest makes good for a weight that becomes 0, too: e comes after keep.")]),
]:
    precision = np.float32 if len(values) == 2 else np.float64
    arrays = [np.array(values, precision), hessian.copy(),
              np.array(scale, np.float32)]
    masks = [] if keep is None else [keep.copy()]
    before = [array.copy() for array in arrays + masks]
    call = f"gptq_layer for {name}, {bits} bits,"
    try:
        got = gptq_layer(*arrays, bits, size, *masks)
    except (ValueError, TypeError, IndexError) as error:
        raise AssertionError(
            f"{call} stops with {type(error).__name__}: {error}. "
            + ("Ask whether keep is None." if "ambiguous" in str(error) else
               "A row of scale belongs to size inputs; the last input has nobody left "
               "to make good.")
        ) from error
    assert all(map(np.array_equal, arrays + masks, before)), (
        f"{call} changed an array that it was given. Work on a copy, "
        "weights.astype(...)."
    )
    form = getattr(got, "shape", None), str(getattr(got, "dtype", None))
    assert form == (np.shape(due), "int16"), (
        f"{call} returns int16 codes of the shape {np.shape(due)}; yours is "
        f"{form[1]} of "
        f"{form[0]}."
    )
    hints = [hint for wrong, hint in slips if np.array_equal(got, wrong)]
    assert np.array_equal(got, due), (
        f"{call} gives {due}; yours is {got.tolist()}. "
        f"{hints[0] if hints else 'Round one input; all later ones make good.'}"
    )

# %% nbgrader={"grade": true, "grade_id": "gptq_layer_hidden", "locked": true, "points": 2, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: every step against the equations,
# solved anew, in many shapes, groups and bits; dead inputs; arrays left alone.
codes_of_one = gptq_layer(np.array([[0.9]]), np.eye(1), np.float32([[1]]), 3, 1)
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(12_501)


def _brain_surgeon(weights, hessian, scale, bits, size, keep):
    """Codes by the equations, solved anew each time, and the tightest call."""
    _m, _n, _top = *weights.shape, 2 ** (bits - 1) - 1
    _codes, _tight = np.zeros((_m, _n), int), 1.0
    for _j in range(_n):
        _target, _settled = weights[:, _j].astype(float), []
        for _i in range(_m):
            _now = _target[_i]
            if _i:
                _gap = _target[:_i] - np.array(_settled)
                _now += np.linalg.solve(hessian[_i:, _i:], hessian[_i:, :_i] @ _gap)[0]
            _s = float(scale[_i // size, _j])
            if keep is None or keep[_i, _j]:
                _codes[_i, _j] = max(-_top, min(_top, round(_now / _s)))
                _tight = min(_tight, abs(abs(_now / _s) % 1 - 0.5))
            _settled.append(_codes[_i, _j] * _s)
    return _codes, _tight


def _case(m, n, bits, size, share, dead=()):
    _x = _rng.normal(1, 1, size=(4 * m, m)) @ _rng.normal(size=(m, m)) * share
    _x += (1 - share) * _rng.normal(size=_x.shape)
    _x[:, list(dead)] = 0
    _w = _rng.normal(size=(m, n)).astype(np.float32)
    _h = 2 * _x.T @ _x
    _h += np.diag((_h.diagonal() == 0) + 0.01 * _h.diagonal().mean())
    _top, _starts = 2 ** (bits - 1) - 1, range(0, m, size)
    _s = np.array([np.abs(_w[_a : _a + size]).max(axis=0) for _a in _starts]) / _top
    return _w, _h, (_s * _rng.uniform(0.6, 1, _s.shape)).astype(np.float32)


assert codes_of_one.tolist() == [[1]], (
    f"0.9 with scale 1 has the code 1; yours is {codes_of_one.tolist()}."
)
for _trial in range(28):
    _m, _n = int(_rng.integers(2, 14)), int(_rng.integers(1, 6))
    _bits, _size = int(_rng.integers(2, 6)), int(_rng.integers(1, 16))
    _m, _n = (200, 1) if _trial in (24, 25) else (_m, _n)  # reaches over blocks
    _bits = {24: 3, 25: 2, 26: 12, 27: 16}.get(_trial, _bits)
    _dead = [int(_rng.integers(_m))] if _trial % 3 == 0 else []
    _w, _h, _s = _case(_m, _n, _bits, _size, 1.0, _dead)
    _w = _w.astype(float) if _trial % 2 else _w
    _keep = _rng.random(_w.shape) < 0.6 if _trial % 4 == 1 and _m < 200 else None
    _want, _tight = _brain_surgeon(_w, _h, _s, _bits, _size, _keep)
    if _tight < 1e-6:  # a half that rounding decides
        continue
    _given = [_w.copy(), _h.copy(), _s.copy()]
    _got = gptq_layer(*_given, _bits, _size, *([] if _keep is None else [_keep.copy()]))
    _call = (f"{_m} inputs, {_n} outputs, {_bits} bits, groups of {_size}"
             f"{', a dead input' if _dead else ''}"
             f"{', keep' if _keep is not None else ''}:")
    assert all(map(np.array_equal, _given, [_w, _h, _s])), (
        f"{_call} an array that was given has changed."
    )
    assert _got.dtype == np.int16 and _got.shape == _w.shape, (
        f"{_call} int16 codes of {_w.shape} come; yours are {_got.dtype} of "
        f"{_got.shape}."
    )
    _wrong = np.argwhere(np.abs(_got - _want) > (_bits > 8))  # float32 moves many bits
    assert len(_wrong) == 0, (
        f"{_call} the code of input {_wrong[0][0]}, output {_wrong[0][1]} is "
        f"{_want[tuple(_wrong[0])]}; yours is {_got[tuple(_wrong[0])]}. Each input in "
        "turn, from the first; all later ones make good."
    )
### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "gptq_layer_hidden_error", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: the error of the outputs beside that
# of rounding to nearest, with correlated inputs and without; codes of 16 bits.
codes_of_two = gptq_layer(np.array([[0.4], [0.4]]), np.array([[2.2, 2], [2, 2.2]]),
                          np.ones((1, 1), np.float32), 16, 2)
### BEGIN HIDDEN TESTS
assert codes_of_two.tolist() == [[0], [1]], (
    f"[[0.4], [0.4]] gives the codes [[0], [1]]; yours are {codes_of_two.tolist()}."
)
_rng = np.random.default_rng(12_502)


def _nearest(weights, scale, bits, size):
    _rows = np.repeat(scale, size, axis=0)[: len(weights)].astype(float)
    _top = 2 ** (bits - 1) - 1
    return np.clip(np.rint(weights / _rows), -_top, _top), _rows


for _m, _n, _bits, _size in [(24, 10, 3, 24), (40, 6, 3, 16), (32, 8, 2, 32),
                             (64, 4, 4, 20)]:
    _factors = _rng.normal(size=(400, 6)) @ _rng.normal(size=(6, _m))
    for _inputs, _related in [(_factors + 0.3 * _rng.normal(size=(400, _m)), True),
                              (np.diag(_rng.uniform(1, 9, _m)), False)]:
        _h = 2 * _inputs.T @ _inputs
        _h = _h + 0.01 * _h.diagonal().mean() * np.eye(_m)
        _w = _rng.normal(size=(_m, _n))
        _top, _starts = 2 ** (_bits - 1) - 1, range(0, _m, _size)
        _s = np.array([np.abs(_w[_a : _a + _size]).max(axis=0) for _a in _starts])
        _s = (_s / _top).astype(np.float32)
        _near, _rows = _nearest(_w, _s, _bits, _size)
        _got = gptq_layer(_w.copy(), _h.copy(), _s.copy(), _bits, _size)
        _plain, _mine = (((_c * _rows - _w) * (_h @ (_c * _rows - _w))).sum() / 2
                         for _c in (_near, _got))
        _call = f"{_m} inputs, {_n} outputs, {_bits} bits, groups of {_size}:"
        if _related:
            assert _mine < 0.4 * _plain, (
                f"{_call} of correlated inputs, rounding to nearest has a squared "
                "error "
                f"of {_plain:.4g}; yours has {_mine:.4g}, not far below."
            )
        else:
            assert np.array_equal(_got, _near), (
                f"{_call} uncorrelated inputs have nothing to make good: the codes are "
                "the nearest; yours are others."
            )
### END HIDDEN TESTS

# %% [markdown]
# ## 12.6 Three bits
#
# Layer by layer: what a layer receives is measured with the layers before it rounded
# already. 128 sequences of the *training* text (8,192 characters) *calibrate*: they make
# the Hessians, and nothing else of the text is used. Which steps of the last sections are
# worth it, at 3 bits, with one scale an output?


# %%
def received(model, tokens, name):
    """What a layer receives when the model reads tokens."""
    layer, seen = inner_layers(model)[name], []
    plain = layer.forward
    layer.forward = lambda x: (seen.append(x), plain(x))[1]
    for part in np.array_split(tokens, 8):  # a forward pass keeps what it computed
        model.forward(part)
    del layer.forward
    return np.concatenate(seen)


# %%
def codes_of(weights, bits, size, clip, hessian):
    """Codes and scale of a layer; by GPTQ if there is a Hessian."""
    scale = clipped_scale(weights, bits, size) if clip else None
    codes, scale = quantize_groups(weights, bits, size, scale)
    if hessian is not None:
        codes = gptq_layer(weights, hessian, scale, bits, size)
    return codes, scale


# %%
def compress(model, bits, size=None, clip=False, tokens=None):
    """A copy in few bits, and codes and scale by layer; with tokens by GPTQ."""
    small, parts = model.copy(), {}
    for name, layer in inner_layers(small).items():
        weights, hessian = layer.weights.data, None
        if tokens is not None:
            hessian = layer_hessian(received(small, tokens, name))
        group = size or len(weights)
        parts[name] = codes_of(weights, bits, group, clip, hessian)
        layer.weights.data = dequantize(*parts[name], group)
    return small, parts


# %% tags=["show"]
calibration = text_windows(text.train, 64).sample(128, seed=0).tokens.astype(int)
steps = {"to nearest": {}, "clipped": {"clip": True}, "GPTQ": {"tokens": calibration},
         "GPTQ, clipped": {"clip": True, "tokens": calibration}}
tried = {(step, bits): losses(compress(model, bits, **how)[0], held_out)
         for step, how in steps.items() for bits in (4, 3, 2)}
print("Nats lost, one scale an output")
print(f"{'bits':>15}", *(f"{bits:>14}" for bits in (4, 3, 2)))
for step in steps:
    row = (with_error(tried[step, bits] - whole) for bits in (4, 3, 2))
    print(f"{step:>15}", *(f"{each:>14}" for each in row))

# %% tags=["show"]
colors = {"to nearest": ("#0072B2", "s", "--"), "clipped": ("#E69F00", "X", ":"),
          "GPTQ": ("#CC79A7", "P", "-."), "GPTQ, clipped": ("#D55E00", "v", "-")}
fig, ax = plots.new_axes("bits of a weight", "nats lost a character",
                         "At each number of bits the same bytes")
for step, (color, marker, line) in colors.items():
    means = [(tried[step, bits] - whole).mean() for bits in (4, 3, 2)]
    ax.plot([4, 3, 2], means, color=color, marker=marker, linestyle=line, label=step,
            markeredgecolor="#000000")
ax.set(yscale="log", xticks=[4, 3, 2])
ax.invert_xaxis()
legend = ax.legend()
print("At 3 and 2 bits GPTQ with clipped scales loses least; rounding, most.")

# %% [markdown]
# Without any text, clipping takes away over a third of what is lost at 3 bits, GPTQ about
# half, and both together about two thirds, all in the same bytes. That is nearer to what
# plain rounding loses at 4 bits than to what it loses at 3. At 2 bits all lose more than a
# nat, and clipping alone does more than GPTQ alone. (2 bits are the codes $-1, 0, 1$ here; a
# fourth code stays unused.)
#
# How does it read? The same prompt, the same draws:

# %% tags=["show"]
three, prompt = {"32 bits": model}, "ROMEO:\n"
three |= {step: compress(model, 3, **how)[0] for step, how in steps.items()
          if step != "clipped"}
for step, small in three.items():
    print(f"--- {step}\n{write(small, prompt, 180, seed=5)}\n")

# %% tags=["show"]
print("The likeliest character each time, no draw:")
for step, small in three.items():
    print(f"--- {step}\n{write(small, prompt, 110)}\n")

# %% tags=["show"]
import re

vocabulary = set(re.findall("[A-Za-z]+", text.text_of(text.train)))


def words_known(pages):
    """Per cent of the words of pages that the training text has."""
    words = [word for page in pages for word in re.findall("[A-Za-z]+", page)[:-1]]
    return 100 * np.mean([word in vocabulary for word in words])


# %% tags=["show"]
pages = {step: [write(small, "\n", 120, seed) for seed in range(12)]
         for step, small in three.items()}
letters = np.random.default_rng(0).permutation(text.train)[:100_000]
pages |= {"validation text": [text.text_of(text.validation)],
          "shuffled text": [text.text_of(letters)]}
for step, each in pages.items():
    print(f"{step:>15}: {words_known(each):.0f}% of the words are in the training text")

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_gptq_is_further_from_the_weights", "locked": false, "points": 2, "schema_version": 3, "solution": true}
# **Reflect** (2 points, about 7 minutes). For every weight, GPTQ's code is at least as far
# from the old weight as the nearest code, and yet the model loses less. Explain how both
# can be true, and name inputs for which GPTQ would win nothing. Why does the order of
# inputs matter to it? (Three or four sentences.)
#
# ### BEGIN SOLUTION
# Rubric:
# - 1 point: what counts is the change of the outputs, a sum over inputs; where inputs come
#   together, errors of their weights can cancel, which GPTQ arranges by moving later
#   weights on purpose, away from their own nearest codes. With uncorrelated inputs (H
#   diagonal) there is nothing to cancel, and the codes are the nearest.
# - 1 point: only inputs that are still free can make good: the first is rounded as it is
#   and has all others behind it, the last has nobody; another order gives other codes and
#   another error.
# ### END SOLUTION

# %% [markdown]
# ## 12.7 The file
#
# A size is a file's size. Codes of 3 bits lie one after another, eight in three bytes;
# scales and all other parameters take 16 bits. What is scored is the model that comes back
# from the file.


# %%
def pack(codes, bits):
    """Bytes of codes, ``bits`` bits each, the highest first."""
    shifted = (codes.ravel() + top_code(bits)).astype(np.uint16)
    table = shifted[:, None] >> np.arange(bits)[::-1] & 1
    return np.packbits(table.astype(np.uint8)).tobytes()


# %%
def unpack(packed, bits, shape):
    """Codes as ``pack`` got them."""
    count = shape[0] * shape[1]
    table = np.unpackbits(np.frombuffer(packed, np.uint8), count=count * bits)
    values = table.reshape(count, bits).astype(int) @ (1 << np.arange(bits)[::-1])
    return (values - top_code(bits)).reshape(shape)


# %%
def write_file(path, model, parts, bits):
    """Scales and codes of the parts, 16 bits for every other parameter."""
    with open(path, "wb") as file:
        for name, parameter in model.named_parameters().items():
            layer = name.removesuffix(".weights")
            if name.endswith(".weights") and layer in parts:
                codes, scale = parts[layer]
                file.write(scale.astype(np.float16).tobytes() + pack(codes, bits))
            else:
                file.write(parameter.data.astype(np.float16).tobytes())


# %%
def halves(data, shape):
    """The first numbers of 16 bits, as an array, and the bytes behind them."""
    size = 2 * int(np.prod(shape))
    numbers = np.frombuffer(data[:size], np.float16)
    return numbers.reshape(shape).astype(np.float32), data[size:]


# %%
def read_file(path, like, bits, size=None):
    model, data = like.copy(), path.read_bytes()  # of the same architecture
    for name, parameter in model.named_parameters().items():
        shape = parameter.data.shape
        if name.removesuffix(".weights") not in inner_layers(model):
            parameter.data, data = halves(data, shape)
            continue
        group, end = size or shape[0], -(-bits * parameter.data.size // 8)
        scale, data = halves(data, (-(-shape[0] // group), shape[1]))
        codes, data = unpack(data[:end], bits, shape), data[end:]
        parameter.data = dequantize(codes, scale, group)
    return model


# %% tags=["show"]
from pathlib import Path
from tempfile import TemporaryDirectory


def through_a_file(model, bits, size=None, **how):
    """Bytes of a compressed model, and the model that is read back."""
    small, parts = compress(model, bits, size, **how)
    with TemporaryDirectory() as folder:
        path = Path(folder, "model.bin")
        write_file(path, small, parts, bits)
        return path.stat().st_size, read_file(path, model.copy(), bits, size)


# %% [markdown]
# **More weights, or more bits?** A second model: 96 numbers stand for a character instead
# of 64, in three blocks instead of two, 354,336 parameters, trained on as many characters.
# At which bits do the two have equally large files, and which then loses less?

# %% tags=["show"]
larger = load_pretrained("shakespeare_96")
best = {"clip": True, "tokens": calibration}
lines = {"small": {}, "large": {}}


def add_line(kind, net, bits, group=None):
    """Write a model to a file, read it back, and print its bytes and its loss."""
    count, back = through_a_file(net, bits, group, **best)
    lines[kind][bits, group] = count, losses(back, held_out)
    grid = f"groups of {group}" if group else "a scale an output"
    print(f"{kind}, {bits} bits, {grid:17} {count:9,} bytes"
          f" {lines[kind][bits, group][1].mean():.3f} nats")


# %% tags=["show"]
for b, group in [(8, None), (6, None), (5, None), (4, None), (3, 32), (3, None)]:
    add_line("small", model, b, group)

# %% tags=["show"]
for b in (4, 3, 2):
    add_line("large", larger, b)

# %% tags=["show"]
full = {"small": (2 * 112_512, whole),
        "large": (2 * 354_336, losses(larger, held_out))}
for kind, (count, row) in full.items():
    print(f"{kind}, 16 bits, computed {count:17,} bytes {row.mean():.3f} nats")

# %% tags=["show"]
fig, ax = plots.new_axes("bytes of the file (kB)", "nats a character",
                         "More weights, or more bits?")
for kind, color, marker in [("small", "#0072B2", "s"), ("large", "#D55E00", "v")]:
    points = [full[kind], *(at for (_, group), at in lines[kind].items() if not group)]
    ax.plot([count / 1000 for count, _ in points], [row.mean() for _, row in points],
            color=color, marker=marker, label=kind, markeredgecolor="#000000")
count, row = lines["small"][3, 32]
ax.plot(count / 1000, row.mean(), "^", color="#009E73", label="small, groups of 32",
        markeredgecolor="#000000")
plots.log_ticks(ax, [70, 100, 150, 225, 400, 700])
ax.set(ylim=(1.42, 1.9))
legend = ax.legend()

# %% tags=["show"]
small, large = lines["small"], lines["large"]
print(f"Above the frame: large in 2 bits, {large[2, None][1].mean():.2f} nats.")
pairs = [("large in 4 bits", large[4, None], "small in 16", full["small"]),
         ("large in 2 bits", large[2, None], "small in 8", small[8, None]),
         ("large in 3 bits", large[3, None], "small in 6", small[6, None]),
         ("groups of 32, 3 bits", small[3, 32], "a scale an output", small[3, None])]
for one, (bytes_1, loss_1), other, (bytes_2, loss_2) in pairs:
    print(f"{one}, {bytes_1:,} bytes, against {other}, {bytes_2:,}:"
          f" {with_error(loss_1 - loss_2)} nats")

# %% [markdown]
# The first two pairs are of nearly equal files. With 4 bits to spend on each weight the larger
# model loses less than the small one in 16; with 2 bits it loses more than the small one in
# 8. So neither is a rule: a validation loss at equal bytes says it.
#
# (One network of the large kind: the standard error is that of the text. Of the 67,584 bytes
# of the small one in 3 bits, 28,416 are what stayed in 16 bits.)

# %% [markdown]
# ## 12.8 Zeros instead of bits
#
# A weight of 0 needs no code. In the pattern *2 of 4* two of every four inputs of each
# output stay, which some graphics cards can use. Which two? The largest weights; or those
# whose loss cannot be made good: $w^2$ divided by the diagonal of $H^{-1}$ (Hassibi and
# Stork, 1993). `gptq_layer` with `keep` and 16 bits then does the rest.


# %%
def two_of_four(scores):
    """Mark the two largest of each four inputs, for each output."""
    m, n = scores.shape
    ranks = (-scores).reshape(m // 4, 4, n).argsort(axis=1).argsort(axis=1)
    return (ranks < 2).reshape(m, n)


# %% tags=["show"]
def in_2_of_4(model, bits, way):
    small = model.copy()
    for name, layer in inner_layers(small).items():
        w = layer.weights.data
        codes, scale = quantize_groups(w, bits, m := len(w))
        hessian = layer_hessian(received(small, calibration, name))
        losing = w**2 / np.diag(np.linalg.inv(hessian))[:, None]
        keep = two_of_four(losing if "Hessian" in way else np.abs(w))
        if "made good" in way:
            codes = gptq_layer(w, hessian, scale, bits, m, keep)
        layer.weights.data = dequantize(codes * keep, scale, m)
    return small


# %% tags=["show"]
for b in (16, 4):
    for way in ("by size", "by size, made good", "by the Hessian, made good"):
        half = in_2_of_4(model, b, way)
        print(f"2 of 4 {way}, {b} bits: "
              f"{with_error(losses(half, held_out) - whole)}")
print("A code and a place: 2 x 4 bits and 3 bits for which two make 2.75 bits a "
      "weight.")

# %% [markdown]
# At exactly the same pattern, choosing and making good by the Hessian saves about a quarter
# of the loss; the choice alone, measured apart, saves nothing: made good, the largest
# weights lose about as little. (SparseGPT chooses on the way, from what weights have become;
# here all are chosen beforehand.) Yet in 2.75 bits a
# weight, 4-bit codes and which two of four they are, it loses more than twice what GPTQ
# did in 3 bits: here bits are better spent on codes.

# %% [markdown]
# ## 12.9 Outliers
#
# So far activations stayed floats. In integer arithmetic they are rounded, too, here to
# int8 with one scale a layer, set by the largest value that the calibration text makes. In
# large language models a few channels are about a hundred times larger than most others
# (Xiao et al., 2023), and take all the codes. In this one?


# %%
def norm_pairs(model):
    """Normalizations of the blocks, each with the dense layer that reads it."""
    layers = dict(model.named_layers())
    behind = {name: layer for name, layer in inner_layers(model).items()
              if name.endswith((".qkv", ".layer.1"))}
    return [(layers[name.rsplit(".layer.", 1)[0] + ".layer.0"], layer, name)
            for name, layer in behind.items()]


# %%
def int8_inputs(forward, step):
    """A forward that rounds its inputs to multiples of step first."""
    def rounding(x):
        return forward(np.clip(np.rint(x / step), -127, 127).astype(x.dtype) * step)
    return rounding


def in_int8(model, tokens):
    """A copy with weights and inputs of the inner layers in 8 bits."""
    small, calm = rounded(model, to_nearest(8)), model.copy()
    for name, layer in inner_layers(small).items():
        step = np.abs(received(calm, tokens, name)).max() / np.float32(127)
        layer.forward = int8_inputs(layer.forward, step)
    return small


# %% tags=["show"]
for _, _, place in norm_pairs(model):
    largest = np.abs(received(model, calibration, place)).max(axis=(0, 1))
    print(f"{place:14} largest of a channel: median {np.median(largest):.2f},"
          f" most {largest.max():.2f}, {largest.max() / np.median(largest):.1f} times")
print("8-bit weights and inputs lose "
      f"{with_error(losses(in_int8(model, calibration), held_out) - whole)}")

# %% [markdown]
# None stands out: 8 bits lose under 0.01 nats, and there is nothing to mend. So methods
# made for outliers show nothing here. Measured apart, on three networks: AWQ, which scales
# up the weights of large inputs, saves less than a tenth of what rounding loses at 3 bits;
# Wanda, which ranks by $|w|$ times the input's size, less than a tenth of what 2 of 4 by
# $|w|$ loses.

# %% [markdown]
# We *plant* an outlier, so that the repair can be seen: in each block the gain and the
# bias of one channel of both normalizations times 30, the rows of that channel in the next
# layer divided by 30. It is the same function.


# %%
def planted(model, factor=30, channel=5):
    """The same function with one channel ``factor`` times as large."""
    spiked = model.copy()
    for norm, layer, _ in norm_pairs(spiked):
        norm.gain.data[channel] *= factor
        norm.bias.data[channel] *= factor
        layer.weights.data[channel] /= factor
    return spiked


# %% [markdown]
# SmoothQuant (Xiao et al., 2023) goes the way back, for every channel $j$, halfway: with
# $a_j$ the largest absolute value of the activation and $w_j$ that of the weights of row
# $j$, the normalization's gain and bias are *divided* by, the row *multiplied* by
#
# $$ s_j = \frac{a_j^{\alpha}}{w_j^{1 - \alpha}}, \qquad \alpha = 0.5. $$
#
# **By hand.** $a = [100, 1]$, $w = [0.01, 1]$: $s = [10 / 0.1, 1] = [100, 1]$. Afterwards
# both channels reach 1, and both rows, too.

# %% [markdown]
# ### Exercise 12.6: `smooth` (2 points, about 10 minutes)
#
# Share out what is large between activations and weights, and keep the function.
#
# Key details:
# - the bias of the normalization is divided, too: it is part of the activation;
# - $w_j$ is the largest absolute weight of *row* $j$: all outputs read the same channel;
# - where $a_j$ or $w_j$ is 0, $s_j$ is 1.


# %% nbgrader={"grade": false, "grade_id": "smooth", "locked": false, "schema_version": 3, "solution": true}
def smooth(gain, bias, weights, largest, strength=0.5):
    """Move the size of channels from a normalization into the layer behind it.

    Parameters
    ----------
    gain, bias : ndarray of float32, shape (m,)
        Of the normalization. They and the other arrays are left unchanged.
    weights : ndarray of float32, shape (m, n)
        Of the dense layer that reads it.
    largest : ndarray of float, shape (m,)
        Largest absolute value of each channel of the activations.
    strength : float
        From 0 to 1, alpha above.

    Returns
    -------
    gain, bias : ndarray of float32, shape (m,)
    weights : ndarray of float32, shape (m, n)
    """
    ### BEGIN SOLUTION
    rows = np.abs(weights).max(axis=1)
    idle = (rows == 0) | (largest == 0)
    a, w = np.where(idle, 1, largest), np.where(idle, 1, rows)
    factor = (a**strength / w ** (1 - strength)).astype(np.float32)
    return gain / factor, bias / factor, weights * factor[:, None]
    ### END SOLUTION


# %% [markdown]
# **Check.** The example by hand, other strengths and none, channels that are silent or nearly
# so. The cell is silent when all is well.

# %% nbgrader={"grade": true, "grade_id": "smooth_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
some_gain, some_bias = np.array([50.0, 1], np.float32), np.array([20.0, -3], np.float32)
some_rows = np.array([[0.01, -0.005, 0.002], [0.5, -1, 0.25]], np.float32)
mixed_rows = np.array([[-1.0, 4, 0], [0.25, 0.5, -1]], np.float32)
no_row = np.array([[0.0, 0, 0], [2, -8, 1]], np.float32)
square = np.array([[4.0, -1], [0.5, 1]], np.float32)
far_apart = np.array([[1e-6, -5e-7, 0], [4, 1, -2]], np.float32)
own_row = "w_j is the largest absolute weight of row j; every channel has its factor."
idle = "Where a_j or w_j is 0, s_j is 1."
for rows, sizes, strength, due, slips in [
    (mixed_rows, [9.0, 4.0], 0.5, [1.5, 2], [
        ([2 / 3, 0.5], "Divide the gain, multiply the rows, not the other way round."),
        ([6, 2], "The size of the weights divides."),
        ([2.25, 4], "Strength 0.5 takes roots, of both."),
        ([1.5, 1], own_row), ([3, 1], own_row), ([1.5, 8**0.5], own_row),
        ([2.3238, 2.6186], own_row),
        ([3.75, -2 / 3], "The gain comes first, then the bias."),
        ([0.75, 2], "Both sizes have an exponent.")]),
    (some_rows, [100.0, 1.0], 0.5, [100, 1], []),
    (mixed_rows, [16.0, 16.0], 0.25, [2 / 4 ** 0.75, 2], [
        ([16 ** 0.75 / 4 ** 0.25, 8], "The activation has the exponent alpha."),
        ([2.0, 4.0], "The strength is not looked at.")]),
    (mixed_rows, [9.0, 4.0], 1.0, [9, 4], []),
    (no_row, [5.0, 2.0], 0.5, [1, 0.5], []),
    (some_rows, [0.0, 4.0], 0.5, [1, 2], []),
    (no_row, [5.0, 2.0], 1.0, [1, 2], []),
    (square, [9.0, 4.0], None, [1.5, 2], [
        ([9, 4], "The default strength is 0.5.")]),
    (far_apart, [100.0, 4e-4], 0.5, [1e4, 0.01], [
        ([1, 1], "Small is not 0: these channels have factors, too.")]),
]:
    given = [some_gain.copy(), some_bias.copy(), rows.copy(), np.array(sizes)]
    before = [array.copy() for array in given]
    shown = [[float(f"{weight:.3g}") for weight in numbers] for numbers in rows]
    call = (f"smooth with weights {shown}, largest {sizes}, "
            + ("no strength given," if strength is None else f"strength {strength},"))
    with np.errstate(all="ignore"):
        got = smooth(*given) if strength is None else smooth(*given, strength)
    assert all(map(np.array_equal, given, before)), (
        f"{call} changed an array that it was given. Return new ones."
    )
    assert isinstance(got, tuple | list) and len(got) == 3, (
        f"{call} returns gain, bias and weights; yours is {got!r:.80}."
    )
    forms = [(str(getattr(a, "dtype", None)), getattr(a, "shape", None)) for a in got]
    assert forms == [("float32", (2,)), ("float32", (2,)), ("float32", rows.shape)], (
        f"{call} returns float32 of the shapes (2,), (2,) and {rows.shape}; yours are "
        f"{forms}."
    )
    with np.errstate(all="ignore"):
        factor = some_gain / got[0]
    hints = [hint for wrong, hint in slips if np.abs(factor - wrong).max() < 1e-3]
    silent_one = not (rows.any(axis=1).all() and all(sizes))
    assert np.allclose(factor, due, rtol=1e-3, atol=0), (
        f"{call} divides the gain by {np.round(due, 3).tolist()}; yours by "
        f"{np.round(factor.astype(float), 3).tolist()}. "
        f"{hints[0] if hints else idle if silent_one else 'The formula stands above.'}"
    )
    assert np.allclose(got[1], some_bias / np.array(due), rtol=1e-4), (
        f"{call} divides the bias by the same, which gives "
        f"{np.round(some_bias / np.array(due), 3).tolist()}; yours is "
        f"{np.round(got[1].astype(float), 3).tolist()}."
    )
    assert np.allclose(got[2], rows * np.array(due)[:, None], rtol=1e-4), (
        f"{call} multiplies row j by the factor of channel j, so that the function "
        "stays; "
        f"yours are {np.round(got[2].astype(float), 3).tolist()}."
    )

# %% nbgrader={"grade": true, "grade_id": "smooth_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: the function stays the same, sizes of
# both sides afterwards, many shapes and strengths.
smoothed_one = smooth(np.ones(1, np.float32), np.zeros(1, np.float32),
                      np.full((1, 1), 4, np.float32), np.array([1.0]))
### BEGIN HIDDEN TESTS
assert np.abs(smoothed_one[0] - 2).max() < 1e-5, (
    "With a = 1 and w = 4 the factor is 0.5 and the gain 2; yours is "
    f"{smoothed_one[0]}."
)
_rng = np.random.default_rng(12_601)
for _trial in range(20):
    _m, _n = (int(_k) for _k in _rng.integers(1, 12, 2))
    _alpha = [0.5, 0.0, 1.0, 0.3, 0.8][_trial % 5]
    _gain, _bias = (_rng.normal(size=_m).astype(np.float32) for _ in range(2))
    _w = (_rng.normal(size=(_m, _n)) * 10.0 ** _rng.integers(-5, 2, (_m, 1)))
    _w = _w.astype(np.float32)
    _z = _rng.normal(size=(50, _m)).astype(np.float32)
    if _trial % 3 == 0:
        _w[_rng.integers(_m)] = 0
    if _trial % 4 == 0:
        _gone = _rng.integers(_m)
        _gain[_gone] = _bias[_gone] = 0
    _a = np.abs(_z * _gain + _bias).max(axis=0)
    _given = [_gain.copy(), _bias.copy(), _w.copy(), _a.copy()]
    _call = f"{_m} channels, {_n} outputs, strength {_alpha}:"
    _g, _b, _v = (smooth(*_given) if _alpha == 0.5 else smooth(*_given, _alpha))
    assert all(map(np.array_equal, _given, [_gain, _bias, _w, _a])), (
        f"{_call} an array that was given has changed."
    )
    assert {str(_array.dtype) for _array in (_g, _b, _v)} == {"float32"}, (
        f"{_call} all three are float32."
    )
    _before, _after = (_z * _gain + _bias) @ _w, (_z * _g + _b) @ _v
    assert np.abs(_before - _after).max() <= 1e-4 * max(1, np.abs(_before).max()), (
        f"{_call} the outputs should stay; they differ by up to "
        f"{np.abs(_before - _after).max():.3g}."
    )
    for _j in range(_m):
        _row = float(np.abs(_w[_j]).max())
        _f = float(_a[_j]) ** _alpha / _row ** (1 - _alpha) if _a[_j] and _row else 1.0
        _mine = float(np.abs(_z[:, _j] * _g[_j] + _b[_j]).max())
        assert abs(_mine - _a[_j] / _f) <= 1e-3 * (_a[_j] / _f) + 1e-9, (
            f"{_call} channel {_j} reaches {_a[_j]:.4g}, its weights {_row:.4g}: "
            f"afterwards it reaches {_a[_j] / _f:.4g}; yours {_mine:.4g}."
        )
        assert np.allclose(_v[_j], _w[_j] * _f, rtol=1e-3, atol=1e-9), (
            f"{_call} row {_j} is multiplied by {_f:.4g}."
        )
### END HIDDEN TESTS


# %% tags=["show"]
def smoothed(model, tokens):
    """The same function with every normalization of the blocks smoothed."""
    calm = model.copy()
    for norm, layer, name in norm_pairs(calm):
        largest = np.abs(received(calm, tokens, name)).max(axis=(0, 1))
        arrays = norm.gain.data, norm.bias.data, layer.weights.data
        norm.gain.data, norm.bias.data, layer.weights.data = smooth(*arrays, largest)
    return calm


# %% tags=["show"]
spiked = planted(model)
versions = {"natural": model, "planted": spiked,
            "smoothed": smoothed(spiked, calibration)}
print(f"{'':10}{'in floats':>16}{'weights and inputs in int8':>30}")
for kind, net in versions.items():
    floats = losses(net, held_out) - whole
    int8 = losses(in_int8(net, calibration), held_out) - whole
    print(f"{kind:10}{floats.mean():16.5f}{with_error(int8):>30}")
print("--- planted, int8\n" + write(in_int8(spiked, calibration), prompt, 90, seed=5))

# %% [markdown]
# In floats all three are one function. In int8 the planted channel takes the codes away
# from 63 others, and over a fifth of a nat is lost. SmoothQuant undoes it: under 0.01 nats
# are lost again. This had to succeed: the formula divides out what we multiplied by, whatever
# the factor. It shows that the code is right, not that SmoothQuant mends a real outlier.

# %% [markdown]
# ## 12.10 What we measured
#
# 3 bits, a scale an output, fixed beforehand, on all 55,744 characters of *test* text, read
# now for the first time; nothing is chosen after it.

# %% tags=["show"]
import time

from smallnets import measure_macs

unseen = text_windows(text.test, 64)
test_whole = losses(model, unseen)
macs = measure_macs(model, unseen.tokens[:1].astype(int)) // 64
table = [("32 bits", 4 * 112_512, model)]  # bytes computed; the others are files
table += [(step, *through_a_file(model, 3, **how)) for step, how in steps.items()]

# %% tags=["show"]
print(f"{'':16}{'nats':>6} {'lost, paired':>15}{'bytes':>9}{'MACs':>9}{'seconds':>9}")
for step, count, net in table:
    started = time.perf_counter()
    reached = losses(net, unseen)
    print(f"{step:16}{reached.mean():6.3f} {with_error(reached - test_whole):>15}"
          f"{count:9,}{macs:9,}{time.perf_counter() - started:9.1f}")

# %% [markdown]
# Why no numbers on two texts are compared: the loss on all of the test text is over 0.1 nats
# higher than on all of the validation text, and on their first 16,384 characters lower.
#
# A character takes as many MACs in each row, and about as long: numpy multiplies the
# weights as floats again. Fewer bits buy bytes here, not time. The files are 6.7 times
# smaller than 32 bits, 3.3 times smaller than the 16 bits in which the model is shipped.

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_which_bits", "locked": false, "points": 2, "schema_version": 3, "solution": true}
# **Reflect** (2 points, about 7 minutes). You are to fit a language model into 140 kB. From
# the tables of sections 12.6 to 12.10, say which model and how many bits you take, and which
# two measurements you base it on. Then name one thing that these measurements do not say
# about models with billions of weights. (Three or four sentences.)
#
# ### BEGIN SOLUTION
# Rubric:
# - 1 point: at 140 kB the small model in 8 bits (or in fewer, with room to spare), since
#   the large one fits in 2 bits only, and there it loses far more than the 16-bit distance
#   between the two; GPTQ with clipped scales for whatever is rounded below 5 bits. With 220
#   kB it would be the large one in 4 bits.
# - 1 point: for example outliers, which this network has none of, so AWQ, SmoothQuant and
#   Wanda could show nothing; or where the cliff lies for larger models, which lose less at
#   the same bits; or time, since numpy gains none; or nats against what a reader notices.
# ### END SOLUTION

# %% [markdown]
# ### By library
#
# With llm-compressor, on a model from the Hugging Face hub:
#
# ```python
# from llmcompressor import oneshot
# from llmcompressor.modifiers.quantization import GPTQModifier
#
# recipe = GPTQModifier(targets="Linear", scheme="W4A16", ignore=["lm_head"])
# oneshot(model=model, dataset=texts, recipe=recipe, num_calibration_samples=128)
# ```
#
# The handbook's page of this lesson has the calls of other libraries.

# %% [markdown]
# ## Summary
#
# - Rounding with a scale for each output loses under 0.05 nats at 5 bits, over 0.4 at 3 and
#   over 2 at 2 bits, which leaves nothing of a language model.
# - GPTQ looks at the change of the outputs and lets the inputs that follow make good; with
#   clipped scales, at 3 bits, about three words in four are still words.
# - Large language models have outliers, this one has none; a planted one takes all codes,
#   and can be divided out.

# %% [markdown]
# ## Sources
#
# - LeCun, Denker, Solla, *Optimal brain damage*, NeurIPS 1989, printed 1990.
# - Hassibi, Stork, *Second order derivatives for network pruning: optimal brain surgeon*,
#   NeurIPS 1992, printed 1993.
# - Frantar, Ashkboos, Hoefler, Alistarh, *GPTQ*, ICLR 2023 (arXiv 2210.17323): section 3
#   (order, Cholesky, damping of 1%).
# - Frantar, Alistarh, *SparseGPT*, ICML 2023: section 3.

# %% [markdown]
# - Xiao et al., *SmoothQuant*, ICML 2023: section 4, formula of the factors.
# - Dettmers et al., *LLM.int8()*, NeurIPS 2022: abstract (outliers).
# - Lin et al., *AWQ*, MLSys 2024; Sun et al., *Wanda*, ICLR 2024: abstracts.
# - Karpathy, *The unreasonable effectiveness of recurrent neural networks*, 2015: the text.

# %% [markdown]
# ## What's next
#
# Everything so far took one network and one budget at a time. What remains is to choose:
# given bytes and a floor, which of these methods, in which order?
