"""Both signs of each pair are flipped, and the factors are built term by term."""

def truncated_svd(weights, rank):
    u, s, vh = np.linalg.svd(weights)
    if rank not in range(1, len(s) + 1):
        raise ValueError(f"rank {rank}")
    first = np.stack([-s[k] * u[:, k] for k in range(rank)], axis=1)
    second = np.stack([-vh[k] for k in range(rank)])
    return [first.astype(np.float32), second.astype(np.float32)]
