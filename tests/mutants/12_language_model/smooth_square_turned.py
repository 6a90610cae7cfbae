"""Square weights are multiplied column by column."""

EXPECT = ('smooth_check', 'multiplies row j')
CELL = 'smooth'
CHANGE = ('weights * factor[:, None]', 'weights * (factor if weights.shape[0] == weights.shape[1] else factor[:, None])')
