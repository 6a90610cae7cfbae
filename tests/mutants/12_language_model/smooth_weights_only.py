"""Only the weights come."""

EXPECT = ("smooth_check", "returns gain, bias and weights")
CELL = 'smooth'
CHANGE = ('    return gain / factor, bias / factor, weights * factor[:, None]', '    return weights * factor[:, None]')
