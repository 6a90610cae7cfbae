"""The scale stays float64."""

EXPECT = ('quantize_groups_check', 'Turn them into these types')
CELL = 'quantize_groups'
CHANGE = ('(largest / top_code(bits)).astype(np.float32)', '(largest / top_code(bits)).astype(np.float64)')
