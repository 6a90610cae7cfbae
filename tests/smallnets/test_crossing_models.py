"""Models cross to the tests as plain data; what no honest process sends is refused."""

import json

import numpy as np
import pytest

import tasks.crossing  # noqa: F401  registers the types
from smallnets import Dense, Parameter, ReLU, Residual, Sequential, model_to_plain
from smallnets.layers import LAYER_TYPES, MAX_NESTING
from splitgrade import wire
from tests.smallnets.test_nesting import circle, deep, nested, rows
from tests.smallnets.test_new_layer import crossed


def test_a_nested_model_arrives_whole():
    model = nested()
    model.backward(np.ones_like(model.forward(rows())))
    again = crossed(model)
    assert repr(again) == repr(model)
    assert np.array_equal(again.forward(rows()), model.forward(rows()))
    for name, parameter in again.named_parameters().items():
        assert np.array_equal(parameter.grad, model.named_parameters()[name].grad)


def test_what_a_layer_remembers_of_a_batch_stays_behind():
    model = nested()
    model.forward(rows())
    with pytest.raises(RuntimeError, match="forward before backward"):
        crossed(model).backward(np.ones((5, 4), np.float32))


def test_a_model_that_contradicts_itself_crosses_as_it_is():
    layer = Dense(2, 3)
    layer.weights = np.zeros((2, 2))
    layer.bias.data = [1.0, 2.0]
    again = crossed(layer)
    assert again.weights.shape == (2, 2)
    assert again.bias.data == [1.0, 2.0]


def test_a_function_put_over_a_method_stays_behind():
    model = Sequential([ReLU()])
    model.forward = lambda x: "full marks"
    model.layers[0].secret = "x"
    again = crossed(model)
    assert vars(again).keys() == {"layers"}
    assert vars(again.layers[0]) == {}


def test_the_deepest_model_there_is_crosses_also_inside_an_argument():
    assert repr(crossed({"models": [deep(MAX_NESTING)]})["models"][0]) == repr(deep(MAX_NESTING))


def test_a_layer_inside_itself_is_refused_by_the_sender():
    with pytest.raises(wire.CrossingError, match="nested more than 60 deep"):
        crossed(circle())


def sent(node, buffers=b""):
    """Decode what a process that is not bound to our code may have written."""
    return wire.Decoder(buffers).decode(json.loads(json.dumps(node)))


def layer_node(name, **attributes):
    return ["r", name, ["d", [[key, value] for key, value in attributes.items()]]]


@pytest.mark.parametrize("name", sorted(LAYER_TYPES))
@pytest.mark.parametrize("attribute", ["forward", "backward", "_saved", "__class__", "attributes"])
def test_no_layer_takes_an_attribute_that_its_class_does_not_name(name, attribute):
    with pytest.raises(wire.WireError, match=f"no {name} can be made.*{attribute}"):
        sent(layer_node(name, **{attribute: None}))


@pytest.mark.parametrize(
    ("node", "words"),
    [
        (layer_node("Layer"), "not registered"),
        (layer_node("Gate"), "not registered"),
        (["r", "Sequential", ["l", []]], "no Sequential can be made"),
        (["r", "Sequential", 3], "no Sequential can be made"),
        (["r", "Sequential"], "a broken 'r'"),
        (layer_node("Residual", layer=["h", 1]), "unknown tag"),
    ],
)
def test_what_no_honest_process_sends_is_refused(node, words):
    with pytest.raises(wire.WireError, match=words):
        sent(node)


def test_nesting_without_end_is_refused_on_arrival():
    node = layer_node("ReLU")
    for _ in range(100):
        node = layer_node("Residual", layer=node)
    with pytest.raises(wire.WireError, match="nested too deeply"):
        sent(node)


def test_a_nest_deeper_than_layers_go_arrives_and_is_refused_in_words():
    node = layer_node("ReLU")
    for _ in range(MAX_NESTING + 4):
        node = layer_node("Residual", layer=node)
    arrived = sent(node)
    with pytest.raises(ValueError, match=f"more than {MAX_NESTING} deep"):
        arrived.parameters()


def test_wrong_shapes_arrive_and_are_refused_where_the_model_is_used():
    weights, bias = np.zeros((2, 3), np.float32), np.zeros(4, np.float32)
    model = Sequential([Dense(2, 3)])
    model.layers[0].weights, model.layers[0].bias = Parameter(weights), Parameter(bias)
    arrived = crossed(Sequential([Residual(model)]))
    with pytest.raises(ValueError, match=r"0.layer.0.bias should have shape \(3,\)"):
        model_to_plain(arrived)
