"""Codes are made int16 before they are clipped."""

EXPECT = ('quantize_groups_hidden_scale', 'has the code')
CELL = 'quantize_groups'
CHANGE = ('np.clip(np.rint(steps),', 'np.clip(np.rint(steps).astype(np.int64).astype(np.int16),')
