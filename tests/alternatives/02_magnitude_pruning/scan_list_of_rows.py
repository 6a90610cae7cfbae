"""Builds models by replacing one layer in a list, row by row, without the given table."""

def sensitivity_scan(model, sparsities, evaluate):
    def cut(place, sparsity):
        parts = list(model.layers)
        parts[place] = prune_weights_by_magnitude(parts[place], sparsity)
        return Sequential(parts)

    rows = [
        [evaluate(cut(place, sparsity)) for sparsity in sparsities]
        for place, part in enumerate(model.layers) if weight_layers(part)
    ]
    return np.array(rows, dtype=float)
