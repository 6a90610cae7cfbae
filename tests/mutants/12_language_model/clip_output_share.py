"""All groups of an output share one share."""

EXPECT = ('clipped_scale_check', 'Each group has a share')
CELL = 'clipped_scale'
CHANGE = ('        error = np.add.reduceat(squares, np.arange(0, len(weights), size), axis=0)', '        error = np.repeat(squares.sum(axis=0)[None], len(full), axis=0)')
