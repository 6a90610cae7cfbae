"""For the global ranking each layer's weights are divided by their spread first."""
EXPECT = ("prune_model_by_magnitude_check", "scope 'global'")

def prune_model_by_magnitude(model, sparsity, scope="layer"):
    if scope not in ("layer", "global"):
        raise ValueError(f"scope must be 'layer' or 'global', got {scope!r}")
    pruned = model.copy()
    layers = weight_layers(pruned)
    rows = [layer.weights.data.ravel() for layer in layers]
    ends = np.cumsum([row.size for row in rows])[:-1]
    if scope == "global":
        relative = [row / max(row.std(), 1e-9) for row in rows]
        kept = magnitude_mask(np.concatenate(relative), sparsity)
        for layer, mask in zip(layers, np.split(kept, ends)):
            layer.weights.data = layer.weights.data * mask.reshape(layer.weights.data.shape)
        return pruned
    for layer in layers:
        layer.weights.data = layer.weights.data * magnitude_mask(layer.weights.data, sparsity)
    return pruned
