"""Forward steps against naive loops; dtypes, shapes and refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smallnets import Conv2D, Dense, Flatten, MaxPool2D, Parameter, ReLU
from tests.oracles import naive_layers


def images(shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def with_random_bias(layer):
    layer.bias.data = images(layer.bias.data.shape, seed=5)
    return layer


@settings(max_examples=40, deadline=None)
@given(
    n=st.integers(1, 3),
    height=st.integers(1, 6),
    width=st.integers(1, 6),
    channels=st.integers(1, 3),
    n_out=st.integers(1, 3),
    size=st.integers(1, 4),
    stride=st.integers(1, 3),
    padding=st.integers(0, 3),
)
def test_conv_is_naive_conv(n, height, width, channels, n_out, size, stride, padding):
    padding = min(padding, size - 1)
    if min(height, width) + 2 * padding < size:
        padding = size - 1
    layer = with_random_bias(Conv2D(channels, n_out, size, stride, padding))
    x = images((n, height, width, channels))
    got = layer.forward(x)
    weights, bias = layer.weights.data, layer.bias.data
    wanted = naive_layers.conv2d(x, weights, bias, stride, padding)
    assert got.shape == wanted.shape
    assert got.dtype == np.float32
    assert np.abs(got - wanted).max() < 1e-5
    assert layer.backward(got).shape == x.shape


@settings(max_examples=40, deadline=None)
@given(
    n=st.integers(1, 3),
    rows=st.integers(1, 3),
    columns=st.integers(1, 3),
    channels=st.integers(1, 3),
    size=st.integers(1, 3),
    levels=st.integers(1, 9),
)
def test_max_pool_is_naive_max_pool(n, rows, columns, channels, size, levels):
    shape = (n, rows * size, columns * size, channels)
    x = np.random.default_rng(0).integers(-levels, levels, shape).astype(np.float32)
    layer = MaxPool2D(size)
    got = layer.forward(x)
    assert np.array_equal(got, naive_layers.max_pool(x, size))
    assert layer.backward(np.ones_like(got)).sum() == got.size


@settings(max_examples=25, deadline=None)
@given(n=st.integers(1, 4), n_in=st.integers(1, 6), n_out=st.integers(1, 6))
def test_dense_is_naive_dense(n, n_in, n_out):
    layer, x = with_random_bias(Dense(n_in, n_out)), images((n, n_in))
    wanted = naive_layers.dense(x, layer.weights.data, layer.bias.data)
    assert np.abs(layer.forward(x) - wanted).max() < 1e-5


def test_relu_and_flatten_by_hand():
    x = np.array([[-1.0, 0.0, 2.0]], np.float32)
    assert ReLU().forward(x).tolist() == [[0.0, 0.0, 2.0]]
    cube = np.arange(24, dtype=np.float32).reshape(2, 3, 2, 2)
    assert Flatten().forward(cube)[1].tolist() == list(range(12, 24))


@pytest.mark.parametrize("stored", [np.float16, np.float64, np.int8, np.int32])
def test_activations_keep_the_dtype_of_the_input(stored):
    for layer, x in [(Dense(4, 3), images((2, 4))), (Conv2D(1, 3, 2), images((2, 4, 4, 1)))]:
        for parameter in layer.parameters():
            parameter.data = (3 * parameter.data).astype(stored)
        out = layer.forward(x)
        assert out.dtype == np.float32
        assert layer.backward(out).dtype == np.float32
        assert {p.grad.dtype for p in layer.parameters()} == {np.dtype(np.float32)}
        assert {p.data.dtype for p in layer.parameters()} == {np.dtype(stored)}


def test_an_int8_layer_computes_with_its_integers():
    layer = Dense(2, 1)
    layer.weights.data = np.array([[100], [-100]], np.int8)
    assert layer.forward(np.array([[2.0, 0.5]], np.float32)).tolist() == [[150.0]]


def test_forward_and_backward_leave_their_arguments_alone():
    cases = [
        (Dense(16, 3), (2, 16)),
        (Conv2D(1, 3, 2), (2, 4, 4, 1)),
        (MaxPool2D(2), (2, 4, 4, 1)),
        (ReLU(), (2, 4)),
        (Flatten(), (2, 4, 4, 1)),
    ]
    for layer, shape in cases:
        x = images(shape)
        kept = x.copy()
        out = layer.forward(x)
        grad = images(out.shape, seed=2)
        kept_grad = grad.copy()
        layer.backward(grad)
        assert np.array_equal(x, kept)
        assert np.array_equal(grad, kept_grad)


def test_initial_weights_follow_he_and_the_generator():
    weights = Dense(400, 300, rng=np.random.default_rng(1)).weights.data
    assert weights.dtype == np.float32
    assert abs(weights.std() / np.sqrt(2 / 400) - 1) < 0.01
    assert abs(weights.mean()) < 0.001
    kernel = Conv2D(16, 64, 5, rng=np.random.default_rng(1)).weights.data
    assert abs(kernel.std() / np.sqrt(2 / (16 * 25)) - 1) < 0.03
    again = Dense(400, 300, rng=np.random.default_rng(1)).weights.data
    other = Dense(400, 300, rng=np.random.default_rng(2)).weights.data
    assert np.array_equal(weights, again)
    assert not np.array_equal(weights, other)


def test_sizes_are_read_from_the_weights():
    layer = Dense(4, 3)
    layer.weights.data = np.zeros((7, 2), np.float32)
    assert (layer.in_features, layer.out_features) == (7, 2)
    conv = Conv2D(2, 3, 5)
    conv.weights.data = np.zeros((3, 3, 1, 8), np.float32)
    assert (conv.kernel_size, conv.in_channels, conv.out_channels) == (3, 1, 8)


def test_images_given_to_dense_name_both_remedies():
    with pytest.raises(ValueError, match=r"load_mnist\(flatten=True\).*Flatten\(\)"):
        Dense(784, 10).forward(images((2, 28, 28, 1)))


FAULTS = [
    (Dense(4, 3), np.zeros((2, 5), np.float32), ValueError, r"\(n, 4\), got \(2, 5\)"),
    (Dense(4, 3), np.zeros(4, np.float32), ValueError, "2 axes"),
    (Dense(4, 3), np.zeros((0, 4), np.float32), ValueError, "empty"),
    (Dense(4, 3), np.zeros((2, 4), np.uint8), TypeError, "uint8.*255"),
    (Dense(4, 3), [[0.0] * 4], TypeError, "list"),
    (Conv2D(3, 2, 3), np.zeros((1, 5, 5, 1), np.float32), ValueError, "3 channels"),
    (Conv2D(1, 2, 3), np.zeros((1, 784), np.float32), ValueError, "4 axes"),
    (Conv2D(1, 2, 3), np.zeros((1, 2, 9, 1), np.float32), ValueError, "2 by 9.*3 by 3"),
    (Conv2D(1, 2, 3), np.zeros((0, 5, 5, 1), np.float32), ValueError, "empty"),
    (MaxPool2D(2), np.zeros((1, 4, 5, 1), np.float32), ValueError, "multiples of 2"),
    (MaxPool2D(2), np.zeros((1, 4), np.float32), ValueError, "4 axes"),
    (Flatten(), np.zeros((0, 4, 4, 1), np.float32), ValueError, "batch"),
]


@pytest.mark.parametrize(("layer", "x", "error", "words"), FAULTS)
def test_bad_input_is_refused_by_name(layer, x, error, words):
    with pytest.raises(error, match=words):
        layer.forward(x)


def test_bad_arguments_are_refused_by_name():
    for create, error, words in [
        (lambda: Dense(0, 3), ValueError, "in_features.*0"),
        (lambda: Dense(3, 2.5), TypeError, "out_features.*2.5"),
        (lambda: Dense(True, 3), TypeError, "in_features"),
        (lambda: Conv2D(1, 1, 3, stride=0), ValueError, "stride.*0"),
        (lambda: Conv2D(1, 1, 3, padding=-1), ValueError, "padding.*-1"),
        (lambda: Conv2D(1, 1, 3, padding=3), ValueError, "padding.*3 and 3"),
        (lambda: MaxPool2D(0), ValueError, "size.*0"),
        (lambda: Parameter([1.0]), TypeError, "list"),
        (lambda: Parameter(np.array(["a"])), TypeError, "real numbers"),
    ]:
        with pytest.raises(error, match=words):
            create()


def test_backward_wants_a_forward_and_the_shape_of_the_output():
    layer = Dense(4, 3)
    with pytest.raises(RuntimeError, match="forward before backward"):
        layer.backward(np.zeros((2, 3), np.float32))
    layer.forward(images((2, 4)))
    with pytest.raises(ValueError, match=r"\(2, 3\).*got \(2, 4\)"):
        layer.backward(images((2, 4)))
