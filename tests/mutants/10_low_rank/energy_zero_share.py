"""A share of 0 is let through."""
EXPECT = ("energy_rank_check", 'A share of 0.0')
CELL = "energy_rank"
CHANGE = ('not 0 < share', 'not 0 <= share')
