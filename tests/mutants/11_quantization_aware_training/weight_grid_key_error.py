"""Bits that have no grid stop with a KeyError."""

EXPECT = ("weight_grid_check", 'asks for a ValueError')
CELL = "weight_grid"
CHANGE = ('    if bits not in STEPS:\n        raise ValueError(f"no grid of {bits} bits; there are {list(STEPS)}")\n', '')
