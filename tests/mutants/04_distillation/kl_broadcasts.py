"""Shapes that do not agree are stretched without a word."""
EXPECT = ("kl_divergence_check", "ask for a ValueError")

def kl_divergence(p, q):
    p, q = p.astype(np.float64), q.astype(np.float64)
    log_p, log_q = np.log(np.maximum(p, 1e-300)), np.log(np.maximum(q, 1e-300))
    return (p * (log_p - log_q)).sum(axis=1)
