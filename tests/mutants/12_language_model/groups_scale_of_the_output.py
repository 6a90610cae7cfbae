"""Each output has one scale, whatever the size of a group."""

EXPECT = ('quantize_groups_check', 'cut its inputs into groups')
CELL = 'quantize_groups'
CHANGE = ('        largest = np.maximum.reduceat(np.abs(weights), starts, axis=0)', '        largest = np.repeat(np.abs(weights).max(axis=0)[None], len(starts), axis=0)')
