"""Only bits beyond the smallest and largest are refused."""

EXPECT = ("weight_grid_check", 'asks for a ValueError')
CELL = "weight_grid"
CHANGE = (
    ('if bits not in STEPS', 'if not 2 <= bits <= 8'),
    ('STEPS[bits] *', 'STEPS.get(bits, 0.06) *'),
)
