"""More than the share is asked for."""
EXPECT = ("energy_rank_check", 'at least, not more')
CELL = "energy_rank"
CHANGE = ('share)) + 1', 'share, side="right")) + 1')
