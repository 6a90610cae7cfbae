"""Everything is computed in float32."""
EXPECT = ("kl_divergence_check", "Turn p and q into float64")

def kl_divergence(p, q):
    if p.shape != q.shape:
        raise ValueError("p and q need one shape")
    with np.errstate(all="ignore"):
        log_p, log_q = np.log(np.maximum(p, 1e-300)), np.log(np.maximum(q, 1e-300))
        return (p * (log_p - log_q)).sum(axis=1)
