"""Only 0 itself is replaced by 1e-300, not what lies between."""
EXPECT = ("kl_divergence_check", "not only for 0")

def kl_divergence(p, q):
    if p.shape != q.shape:
        raise ValueError
    p, q = p.astype(np.float64), q.astype(np.float64)
    lp = np.log(np.where(p == 0, 1e-300, p))
    lq = np.log(np.where(q == 0, 1e-300, q))
    return (p * (lp - lq)).sum(axis=1)
