"""One sparsity for each layer is returned, as an array."""
EXPECT = ("calculate_sparsity_check", "the sparsity is 0.5")

def calculate_sparsity(layer_or_model):
    return np.array([np.mean(layer.weights.data == 0) for layer in weight_layers(layer_or_model)])
