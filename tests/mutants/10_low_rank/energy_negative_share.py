"""Only 0 and shares above 1 are refused."""
EXPECT = ("energy_rank_check", 'A share of -0.5')
CELL = "energy_rank"
CHANGE = ('not 0 < share <= 1', 'not share <= 1 or share == 0')
