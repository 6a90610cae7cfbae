"""Whitened by Cholesky after a billionth of the trace was added to each input."""

def data_aware_svd(weights, rank, inputs):
    if rank not in range(1, min(weights.shape) + 1):
        raise ValueError("rank")
    inputs = np.asarray(inputs, dtype=np.float64)
    moments = inputs.T @ inputs
    moments = moments + 1e-9 * np.trace(moments) * np.eye(len(moments))
    lower = np.linalg.cholesky(moments)
    first, second = truncated_svd(lower.T @ weights, rank)
    return np.linalg.solve(lower.T, first).astype(np.float32), second
