"""The largest error of a group counts."""

EXPECT = ('clipped_scale_check', 'Add up the squared errors')
CELL = 'clipped_scale'
CHANGE = ('error = np.add.reduceat', 'error = np.maximum.reduceat')
