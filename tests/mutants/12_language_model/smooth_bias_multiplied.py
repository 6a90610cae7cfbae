"""The bias is multiplied."""

EXPECT = ("smooth_check", "divides the bias by the same")
CELL = 'smooth'
CHANGE = ('bias / factor', 'bias * factor')
