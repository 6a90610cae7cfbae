"""The pieces of the long mask are given to the layers from the last to the first."""
EXPECT = ("prune_model_by_magnitude_check", "scope 'global'")

def prune_model_by_magnitude(model, sparsity, scope="layer"):
    if scope not in ("layer", "global"):
        raise ValueError(f"scope must be 'layer' or 'global', got {scope!r}")
    pruned = model.copy()
    layers = weight_layers(pruned)
    rows = [layer.weights.data.ravel() for layer in layers]
    ends = np.cumsum([row.size for row in rows])[:-1]
    if scope == "global":
        kept = magnitude_mask(np.concatenate(rows), sparsity)
        start = 0
        for layer in reversed(layers):
            shape, size = layer.weights.data.shape, layer.weights.data.size
            layer.weights.data = layer.weights.data * kept[start:start + size].reshape(shape)
            start += size
        return pruned
    for layer in layers:
        layer.weights.data = layer.weights.data * magnitude_mask(layer.weights.data, sparsity)
    return pruned
