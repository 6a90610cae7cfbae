"""The logarithm of p / q is taken as it stands, and 0 log 0 becomes NaN."""
EXPECT = ("kl_divergence_check", "p_i of 0 adds 0")

def kl_divergence(p, q):
    if p.shape != q.shape:
        raise ValueError("p and q need one shape")
    p, q = p.astype(float), q.astype(float)
    with np.errstate(all="ignore"):
        return (p * np.log(p / q)).sum(axis=1)
