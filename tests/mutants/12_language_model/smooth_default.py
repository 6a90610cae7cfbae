"""The strength is 1 where none is given."""

EXPECT = ('smooth_check', 'The default strength is 0.5')
CELL = 'smooth'
CHANGE = ('strength=0.5', 'strength=1.0')
