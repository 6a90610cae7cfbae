"""The sizes are added up as they are."""
EXPECT = ("energy_rank_check", 'The sum of the sizes')
CELL = "energy_rank"
CHANGE = ('energy = np.cumsum(np.asarray(sizes, dtype=np.float64) ** 2)', 'energy = np.cumsum(np.asarray(sizes, dtype=np.float64))')
