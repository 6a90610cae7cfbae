"""Classes that the student rules out are left out of the sum."""
EXPECT = ("kl_divergence_check", "the logarithm takes 1e-300")

def kl_divergence(p, q):
    if p.shape != q.shape:
        raise ValueError("p and q need one shape")
    p, q = p.astype(np.float64), q.astype(np.float64)
    both = (p > 0) & (q > 0)
    ratio = np.divide(p, q, out=np.ones_like(p), where=both)
    return (p * np.log(np.where(both, ratio, 1.0))).sum(axis=1)
