"""The scale stays float64."""

EXPECT = ('quantize_groups_check', 'A group is 4 inputs')
CELL = 'quantize_groups'
CHANGE = ('(largest / top_code(bits)).astype(np.float32)', '(largest / top_code(bits)).astype(np.float64)')
