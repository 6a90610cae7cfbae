"""A layer without a bias stops the function."""

EXPECT = ("calculate_model_size_check", "Its .bias is None")


def calculate_model_size(model):
    total = 0
    for layer in model.layers:
        if hasattr(layer, "weights"):
            total += layer.weights.data.nbytes + layer.bias.data.nbytes
    return total / 1_000_000
