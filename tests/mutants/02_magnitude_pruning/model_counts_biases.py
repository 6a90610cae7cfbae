"""Biases stand in the global ranking and are cut with the weights."""
EXPECT = ("prune_model_by_magnitude_check", "without biases")

def prune_model_by_magnitude(model, sparsity, scope="layer"):
    if scope not in ("layer", "global"):
        raise ValueError(f"scope must be 'layer' or 'global', got {scope!r}")
    pruned = model.copy()
    layers = weight_layers(pruned)
    rows = [layer.weights.data.ravel() for layer in layers]
    ends = np.cumsum([row.size for row in rows])[:-1]
    if scope == "global":
        everything = [p for p in pruned.parameters() if p.data.any()]
        kept = magnitude_mask(np.concatenate([p.data.ravel() for p in everything]), sparsity)
        ends = np.cumsum([p.data.size for p in everything])[:-1]
        for p, mask in zip(everything, np.split(kept, ends)):
            p.data = p.data * mask.reshape(p.data.shape)
        return pruned
    for layer in layers:
        layer.weights.data = layer.weights.data * magnitude_mask(layer.weights.data, sparsity)
    return pruned
