"""The share with the largest error is kept."""

EXPECT = ('clipped_scale_check', 'Add up the squared errors')
CELL = 'clipped_scale'
CHANGE = (('np.full(full.shape, np.inf)', 'np.full(full.shape, -np.inf)'), ('error < least', 'error > least'), ('np.minimum', 'np.maximum'))
