"""A new Sequential is made around the same layers, which then lose their weights."""
EXPECT = ("prune_model_by_magnitude_check", "The model you were given changed")

def prune_model_by_magnitude(model, sparsity, scope="layer"):
    if scope not in ("layer", "global"):
        raise ValueError(scope)
    pruned = Sequential(model.layers)
    layers = weight_layers(pruned)
    rows = [layer.weights.data.ravel() for layer in layers]
    if scope == "layer":
        masks = [magnitude_mask(row, sparsity) for row in rows]
    else:
        kept = magnitude_mask(np.concatenate(rows), sparsity)
        masks = np.split(kept, np.cumsum([row.size for row in rows])[:-1])
    for layer, mask in zip(layers, masks):
        layer.weights.data = layer.weights.data * mask.reshape(layer.weights.data.shape)
    return pruned
