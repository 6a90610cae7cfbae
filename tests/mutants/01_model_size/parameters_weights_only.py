"""Only weights are counted; biases are forgotten."""

EXPECT = ("count_parameters_check", "Count every entry of every weights and bias array")


def count_parameters(model):
    return sum(layer.weights.data.size for layer in model.layers if hasattr(layer, "weights"))
