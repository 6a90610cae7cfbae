"""The quotient has no exponents."""

EXPECT = ('smooth_check', 'Strength 0.5 takes roots, of')
CELL = 'smooth'
CHANGE = ('    factor = (a**strength / w ** (1 - strength)).astype(np.float32)', '    factor = (a / w).astype(np.float32)')
