"""The position is taken for the rank."""
EXPECT = ("energy_rank_check", 'Count from 1')
CELL = "energy_rank"
CHANGE = ('share)) + 1', 'share))')
