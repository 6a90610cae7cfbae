"""Small sizes are taken for 0."""

EXPECT = ('smooth_check', 'Small is not 0')
CELL = 'smooth'
CHANGE = (('rows == 0', 'rows < 1e-3'), ('largest == 0', 'largest < 1e-3'))
