"""A small number is added to every probability."""
EXPECT = ("kl_divergence_check", "and for no other")

def kl_divergence(p, q):
    if p.shape != q.shape:
        raise ValueError("p and q need one shape")
    p, q = p.astype(np.float64), q.astype(np.float64)
    return (p * np.log((p + 1e-8) / (q + 1e-8))).sum(axis=1)
