"""Half of the largest is taken for the scale."""

EXPECT = ('clipped_scale_check', 'Add up the squared errors')
CELL = 'clipped_scale'
CHANGE = ('    return best', '    return (full * 0.5).astype(np.float32)')
