"""One threshold for the network, which drops all ties."""
EXPECT = ("prune_model_by_magnitude_check", "A threshold cannot split equals")

def prune_model_by_magnitude(model, sparsity, scope="layer"):
    if scope not in ("layer", "global"):
        raise ValueError(f"scope must be 'layer' or 'global', got {scope!r}")
    pruned = model.copy()
    layers = weight_layers(pruned)
    rows = [layer.weights.data.ravel() for layer in layers]
    ends = np.cumsum([row.size for row in rows])[:-1]
    if scope == "global":
        row = np.concatenate(rows)
        magnitude_mask(row, sparsity)
        sizes = np.sort(np.abs(row))
        drop = round(sparsity * sizes.size)
        edge = sizes[drop - 1] if drop else -1.0
        for layer in layers:
            layer.weights.data = layer.weights.data * (np.abs(layer.weights.data) > edge)
        return pruned
    for layer in layers:
        layer.weights.data = layer.weights.data * magnitude_mask(layer.weights.data, sparsity)
    return pruned
