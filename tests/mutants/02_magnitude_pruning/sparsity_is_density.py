"""The fraction of weights that are left is taken for the sparsity."""
EXPECT = ("calculate_sparsity_check", "the sparsity is 0.25")

def calculate_sparsity(layer_or_model):
    arrays = [layer.weights.data.ravel() for layer in weight_layers(layer_or_model)]
    if not arrays:
        return 0.0
    return float(np.mean(np.concatenate(arrays) != 0))
