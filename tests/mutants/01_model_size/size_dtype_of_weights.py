"""A bias is taken to have the dtype of its layer's weights."""

EXPECT = ("calculate_model_size_check", "dtype of its own")


def calculate_model_size(model):
    total = 0
    for layer in model.layers:
        if hasattr(layer, "weights"):
            numbers = sum(p.data.size for p in layer.parameters())
            total += numbers * layer.weights.data.itemsize
    return total / 1_000_000
