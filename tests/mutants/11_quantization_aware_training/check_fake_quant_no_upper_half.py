"""No weight lies in the upper half of a step."""

EXPECT = ("check_fake_quant_check", 'upper half')


def check_fake_quant(candidate):
    weights = [-1.5, -0.5, 0.0, 0.1, 0.2, 0.6, 0.7, 1.1]
    rounded = [-1, -0.5, 0, 0, 0, 0.5, 0.5, 0.5]
    return agrees(candidate, weights, 0.5, -2, 1, rounded, [0, 1, 1, 1, 1, 1, 1, 0])
