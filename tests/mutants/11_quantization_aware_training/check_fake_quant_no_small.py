"""No small negative weight is tried."""

EXPECT = ("check_fake_quant_check", 'small negative weight')


def check_fake_quant(candidate):
    weights = [-1.6, -1.2, -0.75, 0.1, 0.25, 0.4, 0.7, 0.75, 0.9]
    rounded = [-1, -1, -1, 0, 0, 0.5, 0.5, 0.5, 0.5]
    return agrees(candidate, weights, 0.5, -2, 1, rounded, [0, 1, 1, 1, 1, 1, 1, 0, 0])
