"""Sorts (size, layer, place) triples of the whole model; layer by layer by the earlier function."""

def prune_model_by_magnitude(model, sparsity, scope="layer"):
    if scope == "layer":
        return Sequential([
            prune_weights_by_magnitude(part, sparsity) if weight_layers(part) else deepcopy(part)
            for part in model.layers
        ])
    if scope != "global":
        raise ValueError(f"no scope {scope!r}")
    pruned = model.copy()
    arrays = [layer.weights.data for layer in weight_layers(pruned)]
    if not 0 <= sparsity <= 1 or any(np.isnan(array).any() for array in arrays):
        raise ValueError("sparsity outside [0, 1], or NaN")
    triples = [(abs(float(v)), i, j) for i, a in enumerate(arrays) for j, v in enumerate(a.flat)]
    for _, i, j in sorted(triples)[: round(sparsity * len(triples))]:
        arrays[i].flat[j] = 0
    return pruned
