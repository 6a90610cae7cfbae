"""Every layer with weights is taken to have a bias."""

EXPECT = ("count_parameters_check", "Its .bias is None")


def count_parameters(model):
    total = 0
    for layer in model.layers:
        if hasattr(layer, "weights"):
            total += layer.weights.data.size + layer.bias.data.size
    return total
