"""Group by group and output by output."""


def quantize_groups(weights, bits, size, scale=None):
    m, n = weights.shape
    top = top_code(bits)
    given = scale is not None
    out = scale.copy() if given else np.ones((-(-m // size), n), dtype=np.float32)
    codes = np.zeros((m, n), dtype=np.int16)
    for g, start in enumerate(range(0, m, size)):
        for j in range(n):
            group = weights[start : start + size, j]
            if not given and np.any(group):
                out[g, j] = np.abs(group).max() / top
            for i, weight in enumerate(group):
                code = round(float(weight) / float(out[g, j]))
                codes[start + i, j] = min(top, max(-top, code))
    return codes, out
