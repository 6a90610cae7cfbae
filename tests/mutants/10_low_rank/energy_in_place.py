"""The sizes given are squared in place."""
EXPECT = ("energy_rank_check", 'changed the sizes')
CELL = "energy_rank"
CHANGE = ('energy = np.cumsum(np.asarray(sizes, dtype=np.float64) ** 2)', 'sizes **= 2\n    energy = np.cumsum(sizes)')
