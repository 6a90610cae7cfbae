"""Python's sorted on places, which is stable, and no numpy sort."""

def magnitude_mask(weights, sparsity):
    values = np.abs(weights).ravel().tolist()
    if any(value != value for value in values) or not (sparsity >= 0 and sparsity <= 1):
        raise ValueError("need real weights and a sparsity in [0, 1]")
    dropped = sorted(range(len(values)), key=values.__getitem__)[: round(len(values) * sparsity)]
    mask = np.full(len(values), True)
    mask[np.array(dropped, dtype=int)] = False
    return mask.reshape(weights.shape)
