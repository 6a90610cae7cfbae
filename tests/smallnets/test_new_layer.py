"""A new layer is one class: everything else follows from it."""

import io
from collections.abc import Callable
from typing import Any, Optional

import numpy as np
import pytest

import tasks.crossing
from smallnets import (
    Dense,
    Layer,
    Parameter,
    ReLU,
    Residual,
    Sequential,
    load_checkpoint,
    measure_macs,
    model_to_plain,
    register_layer,
    save_checkpoint,
)
from smallnets.layers import LAYER_TYPES, multiply
from splitgrade import wire
from tests.smallnets.test_repr_html import Table


@pytest.fixture
def new_layer(monkeypatch):
    """A registered class that only this test knows; gone when it ends."""
    monkeypatch.setattr(wire, "_registered", dict(wire._registered))
    known = dict(LAYER_TYPES)

    @register_layer
    class Gate(Layer):
        """y = (x * weights) @ mix, counting how often it was used."""

        weights: Parameter
        uses: np.ndarray
        sharpness: float

        def __init__(self, features, sharpness=1.0):
            self.weights = Parameter(np.ones(features, np.float32))
            self.uses = np.zeros(1, np.int32)
            self.sharpness = sharpness

        def config(self):
            return {"features": len(self.weights.data), "sharpness": self.sharpness}

        @staticmethod
        def array_shapes(config):
            return {"weights": (config["features"],), "uses": (1,)}

        def forward(self, x):
            self.uses = self.uses + 1
            return self._save(multiply(x, np.diag(self.weights.data) * self.sharpness), x)

        def backward(self, grad):
            (x,) = self._recall(grad)
            self.weights.grad = (grad * x).sum(axis=0) * self.sharpness
            return grad * self.weights.data * self.sharpness

    yield Gate
    LAYER_TYPES.clear()
    LAYER_TYPES.update(known)


def model_with(kind):
    model = Sequential([Dense(3, 4), Residual(kind(4, sharpness=0.5))])
    model.layers[1].layer.weights.data[:] = [1, 2, 0, 4]
    model.forward(np.ones((2, 3), np.float32))
    return model


def crossed(value):
    encoder = wire.Encoder()
    stream = io.BytesIO()
    wire.write_frame(stream, {"value": encoder.encode(value)}, encoder.buffers)
    stream.seek(0)
    message, buffers = wire.read_frame(stream)
    return wire.Decoder(buffers).decode(message["value"])


def test_it_is_saved_and_loaded(new_layer, tmp_path):
    model = model_with(new_layer)
    save_checkpoint(model, tmp_path / "m.npz")
    again, _ = load_checkpoint(tmp_path / "m.npz")
    assert type(again.layers[1].layer) is new_layer
    assert repr(again) == repr(model)
    assert again.layers[1].layer.uses.tolist() == [1]
    x = np.ones((2, 3), np.float32)
    assert np.array_equal(again.forward(x), model.forward(x))


def test_it_is_counted_tabled_and_copied(new_layer):
    model = model_with(new_layer)
    assert measure_macs(model, np.ones((2, 3), np.float32)) == 3 * 4 + 4 * 4
    row = Table(model._repr_html_()).rows[3]
    assert row == ["1.layer", "Gate", "4", "4", "20", "25.0%"]
    assert list(model.named_parameters())[2:] == ["1.layer.weights"]
    assert np.array_equal(model.copy().layers[1].layer.uses, model.layers[1].layer.uses)


def test_it_crosses_to_the_tests(new_layer):
    tasks.crossing.register_models()
    model = model_with(new_layer)
    again = crossed(model)
    assert repr(again) == repr(model)
    assert model_to_plain(again)[0] == model_to_plain(model)[0]
    for name, array in model_to_plain(model)[1].items():
        assert np.array_equal(model_to_plain(again)[1][name], array)


def test_without_the_decorator_it_is_not_stored(new_layer):
    class Other(new_layer):
        """Not registered."""

    with pytest.raises(TypeError, match="layer 0: only .*Gate.* can be stored, got Other"):
        model_to_plain(Sequential([Other(3)]))


def test_a_name_belongs_to_one_class(new_layer):
    with pytest.raises(ValueError, match="registered as 'ReLU'"):
        register_layer(type("ReLU", (Layer,), {}))
    assert LAYER_TYPES["ReLU"] is ReLU


def test_a_cell_that_runs_twice_may_define_its_layer_twice(new_layer):
    def cell():
        @register_layer
        class Mine(Layer):
            """Defined in a notebook."""

        return Mine

    cell()
    newer = cell()
    assert LAYER_TYPES["Mine"] is newer
    assert model_to_plain(Sequential([newer()]))[0] == {"layers": [{"type": "Mine"}]}


@pytest.mark.parametrize(
    "annotation",
    [
        Callable,
        Callable[[np.ndarray], np.ndarray],
        "Callable",
        object,
        Any,
        dict,
        dict[str, Layer],
        list[Callable],
        list,
        Parameter | Callable,
        Optional[Callable],  # noqa: UP045
        type,
        "int or what you like",
    ],
    ids=str,
)
def test_what_is_no_data_is_not_registered(new_layer, annotation):
    body = {"__annotations__": {"size": int, "activation": annotation}}
    with pytest.raises(TypeError, match=r"Odd\.activation is annotated .*; a layer's attributes"):
        register_layer(type("Odd", (Layer,), body))
    assert "Odd" not in LAYER_TYPES


@pytest.mark.parametrize(
    "annotation",
    [
        Parameter,
        np.ndarray,
        Layer,
        list[Layer],
        bool,
        int,
        float,
        str,
        Parameter | None,
        int | float | None,
        "np.ndarray | None",
        "list[Layer]",
    ],
    ids=str,
)
def test_what_is_data_is_registered(new_layer, annotation):
    even = register_layer(type("Even", (Layer,), {"__annotations__": {"thing": annotation}}))
    assert LAYER_TYPES["Even"] is even
