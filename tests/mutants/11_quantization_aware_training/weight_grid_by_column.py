"""Each output has a scale of its own."""

EXPECT = ("weight_grid_check", 'one scale for the whole layer')


def weight_grid(weights, bits):
    if bits not in STEPS:
        raise ValueError("no such grid")
    spread = np.sqrt(np.mean(np.square(weights, dtype=np.float64), axis=0))
    beyond = 2 ** (bits - 1)
    return STEPS[bits] * spread, -beyond, beyond - 1
