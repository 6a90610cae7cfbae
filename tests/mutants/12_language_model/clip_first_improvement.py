"""The least error so far is not remembered."""

EXPECT = ('clipped_scale_check', 'Add up the squared errors')
CELL = 'clipped_scale'
CHANGE = ('        least = np.minimum(error, least)\n', '        least = np.where(np.isinf(least), error, least)\n')
