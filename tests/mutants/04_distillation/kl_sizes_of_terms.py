"""Negative terms are made positive."""
EXPECT = ("kl_divergence_check", "divergences are [0.1308, 0]")

def kl_divergence(p, q):
    if p.shape != q.shape:
        raise ValueError("p and q need one shape")
    p, q = p.astype(np.float64), q.astype(np.float64)
    log_p, log_q = np.log(np.maximum(p, 1e-300)), np.log(np.maximum(q, 1e-300))
    return np.abs(p * (log_p - log_q)).sum(axis=1)
