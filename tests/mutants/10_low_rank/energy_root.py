"""The root of the energy is held against the share."""
EXPECT = ("energy_rank_check", 'is 3; yours')
CELL = "energy_rank"
CHANGE = ('energy / energy[-1]', 'np.sqrt(energy / energy[-1])')
