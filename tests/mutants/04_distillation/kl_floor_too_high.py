"""Probabilities below 1e-12 count as 1e-12."""
EXPECT = ("kl_divergence_check", "value below 1e-300")

def kl_divergence(p, q):
    if p.shape != q.shape:
        raise ValueError("p and q need one shape")
    p, q = p.astype(np.float64), q.astype(np.float64)
    log_p, log_q = np.log(np.maximum(p, 1e-12)), np.log(np.maximum(q, 1e-12))
    return (p * (log_p - log_q)).sum(axis=1)
