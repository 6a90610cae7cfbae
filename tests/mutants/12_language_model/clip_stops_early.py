"""The search ends where the error first grows."""

EXPECT = ('clipped_scale_check', 'every share')
CELL = 'clipped_scale'
CHANGE = ('        best = np.where', '        if not (error < least).any():\n            break\n        best = np.where')
