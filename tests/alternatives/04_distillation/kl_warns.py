"""Both logarithms are taken, zeros and all, with a warning, and the floor is chosen after."""

def kl_divergence(p, q):
    if p.shape != q.shape:
        raise ValueError("shape")
    p, q = p.astype(float), q.astype(float)
    low = np.log(1e-300)
    lp = np.where(p < 1e-300, low, np.log(p))
    lq = np.where(q < 1e-300, low, np.log(q))
    return (p * (lp - lq)).sum(axis=1)
