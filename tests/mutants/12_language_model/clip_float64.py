"""The scale is float64."""

EXPECT = ('clipped_scale_check', 'It is a scale, as')
CELL = 'clipped_scale'
CHANGE = (('(full * share).astype(np.float32)', '(full * share).astype(np.float64)'), ('best, least = full, ', 'best, least = full.astype(np.float64), '))
