"""Softmax and cross-entropy against scipy, and what must not change them."""

import numpy as np
import pytest
import scipy.special
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from smallnets import softmax, softmax_cross_entropy

LOGITS = arrays(
    np.float64, st.tuples(st.integers(1, 5), st.integers(1, 6)), elements=st.floats(-1e4, 1e4)
)


@given(LOGITS)
def test_softmax_is_scipys(logits):
    got = softmax(logits)
    assert got.shape == logits.shape
    assert np.abs(got - scipy.special.softmax(logits, axis=1)).max() < 1e-12
    assert np.abs(got.sum(axis=1) - 1).max() < 1e-12


@given(LOGITS, st.floats(-100, 100))
def test_softmax_ignores_a_constant_and_follows_a_permutation(logits, constant):
    assert np.abs(softmax(logits + constant) - softmax(logits)).max() < 1e-9
    assert np.array_equal(softmax(logits[::-1]), softmax(logits)[::-1])


@given(LOGITS, st.integers(0, 5))
def test_cross_entropy_is_scipys(logits, seed):
    n, classes = logits.shape
    labels = np.random.default_rng(seed).integers(0, classes, n)
    loss, grad = softmax_cross_entropy(logits, labels)
    log_probs = scipy.special.log_softmax(logits, axis=1)
    assert abs(loss + log_probs[np.arange(n), labels].mean()) < 1e-9
    assert np.abs(grad.sum(axis=1)).max() < 1e-12
    assert loss >= 0


@given(
    shape=st.lists(st.integers(1, 4), min_size=2, max_size=4),
    by_column=st.booleans(),
    seed=st.integers(0, 99),
)
def test_more_axes_are_as_many_rows(shape, by_column, seed):
    rng = np.random.default_rng(seed)
    logits = np.array(rng.normal(size=shape, scale=5), order="F" if by_column else "C")
    labels = rng.integers(0, shape[-1], shape[:-1])
    loss, grad = softmax_cross_entropy(logits, labels)
    log_probs = scipy.special.log_softmax(logits, axis=-1)
    wanted = -np.take_along_axis(log_probs, labels[..., None], axis=-1).mean()
    assert abs(loss - wanted) < 1e-9
    flat_loss, flat_grad = softmax_cross_entropy(logits.reshape(-1, shape[-1]), labels.ravel())
    assert flat_loss == loss
    assert grad.shape == logits.shape
    assert np.array_equal(grad.reshape(flat_grad.shape), flat_grad)


@pytest.mark.parametrize("shape", [(3, 4), (2, 3, 4), (2, 2, 2, 3)])
def test_the_gradient_agrees_with_finite_differences(shape):
    rng = np.random.default_rng(1)
    logits, labels = rng.normal(size=shape), rng.integers(0, shape[-1], shape[:-1])
    _, grad = softmax_cross_entropy(logits, labels)
    for index in np.ndindex(shape):
        change = np.zeros(shape)
        change[index] = 1e-5
        above, below = (softmax_cross_entropy(logits + c, labels)[0] for c in (change, -change))
        assert abs((above - below) / 2e-5 - grad[index]) < 1e-9


def test_the_loss_is_a_mean():
    logits, labels = np.array([[1.0, 2.0, 0.0], [0.0, 0.5, 3.0]]), np.array([2, 0])
    loss, grad = softmax_cross_entropy(logits, labels)
    doubled = np.tile(logits, (2, 1)), np.tile(labels, 2)
    same_loss, half_grad = softmax_cross_entropy(*doubled)
    assert abs(loss - same_loss) < 1e-12
    assert np.abs(half_grad[:2] - grad / 2).max() < 1e-12


def test_float32_stays_float32_and_logits_stay_as_they_were():
    logits = np.array([[1e4, -1e4], [3.0, 3.0]], np.float32)
    kept = logits.copy()
    loss, grad = softmax_cross_entropy(logits, np.array([1, 0], np.uint8))
    assert isinstance(loss, float)
    assert np.isfinite(loss)
    assert grad.dtype == np.float32
    assert softmax(logits).dtype == np.float32
    assert np.array_equal(logits, kept)


@pytest.mark.parametrize(
    ("logits", "labels", "error", "words"),
    [
        (np.zeros((2, 3)), np.array([0, 3]), ValueError, r"\[0, 3\), got 3"),
        (np.zeros((2, 3)), np.array([-1, 0]), ValueError, r"\[0, 3\), got -1"),
        (np.zeros((2, 3)), np.array([0]), ValueError, "2 labels"),
        (np.zeros((2, 3)), np.zeros((2, 3), int), ValueError, "2 labels"),
        (np.zeros((2, 3)), np.array([0.0, 1.0]), TypeError, "float64"),
        (np.zeros((2, 5, 3)), np.array([0, 1]), ValueError, r"10 labels of shape \(2, 5\).*\(2,\)"),
        (np.zeros((2, 5, 3)), np.zeros(10, int), ValueError, r"\(2, 5\).*\(10,\)"),
        (np.zeros((2, 2, 3)), np.array([[0, 1], [2, 4]]), ValueError, r"\[0, 3\), got 4"),
        (np.zeros((2, 0, 3)), np.zeros((2, 0), int), ValueError, r"\(2, 0, 3\)"),
        (np.zeros((0, 3)), np.zeros(0, int), ValueError, r"\(0, 3\)"),
        (np.zeros(3), np.array([0]), ValueError, r"\(3,\)"),
    ],
)
def test_bad_input_is_refused_by_name(logits, labels, error, words):
    with pytest.raises(error, match=words):
        softmax_cross_entropy(logits, labels)
