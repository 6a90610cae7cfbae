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
# # 8. When do zeros save anything?
#
# | Lesson 8 | Sparse formats and sparse products |
# | --- | --- |
# | You will be able to | **store** a cut matrix without its zeros, **multiply** by what is left, and **tell** from which sparsity on that saves bytes, and from which on time |
# | Time | about 120 minutes |
# | You need | lessons 1 and 2, and numpy's indexing and dtypes |

# %%
import sys
import tracemalloc

import numpy as np

from smallnets.lending import judge

# %% [markdown]
# ## 8.1 The question
#
# Lesson 2 set nine tenths of a network's weights to zero. No byte was saved and no
# time: a zero was stored and multiplied like any other number. Here the zeros are left
# out. Your own `prune_model_by_magnitude` makes them, where the notebook of lesson 2
# lies beside this one; else a function given here does.


# %% tags=["show"]
def cut_by_threshold(model, sparsity, scope="global"):
    """Copy a model; what is smaller than one limit for all its layers becomes 0."""
    pruned = model.copy()
    arrays = [p for p in pruned.parameters() if p.data.ndim > 1]
    sizes = np.sort(np.concatenate([np.abs(p.data).ravel() for p in arrays]))
    limit = sizes[round(sparsity * sizes.size)] if sparsity < 1 else np.inf
    for array in arrays:
        array.data = np.where(np.abs(array.data) < limit, np.float32(0), array.data)
    return pruned


# %% tags=["show"]
from smallnets import Sequential, carry_over, create_mlp, load_mnist, load_pretrained


def cuts_half(own):
    small = own(create_mlp(6, [4], 2), 0.5, "global")
    return sum((p.data == 0).sum() for p in small.parameters() if p.data.ndim > 1) == 16


prune = carry_over("02_magnitude_pruning", "prune_model_by_magnitude", cuts_half)
prune = prune or cut_by_threshold
network, mnist = load_pretrained("lenet_300_100"), load_mnist(flatten=True)
first_layer = Sequential(network.layers[:1])

# %% [markdown]
# The first layer of LeNet-300-100 is cut at 90%. What is left is multiplied and added
# up in the most direct way: each weight by its input, each product to its output.

# %% tags=["show"]
from smallnets import DataLoader, time_ratio

validation = DataLoader(mnist.validation, batch_size=1000)
images, _ = next(iter(validation))
image, weights = images[0], prune(first_layer, 0.9, "global").layers[0].weights.data
inputs, outputs = np.nonzero(weights)
left = weights[inputs, outputs]
speed = time_ratio(lambda: image @ weights,
                   lambda: np.bincount(outputs, image[inputs] * left, 300), 200)
print(f"{left.size:,} of {weights.size:,} weights are left. One image, these alone:")
print(f"{1 / speed.median:.1f} times as long as the dense product"
      f" (middle half of 200 pairs: {1 / speed.high:.1f} to {1 / speed.low:.1f})")

# %% [markdown]
# A tenth of the multiplications is left, and the product takes longer. **From which
# sparsity on do zeros save bytes, and from which on do they save time?**

# %% [markdown]
# ## 8.2 Rows of what is left
#
# A dense layer computes $y = x W$. Let $A = W^T$: a row for each of the $m$ outputs, a
# column for each of the $n$ inputs. *Compressed sparse rows* (CSR) keep three arrays:
#
# - `values`: what is not zero, row after row;
# - `columns`: the column of each value, ascending within a row;
# - `starts`: where each row begins in these two, and the end of the last.

# %% [markdown]
# **By hand.** $A$ has three rows and four columns:
#
# $$ A = [[0, 2, 0, 3], [0, 0, 0, 0], [-5, 0, 0, 0]] $$
#
# `values` is $[2, 3, -5]$, `columns` $[1, 3, 0]$, `starts` $[0, 2, 2, 3]$. Row 0 holds
# the places 0 and 1, up to but not including `starts[1]`. Row 1 is empty: it begins and
# ends at 2.

# %% [markdown]
# Which integers? `uint16` holds 0 to 65,535 in 2 bytes, `uint32` over 4 billion in 4. A
# column number is stored with every value, so it takes `uint16` where all columns fit.
# `starts` counts values, of which even a narrow matrix may have more than 65,535: it is
# `uint32`.

# %% [markdown]
# ### Exercise 8.1: `to_csr` (3 points, about 12 minutes)
#
# Make the three arrays of a matrix.
#
# Key details:
# - an empty row has its entry in `starts`, too, also at the end;
# - a weight is left out when it equals zero, not when it is small; $-0.0$ equals zero;
# - values keep the matrix's dtype; `np.nonzero` gives places row after row.


# %% nbgrader={"grade": false, "grade_id": "to_csr", "locked": false, "schema_version": 3, "solution": true}
def to_csr(matrix):
    """Store a matrix as compressed sparse rows.

    Parameters
    ----------
    matrix : ndarray, shape (m, n)
        Of any dtype. Left unchanged.

    Returns
    -------
    values : ndarray of the matrix's dtype, shape (number of non-zeros,)
        Row after row, columns ascending within a row.
    columns : ndarray of uint16 if n is at most 65,536, else of uint32
        The column of each value.
    starts : ndarray of uint32, shape (m + 1,)
        Row i holds the places starts[i], ..., starts[i + 1] - 1.
    """
    ### BEGIN SOLUTION
    rows, columns = np.nonzero(matrix)
    ends = np.cumsum(np.count_nonzero(matrix, axis=1))
    starts = np.concatenate([[0], ends]).astype(np.uint32)
    index = np.uint16 if matrix.shape[1] <= 2**16 else np.uint32
    return matrix[rows, columns], columns.astype(index), starts
    ### END SOLUTION


# %% [markdown]
# **Check.** The matrix by hand, other empty rows, one row, small weights, int8, many values,
# rows of 65,536 and 70,000 columns. The cell is silent when all is well.


# %% nbgrader={"grade": true, "grade_id": "to_csr_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def csr_or_say(given, called):
    before = given.copy()
    try:
        got = to_csr(given)
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(
            f"For {called} to_csr stops with {type(error).__name__}: {error}. A matrix "
            "has two axes, of any length, and may hold nothing but zeros."
        ) from error
    assert isinstance(got, tuple | list) and len(got) == 3 and all(
        isinstance(part, np.ndarray) and part.ndim == 1 for part in got), (
        f"For {called} to_csr returns three arrays of one axis, values, columns and "
        f"starts; yours returns {got!r:.120}."
    )
    assert np.array_equal(given, before), (
        f"For {called} your to_csr changed the matrix it was given. Make new arrays."
    )
    return got


by_hand = np.array([[0, 2, 0, 3], [0, 0, 0, 0], [-5, 0, 0, 0]], dtype=np.float32)
for given, called, want, slips in [
    (by_hand, "the matrix by hand", ([2, 3, -5], [1, 3, 0], [0, 2, 2, 3]), {
        "A negative weight is not zero.": [2, 3],
        "Go row after row; yours goes down the columns.": [-5, 2, 3],
        "A column counts from the beginning of its row.": [1, 3, 8],
        "These are rows; it asks for columns.": [0, 0, 2],
        "The first row begins at 0: put it in front.": [2, 2, 3],
        "Where the last row ends stands there, too.": [0, 2, 2],
        "Counts are not yet places: add them up.": [0, 2, 0, 1],
        "The empty row 1 has its entry, too.": [0, 2, 3]}),
    (np.array([[0, 0], [4, 0], [0, 0], [0, 0]], np.float32), "[[0, 0], [4, 0], [0, 0], "
     "[0, 0]]", ([4], [0], [0, 0, 1, 1, 1]), {
        "Empty rows at the end have their entries, too.": [0, 0, 1],
        "Behind the last value rows start where the values end.": [0, 0, 0, 0, 1]}),
    (np.array([[0, 0, 7, 1]], np.float32), "one row, [[0, 0, 7, 1]]",
     ([7, 1], [2, 3], [0, 2]), {}),
    (np.array([[1e-9, -0.0], [0, 0.5]], np.float32), "[[1e-9, -0.0], [0, 0.5]]",
     ([1e-9, 0.5], [0, 1], [0, 1, 2]), {
        "A small weight is not a zero.": [0.5],
        "-0.0 equals zero.": [1e-9, 0, 0.5]}),
    (np.zeros((2, 3), np.float32), "2 x 3 zeros", ([], [], [0, 0, 0]), {}),
    (np.eye(1, 70_000, 66_000, np.float32), "one row of 70,000 columns, with a 1 in"
     " column 66,000", ([1], [66_000], [0, 1]), {
        "uint16 ends at 65,535, and 66,000 starts over at 464.": [464]}),
    (np.eye(1, 65_536, 65_535, np.float32), "one row of 65,536 columns, of which the "
     "last, 65,535, fits uint16", ([1], [65_535], [0, 1]), {}),
    (np.zeros((1, 70_000), np.float32), "one row of 70,000 zeros",
     ([], [], [0, 0]), {}),
]:
    parts = csr_or_say(given, called)
    for part, due, what in zip(
        parts, want, ("values", "columns", "starts"), strict=True
    ):
        near = [slip for slip, wrong in slips.items() if part.size == len(wrong)
                and np.allclose(part.astype(float), wrong, rtol=1e-6, atol=0)]
        assert part.size == len(due) and np.allclose(
            part.astype(float), due, rtol=1e-6, atol=0), (
            f"For {called} {what} is {due}; yours is {part[:6].tolist()}. "
            f"{near[0] if near else 'Compare with the matrix by hand above.'}"
        )
    kinds = [given.dtype, np.dtype("uint16" if given.shape[1] <= 2**16 else "uint32"),
             np.dtype("uint32")]
    assert [part.dtype for part in parts] == kinds, (
        f"For {called} the dtypes are {', '.join(map(str, kinds))}; yours are "
        f"{', '.join(str(part.dtype) for part in parts)}. " + (
            "Each takes room in the file." if parts[0].size else
            "Where nothing is left, too: an empty list becomes float64, and the number "
            "of columns decides.")
    )
assert csr_or_say(by_hand.astype(np.int8), "an int8 matrix")[0].dtype == np.int8, (
    "For an int8 matrix the values are int8; yours are others. Keep the dtype."
)
_, columns, starts = csr_or_say(np.ones((3, 25_000), np.int8), "3 x 25,000 ones")
assert starts.tolist() == [0, 25_000, 50_000, 75_000], (
    "Of 3 x 25,000 ones starts is [0, 25000, 50000, 75000]; yours is "
    f"{starts.tolist()}. starts counts values: add up in uint32, not in uint16."
)
assert columns.dtype == np.uint16, (
    f"Of 3 x 25,000 ones columns is uint16; yours {columns.dtype}. The number of "
    "columns decides, not that of places, rows or values."
)

# %% nbgrader={"grade": true, "grade_id": "to_csr_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: matrices of many shapes and
# sparsities, and that the matrix is left alone.
nothing_left = to_csr(np.zeros((3, 1), np.float32))
### BEGIN HIDDEN TESTS
assert len(nothing_left) == 3 and np.array_equal(nothing_left[2], [0, 0, 0, 0]), (
    f"For 3 x 1 zeros starts is [0, 0, 0, 0]; yours is {nothing_left[-1]!r}. Every row "
    "has its entry."
)
_rng = np.random.default_rng(8101)


def _csr(matrix):
    """The three arrays, entry by entry."""
    _values, _columns, _starts = [], [], [0]
    for _row in matrix.tolist():
        for _j, _value in enumerate(_row):
            if _value != 0:
                _values.append(_value)
                _columns.append(_j)
        _starts.append(len(_values))
    return _values, _columns, _starts


for _shape, _share in [((7, 9), 0.5), ((1, 40), 0.8), ((40, 1), 0.7), ((12, 30), 0.97),
                       ((3, 5), 0.0), ((30, 12), 0.9)]:
    _matrix = _rng.normal(scale=0.01, size=_shape).astype(np.float32)
    _matrix[_rng.random(_shape) < _share] = 0
    _call = f"For a random {_shape[0]} x {_shape[1]} matrix"
    _before = _matrix.copy()
    _got = to_csr(_matrix)
    assert np.array_equal(_matrix, _before), (
        f"{_call} your to_csr changed what it was given. Make new arrays."
    )
    for _part, _due, _what in zip(_got, _csr(_matrix), ("values", "columns", "starts"),
                                  strict=True):
        assert _part.shape == (len(_due),) and np.array_equal(
            _part, np.array(_due, _part.dtype)), (
            f"{_call} {_what} has {len(_due)} entries and begins {_due[:5]}; yours has "
            f"{_part.size} and begins {_part[:5].tolist()}. Compare with the example "
            "by hand."
        )
_double = _rng.normal(size=(4, 4))
_turned = np.asarray(_double.T)
_got = to_csr(_turned)
assert _got[0].dtype == np.float64 and np.array_equal(_got[0], _csr(_turned)[0]), (
    "For a float64 matrix that is the transpose of another the values are float64, "
    f"row after row; yours are {_got[0].dtype}, {_got[0][:3].tolist()}. Keep dtype and "
    "order."
)
### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "to_csr_hidden_wide", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: many columns, many values.
dtypes = [part.dtype for part in to_csr(np.zeros((1, 65_537), np.float32))]
### BEGIN HIDDEN TESTS
assert dtypes[1] == np.uint32, (
    "With 65,537 columns the last is 65,536 and asks for uint32; yours is "
    f"{dtypes[1]}. uint16 ends at 65,535."
)
_values, _columns, _starts = to_csr(np.eye(1, 65_536, 65_535, np.float32))
assert _columns.dtype == np.uint16 and _columns.tolist() == [65_535], (
    "With 65,536 columns the last is 65,535, which fits uint16; your columns are "
    f"{_columns.dtype} {_columns.tolist()}. Compare the number of columns with 65,536."
)
_values, _columns, _starts = to_csr(np.ones((3, 30_000), np.float32))
assert _starts.tolist() == [0, 30_000, 60_000, 90_000], (
    "Three full rows of 30,000 columns start at 0, 30,000 and 60,000 and end at "
    f"90,000; yours: {_starts.tolist()}. starts counts values, and needs uint32."
)
_values, _columns, _starts = to_csr(np.eye(2, 131_072, 131_070, np.float32))
assert _columns.tolist() == [131_070, 131_071] and _columns.dtype == np.uint32, (
    "The columns 131,070 and 131,071 come out of uint32; yours are "
    f"{_columns.tolist()}, {_columns.dtype}."
)
### END HIDDEN TESTS

# %% [markdown]
# The first layer, cut at 90%, as three arrays:

# %% tags=["show"]
csr = to_csr(weights.T)
for words, array in zip(("values", "columns", "starts"), csr, strict=True):
    print(f"{words:8} {array.size:7,} of {array.dtype}, {array.nbytes:7,} bytes")
per_row = np.diff(csr[2])
print(f"together {sum(a.nbytes for a in csr):,} bytes; dense {weights.nbytes:,}")
print(f"weights left in a row: {per_row.min()} to {per_row.max()}")

# %% [markdown]
# ## 8.3 The product
#
# Output $i$ adds up what its row holds:
#
# $$ y_i = \sum_{k = s_i}^{s_{i+1} - 1} v_k \, x_{c_k} $$
#
# with $v$ for `values`, $c$ for `columns`, $s$ for `starts`.
#
# **By hand.** For $x = [1, 10, 100, 1000]$ the three products are $2 \cdot 10$,
# $3 \cdot 1000$ and $-5 \cdot 1$. The rows add up to $y = [3020, 0, -5]$.

# %% [markdown]
# `to_dense` goes back, entry by entry: right, slow, and the opposite of what we are
# after.


# %%
def to_dense(values, columns, starts, n_columns):
    """The whole matrix in float64, zeros and all."""
    dense = np.zeros((len(starts) - 1, n_columns))
    for row in range(len(dense)):
        for place in range(starts[row], starts[row + 1]):
            dense[row, columns[place]] = values[place]
    return dense


def by_dense(values, columns, starts, x):
    """The product by way of the whole matrix."""
    whole = to_dense(values, columns, starts, x.shape[-1])
    return (x @ whole.T).astype(np.float32)


# %%
hand = (np.array([2, 3, -5], np.float32), np.array([1, 3, 0], np.uint16),
        np.array([0, 2, 2, 3], np.uint32))
print(by_dense(*hand, np.array([1, 10, 100, 1000], np.float32)))

# %% [markdown]
# The `csr_matvec(values, columns, starts, x)` of exercise 8.3 will do without the whole
# matrix. Its contract:
#
# 1. `x`, float32, of shape $(n,)$ gives shape $(m,)$; a batch $(b, n)$ gives $(b, m)$,
#    image by image, for $b = 1$, too;
# 2. any row may be empty, first, last or all: its sum is 0;
# 3. a *stored* value may be 0;
# 4. the result is float32, off by at most $10^{-5}$ of the largest product in its row:
#    a large sum does not blur a small one elsewhere.

# %% [markdown]
# ### Exercise 8.2, break it: `check_csr_matvec` (3 points, about 25 minutes)
#
# Write a check that accepts right implementations and refuses wrong ones.
#
# Key details:
# - `by_dense` says what is right; choose matrices and `x`;
# - write the three arrays by hand, with the dtypes of `hand`: a dozen values do;
# - right ones add in any order: compare with a tolerance, and let no row's products
#   cancel;
# - other or changed input is not in the contract; no candidate stops with an error, so
#   you need no `try`.


# %% nbgrader={"grade": false, "grade_id": "check_csr_matvec", "locked": false, "schema_version": 3, "solution": true}
def check_csr_matvec(candidate):
    """Say whether a candidate keeps the contract of ``csr_matvec``.

    Parameters
    ----------
    candidate : callable
        Called as ``candidate(values, columns, starts, x)``; returns an ndarray.

    Returns
    -------
    bool
        True if every answer was as the contract says, False if one was not.
    """
    ### BEGIN SOLUTION
    for starts in ([0, 0, 2, 2, 2, 5, 6, 6], [0, 3], [0, 0, 0]):
        size = starts[-1]
        columns = np.array([1, 3, 0, 2, 3, 1], np.uint16)[:size]
        values = np.array([2**24, 8, 0.5, 0, -5, 1.25], np.float32)[:size]
        parts = values, columns, np.array(starts, np.uint32)
        for shape in ((4,), (1, 4), (3, 4)):
            x = 1 + np.arange(np.prod(shape), dtype=np.float32).reshape(shape)
            got, want = candidate(*parts, x), by_dense(*parts, x)
            same = got.dtype == np.float32 and got.shape == want.shape
            if not (same and np.allclose(got, want)):
                return False
    return True
    ### END SOLUTION


# %% [markdown]
# **Check.** Your function meets two right implementations and thirteen wrong ones. The
# cell is silent when all is well.


# %% nbgrader={"grade": true, "grade_id": "check_csr_matvec_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def rounds_as_float32_may(values, columns, starts, x):
    y = by_dense(values, columns, starts, x)
    sizes = by_dense(np.abs(values), columns, starts, np.abs(x))
    return y + sizes * np.float32(2**-23)


def takes_every_value_for_1(values, columns, starts, x):
    return by_dense(np.ones_like(values), columns, starts, x)


def errs_in_the_fourth_digit(values, columns, starts, x):
    return by_dense(values, columns, starts, x) * np.float32(1.0005)


def rounds_to_whole_numbers(values, columns, starts, x):
    return np.round(by_dense(values, columns, starts, x))


def fills_empty_rows(values, columns, starts, x):  # with the sum of the row below
    y = by_dense(values, columns, starts, x)
    for row in range(y.shape[-1] - 2, -1, -1):
        if starts[row] == starts[row + 1]:
            y[..., row] = y[..., row + 1]
    return y


def fills_a_matrix_of_empty_rows(values, columns, starts, x):
    return by_dense(values, columns, starts, x) + np.float32(len(values) == 0)


def loses_the_sign(values, columns, starts, x):
    return by_dense(np.abs(values), columns, starts, x)


def fills_an_empty_last_row(values, columns, starts, x):
    y = by_dense(values, columns, starts, x)
    if starts[-1] == starts[-2]:
        y[..., -1] = 1
    return y


def loses_stored_zeros(values, columns, starts, x):  # what follows moves up
    order = np.argsort(values == 0, kind="stable")
    return by_dense(values[order], columns[order], starts, x)


def sees_one_image(values, columns, starts, x):
    first = x.reshape(-1, x.shape[-1])[0]
    return by_dense(values, columns, starts, np.broadcast_to(first, x.shape))


def turns_a_batch(values, columns, starts, x):
    return by_dense(values, columns, starts, x).T


def flattens_a_batch_of_one(values, columns, starts, x):
    y = by_dense(values, columns, starts, x)
    return y[0] if y.shape[0] == 1 and y.ndim == 2 else y


def answers_in_float64(values, columns, starts, x):
    return by_dense(values, columns, starts, x).astype(np.float64)


def subtracts_running_totals(values, columns, starts, x):
    totals = np.cumsum(by_dense(values, columns, starts, x), axis=-1, dtype=np.float32)
    return np.diff(totals, axis=-1, prepend=np.float32(0))


judge(check_csr_matvec, True, [by_dense],
      hint="Give True if all its answers are right. Do your arrays fit each other?")
judge(check_csr_matvec, True, [rounds_as_float32_may],
      hint="Its errors are within clause 4. Is your comparison too strict for sums in "
           "another order, or does a row of yours cancel?")
for wrong, look in [
    (takes_every_value_for_1, "Compare numbers, with values unlike 1."),
    (rounds_to_whole_numbers, "Have a fraction, such as 0.5, among the values, and a"
     " tolerance well below it."),
    (errs_in_the_fourth_digit, "Five digits are due (clause 4): rtol=1e-5 will do."),
    (fills_empty_rows, "Have an empty row above one that is not (clause 2)."),
    (fills_an_empty_last_row, "Have an empty last row (clause 2)."),
    (fills_a_matrix_of_empty_rows, "Have a matrix without values (clause 2)."),
    (loses_the_sign, "Have a negative value."),
    (loses_stored_zeros, "Store a 0, with a value in a later row (clause 3)."),
    (sees_one_image, "Give it a batch of two or three different images (clause 1)."),
    (turns_a_batch, "Look at the shape for a batch (clause 1): shapes, not sizes."),
    (flattens_a_batch_of_one, "Give it a batch of one image, and compare shapes (clause"
     " 1)."),
    (answers_in_float64, "Look at the dtype of what it returns (clause 4)."),
    (subtracts_running_totals, "Have a sum of many millions in one row, and one below"
     " 10 in a later row (clause 4)."),
]:
    judge(check_csr_matvec, False, [wrong], hint=look)

# %% nbgrader={"grade": true, "grade_id": "check_csr_matvec_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: candidates, right and wrong, that
# differ in their treatment of *empty rows and stored zeros* (clauses 2 and 3).
verdict = check_csr_matvec(lambda values, columns, starts, x: x[..., :1] * 0)
### BEGIN HIDDEN TESTS


def _right(values, columns, starts, x):
    _rows = np.repeat(np.arange(len(starts) - 1), np.diff(starts.astype(int)))
    _out = np.zeros((*x.shape[:-1], len(starts) - 1))
    np.add.at(_out, (..., _rows), np.float64(values) * x[..., columns])
    return _out.astype(np.float32)


def _with(change):
    def _wrong(values, columns, starts, x):
        _y = _right(values, columns, starts, x)
        change(_y, np.diff(starts.astype(int)), values)
        return _y
    return _wrong


def _ones_if_all_are_empty(y, counts, values):
    if counts.sum() == 0:
        y[...] = 1


def _last_empty_repeats(y, counts, values):
    if counts[-1] == 0 and len(counts) > 1:
        y[..., -1] = y[..., -2] + 1


def _first_empty_takes_the_next(y, counts, values):
    if counts[0] == 0 and len(counts) > 1:
        y[..., 0] = y[..., 1] + 1


def _two_empty_take_what_follows(y, counts, values):
    for _row in range(len(counts) - 2):
        if counts[_row] == 0 and counts[_row + 1] == 0 and counts[_row + 2]:
            y[..., _row] = y[..., _row + 2]


def _zero_ends_its_row(values, columns, starts, x):
    _kept = values.copy()
    for _a, _b in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        _zeros = np.flatnonzero(values[_a:_b] == 0)
        if _zeros.size:
            _kept[_a + _zeros[0] : _b] = 0
    return _right(_kept, columns, starts, x)


assert isinstance(verdict, bool | np.bool_) and not verdict, (
    "A candidate that returns one zero for every matrix should be refused; your "
    f"verdict is {verdict!r}."
)
judge(check_csr_matvec, True, [(_right, "adds into the rows one by one")],
      "It keeps all clauses.")
judge(check_csr_matvec, False, [
    (_with(_first_empty_takes_the_next), "errs when the first row is empty",
     "First, last or all (clause 2)."),
    (_with(_last_empty_repeats), "errs when the last row is empty",
     "First, last or all (clause 2)."),
    (_with(_ones_if_all_are_empty), "returns ones when all rows are empty",
     "First, last or all (clause 2)."),
    (_with(_two_empty_take_what_follows), "errs at two empty rows in a row",
     "Any row may be empty, two in a row, too."),
    (_zero_ends_its_row, "stops a row at its first stored zero",
     "Let a value stand behind a stored zero, in the same row (clause 3)."),
])
### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "check_csr_matvec_hidden_batch", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: candidates, right and wrong, that
# differ in *shapes, batches and sums* (clauses 1 and 4).
verdict = check_csr_matvec(lambda values, columns, starts, x: np.zeros(len(starts) - 1))
### BEGIN HIDDEN TESTS


def _looped(values, columns, starts, x):
    _out = np.zeros((*x.shape[:-1], len(starts) - 1), np.float32)
    for _row, (_a, _b) in enumerate(zip(starts[:-1], starts[1:], strict=True)):
        _out[..., _row] = x[..., columns[_a:_b]] @ values[_a:_b]
    return _out


def _changed(change):
    return lambda *given: change(_looped(*given))


assert isinstance(verdict, bool | np.bool_) and not verdict, (
    "A candidate that returns zeros alone should be refused; your verdict is "
    f"{verdict!r}."
)
judge(check_csr_matvec, True, [
    (_looped, "goes row by row"),
    (_changed(lambda y: np.asfortranarray(y)), "stores its answer in Fortran's order"),
], "It keeps all clauses.")
judge(check_csr_matvec, False, [
    (_changed(lambda y: (y * 0.9996).astype(np.float32)),
     "errs in the fourth digit", "Five digits are due (clause 4)."),
    (_changed(lambda y: y[::-1] if y.ndim == 2 else y), "gives a batch back to front",
     "Image by image, in their order (clause 1)."),
    (_changed(lambda y: np.broadcast_to(y.mean(axis=0), y.shape) if y.ndim == 2 else y),
     "answers with the mean of a batch", "Image by image (clause 1)."),
    (_changed(lambda y: y[None] if y.ndim == 1 else y),
     "makes a batch of a single x", "Shape (n,) gives shape (m,)."),
    (_changed(lambda y: y[:, 0] if y.ndim == 2 and y.shape[1] == 1 else y),
     "drops an axis for a matrix of one row", "Try a matrix of one row, with a batch."),
    (lambda values, *others: _looped(np.maximum(values, 0), *others),
     "takes negative values for 0", "Have a negative value."),
    (lambda values, columns, starts, x: _looped(values, np.sort(columns), starts, x),
     "mixes up the columns", "Let a later row hold an earlier column."),
])
### END HIDDEN TESTS

# %% [markdown]
# ### Exercise 8.3: `csr_matvec` (3 points, about 15 minutes)
#
# Multiply by what is left, without the whole matrix or a Python loop over values (one
# over rows is allowed).
#
# Key details:
# - `x.take(columns, axis=-1)` takes inputs for one image and for a batch;
# - `np.add.reduceat(p, begins, axis=-1)` adds up from each place of `begins` to the
#   next. Two equal places do *not* give 0, one behind the end is an error: hand it the
#   rows that hold something;
# - `np.bincount` adds in float64, for one `x` at a time.


# %% nbgrader={"grade": false, "grade_id": "csr_matvec", "locked": false, "schema_version": 3, "solution": true}
def csr_matvec(values, columns, starts, x):
    """Multiply a matrix in compressed sparse rows by x, or by each row of a batch.

    Parameters
    ----------
    values, columns, starts : ndarray
        As ``to_csr`` makes them, of an (m, n) float32 matrix. Rows may be empty, stored
        values may be 0. Left unchanged.
    x : ndarray of float32, shape (n,) or (b, n)
        Left unchanged.

    Returns
    -------
    ndarray of float32, shape (m,) or (b, m)
        Right to five digits of the largest product of its row. No array of m x n
        numbers is made.
    """
    ### BEGIN SOLUTION
    products = x.take(columns, axis=-1) * values
    sums = np.zeros((*x.shape[:-1], len(starts) - 1), dtype=np.float32)
    filled = np.flatnonzero(starts[1:] > starts[:-1])
    sums[..., filled] = np.add.reduceat(products, starts[filled], axis=-1)
    return sums
    ### END SOLUTION


# %% [markdown]
# **Check.** The example by hand, alone and as a batch; empty rows, a stored zero, one
# row, a large sum beside a small one, memory, loops. Then your own check of exercise 8.2
# judges.


# %% nbgrader={"grade": true, "grade_id": "csr_matvec_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def product_or_say(parts, x, called):
    given = [np.array(part, kind) for part, kind in zip(
        (*parts, x), (np.float32, np.uint16, np.uint32, np.float32), strict=True)]
    before = [array.copy() for array in given]
    try:
        got = csr_matvec(*given)
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(
            f"For {called} csr_matvec stops with {type(error).__name__}: {error}. "
            "Which rows hold something, and does x have one axis or two?"
        ) from error
    assert all(map(np.array_equal, given, before)), (
        f"For {called} csr_matvec changed what it was given. Compute new arrays."
    )
    return got


case = ([2, 3, -5], [1, 3, 0], [0, 2, 2, 3])
empty = "An empty row adds up to 0: hand reduceat the rows that hold something."
for parts, x, called, want, look in [
    (case, [1, 10, 100, 1000], "the example by hand", [3020, 0, -5], {
        "A row is a sum of values *times* inputs.": [1010, 0, 1],
        "y[rows] += p adds but one of the products of a row: use np.add.reduceat.":
        [3000, 0, -5],
        empty: [3020, -5, -5],
        "Take inputs by column.": [32, 0, -500]}),
    (case, [[1, 10, 100, 1000], [0, 1, 0, 1]], "the example with a batch of two",
     [[3020, 0, -5], [5, 0, 0]], {}),
    (case, [[1, 10, 100, 1000]], "the example with a batch of one",
     [[3020, 0, -5]], {}),
    (([4, 3], [0, 1], [0, 0, 0, 1, 2, 2, 2]), [1, 2], "starts = [0, 0, 0, 1, 2, 2, 2]",
     [0, 0, 4, 6, 0, 0], {empty: [4, 4, 4, 6, 6, 6]}),
    (([], [], [0, 0, 0]), [1, 2], "a matrix without values", [0, 0], {}),
    (([0, 4, 0, 7], [0, 1, 0, 1], [0, 2, 4]), [5, 6],
     "values = [0, 4, 0, 7], two of them stored zeros", [24, 42], {}),
    (([1e-9, 2], [0, 1], [0, 1, 2]), [1e9, 1], "the values [1e-9, 2] with x = [1e9, 1]",
     [1, 2], {"A small value is no zero.": [0, 2]}),
    (([1, 2, 3], [0, 1, 2], [0, 3]), [[1, 1, 1], [2, 2, 2]], "one row, a batch of two",
     [[6], [12]], {}),
    (([2**24, 1, 0.5], [0, 1, 1], [0, 1, 2, 3]), [3, 1], "the rows [16777216, 0], "
     "[0, 1] and [0, 0.5] with x = [3, 1]", [3 * 2**24, 1, 0.5], {
        "Differences of running totals lose small sums behind large ones.":
        [3 * 2**24, 0, 0]}),
]:
    got = product_or_say(parts, x, called)
    assert isinstance(got, np.ndarray) and got.shape == np.shape(want), (
        f"For {called} the result has shape {np.shape(want)}; yours "
        f"{getattr(got, 'shape', repr(got))}. (n,) gives (m,), a batch (b, n) gives "
        "(b, m)."
    )
    near = [slip for slip, wrong in look.items() if np.allclose(got, wrong)]
    assert np.allclose(got, want), (
        f"For {called} the product is {want}; yours is {np.round(got, 3).tolist()}. "
        f"{near[0] if near else 'Add up each row by itself, for each image by itself.'}"
    )
    assert got.dtype == np.float32, (
        f"For {called} the result is float32; yours is {got.dtype}. Which function "
        "adds in float64?"
    )
large = np.zeros(3001, np.uint32)
large[7:] = 1
tracemalloc.start()
try:
    csr_matvec(np.ones(1, np.float32), np.zeros(1, np.uint16), large,
               np.ones(3000, np.float32))
    peak = tracemalloc.get_traced_memory()[1]
finally:
    tracemalloc.stop()
assert peak < 5_000_000, (
    f"For a 3000 x 3000 matrix with one value yours takes {peak:,} bytes; 5,000,000 "
    "are plenty. Do not make the whole matrix."
)
lines_run, before = [], sys.gettrace()


def note_line(frame, event, argument):
    lines_run.append(event)
    return note_line


sys.settrace(note_line)
try:
    got = csr_matvec(np.ones(100_000, np.float32),
                     np.tile(np.arange(20_000, dtype=np.uint16), 5),
                     20_000 * np.arange(6, dtype=np.uint32),
                     np.ones(20_000, np.float32))
finally:
    sys.settrace(before)
assert len(lines_run) < 4500, (
    f"For 100,000 values in five rows yours runs {len(lines_run):,} steps of Python; "
    "4,500 are plenty. Do not loop over values: let numpy take, multiply and add."
)
assert np.shape(got) == (5,) and got.tolist() == [20_000] * 5, (
    f"Five rows of 20,000 ones times ones give 20,000 each; yours {got.tolist()}. "
    "starts goes beyond 65,535: leave it as it is."
)
got = csr_matvec(np.array([3], np.float32), np.array([66_000], np.uint32),
                 np.array([0, 1], np.uint32), np.arange(66_001, dtype=np.float32))
assert np.shape(got) == (1,) and got[0] == 198_000, (
    f"3 in column 66,000 times x = 0, 1, 2, ... gives [198000]; yours {got}. uint16 "
    "ends at 65,535: leave the columns as they are."
)

# %% nbgrader={"grade": true, "grade_id": "csr_matvec_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: random matrices of many shapes with
# empty rows and stored zeros, and that what is given is left alone.
one_value = csr_matvec(np.array([2], np.float32), np.array([0], np.uint16),
                       np.array([0, 1], np.uint32), np.array([3], np.float32))
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(8301)
assert np.shape(one_value) == (1,) and one_value[0] == 6, (
    f"The 1 x 1 matrix [[2]] times [3] is [6]; yours is {one_value!r}."
)


def _drawn(m, n, share):
    """A random matrix in CSR, with stored zeros, and as a float64 array."""
    _matrix = _rng.normal(size=(m, n)) * 10.0 ** _rng.integers(-3, 4, size=(m, 1))
    _stored = _rng.random((m, n)) >= share
    _rows, _columns = np.nonzero(_stored)
    _values = np.where(_rng.random(_rows.size) < 0.1, 0, _matrix[_rows, _columns])
    _starts = np.concatenate([[0], np.cumsum(_stored.sum(axis=1))])
    _dense = np.zeros((m, n))
    _dense[_rows, _columns] = _values.astype(np.float32)
    return (_values.astype(np.float32), _columns.astype(np.uint16),
            _starts.astype(np.uint32)), _dense


for _m, _n, _share in [(5, 8, 0.5), (40, 30, 0.97), (1, 50, 0.6), (60, 1, 0.5),
                       (30, 40, 0.0), (8, 9, 1.0)]:
    _parts, _dense = _drawn(_m, _n, _share)
    for _shape in ((_n,), (1, _n), (6, _n)):
        _x = _rng.normal(size=_shape).astype(np.float32)
        _call = f"For a random {_m} x {_n} matrix and x of shape {_shape}"
        _before = [_part.copy() for _part in (*_parts, _x)]
        _got, _want = csr_matvec(*_parts, _x), _x @ _dense.T
        assert all(map(np.array_equal, (*_parts, _x), _before)), (
            f"{_call} yours changed what it was given. Compute new arrays."
        )
        assert isinstance(_got, np.ndarray) and _got.shape == _want.shape, (
            f"{_call} the result has shape {_want.shape}; yours "
            f"{getattr(_got, 'shape', repr(_got))}."
        )
        assert _got.dtype == np.float32, (
            f"{_call} the result is float32; yours is {_got.dtype}."
        )
        _off = np.abs(_got - _want) / (1e-5 * (np.abs(_x) @ np.abs(_dense).T) + 1e-30)
        _row = int(np.argmax(_off.reshape(-1, _m).max(axis=0)))
        assert _off.max() <= 1, (
            f"{_call} row {_row} of the matrix gives {_want[..., _row].ravel()[:3]}; "
            f"yours {_got[..., _row].ravel()[:3]}. Add up each row by itself; an empty "
            "one is 0."
        )
### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "csr_matvec_hidden_large", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: large matrices, with columns beyond
# 65,535, and sums of very different sizes.
wide = csr_matvec(np.array([2], np.float32), np.array([70_000], np.uint32),
                  np.array([0, 0, 1], np.uint32), np.arange(70_001, dtype=np.float32))
### BEGIN HIDDEN TESTS
_rng = np.random.default_rng(8302)
assert wide.tolist() == [0, 140_000], (
    "A value of 2 in column 70,000 times x = 0, 1, 2, ... gives 140,000; yours gives "
    f"{wide.tolist()}. " + ("uint16 ends at 65,535: leave the columns as they are."
                            if 8928 in wide else "Row 0 is empty, row 1 holds it.")
)
_m, _n, _each = 400, 80_000, 250
_columns = np.sort(_rng.integers(0, _n, size=(_m, _each)), axis=1).astype(np.uint32)
_sizes = 10.0 ** _rng.integers(-4, 5, size=(_m, 1))
_values = (_rng.normal(size=(_m, _each)) * _sizes).astype(np.float32)
_starts = np.arange(_m + 1, dtype=np.uint32) * np.uint32(_each)
_x = _rng.normal(size=(2, _n)).astype(np.float32)
_want = np.einsum("mk,bmk->bm", _values.astype(float), _x[:, _columns].astype(float))
_room = np.einsum("mk,bmk->bm", np.abs(_values), np.abs(_x[:, _columns]))
tracemalloc.start()
try:
    _got = csr_matvec(_values.ravel(), _columns.ravel(), _starts, _x)
    _peak = tracemalloc.get_traced_memory()[1]
finally:
    tracemalloc.stop()
assert _peak < 30_000_000, (
    f"For 100,000 values in a 400 x 80,000 matrix yours takes {_peak:,} bytes; the "
    "whole matrix would take 128,000,000. Do not make it."
)
_off = np.abs(_got - _want) / (1e-5 * _room)
assert _got.shape == _want.shape and _off.max() <= 1, (
    "For 400 rows whose sums are of very different sizes row "
    f"{int(_off.max(axis=0).argmax())} is off by {_off.max():.0f} times 1e-5 of its "
    "products. Add up each row by itself."
)
### END HIDDEN TESTS

# %% [markdown]
# Your check meets your product; then the product meets the clock, one image at a time:

# %% tags=["show"]
print("Your check says of your product:", check_csr_matvec(csr_matvec))
far = np.abs(csr_matvec(*csr, images) - images @ weights).max()
print(f"1,000 images, largest difference to the dense product: {far:.1e}")
speed = time_ratio(lambda: image @ weights, lambda: csr_matvec(*csr, image), 200)
print(f"One image at 90%: {1 / speed.median:.1f} times as long as the dense product"
      f" (middle half of 200 pairs: {1 / speed.high:.1f} to {1 / speed.low:.1f})")

# %% [markdown]
# Still behind. Section 8.7 says from where on it is not. First the bytes, which need no
# clock.

# %% [markdown]
# ## 8.4 What a format costs
#
# Of an $m \times n$ matrix $k$ values are left; a value takes $b$ bytes, dense
# $D = b \, m \, n$ in all. CSR adds an index to each value, 2 or 4 bytes as above, and
# $m + 1$ starts of 4 bytes.
#
# A *bitmask* says for every place, with one bit, whether something is left there. It
# takes $m n / 8$ bytes, rounded up, and the values.

# %% [markdown]
# **By hand.** The 3 × 4 matrix with 3 values of 4 bytes: dense 48 bytes. CSR: three
# times $4 + 2$, and four starts, 34. Bitmask: 12 bits take 2 bytes; with the values 14.
#
# Every such cost has the form $F + e \, k$: a fixed part $F$, and $e$ for each value
# left. *Break-even* is where it reaches the dense cost $D$. For CSR $16 + 6 k = 48$
# gives $k = 5 \frac{1}{3}$ of 12 values, a sparsity of $0.556$.

# %% [markdown]
# ### Exercise 8.4: `break_even_sparsity` and two costs (3 points, about 12 minutes)
#
# Key details:
# - `csr_bytes` is the sum of `nbytes` of what `to_csr` makes;
# - bytes are whole numbers: `-(-a // b)` divides and rounds up;
# - solve $F + e \, k = D$ for $k$, and turn it into a *sparsity* (a fraction, not
#   rounded);
# - a result above 1 means: not even a matrix of zeros is cheaper. Below 0: always
#   cheaper. Leave it as it is.


# %% nbgrader={"grade": false, "grade_id": "break_even_sparsity", "locked": false, "schema_version": 3, "solution": true}
def csr_bytes(shape, n_left, value_bytes=4):
    """Bytes (int) of a matrix of this shape as CSR, with n_left values stored."""
    ### BEGIN SOLUTION
    index_bytes = 2 if shape[1] <= 2**16 else 4
    return n_left * (value_bytes + index_bytes) + 4 * (shape[0] + 1)
    ### END SOLUTION


def bitmask_bytes(shape, n_left, value_bytes=4):
    """Bytes (int) of the same as a bitmask in whole bytes, and the values."""
    ### BEGIN SOLUTION
    return -(-shape[0] * shape[1] // 8) + n_left * value_bytes
    ### END SOLUTION


def break_even_sparsity(n_weights, dense, fixed, each):
    """Sparsity at which a format costs as much as the dense matrix.

    Parameters
    ----------
    n_weights : int
        Zero or not.
    dense, fixed, each : float
        Cost of the dense matrix; of the format, without any value and for each value
        left. In one unit, bytes or seconds.

    Returns
    -------
    float
        1 if all weights have to be zero; neither rounded nor clipped.
    """
    ### BEGIN SOLUTION
    n_left = (dense - fixed) / each
    return 1 - n_left / n_weights
    ### END SOLUTION


# %% [markdown]
# **Check.** The 3 × 4 matrix, int8 values, 70,000 columns, and break-even by hand.


# %% nbgrader={"grade": true, "grade_id": "break_even_sparsity_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
for rule, given, want, slips in [
    (csr_bytes, ((3, 4), 3), 34, {
        "A row more has a start: there are m + 1.": 30, "starts are there, too.": 18,
        "A start takes 4 bytes.": 26, "An index takes 2 bytes here.": 40,
        "Starts are for rows, shape[0] of them.": 38,
        "The indices of the values are there, too.": 28}),
    (csr_bytes, ((3, 4), 0), 16, {}),
    (csr_bytes, ((3, 4), 3, 1), 25, {"The value takes value_bytes, here 1.": 34}),
    (csr_bytes, ((70_000, 2), 5), 280_034, {
        "Indices are of columns, of which there are 2.": 280_044}),
    (csr_bytes, ((2, 70_000), 5), 52, {
        "70,000 columns ask for indices of 4 bytes, as to_csr makes them.": 42}),
    (csr_bytes, ((1, 65_536), 5), 38, {
        "Columns up to number 65,535 fit 2 bytes, and 65,536 of them end there.": 48}),
    (bitmask_bytes, ((3, 4), 3), 14, {
        "12 places, zero or not, take 12 bits: 2 bytes.": 13,
        "One bit for each place, not a byte.": 24,
        "12 bits are 1.5 bytes; a file has whole ones: round up.": 13.5,
        "One mask for all places: a row need not begin with a byte.": 15,
        "A value takes value_bytes bytes, not bits.": 3,
        "The values are there, too.": 2}),
    (bitmask_bytes, ((3, 3), 1), 6, {"9 bits need a second byte: round up.": 5}),
    (bitmask_bytes, ((4, 4), 2, 1), 4, {
        "The value takes value_bytes, here 1.": 10,
        "16 bits take 2 bytes, and no third.": 5}),
]:
    got = rule(*given)
    called = f"{rule.__name__}({', '.join(map(str, given))})"
    number = isinstance(got, int | float | np.integer | np.floating)
    near = [slip for slip, wrong in slips.items() if number and got == wrong]
    assert number and got == want, (
        f"{called} is {want} bytes; yours is {got!r}. "
        f"{near[0] if near else 'Compare with the example by hand.'}"
    )
    assert isinstance(got, int | np.integer), (
        f"{called} is a whole number, {want}; yours is {got!r}. Divide with //."
    )
for given, want, slips in [
    ((12, 48, 16, 6), 5 / 9, {
        "That is the share that is left; zeros are the rest.": 0.4444,
        "The fixed part has to be paid, too; a share is of n_weights, not of dense.":
        0.3333,
        "That is k, what may be left; turn it into a sparsity.": 5.3333,
        "Do not round the sparsity.": 0.5556,
        "The fixed part is a cost of the format, not of the dense matrix.": 0.1111,
        "A fraction, no percent.": 55.5556,
        "Do not round k.": 0.5833,
        "A sparsity is a share of the n_weights.": 6.6667}),
    ((12, 48, 2, 4), 1 / 24, {"Do not round k.": 0.0833}),
    ((12, 48, 60, 6), 7 / 6, {"Above 1 says that it never pays: do not clip.": 1.0}),
    ((100, 1.0, 0.5, 0.004), -0.25, {"Below 0 says that it always pays.": 0.0}),
]:
    got = break_even_sparsity(*given)
    number = isinstance(got, int | float | np.integer | np.floating)
    near = [slip for slip, wrong in slips.items() if number and abs(got - wrong) < 1e-3]
    assert number and abs(got - want) < 1e-6, (
        f"With n_weights, dense, fixed, each = {given} break-even is at {want:.6f}; "
        f"yours is {round(got, 6) if number else repr(got)}. "
        f"{near[0] if near else 'Solve fixed + each * k = dense for k.'}"
    )

# %% nbgrader={"grade": true, "grade_id": "break_even_sparsity_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: bytes of many shapes.
of_one = csr_bytes((1, 1), 1), bitmask_bytes((1, 1), 1)
### BEGIN HIDDEN TESTS
assert of_one == (14, 5), (
    "A 1 x 1 matrix with its value takes (14, 5) bytes as CSR and with a bitmask; "
    f"yours {of_one}."
)
_rng = np.random.default_rng(8401)
for _n in (7, 65_536, 65_537, 300_000):
    for _m in (1, 9, 66_000):
        _k = int(_rng.integers(0, min(_m * _n, 10**6)))
        _b = int(_rng.choice([1, 2, 4, 8]))
        _due = _k * _b + _k * (2 if _n < 65_537 else 4) + 4 * _m + 4
        _got = csr_bytes((_m, _n), _k, _b)
        assert _got == _due, (
            f"csr_bytes(({_m}, {_n}), {_k}, {_b}) is {_due}; yours is {_got}. Columns "
            "up to number 65,535 take 2 bytes, else 4; m + 1 starts of 4 bytes."
        )
        _due = (_m * _n + 7) // 8 + _k * _b
        _got = bitmask_bytes((_m, _n), _k, _b)
        assert _got == _due, (
            f"bitmask_bytes(({_m}, {_n}), {_k}, {_b}) is {_due}; yours is {_got}. One "
            "bit a place, rounded up to bytes, and the values."
        )
### END HIDDEN TESTS

# %% nbgrader={"grade": true, "grade_id": "break_even_sparsity_hidden_solved", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: break-even, put back into the cost.
free = break_even_sparsity(10, 5.0, 5.0, 1.0)
### BEGIN HIDDEN TESTS
assert free == 1, (
    "If the fixed part alone costs what dense costs, all has to be zero: 1.0; yours is "
    f"{free!r}."
)
_rng = np.random.default_rng(8402)
for _turn in range(20):
    _n = int(_rng.integers(5, 10**6))
    _dense, _fixed = _rng.uniform(1e-6, 1e-3, size=2)
    _each = float(_rng.uniform(0.2, 20) * _dense / _n)
    _got = break_even_sparsity(_n, float(_dense), float(_fixed), _each)
    _cost = _fixed + _each * _n * (1 - _got)
    assert abs(_cost - _dense) <= 1e-9 * (_dense + _fixed), (
        f"With n_weights = {_n}, dense = {_dense:.4g}, fixed = {_fixed:.4g} and each = "
        f"{_each:.4g} yours says {_got:.9f}. There the format costs {_cost:.9g}, not "
        f"{_dense:.9g}. Solve fixed + each * k = dense; do not round, do not clip."
    )
### END HIDDEN TESTS

# %% [markdown]
# For the first layer, with values of 4 bytes and of 1 (int8, as in lesson 3):

# %% tags=["show"]
shape, n_weights = weights.T.shape, weights.size
for value_bytes in (4, 1):
    dense_bytes = n_weights * value_bytes
    for rule in (csr_bytes, bitmask_bytes):
        fixed = rule(shape, 0, value_bytes)
        point = break_even_sparsity(n_weights, dense_bytes, fixed,
                                    rule(shape, 1, value_bytes) - fixed)
        at_90 = n_weights * 4 / rule(shape, left.size, value_bytes)
        print(f"{value_bytes} bytes, {rule.__name__:13} breaks even at {point:5.1%};"
              f" at 90% {at_90:.1f} times smaller than dense float32")

# %% [markdown]
# The mask of float32 values pays from 3% on, the indices from 33%. The smaller the
# values, the more the places weigh. "90% pruned, times 4 for int8, makes 40 times
# smaller" forgets them: with a bitmask it is 17.8 times.

# %% [markdown]
# ### Bits in bytes
#
# Eight places share a byte, the first in its highest bit. **By hand.** The 3 × 4
# matrix, row after row, is 0101 0000 1000. The first byte is 0101 0000, $64 + 16 = 80$;
# the second holds the last four bits and four zeros, 1000 0000, which is 128.

# %% [markdown]
# ### Exercise 8.5: `pack_bitmask` and `unpack_bitmask` (2 points, about 8 minutes)
#
# Key details:
# - rows follow each other without a gap: a row need not begin with a byte;
# - the dtype of the values comes back, and the shape;
# - `np.packbits` and `np.unpackbits` work on whole arrays; read what `count` does.


# %% nbgrader={"grade": false, "grade_id": "unpack_bitmask", "locked": false, "schema_version": 3, "solution": true}
def pack_bitmask(matrix):
    """Store a matrix as one bit a place, and the values that are not zero.

    Parameters
    ----------
    matrix : ndarray, shape (m, n)
        Of any dtype. Left unchanged.

    Returns
    -------
    mask : ndarray of uint8, shape (m * n / 8, rounded up,)
        1 where something is left, row after row, the first place in the highest bit of
        the first byte; bits left over are 0.
    values : ndarray of the matrix's dtype
        What is not zero, row after row.
    """
    ### BEGIN SOLUTION
    left = matrix != 0
    return np.packbits(left), matrix[left]
    ### END SOLUTION


def unpack_bitmask(mask, values, shape):
    """Return the matrix that ``pack_bitmask`` was given, in the dtype of the values."""
    ### BEGIN SOLUTION
    matrix = np.zeros(shape, dtype=values.dtype)
    bits = np.unpackbits(mask, count=matrix.size)
    matrix[bits.reshape(shape) == 1] = values
    return matrix
    ### END SOLUTION


# %% [markdown]
# **Check.** The matrix by hand, one row of nine places, small and negative values,
# int8, no values at all; each packed and unpacked.


# %% nbgrader={"grade": true, "grade_id": "unpack_bitmask_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def bits_or_say(function, *given, called, look):
    before = [np.array(each) for each in given]
    try:
        got = function(*given)
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(
            f"For {called} {function.__name__} stops with {type(error).__name__}: "
            f"{error}. {look}"
        ) from error
    assert all(map(np.array_equal, map(np.array, given), before)), (
        f"For {called} {function.__name__} changed what it was given. Make new arrays."
    )
    return got


for rows, kind, want, due, slips in [
    ([[0, 2, 0, 3], [0, 0, 0, 0], [-5, 0, 0, 0]], "float32", [80, 128], [2, 3, -5], {
        "The first place is the highest bit.": [10, 1],
        "Go row after row; yours goes down the columns.": [48, 64],
        "The last four places need a second byte.": [80],
        "Eight places share a byte.": [0, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0],
        "A row need not begin with a byte: pack them all as one.": [80, 0, 128],
        "A negative value is not zero.": [80, 0],
        "1 where something is left.": [175, 112]}),
    ([[0, 0, 0, 0, 0, 0, 0, 0, 7]], "float32", [0, 128], [7], {
        "The ninth place needs a second byte.": [0]}),
    ([[1e-9, -0.0], [4, 0]], "float32", [160], [1e-9, 4], {
        "A small weight is not a zero.": [32], "-0.0 equals zero.": [224]}),
    ([[0, -3], [100, 0], [0, 0]], "int8", [96], [-3, 100], {}),
    ([[0, 0], [0, 0]], "float32", [0], [], {}),
]:
    given, called = np.array(rows, kind, order="F"), f"{rows} of {kind}"
    packed = bits_or_say(pack_bitmask, given, called=called,
                         look="np.packbits takes the matrix as it is, of bool.")
    assert isinstance(packed, tuple | list) and len(packed) == 2, (
        "pack_bitmask returns two arrays, mask and values; yours returns "
        f"{packed!r:.80}."
    )
    bits, kept = map(np.asarray, packed)
    near = [slip for slip, wrong in slips.items() if bits.ravel().tolist() == wrong]
    assert bits.shape == (len(want),) and bits.tolist() == want, (
        f"For {called} the mask is {want}; yours is {bits.tolist()}. "
        f"{near[0] if near else 'Compare with the example by hand.'}"
    )
    assert bits.dtype == np.uint8 and kept.dtype == given.dtype, (
        f"For {called} the dtypes are uint8 and {kind}; yours {bits.dtype} and "
        f"{kept.dtype}. Each takes room in the file."
    )
    assert np.array_equal(kept, np.array(due, kind)), (
        f"For {called} the values are {due}; yours are {kept[:6].tolist()}. Only what "
        "is not zero is stored, row after row."
    )
    back = bits_or_say(unpack_bitmask, np.array(want, np.uint8), np.array(due, kind),
                       given.shape, called=called,
                       look="What picks places is of bool: bits == 1. The first place "
                       "is the highest bit, and bits left over are no places.")
    assert np.shape(back) == given.shape and np.array_equal(back, given), (
        f"Unpacked, {called} comes back; yours is {np.asarray(back).tolist()}. The "
        "bits say where the values go, in their order."
    )
    assert back.dtype == given.dtype, (
        f"Unpacked, {called} has this dtype again; yours is {back.dtype}."
    )

# %% nbgrader={"grade": true, "grade_id": "unpack_bitmask_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: random matrices of many shapes and
# dtypes, there and back.
full = pack_bitmask(np.ones((3, 3), np.float32))
### BEGIN HIDDEN TESTS
assert np.array_equal(full[0], [255, 128]) and len(full[1]) == 9, (
    f"Nine ones have the mask [255, 128] and nine values; yours {full!r:.100}."
)
_rng = np.random.default_rng(8501)
for _shape, _share, _kind in [((5, 7), 0.5, "float32"), ((1, 1), 0.0, "float32"),
                              ((16, 4), 0.9, "float64"), ((3, 11), 0.2, "int8"),
                              ((64, 33), 0.95, "float32"), ((9, 1), 1.0, "int16")]:
    _matrix = _rng.integers(-90, 90, size=_shape).astype(_kind)
    _matrix[_rng.random(_shape) < _share] = 0
    _call = f"For a random {_shape[0]} x {_shape[1]} matrix of {_kind}"
    _bits = [int(_v != 0) for _row in _matrix.tolist() for _v in _row]
    _bits += [0] * (-len(_bits) % 8)
    _want = [int("".join(map(str, _bits[_i : _i + 8])), 2)
             for _i in range(0, len(_bits), 8)]
    _mask, _values = pack_bitmask(_matrix)
    assert _mask.dtype == np.uint8 and _mask.tolist() == _want, (
        f"{_call} the mask begins {_want[:4]}; yours {_mask[:4].tolist()} "
        f"({_mask.dtype}). The first place is the highest bit."
    )
    assert _values.dtype == _matrix.dtype and _values.tolist() == [
        _v for _row in _matrix.tolist() for _v in _row if _v], (
        f"{_call} other values come out: yours begin {_values[:4].tolist()}."
    )
    _mask = np.array(_want, np.uint8)
    _mask.flags.writeable = _values.flags.writeable = False
    _back = unpack_bitmask(_mask, _values, _shape)
    assert _back.dtype == _matrix.dtype and np.array_equal(_back, _matrix), (
        f"{_call} unpacking gives another matrix, of {_back.dtype}. Values go where "
        "the bits are 1, in their order."
    )
### END HIDDEN TESTS

# %% [markdown]
# ## 8.5 Gaps
#
# CSR spends 16 bits on a column, though the next value is mostly near. *Gap coding*
# reads the matrix row after row as one long line and stores for each value how many
# zeros lie before it, in few bits (Han et al., 2016, section 2).
#
# With $b$ bits a gap ends at $2^b - 1$. Where more zeros follow, a *padding zero* is
# stored: a gap of $2^b - 1$ with the value 0. It stands for $2^b$ zeros, itself being
# one.

# %% [markdown]
# **By hand.** $b = 2$, so gaps run from 0 to 3. In
# $[0, 2, 0, 3, 0, 0, 0, 0, -5, 0, 0, 0]$ there is one zero before 2, one before 3, four
# before $-5$. Four are too many: a padding zero takes all four of them, and a gap of 0
# is left. Gaps $[1, 1, 3, 0]$, values $[2, 3, 0, -5]$. The zeros behind $-5$ are not
# stored.

# %% [markdown]
# ### Exercise 8.6: `encode_gaps` and `decode_gaps` (2 points, about 15 minutes)
#
# Key details:
# - a loop over the values that are left is quick enough;
# - three zeros at $b = 2$ still fit: no padding;
# - five zeros are one padding zero, which takes four, and a gap of 1; nine are two, and
#   1;
# - when you decode: uint8 ends at 255, and a gap may be 255.


# %% nbgrader={"grade": false, "grade_id": "decode_gaps", "locked": false, "schema_version": 3, "solution": true}
def encode_gaps(matrix, bits):
    """Store a matrix as gaps of a few bits, and values, with padding zeros.

    Parameters
    ----------
    matrix : ndarray, shape (m, n)
        Of any dtype. Left unchanged.
    bits : int
        1 to 8: a gap is at most 2**bits - 1.

    Returns
    -------
    gaps : ndarray of uint8
        Zeros before each value, row after row. Nothing is stored behind the last.
    values : ndarray of the matrix's dtype, as long as ``gaps``
        0 for a padding zero.
    """
    ### BEGIN SOLUTION
    gaps, values, behind = [], [], 0
    for place in np.flatnonzero(matrix).tolist():
        n_padding, gap = divmod(place - behind, 2**bits)
        gaps += [2**bits - 1] * n_padding + [gap]
        values += [0] * n_padding + [matrix.flat[place]]
        behind = place + 1
    return np.array(gaps, dtype=np.uint8), np.array(values, dtype=matrix.dtype)
    ### END SOLUTION


def decode_gaps(gaps, values, shape):
    """Return the matrix that ``encode_gaps`` was given, in the dtype of the values."""
    ### BEGIN SOLUTION
    matrix = np.zeros(int(np.prod(shape)), dtype=values.dtype)
    matrix[np.cumsum(gaps.astype(np.int64) + 1) - 1] = values
    return matrix.reshape(shape)
    ### END SOLUTION


# %% [markdown]
# **Check.** The example by hand; gaps that just fit and just do not; several padding
# zeros; a gap across rows; 8 bits; int8; no values. Each encoded and decoded.


# %% nbgrader={"grade": true, "grade_id": "decode_gaps_check", "locked": true, "points": 1, "schema_version": 3, "solution": false}
def gaps_or_say(function, *given, called, look):
    before = [np.array(each) for each in given]
    try:
        got = function(*given)
    except NotImplementedError:
        raise
    except Exception as error:
        raise AssertionError(
            f"For {called} {function.__name__} stops with {type(error).__name__}: "
            f"{error}. {look}"
        ) from error
    assert all(map(np.array_equal, map(np.array, given), before)), (
        f"For {called} {function.__name__} changed what it was given. Make new arrays."
    )
    return got


def lone(n_zeros, value, behind=0):
    return [[0] * n_zeros + [value] + [0] * behind]


for rows, kind, bits, want, due, slips in [
    ([[0, 2, 0, 3], [0, 0, 0, 0], [-5, 0, 0, 0]], "float32", 2,
     [1, 1, 3, 0], [2, 3, 0, -5], {
        "A padding zero is a zero itself and takes 2**bits of them.": [1, 1, 3, 1],
        "Four zeros do not fit 2 bits: pad.": [1, 1, 4],
        "Count the zeros before a value, not the step to it.": [1, 2, 3, 1],
        "At the beginning nothing lies before place 0.": [2, 1, 3, 0],
        "The zeros go on from row to row.": [1, 1, 0],
        "A step counts the value, too: count the zeros before it.": [2, 2, 3, 1],
        "One zero lies before the 2: the first gap counts place 0.": [0, 1, 3, 0],
        "Go row after row; yours goes down the columns.": [2, 0, 3, 1],
        "A negative value is not zero.": [1, 1],
        "Nothing is stored behind the last value.": [1, 1, 3, 0, 3],
        "A gap that is too large is not cut off: pad.": [1, 1, 3]}),
    (lone(3, 7), "float32", 2, [3], [7], {
        "Three zeros fit 2 bits.": [3, 0],
        "Three zeros fit 2 bits; padded, -1 is left, 255 in uint8.": [3, 255]}),
    (lone(5, 7), "float32", 2, [3, 1], [0, 7], {
        "A padding zero is a zero itself and takes 2**bits of them.": [3, 2]}),
    (lone(9, 7, 2), "float32", 2, [3, 3, 1], [0, 0, 7], {
        "Nine zeros at 2 bits take two padding zeros.": [3, 5]}),
    (lone(1, 7, 9), "float32", 2, [1], [7], {
        "Nothing is stored behind the last value.": [1, 3, 3]}),
    ([[1e-9, -0.0], [4, 0]], "float32", 2, [0, 1], [1e-9, 4], {
        "A small weight is not a zero.": [2], "-0.0 equals zero.": [0, 0, 0]}),
    (lone(9, 7), "float32", 3, [7, 1], [0, 7], {"Use bits: here a gap ends at 7.":
                                                [3, 3, 1]}),
    (lone(257, 7), "float32", 8, [255, 1], [0, 7], {}),
    ([[0, -3], [1e2, 0]], "int8", 4, [1, 0], [-3, 100], {}),
    ([[0, 0], [0, 0]], "float32", 4, [], [], {}),
]:
    given = np.array(rows, kind, order="F")
    shown = str(rows) if given.size < 15 else f"{given.size} places ({want} as gaps)"
    called = f"{shown} of {kind} and {bits} bits"
    coded = gaps_or_say(encode_gaps, given, bits, called=called,
                        look="Does a gap fit uint8, and may there be no value at all?")
    assert isinstance(coded, tuple | list) and len(coded) == 2, (
        f"encode_gaps returns two arrays, gaps and values; yours returns {coded!r:.80}."
    )
    gaps, kept = map(np.asarray, coded)
    near = [slip for slip, wrong in slips.items() if gaps.tolist() == wrong]
    assert gaps.tolist() == want, (
        f"For {called} the gaps are {want}; yours are {gaps[:6].tolist()}. "
        f"{near[0] if near else 'Compare with the example by hand.'}"
    )
    assert np.array_equal(kept, np.array(due, kind)), (
        f"For {called} the values are {due}; yours are {kept[:6].tolist()}. A padding "
        "zero has the value 0."
    )
    assert gaps.dtype == np.uint8 and kept.dtype == given.dtype, (
        f"For {called} the dtypes are uint8 and {kind}; yours {gaps.dtype} and "
        f"{kept.dtype}. " + ("Each takes room in the file." if gaps.size else
                             "Say it also where there is nothing to store.")
    )
    back = gaps_or_say(decode_gaps, np.array(want, np.uint8), np.array(due, kind),
                       given.shape, called=called,
                       look="A gap and its value take gap + 1 places; is that computed "
                       "in uint8?")
    assert np.shape(back) == given.shape, (
        f"Decoded, {called} has the shape {given.shape} again; yours {np.shape(back)}."
    )
    assert np.array_equal(back, given), (
        f"Decoded, {called} comes back; yours differs. A gap and its value take "
        "gap + 1 places; is that computed in uint8?"
    )
    assert back.dtype == given.dtype, (
        f"Decoded, {called} has this dtype again; yours is {back.dtype}."
    )

far = decode_gaps(np.full(300, 255, np.uint8), np.ones(300, np.int8), (300, 256))
assert np.array_equal(np.flatnonzero(far), np.arange(255, 76_800, 256)), (
    "300 gaps of 255 in a 300 x 256 matrix fill its last column; yours fills other "
    f"places, up to {np.flatnonzero(far)[-1:]}. uint16 ends at 65,535: count places in "
    "more."
)

# %% nbgrader={"grade": true, "grade_id": "decode_gaps_hidden", "locked": true, "points": 1, "schema_version": 3, "solution": false}
# Further checks run when the notebook is graded: random matrices at every number of
# bits.
first_place = encode_gaps(np.eye(1, 6, 0, np.float32), 3)
### BEGIN HIDDEN TESTS
assert np.array_equal(first_place[0], [0]) and np.array_equal(first_place[1], [1]), (
    f"A 1 in the first place has no zero before it: gap 0; yours {first_place!r:.80}."
)
_rng = np.random.default_rng(8601)


def _coded(flat, bits):
    """Gaps and values, zero by zero."""
    _gaps, _values, _zeros = [], [], 0
    _padding = []
    for _value in flat:
        if _value != 0:
            for _each in _padding:
                _gaps.append(_each)
                _values.append(0)
            _gaps.append(_zeros)
            _values.append(_value)
            _padding, _zeros = [], 0
        elif _zeros == 2**bits - 1:
            _padding.append(_zeros)
            _zeros = 0
        else:
            _zeros += 1
    return _gaps, _values


for _bits in range(1, 9):
    for _shape, _share in [((7, 9), 0.6), ((20, 60), 0.97), ((1, 900), 0.995)]:
        _kind = ["float32", "int8", "float64"][_bits % 3]
        _matrix = _rng.integers(-90, 90, size=_shape).astype(_kind)
        _matrix[_rng.random(_shape) < _share] = 0
        _call = f"For a random {_shape} matrix of {_kind} and {_bits} bits"
        _want, _due = _coded(_matrix.ravel().tolist(), _bits)
        _before = _matrix.copy()
        _gaps, _values = encode_gaps(_matrix, _bits)
        assert np.array_equal(_matrix, _before), f"{_call} yours changed the matrix."
        assert _gaps.tolist() == _want and _gaps.dtype == np.uint8, (
            f"{_call} there are {len(_want)} gaps, beginning {_want[:5]}; yours are "
            f"{len(_gaps)}, beginning {_gaps[:5].tolist()} ({_gaps.dtype}). Padding "
            "takes 2**bits zeros."
        )
        assert _values.tolist() == _due and _values.dtype == _matrix.dtype, (
            f"{_call} the values begin {_due[:5]}; yours {_values[:5].tolist()} "
            f"({_values.dtype})."
        )
        _back = decode_gaps(np.array(_want, np.uint8), np.array(_due, _kind), _shape)
        assert _back.dtype == _matrix.dtype and np.array_equal(_back, _matrix), (
            f"{_call} decoding gives another matrix. Each gap and its value take gap + "
            "1 places."
        )
_ones = decode_gaps(np.full(400, 199, np.uint8), np.ones(400, np.int8), (200, 400))
assert np.array_equal(np.flatnonzero(_ones), np.arange(199, 80_000, 200)), (
    "400 gaps of 199 in a 200 x 400 matrix lead to place 79,999; yours ends at "
    f"{np.flatnonzero(_ones)[-1:]}. uint16 ends at 65,535: count places in more."
)
### END HIDDEN TESTS

# %% [markdown]
# ## 8.6 On the disk
#
# Now real files. `pack_codes` squeezes gaps of few bits into bytes, as lesson 3 did
# with 4-bit codes. Each format writes its arrays, one behind the other, into a file,
# and the file's size is read.


# %%
def pack_codes(codes, bits):
    """Put codes of a few bits into bytes, without room between them."""
    return np.packbits(np.unpackbits(codes[:, None], axis=1)[:, 8 - bits :])


# %% tags=["show"]
import tempfile
from pathlib import Path


def on_disk(*arrays):
    """Write arrays to a file, and to an npz file; return the bytes of both."""
    with tempfile.TemporaryDirectory() as folder:
        plain, archive = Path(folder) / "plain", Path(folder) / "archive.npz"
        plain.write_bytes(b"".join(array.tobytes() for array in arrays))
        np.savez(archive, *arrays)
        return plain.stat().st_size, archive.stat().st_size


# %% tags=["show"]
def first_cut(sparsity):
    """The matrix A of the first layer, cut alone."""
    return np.ascontiguousarray(prune(first_layer, sparsity, "global")
                                .layers[0].weights.data.T)


def gap_arrays(matrix, bits):
    gaps, kept = encode_gaps(matrix, bits)
    return pack_codes(gaps, bits), kept


# %% tags=["show"]
for sparsity in (0.9, 0.98):
    A = first_cut(sparsity)
    n_left = np.count_nonzero(A)
    for words, arrays, stated in [("CSR", to_csr(A), csr_bytes(A.shape, n_left)),
                                  ("bitmask", pack_bitmask(A),
                                   bitmask_bytes(A.shape, n_left))]:
        plain, archive = on_disk(*arrays)
        print(f"{sparsity:.0%}, {words:8} by formula {stated:7,} bytes,"
              f" file {plain:7,}, as npz {archive:7,}")

# %% [markdown]
# The formulas hold to the byte. An npz file adds names, shapes and dtypes.
#
# How many bits should a gap have? Few bits are cheap but need padding zeros, each with
# a value of 4 bytes. Many bits never need one.

# %% tags=["show"]
gap_files = {}
for sparsity in (0.75, 0.9, 0.98):
    A = first_cut(sparsity)
    gap_files[sparsity] = [on_disk(*gap_arrays(A, bits))[0] for bits in range(1, 9)]

# %% tags=["show"]
from smallnets import plots

ax = plots.new_axes("bits of a gap", "file (KB)", "Gap coding of the first layer")[1]
for (sparsity, sizes), mark, color in zip(
    gap_files.items(), "os^", ("#0072B2", "#D55E00", "#009E73"), strict=True
):
    ax.plot(range(1, 9), np.array(sizes) / 1000, marker=mark, color=color,
            label=f"gaps, {sparsity:.0%} zeros")
    flat = bitmask_bytes(shape, round((1 - sparsity) * n_weights)) / 1000
    ax.axhline(flat, linestyle="--", color=color, label=f"bitmask, {sparsity:.0%}")
ax.set_ylim(bottom=0)
ax.legend(ncols=2)
print("Gaps take less where a solid curve lies below the dashed line of its colour.")

# %% tags=["show"]
import zlib


def zipped(places, values):
    """Bytes of zipped places, and of the values as they are."""
    return len(zlib.compress(places.tobytes(), 9)) + values.nbytes


for sparsity, sizes in gap_files.items():
    A = first_cut(sparsity)
    print(f"{sparsity:.0%}: best with {1 + int(np.argmin(sizes))} bits,"
          f" {min(sizes):,} bytes; bitmask {bitmask_bytes(shape, (A != 0).sum()):,}\n"
          f"     zipped: gaps of 8 bits {zipped(*encode_gaps(A, 8)):,}; bitmask"
          f" {zipped(*pack_bitmask(A)):,}")

# %% [markdown]
# Unzipped, the bitmask is the smaller at 75% and gaps from 90% on, at 98% at half its
# size; there the best gap has 8 bits, the most we allow. Zipped, both come within three
# percent of each other: the mask ahead at 75%, gaps from 90% on.

# %% [markdown]
# How many padding zeros are there, as the weights lie; with each row shuffled by
# itself; and with all places shuffled?

# %% tags=["show"]
def n_padding(matrix, bits):
    return len(encode_gaps(matrix, bits)[0]) - np.count_nonzero(matrix)


rng = np.random.default_rng(0)
for sparsity, sizes in gap_files.items():
    A, bits = first_cut(sparsity), 1 + int(np.argmin(sizes))
    in_rows, everywhere = rng.permuted(A, axis=1), rng.permuted(A, axis=None)
    print(f"{sparsity:.0%}, {bits} bits: {n_padding(A, bits):,};"
          f" {n_padding(in_rows, bits):,}; {n_padding(everywhere, bits):,}")

# %% [markdown]
# The weights that are left lie in clumps, within the rows and, less so, some rows more
# than others. So long gaps are more frequent, and long gaps need padding.

# %% [markdown]
# ## 8.7 The time
#
# ### Could numpy do better?
#
# Rows of unequal length are what makes `reduceat` necessary. *Padded rows* fill each
# row up to the longest with stored zeros. The values become a rectangle, and numpy adds
# up its rows in one call. (This is called ELLPACK.)


# %% tags=["show"]
def pad_rows(values, columns, starts):
    """CSR with every row as long as the longest, by zeros in column 0."""
    ends = starts.astype(int)
    width = int(np.diff(ends).max())
    wide = np.zeros((2, len(ends) - 1, width))
    for row, (begin, end) in enumerate(zip(ends[:-1], ends[1:], strict=True)):
        wide[:, row, : end - begin] = values[begin:end], columns[begin:end]
    return wide[0].astype(np.float32), wide[1].astype(int)


def padded_product(values, columns, x):
    if x.ndim == 1:
        return np.einsum("mk,mk->m", values, x[columns])
    return np.einsum("mkb,mk->bm", x.T[columns], values)


# %% [markdown]
# Beside both stands scipy, whose CSR product is compiled. It is no part of this
# course's installation: where it is missing, a stored measurement takes its place. It
# takes and gives a batch turned; turning is timed, too.

# %% tags=["show"]
from importlib import import_module, util

from smallnets import stored_results

scipy_sparse = import_module("scipy.sparse") if util.find_spec("scipy") else None
known = stored_results("08_sparse_inference")
print("scipy is here and is timed." if scipy_sparse else
      f"No scipy here: its times are stored ones, of {known['machine']}.")

# %% tags=["show"]
def ways(matrix, x):
    """The products to time, by name."""
    parts = to_csr(matrix)
    rectangle = pad_rows(*parts)
    found = {"CSR, yours": lambda: csr_matvec(*parts, x),
             "padded rows": lambda: padded_product(*rectangle, x)}
    if scipy_sparse:
        library = scipy_sparse.csr_matrix(matrix)
        found["CSR, scipy"] = lambda: np.ascontiguousarray((library @ x.T).T)
    return found


# %% [markdown]
# ### Predict, then run
#
# At 90% your product was behind, one image at a time. From which sparsity on will it be
# ahead? And in a batch of 64 images, where numpy's fixed price for every call is shared
# by all?

# %% tags=["show"]
predicted = {"1": 0.95, "64": 0.90}  # replace by your sparsities

# %% tags=["show"]
dense_layer = network.layers[0].weights.data
SPARSITIES = (0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995)
batches = {"1": image, "64": images[:64]}
times = {number: {} for number in batches}
for sparsity in SPARSITIES:
    A, repeats = first_cut(sparsity), 15 if sparsity < 0.9 else 40
    for number, x in batches.items():
        for words, way in ways(A, x).items():
            pairs = time_ratio(lambda x=x: x @ dense_layer, way, repeats)
            times[number].setdefault(words, []).append(
                [pairs.median, pairs.low, pairs.high])

# %% tags=["show"]
for number, rows in times.items():
    rows.setdefault("CSR, scipy", known["times"][number])

# %% tags=["show"]
looks = {"CSR, yours": ("#0072B2", "s"), "padded rows": ("#E69F00", "D"),
         "CSR, scipy": ("#009E73", "^")}
left_over = [100 * (1 - sparsity) for sparsity in SPARSITIES]
stored_shares = [100, 95, 80, 65, *left_over]
smaller = {rule: [4 * n_weights / rule(shape, round(n_weights * share / 100))
                  for share in stored_shares] for rule in (csr_bytes, bitmask_bytes)}


# %% tags=["show"]
def draw(ax, number):
    """Bytes and times of one batch size on one axis."""
    ax.plot(stored_shares, smaller[csr_bytes], "ko--", ms=4, label="bytes, CSR")
    ax.plot(stored_shares, smaller[bitmask_bytes], "kv:", ms=4, label="bytes, bitmask")
    for words, (color, mark) in looks.items():
        middle, low, high = np.transpose(times[number][words])
        ax.errorbar(left_over, middle, [middle - low, high - middle], color=color,
                    marker=mark, label=f"time, {words}", capsize=3)
    ax.axhline(1, color="black", linewidth=1)
    ax.set(yscale="log", ylim=(0.01, 200), title=f"images at a time: {number}")
    plots.log_ticks(ax, [100, 50, 20, 10, 5, 2, 1, 0.5])


# %% tags=["show"]
fig, axes = plots.new_axes("weights left (%)", "times smaller, times as fast",
                           "Where zeros begin to pay", ncols=2)
for number, ax in zip(times, axes, strict=True):
    draw(ax, number)
    ax.invert_xaxis()
fig.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
print("Above the line at 1 zeros save. Bytes cross it with far more weights left:")
print("the bitmask near 97%, CSR near 67%.")

# %% tags=["show"]
for number, rows in times.items():
    print(f"{number} at a time, times as fast as dense (you said your CSR is ahead from"
          f" {predicted[number]:.0%} on)\n    sparsity   "
          + "".join(f"{sparsity:8.1%}" for sparsity in SPARSITIES))
    for words in looks:
        cells = rows[words]
        ahead = [s for s, cell in zip(SPARSITIES, cells, strict=True) if cell[0] > 1]
        print(f"    {words:11}" + "".join(f"{middle:8.2g}" for middle, *_ in cells),
              f"  first ahead at {ahead[0]:.1%}" if ahead else "  never ahead")

# %% [markdown]
# Here (one thread of an AMD EPYC, numpy 2.4, the product with `take` and `reduceat`)
# your CSR was behind up to 98%; at 99.5% it was about even for one image and ahead in
# the batch. So were padded rows. scipy was ahead from 95% for one image and from 90% in
# the batch.

# %% [markdown]
# So at 90%, where the file is seven times smaller, numpy's sparse products take at
# least twice as long as the dense one. Other machines shift these points, and other
# products: a loop over the rows, each a small dense product, is far behind for one
# image, and in the batch ahead of `reduceat` up to 80%.

# %% [markdown]
# Others' points lie elsewhere. In PyTorch's benchmark on pruned weights (one CPU
# thread, *both* factors sparse, which is not our product) dense took 97.6 ms at 80% and
# 104.7 at 90%, its sparse product 230.4 and 53.7, scipy's 114.0 and 22.5: behind at
# 80%, ahead at 90%.

# %% [markdown]
# On GPUs the zeros of pruned networks were too few for the kernels
# of the day (Gale et al., 2020, abstract). Code made for 70 to 95% zeros did pay: on
# one phone chip sparse networks ran 1.3 to 2.4 times as fast as their dense equivalents
# (Elsen et al., 2020, abstract).

# %% [markdown]
# ### The same formula, in seconds
#
# A product's time, too, is nearly a fixed part and a price for each value left. For one
# image the timings at 90% and 99% give both, in units of the dense product, and your
# `break_even_sparsity` the rest:

# %% tags=["show"]
counts = [round(n_weights * (1 - sparsity)) for sparsity in SPARSITIES]
for words in looks:
    cost = [1 / middle for middle, *_ in times["1"][words]]
    each = (cost[2] - cost[5]) / (counts[2] - counts[5])  # 90% and 99%
    if each <= 0:
        print(f"{words:11} took no longer with more values left: no break-even so")
        continue
    fixed = cost[5] - each * counts[5]
    point = break_even_sparsity(n_weights, 1.0, fixed, each)
    print(f"{words:11} fixed {fixed:4.2f}, without any zero"
          f" {fixed + each * n_weights:4.1f} times the dense product:"
          f" break-even at {point:.1%}")

# %% [markdown]
# Near 100% the formula says: almost nothing may be left. numpy's fixed price, for its
# calls and 300 rows, is already about that of the whole dense product. scipy's point
# lies between the sparsities at which it was measured behind and ahead.

# %% [markdown]
# ### Where does the time go?

# %% tags=["show"]
parts = to_csr(first_cut(0.9))
columns, in_row = parts[1], np.resize(image, parts[1].size)
wide, in_order = columns.astype(np.intp), np.arange(columns.size) % image.size
for words, step in [("fetch 23,520 inputs by column", lambda: image.take(columns)),
                    ("the same, columns of 8 bytes", lambda: image.take(wide)),
                    ("8 bytes, columns 0, 1, 2, ...", lambda: image.take(in_order)),
                    ("copy as many that lie in a row", lambda: in_row.copy()),
                    ("the whole sparse product", lambda: csr_matvec(*parts, image))]:
    pairs = time_ratio(lambda: image @ dense_layer, step, 200)
    print(f"{words:31} {1 / pairs.median:5.2f} times the dense product"
          f" ({1 / pairs.high:.2f} to {1 / pairs.low:.2f})")

# %% [markdown]
# Fetching the inputs by column alone takes about as long as the whole dense product, or
# longer; as many that lie in a row are copied in a fraction of it. It is not their
# number that costs, nor their disorder (columns in order take as long), but that each
# is looked up by itself.
#
# Columns of 2 bytes, small in the file, take longer than columns of 8: numpy turns them
# into 8 bytes first. Bytes and time pull apart.

# %% [markdown]
# ### A matrix that is too large for the cache
#
# The dense layer takes 0.9 MB, which a processor keeps near. A matrix of 4096 × 4096
# takes 67 MB. (Its weights are drawn: a clock does not read them.)

# %% tags=["show"]
rng = np.random.default_rng(8)
large, long = rng.random((4096, 4096), dtype=np.float32), rng.random(4096, np.float32)
print("times as fast as dense, one image")
for sparsity in (0.9, 0.95, 0.98):
    stays = rng.random(large.shape, dtype=np.float32) >= sparsity
    parts = to_csr(np.where(stays, large, np.float32(0)))
    pairs = time_ratio(lambda: large @ long,
                       lambda p=parts: csr_matvec(*p, long), 20)
    small = times["1"]["CSR, yours"][SPARSITIES.index(sparsity)][0]
    print(f"    {sparsity:.0%}: 4096 x 4096 {pairs.median:.2f} (middle half"
          f" {pairs.low:.2f} to {pairs.high:.2f}); 300 x 784 {small:.2f}")

# %% [markdown]
# In the large matrix your CSR does far better at the same sparsity: a dense weight that
# has to come from main memory costs several times one from the cache. A value of the
# CSR costs no more than before, and at 98% far less, because more values share the
# fixed price. What zeros save depends on what dense costs. The ratios of the large matrix
# spread: others use the same memory, and at 98% its median was between 3.5 and 17 from run
# to run.

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_not_ten_times", "locked": false, "points": 2, "schema_version": 3, "solution": true}
# **Reflect** (2 points, about 8 minutes). "We cut 90% of the weights, so the network
# runs ten times faster." Answer with printed numbers of this section, of your own run:
# one for where the time of a sparse product goes, and two that show that the point of
# break-even is no property of the sparsity alone. Which measurement would you ask for
# before you agree? (Three or four sentences.)
#
# ### BEGIN SOLUTION
# Rubric:
# - 1 point: what is saved are multiplications; what is paid is fetching inputs by
#   column (with numpy 23,520 fetched take about as long as the whole dense product, or
#   longer) and a fixed price for each call. At 90% the printed ratio is below 1 for
#   the student's CSR.
# - 1 point: the point moves with the library (scipy ahead far earlier), the batch (1 or
#   64) or the size of the matrix: two of the three, with numbers; and asks for times of
#   their layer, in their library, batch and machine, beside a dense product, with
#   spread.
# ### END SOLUTION

# %% [markdown]
# ## 8.8 What hardware takes
#
# Two answers to irregular places. **2:4**: of every four neighbours in a row of $A$ two
# stay. A place then takes 2 bits for each value left, and a GPU with sparse tensor
# cores multiplies at twice the rate (Mishra et al., 2021, abstract). **Blocks**: whole
# tiles stay or go; what stays are small dense products.


# %% tags=["show"]
def two_of_four(matrix, scores):
    """Zero two of every four neighbours in a row, those with the lowest scores."""
    order = np.argsort(-scores.reshape(-1, 4), axis=1, kind="stable")
    stays = np.zeros(order.shape, bool)
    np.put_along_axis(stays, order[:, :2], True, axis=1)
    return np.where(stays.reshape(matrix.shape), matrix, np.float32(0))


def single(matrix, scores, share=0.5):
    """Zero a share of the places, those with the lowest scores."""
    limit = np.sort(scores, axis=None)[round(share * scores.size)]
    return np.where(scores >= limit, matrix, np.float32(0))


# %% tags=["show"]
def tiles(matrix, scores, share=0.5, height=20):
    """Zero a share of tiles of 20 outputs by one input, by the sum of their scores."""
    score = scores.reshape(-1, height, matrix.shape[1]).sum(axis=1)
    stays = score >= np.sort(score, axis=None)[round(share * score.size)]
    return np.where(np.repeat(stays, height, axis=0), matrix, np.float32(0))


# %% tags=["show"]
def read_right(shape_of, seed=None):
    """Validation accuracy with the first layer cut, by size or by chance."""
    model, A = network.copy(), network.layers[0].weights.data.T
    scores = A**2 if seed is None else np.random.default_rng(seed).random(A.shape)
    model.layers[0].weights.data = np.ascontiguousarray(shape_of(A, scores).T)
    return evaluate_model(model, validation)


# %% tags=["show"]
from smallnets import evaluate_model

print(f"whole network: {evaluate_model(network, validation):.2%} read right")
print("half of the weights of the first layer left:")
for words, shape_of in [("single weights", single), ("2:4", two_of_four),
                        ("tiles of 20 x 1", tiles)]:
    chance = [read_right(shape_of, seed) for seed in range(3)]
    print(f"    {words:15} {read_right(shape_of):.2%}; by chance, three draws,"
          f" {min(chance):.2%} to {max(chance):.2%}")

# %% [markdown]
# With half of the layer left, 2:4 loses little to single weights and tiles lose more;
# each is ahead of the same shape drawn by chance. In bytes 2:4 is no gain: 2 bits for
# each of the half that is left are one bit a place, as in the bitmask. It buys regular
# places. What a GPU makes of them was not measured here.

# %% tags=["show"]
def tile_product(matrix, height=20):
    """What multiplies a batch by rows of tiles, each with the inputs it needs."""
    bands = [matrix[top : top + height] for top in range(0, len(matrix), height)]
    needed = [np.flatnonzero(band.any(axis=0)) for band in bands]
    packed = [np.ascontiguousarray(band[:, n].T) for band, n in
              zip(bands, needed, strict=True)]
    return lambda x: np.concatenate(
        [x[:, n] @ band for n, band in zip(needed, packed, strict=True)], axis=1)


# %% tags=["show"]
whole_matrix = dense_layer.T
print("tile product, times as fast as dense:  batch of 64   one image   read right")
for share in (0.5, 0.8, 0.9, 0.95):
    for words, shape_of in (("tiles", tiles), ("single weights", single)):
        product = tile_product(shape_of(whole_matrix, whole_matrix**2, share))
        fast = [time_ratio(lambda x=x: x @ dense_layer,
                           lambda x=x, p=product: p(x.reshape(-1, 784)), 40).median
                for x in (images[:64], image)]
        score = read_right(lambda A, s, f=shape_of, c=share: f(A, s, c))
        print(f"    {share:.0%} zeros, {words:21} {fast[0]:12.2f} {fast[1]:11.2f}"
              f" {score:12.1%}")

# %% [markdown]
# In a batch tiles are ahead of the dense product at 80% here, where your CSR is far
# behind, and they are numpy, too. The control is the same product with as many single
# weights, whose tiles are hardly ever empty: at 80% it is behind. So regular places
# save the time, in a batch: for one image 15 small products are behind at all four.

# %% [markdown]
# The price is accuracy: at 80% tiles leave a network that misreads one in seven images,
# and single weights cost half a point. (Nothing is trained after these cuts.)

# %% [markdown]
# ## 8.9 What we measured
#
# Three networks, at sparsities fixed beforehand, each written to a file with your
# bitmasks and read back. The 10,000 test images are read only now. Their time is that
# of your `csr_matvec` in every layer, the multiply-adds are those of the weights that
# are left.


# %% tags=["show"]
import json

from smallnets import model_from_plain, model_to_plain


def write_sparse(model, path):
    """Write a model to an npz file, its matrices as bitmasks and values."""
    architecture, arrays = model_to_plain(model)
    shapes = {key: array.shape for key, array in arrays.items() if array.ndim == 2}
    for key in shapes:
        arrays[f"{key}.mask"], arrays[key] = pack_bitmask(arrays[key])
    header = json.dumps({"architecture": architecture, "shapes": shapes})
    np.savez(path, header=np.frombuffer(header.encode(), np.uint8), **arrays)


# %% tags=["show"]
def read_sparse(path):
    """Return the model of such a file."""
    with np.load(path) as archive:
        arrays = dict(archive)
    header = json.loads(arrays.pop("header").tobytes())
    for key, shape_of in header["shapes"].items():
        arrays[key] = unpack_bitmask(arrays.pop(f"{key}.mask"), arrays[key], shape_of)
    return model_from_plain(header["architecture"], arrays)


# %% tags=["show"]
def through_a_file(model):
    """Write a model, read it back; return it and the bytes of the file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sparse.npz"
        write_sparse(model, path)
        return read_sparse(path), path.stat().st_size


# %% tags=["show"]
def in_words(model, n_bytes):
    """The size of a model's file, beside the formula's bitmasks, values and biases."""
    arrays = [p.data for p in model.parameters()]
    stated = sum(bitmask_bytes(a.shape, int((a != 0).sum())) if a.ndim == 2
                 else a.nbytes for a in arrays)
    return (f"file {rows[0].bytes / n_bytes:.1f} times smaller"
            f" ({stated:,} bytes by formula + {n_bytes - stated:,})")


# %% tags=["show"]
def sparse_network(model):
    """What sends a batch through a network whose Dense layers are CSR."""
    layers = [model.layers[at] for at in (0, 2, 4)]
    parts = [(to_csr(layer.weights.data.T), layer.bias.data) for layer in layers]

    def forward(x):
        for stored, bias in parts[:-1]:
            x = np.maximum(csr_matvec(*stored, x) + bias, 0)
        return csr_matvec(*parts[-1][0], x) + parts[-1][1]

    return forward


# %% tags=["show"]
from dataclasses import replace

from smallnets import measure_model, measurement_table

rows, notes = [measure_model("dense", network, mnist.test)], []
test_batch = next(iter(DataLoader(mnist.test, batch_size=128)))[0]

# %% tags=["show"]
for sparsity in (0.75, 0.9, 0.98):
    model, n_bytes = through_a_file(prune(network, sparsity, "global"))
    forward = sparse_network(model)
    pairs = time_ratio(lambda: network.forward(test_batch),
                       lambda f=forward: f(test_batch))
    n_left = sum((p.data != 0).sum() for p in model.parameters() if p.data.ndim == 2)
    row = measure_model(f"{sparsity:.0%} cut", model, mnist.test)
    rows.append(replace(row, bytes=n_bytes, macs=int(n_left),
                        seconds=rows[0].seconds / pairs.median))
    notes.append(f"{row.name}: {in_words(model, n_bytes)},\n    batch"
                 f" {1 / pairs.median:.1f} times as long as dense (middle half"
                 f" {1 / pairs.high:.1f} to {1 / pairs.low:.1f})")

# %% tags=["show"]
print(measurement_table(rows), *notes, sep="\n")
far = np.abs(forward(test_batch) - model.forward(test_batch)).max()
print(f"logits by CSR and by the dense product differ by {far:.0e} at most")

# %% [markdown]
# Each file has the bytes of the formula, and the same few thousand for the names and
# shapes in an npz file. Each network does fewer multiply-adds, and each takes longer than
# the dense one. MACs that are left out save time only where the product is made for it:
# here scipy's in a batch, and that of tiles.

# %% [markdown]
# The accuracy is that of a cut without training after it: at 98% little is left of it.
# Training changes the values, not the bytes of so many.

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_this_format", "locked": false, "points": 2, "schema_version": 3, "solution": true}
# **Reflect** (2 points, about 8 minutes). Which of CSR, bitmask, gaps, 2:4 and tiles
# would you take for (a) a file that is downloaded once and unpacked, (b) one image at a
# time on a small processor without a sparse library, (c) a GPU with sparse tensor
# cores? Give for each a number of this lesson that speaks for it, or say which one is
# missing. (Three sentences.)
#
# ### BEGIN SOLUTION
# Rubric:
# - 1 point: (a) what is smallest in bytes at the sparsity in question (bitmask or gaps
#   at 75 to 90%, gaps or CSR beyond), with a number; zipping counts as an answer.
# - 1 point: (b) dense, or a smaller dense shape (lesson 5): up to 98% no numpy product
#   of this lesson was ahead for one image; (c) 2:4, for the rate that the makers state,
#   at the price of accuracy measured in 8.8; what it does on that GPU was not measured
#   here.
# ### END SOLUTION

# %% [markdown]
# ### By library
#
# ```python
# from scipy import sparse
#
# A = sparse.csr_matrix(W.T)      # data, indices (int32), indptr: your three arrays
# y = A @ x                       # a batch: (A @ X.T).T
# ```
#
# PyTorch has `W.to_sparse_csr()`, and `torch.sparse.to_sparse_semi_structured` for 2:4
# on a GPU that takes it.

# %% [markdown]
# ## Summary
#
# - A format costs a fixed part and a price for each value left. With values of 4 bytes
#   a mask pays from 3% zeros on, CSR from 33%; small values make the places weigh more.
# - In time the two numpy products of section 8.7 did not yet pay at 98% zeros; a
#   compiled library, the batch and the matrix's size move that point.
# - Regular places save time (tiles, in a batch, measured here; 2:4, on hardware made
#   for it), at a price in accuracy.

# %% [markdown]
# ## Sources
#
# - Saad, *Iterative methods for sparse linear systems*, 2003, section 3.4: CSR,
#   ELLPACK.
# - Han, Mao, Dally, *Deep compression*, ICLR 2016, section 2: gaps, padding zeros.
# - Mishra et al., *Accelerating sparse deep neural networks*, 2021, abstract: 2:4.
# - Gale, Zaharia, Young, Elsen, *Sparse GPU kernels for deep learning*, SC 2020,
#   abstract.
# - Elsen, Dukhan, Gale, Simonyan, *Fast sparse ConvNets*, CVPR 2020, abstract and
#   section 1.

# %% [markdown]
# - PyTorch, pull request 51647, *matmul performance benchmarks*, comment of 19 February
#   2021, `cpu:matmul-forward`: the table quoted in section 8.7.

# %% [markdown]
# ## What's next
#
# Here a value took 4 bytes. Lesson 9 gives it fewer, in few different numbers, gives
# frequent ones short codes, and counts the whole file: the chain called deep
# compression.
