"""All weights in one long row, and one mean."""

def calculate_sparsity(layer_or_model):
    owners = weight_layers(layer_or_model)
    if not owners:
        return 0.0
    row = np.concatenate([owner.weights.data.ravel() for owner in owners])
    return np.mean(row == 0)
