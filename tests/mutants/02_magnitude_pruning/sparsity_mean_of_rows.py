"""The sparsity of every unit is averaged over units, not weighted by layer size."""
EXPECT = ("calculate_sparsity_check", "before you divide")

def calculate_sparsity(layer_or_model):
    shares = []
    for layer in weight_layers(layer_or_model):
        rows = layer.weights.data.reshape(-1, layer.weights.data.shape[-1])
        shares += [float(np.mean(column == 0)) for column in rows.T]
    return sum(shares) / len(shares) if shares else 0.0
