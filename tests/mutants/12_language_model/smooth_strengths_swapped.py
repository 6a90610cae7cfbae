"""The strengths are swapped."""

EXPECT = ('smooth_check', 'The activation has the exponent')
CELL = 'smooth'
CHANGE = ('    factor = (a**strength / w ** (1 - strength)).astype(np.float32)', '    factor = (a ** (1 - strength) / w**strength).astype(np.float32)')
