"""Codes reach down to -2**(bits - 1)."""

EXPECT = ('quantize_groups_check', 'The first code is -top_code(bits),')
CELL = 'quantize_groups'
CHANGE = ('-top_code(bits), top_code(bits))', '-top_code(bits) - 1, top_code(bits))')
