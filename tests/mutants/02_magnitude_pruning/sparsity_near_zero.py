"""Small weights are counted as zeros."""
EXPECT = ("calculate_sparsity_check", "A small weight is not a zero")

def calculate_sparsity(layer_or_model):
    arrays = [layer.weights.data.ravel() for layer in weight_layers(layer_or_model)]
    if not arrays:
        return 0.0
    return float(np.mean(np.isclose(np.concatenate(arrays), 0)))
