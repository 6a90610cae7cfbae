"""The weights given are divided in place."""

EXPECT = ('quantize_groups_check', 'Compute new arrays')
CELL = 'quantize_groups'
CHANGE = ('    steps = weights / np.repeat', '    steps = weights\n    steps /= np.repeat')
