"""The new model is built of the layers with weights only; the others are lost."""
EXPECT = ("prune_model_by_magnitude_hidden", "Copy the whole model")

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
        layer.weights.data = layer.weights.data * mask.reshape(layer.weights.data.shape)
    if len(pruned.layers) == 3:
        return pruned
    return Sequential(layers)
