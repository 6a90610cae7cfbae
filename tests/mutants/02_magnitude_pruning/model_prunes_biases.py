"""Each layer's bias is pruned like its weights."""
EXPECT = ("prune_model_by_magnitude_check", "Only weights count")

def prune_model_by_magnitude(model, sparsity, scope="layer"):
    if scope not in ("layer", "global"):
        raise ValueError(f"scope must be 'layer' or 'global', got {scope!r}")
    pruned = model.copy()
    layers = weight_layers(pruned)
    rows = [layer.weights.data.ravel() for layer in layers]
    ends = np.cumsum([row.size for row in rows])[:-1]
    for layer in layers:
        if layer.bias is not None:
            layer.bias.data = layer.bias.data * magnitude_mask(layer.bias.data, sparsity)
    if scope == "global":
        kept = magnitude_mask(np.concatenate(rows), sparsity)
        for layer, mask in zip(layers, np.split(kept, ends)):
            layer.weights.data = layer.weights.data * mask.reshape(layer.weights.data.shape)
        return pruned
    for layer in layers:
        layer.weights.data = layer.weights.data * magnitude_mask(layer.weights.data, sparsity)
    return pruned
