"""The last rank that is still below the share."""
EXPECT = ("energy_rank_check", 'the rank is')
CELL = "energy_rank"
CHANGE = ('return int(np.searchsorted(energy / energy[-1], share)) + 1', 'return max(1, int((energy / energy[-1] < share).sum()))')
