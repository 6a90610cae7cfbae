"""Only the first layer with weights is counted."""
EXPECT = ("calculate_sparsity_check", "before you divide")

def calculate_sparsity(layer_or_model):
    for layer in weight_layers(layer_or_model):
        return float(np.mean(layer.weights.data == 0))
    return 0.0
