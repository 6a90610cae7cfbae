"""All groups and outputs share one share."""

EXPECT = ('clipped_scale_check', 'each has its own')
CELL = 'clipped_scale'
CHANGE = ('        best = np.where(error < least, tried, best)\n        least = np.minimum(error, least)', '        if error.sum() < least.sum():\n            best, least = tried, error')
