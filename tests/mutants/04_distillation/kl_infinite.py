"""A zero of q makes the divergence infinite."""
EXPECT = ("kl_divergence_check", "the logarithm takes 1e-300")

def kl_divergence(p, q):
    if p.shape != q.shape:
        raise ValueError("p and q need one shape")
    p, q = p.astype(np.float64), q.astype(np.float64)
    with np.errstate(all="ignore"):
        terms = np.where(p > 0, p * (np.log(np.maximum(p, 1e-300)) - np.log(q)), 0.0)
    return terms.sum(axis=1)
