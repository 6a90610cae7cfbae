"""Logarithms of a ratio, where there is one, with warnings switched off."""

def kl_divergence(p, q):
    if np.shape(p) != np.shape(q):
        raise ValueError("shapes differ")
    p = np.array(p, dtype=float)
    q = np.array(q, dtype=float)
    q[q < 1e-300] = 1e-300
    present = p > 0
    terms = np.zeros_like(p)
    terms[present] = p[present] * (np.log(p[present]) - np.log(q[present]))
    return np.einsum("ij->i", terms)
