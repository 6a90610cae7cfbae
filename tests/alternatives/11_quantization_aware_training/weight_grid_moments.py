"""The spread is made of variance and mean."""


def weight_grid(weights, bits):
    if bits not in list(STEPS):
        raise ValueError("bits must be one of STEPS")
    exact = np.array(weights, dtype=float)
    scale = STEPS[bits] * float((exact.var() + exact.mean() ** 2) ** 0.5)
    if scale == 0:
        scale = 1
    half = 1 << (bits - 1)
    return [scale, -half, half - 1]
