"""The errors of a last, shorter group do not count."""

EXPECT = ('clipped_scale_check', 'though it is shorter')
CELL = 'clipped_scale'
CHANGE = ('        error = np.add', '        squares[max(len(weights) // size, 1) * size :] = 0\n        error = np.add')
