"""The output layer is left out, since it is thought too precious."""
EXPECT = ("prune_model_by_magnitude_check", "scope 'layer'")

def prune_model_by_magnitude(model, sparsity, scope="layer"):
    if scope not in ("layer", "global"):
        raise ValueError(scope)
    pruned = model.copy()
    layers = weight_layers(pruned)[:-1]
    rows = [layer.weights.data.ravel() for layer in layers]
    if scope == "layer":
        masks = [magnitude_mask(row, sparsity) for row in rows]
    else:
        kept = magnitude_mask(np.concatenate(rows), sparsity)
        masks = np.split(kept, np.cumsum([row.size for row in rows])[:-1])
    for layer, mask in zip(layers, masks):
        layer.weights.data = layer.weights.data * mask.reshape(layer.weights.data.shape)
    return pruned
