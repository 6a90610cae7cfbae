"""Slopes of both signs cancel."""

EXPECT = ("check_make_good_hidden", "Have several outputs")
CELL = 'check_make_good'
CHANGE = ('np.abs(slope[k:]).max()', 'np.abs(slope[k:].sum())')
