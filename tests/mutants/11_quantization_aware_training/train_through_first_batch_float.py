"""The first batch still sees float weights."""

EXPECT = ("train_through_check", 'Round before the first batch')
CELL = "train_through"
CHANGE = ('    round_all(0)\n', '    masters[:] = [weights.data for weights in trained]\n    inside[:] = [np.ones(weights.data.shape, dtype=bool) for weights in trained]\n')
