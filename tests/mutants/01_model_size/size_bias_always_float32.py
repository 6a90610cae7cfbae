"""Only weights change their dtype; a bias is taken to stay in float32."""

EXPECT = ("calculate_model_size_check", "dtype of its own")


def calculate_model_size(model):
    total = 0
    for layer in model.layers:
        if hasattr(layer, "weights"):
            total += layer.weights.data.nbytes
            if layer.bias is not None:
                total += layer.bias.data.size * 4
    return total / 1_000_000
