"""The spread is the length of the weights by the root of their number."""


def weight_grid(weights, bits):
    if STEPS.get(bits) is None:
        raise ValueError(bits)
    length = np.linalg.norm(weights.astype(np.float64).ravel())
    scale = STEPS[bits] * length / weights.size**0.5
    return (scale if scale > 0 else 1.0), -(2**bits) // 2, 2**bits // 2 - 1
