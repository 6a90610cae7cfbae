"""The mean of the layers' sparsities: a small layer counts as much as a large one."""
EXPECT = ("calculate_sparsity_check", "before you divide")

def calculate_sparsity(layer_or_model):
    shares = [np.mean(layer.weights.data == 0) for layer in weight_layers(layer_or_model)]
    return float(np.mean(shares)) if shares else 0.0
