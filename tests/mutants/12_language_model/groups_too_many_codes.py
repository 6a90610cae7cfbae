"""The scale divides by 2**(bits - 1)."""

EXPECT = ('quantize_groups_check', 'codes go both ways')
CELL = 'quantize_groups'
CHANGE = ('largest / top_code(bits)', 'largest / 2 ** (bits - 1)')
