"""Sequential, the two networks, and the plain form of a model."""

import json

import numpy as np
import pytest

from smallnets import (
    Dense,
    Flatten,
    ReLU,
    Sequential,
    create_compact_model,
    create_lenet5,
    create_mlp,
    model_from_plain,
    model_to_plain,
)


def n_parameters(model):
    return sum(len(p.data.ravel()) for p in model.parameters())


def test_the_networks_have_their_published_sizes():
    mlp = create_mlp(784, [300, 100], 10)
    assert [type(layer).__name__ for layer in mlp.layers] == [
        "Dense",
        "ReLU",
        "Dense",
        "ReLU",
        "Dense",
    ]
    assert n_parameters(mlp) == 266_610
    lenet5 = create_lenet5()
    assert n_parameters(lenet5) == 61_706
    out = lenet5.forward(np.zeros((2, 28, 28, 1), np.float32))
    assert (out.shape, out.dtype) == ((2, 10), np.float32)


@pytest.mark.parametrize(
    ("ratio", "hidden", "parameters"),
    [
        (1, [300, 100], 266_610),
        (0.25, [75, 25], 61_035),
        (0.1, [30, 10], 23_970),
        (0.335, [100, 34], 82_284),
        (0.001, [1, 1], 807),
    ],
)
def test_a_compact_model_scales_the_hidden_widths(ratio, hidden, parameters):
    model = create_compact_model(ratio, seed=3)
    assert repr(model) == repr(create_mlp(784, hidden, 10))
    assert n_parameters(model) == parameters
    assert np.array_equal(
        model.layers[0].weights.data, create_mlp(784, hidden, 10, seed=3).layers[0].weights.data
    )


def test_a_compact_model_is_a_quarter_as_wide_unless_told_otherwise():
    assert repr(create_compact_model()) == repr(create_compact_model(0.25))


@pytest.mark.parametrize("ratio", [0, -0.5, 1.01, 25, float("nan"), float("inf")])
def test_a_ratio_that_is_no_fraction_is_refused(ratio):
    with pytest.raises(ValueError, match=f"at most 1, got {ratio}"):
        create_compact_model(ratio)


@pytest.mark.parametrize(
    "create",
    [
        lambda seed: create_mlp(6, [5], 3, seed=seed),
        lambda seed: create_compact_model(0.1, seed=seed),
        lambda seed: create_lenet5(seed=seed),
    ],
)
def test_the_seed_decides_the_weights(create):
    first, same, other = create(1), create(1), create(2)
    for a, b, c in zip(first.parameters(), same.parameters(), other.parameters(), strict=True):
        assert np.array_equal(a.data, b.data)
        assert a.data.ndim == 1 or not np.array_equal(a.data, c.data)


def test_layers_of_one_network_are_drawn_apart():
    first, second = create_mlp(5, [5], 5).parameters()[::2]
    assert not np.array_equal(first.data, second.data)


def test_a_copy_shares_nothing():
    model = create_mlp(4, [3], 2)
    model.backward(model.forward(np.ones((5, 4), np.float32)))
    twin = model.copy()
    kept = [p.data.copy() for p in model.parameters()]
    for p in twin.parameters():
        p.data += 1
        p.grad += 1
    for p, before, q in zip(model.parameters(), kept, twin.parameters(), strict=True):
        assert np.array_equal(p.data, before)
        assert not np.shares_memory(p.grad, q.grad)
    with pytest.raises(RuntimeError, match="forward before backward"):
        twin.backward(np.ones((5, 2), np.float32))


def test_sequential_refuses_what_is_no_row_of_layers():
    layer = ReLU()
    for layers, error, words in [
        ([], ValueError, "at least one"),
        ([Dense(2, 2), "ReLU"], TypeError, "'ReLU'"),
        ([ReLU], TypeError, "ReLU"),
        ([layer, layer], ValueError, "twice"),
    ]:
        with pytest.raises(error, match=words):
            Sequential(layers)


def test_the_plain_form_is_json_and_named_arrays():
    model = create_lenet5()
    architecture, arrays = model_to_plain(model)
    assert list(arrays)[:4] == ["0.weights", "0.bias", "3.weights", "3.bias"]
    again = model_from_plain(json.loads(json.dumps(architecture)), arrays)
    assert repr(again) == repr(model)
    x = np.random.default_rng(0).random((3, 28, 28, 1), dtype=np.float32)
    assert np.array_equal(again.forward(x), model.forward(x))


def test_the_plain_form_shares_nothing_with_either_model():
    model = create_mlp(3, [], 2)
    architecture, arrays = model_to_plain(model)
    again = model_from_plain(architecture, arrays)
    arrays["0.weights"] += 1
    assert not np.array_equal(arrays["0.weights"], model.layers[0].weights.data)
    assert np.array_equal(again.layers[0].weights.data, model.layers[0].weights.data)


def test_a_sliced_layer_keeps_its_new_shape():
    model = create_mlp(4, [6], 2)
    model.layers[0].weights.data = model.layers[0].weights.data[:, :3]
    model.layers[0].bias.data = model.layers[0].bias.data[:3]
    model.layers[2].weights.data = model.layers[2].weights.data[:3]
    again = model_from_plain(*model_to_plain(model))
    assert again.layers[0].config()["out_features"] == 3


def test_shapes_that_do_not_belong_together_are_refused():
    model = create_mlp(4, [6], 2)
    model.layers[0].weights.data = model.layers[0].weights.data[:, :3]
    with pytest.raises(ValueError, match=r"0.bias should have shape \(3,\).*\(6,\)"):
        model_to_plain(model)


class Doubling(Flatten):
    """A layer from outside the package."""


def test_foreign_models_have_no_plain_form():
    with pytest.raises(TypeError, match="layer 0.*Doubling"):
        model_to_plain(Sequential([Doubling()]))
    with pytest.raises(TypeError, match="list"):
        model_to_plain([Dense(2, 2)])


def plain_dense(**changes):
    description = {"type": "Dense", "in_features": 2, "out_features": 3, "bias": True}
    return {"layers": [{**description, **changes}]}


ARRAYS = {"0.weights": np.zeros((2, 3), np.float32), "0.bias": np.zeros(3, np.float32)}


@pytest.mark.parametrize(
    ("architecture", "arrays", "words"),
    [
        (plain_dense(type="Dropout"), ARRAYS, "layer 0: unknown type 'Dropout'.*Dense"),
        (plain_dense(type=["Dense"]), ARRAYS, "unknown type"),
        (plain_dense(in_features=10**9), ARRAYS, "0.weights should have shape"),
        (plain_dense(in_features="2"), ARRAYS, "0.weights should have shape"),
        (plain_dense(colour="red"), ARRAYS, "colour"),
        (plain_dense(), {"0.weights": ARRAYS["0.weights"]}, "0.bias is missing"),
        (plain_dense(bias=False), ARRAYS, "no layer takes.*0.bias"),
        (plain_dense(), {**ARRAYS, "0.bias": np.zeros(3, complex)}, "real numbers"),
        (plain_dense(), {**ARRAYS, "0.bias": [0, 0, 0]}, "real numbers"),
        ({"layers": [{"type": "Dense", "bias": True}]}, ARRAYS, "'out_features' is miss"),
        ({"layers": [{"type": "MaxPool2D", "size": 0}]}, {}, "size.*0"),
        ({"layers": [{"type": "MaxPool2D"}]}, {}, "size"),
        ({"layers": ["ReLU"]}, {}, "layer 0: expected a dict"),
        ({"layers": []}, {}, "at least one layer"),
        ({"layers": 3}, {}, "no list of layers"),
        ({}, {}, "no list of layers"),
        ([], {}, "no list of layers"),
    ],
)
def test_bad_plain_forms_are_refused_by_name(architecture, arrays, words):
    with pytest.raises(ValueError, match=words):
        model_from_plain(architecture, arrays)
