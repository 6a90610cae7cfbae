"""The weights given are squared in place."""

EXPECT = ("weight_grid_check", 'Compute new arrays')


def weight_grid(weights, bits):
    if bits not in STEPS:
        raise ValueError("no such grid")
    weights *= weights
    beyond = 2 ** (bits - 1)
    return STEPS[bits] * float(np.sqrt(weights.mean())) or 1.0, -beyond, beyond - 1
