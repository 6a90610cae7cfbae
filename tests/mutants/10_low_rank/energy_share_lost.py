"""The share is taken for what may be lost."""
EXPECT = ("energy_rank_check", 'the rank is')
CELL = "energy_rank"
CHANGE = ('energy / energy[-1], share', 'energy / energy[-1], 1 - share')
