"""No code is beyond 127, whatever the bits."""

EXPECT = ('quantize_groups_check', 'yours end at 127')
CELL = 'quantize_groups'
CHANGE = ('-top_code(bits), top_code(bits))', '-min(top_code(bits), 127), min(top_code(bits), 127))')
