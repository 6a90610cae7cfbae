"""Weights are taken for matrices: rows times columns, whatever axes follow."""

EXPECT = ("count_parameters_check", "four axes")


def count_parameters(model):
    total = 0
    for layer in model.layers:
        if hasattr(layer, "weights"):
            total += layer.weights.data.shape[0] * layer.weights.data.shape[1]
            if layer.bias is not None:
                total += layer.bias.data.shape[0]
    return total
