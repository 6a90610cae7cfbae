"""Terms above a share of the largest one are counted."""
EXPECT = ("energy_rank_check", 'the rank is')
CELL = "energy_rank"
CHANGE = ('return int(np.searchsorted(energy / energy[-1], share)) + 1', 'return int((sizes >= share * sizes[0]).sum())')
