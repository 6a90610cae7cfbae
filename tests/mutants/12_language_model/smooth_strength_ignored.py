"""The strength is always a half."""

EXPECT = ('smooth_check', 'The strength is not looked')
CELL = 'smooth'
CHANGE = ('    factor = (a**strength / w ** (1 - strength)).astype(np.float32)', '    factor = (np.sqrt(a / w)).astype(np.float32)')
