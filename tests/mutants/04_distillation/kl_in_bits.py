"""Logarithms to base 2."""
EXPECT = ("kl_divergence_check", "natural logarithms")

def kl_divergence(p, q):
    if p.shape != q.shape:
        raise ValueError("p and q need one shape")
    p, q = p.astype(np.float64), q.astype(np.float64)
    log_p, log_q = np.log2(np.maximum(p, 1e-300)), np.log2(np.maximum(q, 1e-300))
    return (p * (log_p - log_q)).sum(axis=1)
