"""The only weight is 0."""

EXPECT = ("check_fake_quant_check", 'Have a weight that is clipped')


def check_fake_quant(candidate):
    return agrees(candidate, [0.0], 0.5, -2, 1, [0.0], [1])
