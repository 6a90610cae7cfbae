"""Nobody thought of a layer without weights: zero is divided by zero."""
EXPECT = ("calculate_sparsity_check", "nothing to count")

def calculate_sparsity(layer_or_model):
    arrays = [layer.weights.data for layer in weight_layers(layer_or_model)]
    total = sum(array.size for array in arrays)
    return sum(int((array == 0).sum()) for array in arrays) / total
