"""The scale is always 1."""

EXPECT = ("check_fake_quant_check", 'other than 1')


def check_fake_quant(candidate):
    weights = [-3.2, -2.4, -1.5, -0.5, -0.2, 0, 0.5, 1.2, 1.5, 1.8]
    rounded = [-2, -2, -2, 0, 0, 0, 0, 1, 1, 1]
    return agrees(candidate, weights, 1.0, -2, 1, rounded, [0, 1, 1, 1, 1, 1, 1, 1, 0, 0])
