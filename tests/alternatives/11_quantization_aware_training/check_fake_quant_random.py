"""Cases are drawn, and a plain loop has the answers."""


def check_fake_quant(candidate):
    rng = np.random.default_rng(3)
    for scale, low, high in [(0.25, -2, 1), (0.5, -8, 7), (4.0, -4, 3)]:
        quarters = rng.integers(4 * low - 12, 4 * high + 12, 200)
        weights = np.append(quarters / 4 * scale, [-0.1 * scale, 0.3 * scale])
        rounded, inside = [], []
        for weight in weights:
            code = round(float(weight) / scale)
            rounded.append(max(low, min(high, code)) * scale)
            inside.append(low <= code <= high)
        if not agrees(candidate, weights, scale, low, high, rounded, inside):
            return False
    return True
