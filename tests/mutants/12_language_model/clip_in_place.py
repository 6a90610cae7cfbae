"""The weights given are clipped."""

EXPECT = ('clipped_scale_check', 'Compute new arrays')
CELL = 'clipped_scale'
CHANGE = ('    for share in SHARES:', '    weights *= 1.5\n    for share in SHARES:')
