"""Any number is taken for a share."""
EXPECT = ("energy_rank_check", 'asks for a ValueError')
CELL = "energy_rank"
CHANGE = ('    if not 0 < share <= 1:\n        raise ValueError(f"share lies above 0 and at most at 1, got {share}")\n', '')
