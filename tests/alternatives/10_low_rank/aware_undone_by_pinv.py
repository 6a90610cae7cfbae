"""A by the pseudo-inverse of the inputs, from the u and sizes of the outputs."""

def data_aware_svd(weights, rank, inputs):
    if not 0 < rank <= min(weights.shape):
        raise ValueError(f"rank {rank}")
    seen = inputs.astype(np.float64)
    left, sizes, right = np.linalg.svd(seen @ weights)
    k = min(rank, len(sizes))
    first = np.zeros((len(weights), rank))
    first[:, :k] = np.linalg.pinv(seen) @ (left[:, :k] * sizes[:k])
    return first.astype(np.float32), right[:rank].astype(np.float32)
