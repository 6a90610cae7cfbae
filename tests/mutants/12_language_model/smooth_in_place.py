"""The arrays given are changed."""

EXPECT = ('smooth_check', 'Return new ones')
CELL = 'smooth'
CHANGE = ('    return gain / factor, bias / factor, weights * factor[:, None]', '    gain /= factor\n    bias /= factor\n    weights *= factor[:, None]\n    return gain, bias, weights')
