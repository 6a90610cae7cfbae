"""Every weight is a point of the grid already."""

EXPECT = ("check_fake_quant_check", 'clipped')


def check_fake_quant(candidate):
    weights = [-1.0, -0.5, 0.0, 0.5]
    return agrees(candidate, weights, 0.5, -2, 1, weights, [1, 1, 1, 1])
