"""The share is taken of the number of terms."""
EXPECT = ("energy_rank_check", 'the rank is')
CELL = "energy_rank"
CHANGE = ('return int(np.searchsorted(energy / energy[-1], share)) + 1', 'return max(1, round(share * len(sizes)))')
