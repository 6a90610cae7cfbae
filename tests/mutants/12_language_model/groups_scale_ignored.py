"""A scale that is given is not looked at."""

EXPECT = ('quantize_groups_check', 'A scale that is given')
CELL = 'quantize_groups'
CHANGE = ('    if scale is None:\n', '    if True:\n')
