"""Plain loops and math.log."""

def kl_divergence(p, q):
    if p.shape != q.shape:
        raise ValueError("shapes differ")
    result = []
    for row_p, row_q in zip(p.tolist(), q.tolist(), strict=True):
        total = 0.0
        for a, b in zip(row_p, row_q, strict=True):
            total += a * (math.log(max(a, 1e-300)) - math.log(max(b, 1e-300)))
        result.append(total)
    return np.array(result)
