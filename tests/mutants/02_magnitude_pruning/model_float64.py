"""The masks are multiplied in as float64 numbers."""
EXPECT = ("prune_model_by_magnitude_check", "float32, and stay so")

def prune_model_by_magnitude(model, sparsity, scope="layer"):
    if scope not in ("layer", "global"):
        raise ValueError(f"scope must be 'layer' or 'global', got {scope!r}")
    pruned = model.copy()
    layers = weight_layers(pruned)
    rows = [layer.weights.data.ravel() for layer in layers]
    ends = np.cumsum([row.size for row in rows])[:-1]
    if scope == "global":
        kept = magnitude_mask(np.concatenate(rows), sparsity)
        masks = np.split(kept, ends)
    else:
        masks = [magnitude_mask(row, sparsity) for row in rows]
    for layer, mask in zip(layers, masks):
        ones = mask.astype(float).reshape(layer.weights.data.shape)
        layer.weights.data = layer.weights.data * ones
    return pruned
