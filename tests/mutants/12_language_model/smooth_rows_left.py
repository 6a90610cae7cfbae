"""The rows stay as they are."""

EXPECT = ("smooth_check", "multiplies row j")
CELL = 'smooth'
CHANGE = ('weights * factor[:, None]', 'weights.copy()')
