"""A bias is counted for every output, also where the layer has none."""

EXPECT = ("count_parameters_check", "bias=False keeps weights only")


def count_parameters(model):
    total = 0
    for layer in model.layers:
        if hasattr(layer, "weights"):
            total += layer.weights.data.size + layer.weights.data.shape[-1]
    return total
