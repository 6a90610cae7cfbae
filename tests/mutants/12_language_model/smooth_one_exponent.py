"""The weights have no exponent."""

EXPECT = ('smooth_check', 'Both sizes have an exponent')
CELL = 'smooth'
CHANGE = ('w ** (1 - strength)', 'w')
