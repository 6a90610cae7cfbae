"""Every gradient against central differences, in float64."""

import numpy as np
import pytest

from smallnets import (
    Conv2D,
    Dense,
    Flatten,
    MaxPool2D,
    ReLU,
    Sequential,
    softmax_cross_entropy,
)
from tests.oracles.finite_differences import numerical_gradient

LAYERS = {
    "dense": (lambda: Dense(5, 3), (4, 5)),
    "dense without bias": (lambda: Dense(5, 3, bias=False), (4, 5)),
    "conv": (lambda: Conv2D(2, 3, 3), (2, 5, 6, 2)),
    "conv without bias": (lambda: Conv2D(2, 3, 3, bias=False), (2, 5, 6, 2)),
    "conv padded": (lambda: Conv2D(2, 3, 3, padding=2), (2, 4, 3, 2)),
    "conv with stride": (lambda: Conv2D(2, 3, 2, stride=2), (2, 6, 4, 2)),
    "conv that skips the edge": (lambda: Conv2D(1, 2, 3, stride=2), (2, 6, 8, 1)),
    "conv with all": (lambda: Conv2D(2, 2, 3, stride=3, padding=1), (2, 7, 5, 2)),
    "conv 1x1": (lambda: Conv2D(3, 2, 1), (2, 3, 3, 3)),
    "max pool": (lambda: MaxPool2D(2), (2, 4, 6, 3)),
    "max pool 3": (lambda: MaxPool2D(3), (2, 6, 3, 2)),
    "relu": (lambda: ReLU(), (3, 4, 2)),
    "flatten": (lambda: Flatten(), (3, 4, 2, 2)),
}


def apart(shape, seed=0):
    """Draw distinct values, 0.1 apart and off zero: no kink lies within a step."""
    values = 0.1 * np.arange(np.prod(shape)) - 0.05 * np.prod(shape) + 0.025
    return np.random.default_rng(seed).permutation(values).reshape(shape)


def in_float64(model):
    """Give the model random float64 parameters, biases included."""
    rng = np.random.default_rng(7)
    for parameter in model.parameters():
        parameter.data = rng.normal(size=parameter.data.shape)
    return model


@pytest.mark.parametrize("name", LAYERS)
def test_layer_gradients(name):
    create, shape = LAYERS[name]
    layer, x = in_float64(create()), apart(shape)
    direction = np.random.default_rng(1).normal(size=layer.forward(x).shape)

    def objective():
        return float((layer.forward(x) * direction).sum())

    layer.forward(x)
    input_gradient = layer.backward(direction)
    assert input_gradient.shape == x.shape
    assert np.abs(input_gradient - numerical_gradient(objective, x)).max() < 1e-7
    for parameter in layer.parameters():
        wanted = numerical_gradient(objective, parameter.data)
        assert parameter.grad.shape == parameter.data.shape
        assert np.abs(parameter.grad - wanted).max() < 1e-7


@pytest.mark.parametrize("name", ["dense", "conv with all", "max pool"])
def test_parameter_gradients_are_those_of_backward(name):
    create, shape = LAYERS[name]
    layer, x = create(), apart(shape).astype(np.float32)
    grad = np.ones_like(layer.forward(x))
    layer.backward(grad)
    wanted = [p.grad for p in layer.parameters()]
    for p in layer.parameters():
        p.grad = None
    assert layer.parameter_gradients(grad) is None
    got = [p.grad for p in layer.parameters()]
    assert all(np.array_equal(a, b) for a, b in zip(got, wanted, strict=True))


def small_cnn():
    return Sequential(
        [
            Conv2D(1, 2, 3, padding=1),
            ReLU(),
            MaxPool2D(2),
            Flatten(),
            Dense(8, 5),
            ReLU(),
            Dense(5, 3),
        ]
    )


def test_gradients_of_a_whole_network_and_its_loss():
    model, x = in_float64(small_cnn()), apart((3, 4, 4, 1))
    labels = np.array([0, 2, 1])

    def objective():
        return softmax_cross_entropy(model.forward(x), labels)[0]

    input_gradient = model.backward(softmax_cross_entropy(model.forward(x), labels)[1])
    assert np.abs(input_gradient - numerical_gradient(objective, x)).max() < 1e-7
    for parameter in model.parameters():
        wanted = numerical_gradient(objective, parameter.data)
        assert np.abs(parameter.grad - wanted).max() < 1e-7


def test_a_network_skips_layers_without_parameters_at_its_front():
    x, grad = np.ones((2, 4, 1, 1), np.float32), np.ones((2, 3), np.float32)
    model = Sequential([Flatten(), Dense(4, 3), ReLU()])
    model.forward(x)
    model.parameter_gradients(grad)
    got = [p.grad for p in model.parameters()]
    model.backward(grad)
    for a, p in zip(got, model.parameters(), strict=True):
        assert np.array_equal(a, p.grad)


def test_a_network_without_parameters_has_nothing_to_set():
    model = Sequential([ReLU()])
    model.forward(np.ones((1, 2), np.float32))
    model.parameter_gradients(np.ones((1, 2), np.float32))
    assert model.parameters() == []


@pytest.mark.parametrize("scale", [0.1, 1.0, 30.0])
def test_loss_gradient(scale):
    rng = np.random.default_rng(3)
    logits, labels = scale * rng.normal(size=(6, 4)), rng.integers(0, 4, 6)
    _, grad = softmax_cross_entropy(logits, labels)
    wanted = numerical_gradient(lambda: softmax_cross_entropy(logits, labels)[0], logits)
    assert np.abs(grad - wanted).max() < 1e-8


def test_relu_passes_no_gradient_at_zero():
    layer = ReLU()
    layer.forward(np.array([[-1.0, 0.0, 1.0]], np.float32))
    assert layer.backward(np.ones((1, 3), np.float32)).tolist() == [[0.0, 0.0, 1.0]]


def test_a_tie_in_max_pool_sends_the_gradient_to_the_first_pixel_only():
    layer = MaxPool2D(2)
    layer.forward(np.ones((1, 2, 2, 1), np.float32))
    grad = layer.backward(np.full((1, 1, 1, 1), 5.0, np.float32))
    assert grad.ravel().tolist() == [5.0, 0.0, 0.0, 0.0]


def test_the_numerical_gradient_notices_a_wrong_one():
    x = apart((3,))
    got = numerical_gradient(lambda: float((x**2).sum()), x)
    assert np.abs(got - 2 * x).max() < 1e-8
    assert np.abs(got - 1.9 * x).max() > 1e-3
