"""Main directions of the outputs' second moments, by eigh."""

def data_aware_svd(weights, rank, inputs):
    if not 1 <= rank <= min(weights.shape):
        raise ValueError("rank")
    outputs = np.matmul(inputs.astype(float), weights.astype(float))
    _, directions = np.linalg.eigh(outputs.T @ outputs)
    second = directions[:, ::-1][:, :rank].T
    first = weights.astype(float) @ second.T
    return np.float32(first), np.float32(second)
