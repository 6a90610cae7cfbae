"""NaN passes the test of the bounds."""
EXPECT = ("energy_rank_check", 'A share of nan')
CELL = "energy_rank"
CHANGE = ('if not 0 < share <= 1:', 'if share <= 0 or share > 1:')
