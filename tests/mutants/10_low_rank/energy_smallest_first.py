"""The terms are added from the smallest on."""
EXPECT = ("energy_rank_check", 'from the largest on')
CELL = "energy_rank"
CHANGE = ('energy = np.cumsum(np.asarray(sizes, dtype=np.float64) ** 2)', 'energy = np.cumsum(np.asarray(sizes, dtype=np.float64)[::-1] ** 2)')
