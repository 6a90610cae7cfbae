"""Walks through the long mask with a running offset."""

def prune_model_by_magnitude(model, sparsity, scope="layer"):
    if scope not in {"layer", "global"}:
        raise ValueError(scope)
    result = model.copy()
    owners = weight_layers(result)
    if scope == "global":
        every = magnitude_mask(np.hstack([o.weights.data.flatten() for o in owners]), sparsity)
    offset = 0
    for owner in owners:
        old = owner.weights.data
        if scope == "global":
            mask = every[offset:offset + old.size].reshape(old.shape)
        else:
            mask = magnitude_mask(old, sparsity)
        offset += old.size
        owner.weights.data = np.where(mask, old, np.zeros_like(old))
    return result
