"""Weights beyond the last code get a code of their own."""

EXPECT = ('quantize_groups_check', 'the code is 3')
CELL = 'quantize_groups'
CHANGE = ('np.clip(np.rint(steps), -top_code(bits), top_code(bits))', 'np.rint(steps)')
