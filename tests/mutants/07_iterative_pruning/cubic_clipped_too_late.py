"""It stops growing at 1, not at final."""
EXPECT = ("cubic_sparsity_check", 'cubic_sparsity(1.0, 0.9, 0.0, 0.5)')
CELL = "cubic_sparsity"
CHANGE = (
    ('max(0.0, 1 - done / ramp)', '1 - done / ramp'),
    ('return final + (initial - final) * left**3', 'return min(1.0, final + (initial - final) * left**3)'),
)
