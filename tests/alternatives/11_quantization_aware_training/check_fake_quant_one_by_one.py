"""Each weight is a case of its own."""


def check_fake_quant(candidate):
    cases = [(-1.6, -1, 0), (-1.2, -1, 1), (-0.75, -1, 1), (-0.25, 0, 1), (-0.1, 0, 1),
             (0, 0, 1), (0.25, 0, 1), (0.4, 0.5, 1), (0.7, 0.5, 1), (0.75, 0.5, 0),
             (0.9, 0.5, 0)]
    for weight, rounded, inside in cases:
        if not agrees(candidate, [weight], 0.5, -2, 1, [rounded], [inside]):
            return False
    other = [30.0, 13.1, -17.1, -14.0, -13.0, -1, 3.0]
    due = [14.0, 14.0, -16.0, -14.0, -12.0, 0, 4.0]
    return bool(agrees(candidate, other, 2.0, -8, 7, due, [0, 1, 0, 1, 1, 1, 1]))
