"""What is close to the share counts as enough."""
EXPECT = ("energy_rank_hidden", 'a share of 1.0 the rank is 5')
CELL = "energy_rank"
CHANGE = ('int(np.searchsorted(energy / energy[-1], share)) + 1', 'int(np.argmax((energy / energy[-1] >= share) | np.isclose(energy / energy[-1], share))) + 1')
