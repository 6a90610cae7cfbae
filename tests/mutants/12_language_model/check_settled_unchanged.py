"""The settled weights are the old ones."""

EXPECT = ('check_make_good_check', 'look at the slope')
CELL = 'check_make_good'
CHANGE = ('settled = weights[:k] + 2 * rng', 'settled = weights[:k] + 0 * rng')
