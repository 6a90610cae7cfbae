"""The position is taken for the rank."""
EXPECT = ("energy_rank_check", 'Add up the squares')
CELL = "energy_rank"
CHANGE = ('share)) + 1', 'share))')
