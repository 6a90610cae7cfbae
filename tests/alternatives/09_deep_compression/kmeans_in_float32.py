"""Group by group, in float32 throughout, and an end when nothing moves."""

def kmeans_codebook(values, n_codes, rounds=50):
    codebook = np.linspace(values.min(), values.max(), n_codes).astype(np.float32)
    for _ in range(rounds):
        distances = (values.reshape(-1, 1) - codebook.reshape(1, -1)) ** 2
        groups = [values[distances.argmin(axis=1) == c] for c in range(n_codes)]
        moved = [group.mean() if len(group) else old for group, old in zip(groups, codebook)]
        if np.array_equal(moved, codebook):
            break
        codebook = np.array(moved, dtype=np.float32)
    return codebook
