"""The v come from the eigenvectors of W.T W, with whatever signs; the first factor is W times them."""

def truncated_svd(weights, rank):
    if rank < 1 or rank > weights.shape[0] or rank > weights.shape[1]:
        raise ValueError("rank")
    exact = np.array(weights, dtype=np.float64)
    _, vectors = np.linalg.eigh(exact.T @ exact)
    second = vectors[:, -rank:].T
    return (exact @ second.T).astype(np.float32), second.astype(np.float32)
