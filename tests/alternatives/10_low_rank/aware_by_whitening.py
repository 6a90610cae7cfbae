"""Whitened by a symmetric root of the second moments, idle inputs left out of its inverse."""

def data_aware_svd(weights, rank, inputs):
    if rank < 1 or rank > min(weights.shape):
        raise ValueError("rank")
    exact = inputs.astype(np.float64)
    values, vectors = np.linalg.eigh(exact.T @ exact)
    roots = np.sqrt(np.clip(values, 0, None))
    heard = roots > 1e-7 * roots.max()
    inverse = np.zeros_like(roots)
    inverse[heard] = 1 / roots[heard]
    u, s, vh = np.linalg.svd((vectors * roots) @ vectors.T @ weights)
    first = (vectors * inverse) @ vectors.T @ (u[:, :rank] * s[:rank])
    return first.astype(np.float32), vh[:rank].astype(np.float32)
