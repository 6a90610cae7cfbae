"""Codes go as far below 0 as above."""

EXPECT = ("check_fake_quant_check", 'code is low')


def check_fake_quant(candidate):
    weights = [-1.3, -0.7, -0.25, -0.1, 0.0, 0.25, 0.7, 0.9, 0.75]
    rounded = [-0.5, -0.5, 0, 0, 0, 0, 0.5, 0.5, 0.5]
    return agrees(candidate, weights, 0.5, -1, 1, rounded, [0, 1, 1, 1, 1, 1, 1, 0, 0])
