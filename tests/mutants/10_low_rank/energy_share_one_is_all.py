"""At share 1 all terms are taken, also those of size 0."""
EXPECT = ("energy_rank_check", 'the others are 0')
CELL = "energy_rank"
CHANGE = ('return int(np.searchsorted(energy / energy[-1], share)) + 1', 'return len(sizes) if share == 1 else int(np.searchsorted(energy / energy[-1], share)) + 1')
