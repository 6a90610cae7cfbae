"""Sparsity is given in percent, from 0 to 100."""
EXPECT = ("calculate_sparsity_check", "the sparsity is 0.5")

def calculate_sparsity(layer_or_model):
    arrays = [layer.weights.data.ravel() for layer in weight_layers(layer_or_model)]
    if not arrays:
        return 0.0
    return float(100 * np.mean(np.concatenate(arrays) == 0))
