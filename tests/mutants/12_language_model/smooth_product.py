"""Both sizes multiply."""

EXPECT = ('smooth_check', 'The size of the weights')
CELL = 'smooth'
CHANGE = ('a**strength / w', 'a**strength * w')
