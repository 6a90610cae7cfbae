"""Bits that have no constant get one from the nearest."""

EXPECT = ("weight_grid_check", 'asks for a ValueError')
CELL = "weight_grid"
CHANGE = (
    ('    if bits not in STEPS:\n        raise ValueError(f"no grid of {bits} bits; there are {list(STEPS)}")\n', '    known = min(STEPS, key=lambda each: abs(each - bits))\n'),
    ('STEPS[bits] *', 'STEPS[known] *'),
    ('2 ** (bits - 1)', '2 ** (int(bits) - 1)'),
)
