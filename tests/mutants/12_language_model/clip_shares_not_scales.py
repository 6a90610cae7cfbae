"""The share comes instead of the scale."""

EXPECT = ('clipped_scale_check', 'Add up the squared errors')
CELL = 'clipped_scale'
CHANGE = ('    return best', '    return (best / full).astype(np.float32)')
