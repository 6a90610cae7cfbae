"""Layers in layers: what holds for a row of layers holds for those inside them."""

import json

import numpy as np
import pytest

from smallnets import (
    Conv2D,
    Dense,
    Flatten,
    ReLU,
    Residual,
    Sequential,
    load_checkpoint,
    measure_macs,
    model_from_plain,
    model_to_plain,
    save_checkpoint,
)
from smallnets.checkpoints import PRETRAINED
from smallnets.layers import MAX_NESTING
from tests.oracles.finite_differences import numerical_gradient
from tests.smallnets.test_repr_html import Table

NAMES = ["0.weights", "0.bias", "1.layer.1.weights", "1.layer.2.weights", "1.layer.2.bias"]


def nested():
    rng = np.random.default_rng(3)
    inner = Sequential([ReLU(), Dense(4, 6, bias=False, rng=rng), Dense(6, 4, rng=rng)])
    return Sequential([Dense(3, 4, rng=rng), Residual(inner), Sequential([ReLU()])])


def deep(levels):
    layer = Dense(2, 2)
    for _ in range(levels):
        layer = Sequential([layer])
    return layer


def circle():
    """A model whose inner Sequential holds the model."""
    model = Sequential([Sequential([ReLU()])])
    model.layers[0].layers.append(model)
    return model


def rows(n=5, seed=1):
    return np.random.default_rng(seed).normal(size=(n, 3)).astype(np.float32)


def test_it_computes_what_its_parts_compute():
    model, x = nested(), rows()
    first, residual, _ = model.layers
    hidden = first.forward(x)
    _, second, third = residual.layer.layers
    by_hand = hidden + third.forward(second.forward(np.maximum(hidden, 0)))
    assert np.array_equal(model.forward(x), np.maximum(by_hand, 0))


def test_parameters_are_named_by_the_way_to_them():
    model = nested()
    assert list(model.named_parameters()) == NAMES
    assert [id(p) for p in model.parameters()] == [id(p) for p in model.named_parameters().values()]
    assert [name for name, _ in model.named_layers()] == [
        "", "0", "1", "1.layer", "1.layer.0", "1.layer.1", "1.layer.2", "2", "2.0",
    ]  # fmt: skip


def test_gradients_agree_with_finite_differences():
    model, x = nested(), rows().astype(np.float64)
    for parameter in model.parameters():
        parameter.data = parameter.data.astype(np.float64)
    direction = np.random.default_rng(2).normal(size=model.forward(x).shape)

    def objective():
        return float((model.forward(x) * direction).sum())

    model.forward(x)
    got = model.backward(direction)
    assert np.abs(got - numerical_gradient(objective, x)).max() < 1e-7
    for parameter in model.parameters():
        wanted = numerical_gradient(objective, parameter.data)
        assert np.abs(parameter.grad - wanted).max() < 1e-7


@pytest.mark.parametrize(
    "model",
    [nested(), Sequential([ReLU(), nested()]), Sequential([Residual(Dense(3, 3))])],
    ids=["nested", "nested twice", "residual first"],
)
def test_the_short_way_sets_the_same_gradients(model):
    grad = np.ones_like(model.forward(rows()))
    model.backward(grad)
    wanted = [p.grad for p in model.parameters()]
    for parameter in model.parameters():
        parameter.grad = None
    assert model.parameter_gradients(grad) is None
    for parameter, expected in zip(model.parameters(), wanted, strict=True):
        assert np.array_equal(parameter.grad, expected)


def test_a_residual_wants_a_layer_that_keeps_the_shape():
    with pytest.raises(ValueError, match=r"same; got \(5, 3\) and \(5, 2\).*Dense"):
        Residual(Dense(3, 2)).forward(rows())
    with pytest.raises(TypeError, match="'ReLU'"):
        Residual("ReLU")


def test_macs_of_inner_layers_are_counted():
    assert measure_macs(nested(), rows()) == 3 * 4 + 4 * 6 + 6 * 4


def test_the_plain_form_is_json_and_comes_back():
    architecture, arrays = model_to_plain(nested())
    assert list(arrays) == NAMES
    assert architecture["layers"][1] == {
        "type": "Residual",
        "layer": {
            "type": "Sequential",
            "layers": [
                {"type": "ReLU"},
                {"type": "Dense", "in_features": 4, "out_features": 6, "bias": False},
                {"type": "Dense", "in_features": 6, "out_features": 4, "bias": True},
            ],
        },
    }
    again = model_from_plain(json.loads(json.dumps(architecture)), arrays)
    assert repr(again) == repr(nested())
    assert np.array_equal(again.forward(rows()), nested().forward(rows()))


def test_a_checkpoint_gives_the_same_bits(tmp_path):
    model = nested()
    model.layers[1].layer.layers[1].weights.data = np.arange(24, dtype=np.int8).reshape(4, 6)
    save_checkpoint(model, tmp_path / "m.npz")
    again, _ = load_checkpoint(tmp_path / "m.npz")
    for name, parameter in model.named_parameters().items():
        other = again.named_parameters()[name].data
        assert (other.dtype, other.tobytes()) == (parameter.data.dtype, parameter.data.tobytes())


MODELS = [p for p in sorted(PRETRAINED.glob("*.npz")) if p.stem != "teacher_logits"]


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_a_file_written_before_layers_nested_is_written_the_same_today(path, tmp_path):
    model, info = load_checkpoint(path)
    save_checkpoint(model, tmp_path / "again.npz", info)
    assert (tmp_path / "again.npz").read_bytes() == path.read_bytes()


def test_a_copy_shares_nothing_inside():
    model = nested()
    model.forward(rows())
    twin = model.copy()
    for p, q in zip(model.parameters(), twin.parameters(), strict=True):
        assert not np.shares_memory(p.data, q.data)
    with pytest.raises(RuntimeError, match="forward before backward"):
        twin.layers[1].backward(np.ones((5, 4), np.float32))


def test_the_table_has_a_row_for_each_layer_and_counts_none_twice():
    table = Table(nested()._repr_html_()).rows
    assert [row[:2] for row in table[1:-1]] == [
        ["0", "Dense"],
        ["1", "Residual"],
        ["1.layer", "Sequential"],
        ["1.layer.0", "ReLU"],
        ["1.layer.1", "Dense"],
        ["1.layer.2", "Dense"],
        ["2", "Sequential"],
        ["2.0", "ReLU"],
    ]
    assert table[2][2:] == ["none", "0", "0", "none"]
    n = 3 * 4 + 4 + 4 * 6 + 6 * 4 + 4
    assert table[-1][3:] == [str(n), str(4 * n), "0.0%"]


def test_its_text_shows_what_is_inside():
    model = Sequential([Flatten(), Residual(Sequential([ReLU()])), Residual(ReLU())])
    assert repr(model) == (
        "Sequential([\n    Flatten(),\n    Residual(Sequential([\n        ReLU(),\n    ])),\n"
        "    Residual(ReLU()),\n])"
    )


def test_a_layer_that_stands_twice_is_found_inside_others_too():
    layer = ReLU()
    with pytest.raises(ValueError, match="twice"):
        Sequential([layer, Residual(layer)])


def test_nesting_has_an_end():
    deep(MAX_NESTING).parameters()
    save = model_to_plain(deep(MAX_NESTING))
    assert repr(model_from_plain(*save)) == repr(deep(MAX_NESTING))
    with pytest.raises(ValueError, match=f"more than {MAX_NESTING} deep"):
        deep(MAX_NESTING + 1)


@pytest.mark.parametrize(
    "use",
    [
        Sequential.parameters,
        model_to_plain,
        Sequential._repr_html_,
        lambda model: save_checkpoint(model, "never.npz"),
    ],
    ids=["parameters", "plain form", "table", "checkpoint"],
)
def test_a_layer_inside_itself_is_refused_in_words(use, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match="inside itself"):
        use(circle())
    assert list(tmp_path.iterdir()) == []


def described(depth):
    """The description of that many Sequentials in one another."""
    inner = {"type": "ReLU"}
    for _ in range(depth):
        inner = {"type": "Sequential", "layers": [inner]}
    return {"layers": [inner]}


@pytest.mark.parametrize(
    ("architecture", "words"),
    [
        (described(MAX_NESTING), f"layer 0.*more than {MAX_NESTING} deep"),
        (described(500), "more than 16 deep"),
        ({"layers": [{"type": "Residual"}]}, "layer 0 .Residual.*layer"),
        ({"layers": [{"type": "Residual", "layer": "ReLU"}]}, "layer 0 .Residual.*'ReLU'"),
        ({"layers": [{"type": "Residual", "layer": [{"type": "ReLU"}]}]}, "Residual holds"),
        ({"layers": [{"type": "Sequential", "layers": []}]}, "at least one layer"),
        ({"layers": [{"type": "Sequential", "layers": [{"type": "No"}]}]}, "layer 0.0: .*'No'"),
        ({"layers": [{"type": "Sequential", "layers": {"type": "ReLU"}}]}, "not iterable"),
        ({"layers": [{"type": "Sequential", "layers": ["ReLU"]}]}, "layer 0.0: expected a dict"),
        ({"layers": [{"type": "Dense", "in_features": {"type": "ReLU"}, "out_features": 1,
                      "bias": True}]}, "0.weights is missing"),
    ],
)  # fmt: skip
def test_bad_descriptions_are_refused_by_name(architecture, words):
    with pytest.raises(ValueError, match=words):
        model_from_plain(architecture, {})


def test_a_false_size_inside_allocates_nothing():
    architecture, arrays = model_to_plain(nested())
    architecture["layers"][1]["layer"]["layers"][1]["out_features"] = 10**12
    with pytest.raises(ValueError, match=r"1.layer.1.weights should have shape \(4, 1000000000000"):
        model_from_plain(architecture, arrays)


def test_a_convolution_inside_trains_as_one_outside():
    images = np.random.default_rng(0).normal(size=(2, 6, 6, 1)).astype(np.float32)
    flat = Sequential([Conv2D(1, 2, 3), ReLU(), Flatten(), Dense(32, 3)])
    inside = Sequential([Sequential(flat.copy().layers[:2]), *flat.copy().layers[2:]])
    for model in (flat, inside):
        model.parameter_gradients(np.ones_like(model.forward(images)))
    for p, q in zip(flat.parameters(), inside.parameters(), strict=True):
        assert np.array_equal(p.grad, q.grad)
