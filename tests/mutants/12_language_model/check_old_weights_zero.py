"""The old weights are 0."""

EXPECT = ('check_make_good_check', 'Let the old weights differ')
CELL = 'check_make_good'
CHANGE = ('rng.normal(size=(m, n))\n        settled', 'np.zeros((m, n))\n        settled')
