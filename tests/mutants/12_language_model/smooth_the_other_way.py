"""The gain is multiplied and the rows divided."""

EXPECT = ('smooth_check', 'Divide the gain, multiply the')
CELL = 'smooth'
CHANGE = ('    return gain / factor, bias / factor, weights * factor[:, None]', '    return gain * factor, bias * factor, weights / factor[:, None]')
