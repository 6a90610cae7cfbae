"""The entropy of p is not taken away, so equal rows do not give 0."""
EXPECT = ("kl_divergence_check", "divergences are [0.1308, 0]")

def kl_divergence(p, q):
    if p.shape != q.shape:
        raise ValueError("p and q need one shape")
    p, q = p.astype(np.float64), q.astype(np.float64)
    return -(p * np.log(np.maximum(q, 1e-300))).sum(axis=1)
