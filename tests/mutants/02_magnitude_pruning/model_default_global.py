"""The scope is global unless said otherwise."""
EXPECT = ("prune_model_by_magnitude_hidden", "The default scope is 'layer'")

def prune_model_by_magnitude(model, sparsity, scope="global"):
    if scope not in ("layer", "global"):
        raise ValueError(f"scope must be 'layer' or 'global', got {scope!r}")
    pruned = model.copy()
    layers = weight_layers(pruned)
    rows = [layer.weights.data.ravel() for layer in layers]
    ends = np.cumsum([row.size for row in rows])[:-1]
    if scope == "layer":
        masks = [magnitude_mask(row, sparsity) for row in rows]
    else:
        kept = magnitude_mask(np.concatenate(rows), sparsity)
        masks = np.split(kept, ends)
    for layer, mask in zip(layers, masks):
        layer.weights.data = layer.weights.data * mask.reshape(layer.weights.data.shape)
    return pruned
