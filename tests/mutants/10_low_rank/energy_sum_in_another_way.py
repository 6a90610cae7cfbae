"""The sum is added up apart: at share 1 a term too many may come."""
EXPECT = ("energy_rank_check", 'Squares added up in two ways')
CELL = "energy_rank"
CHANGE = ('return int(np.searchsorted(energy / energy[-1], share)) + 1', 'return int((energy < share * np.sum(np.asarray(sizes, dtype=np.float64) ** 2)).sum()) + 1')
