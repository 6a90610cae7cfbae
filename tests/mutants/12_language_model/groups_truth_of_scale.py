"""An array is asked whether it is true."""

EXPECT = ('quantize_groups_check', 'Ask whether scale is None')
CELL = 'quantize_groups'
CHANGE = ('if scale is None:', 'if not scale:')
