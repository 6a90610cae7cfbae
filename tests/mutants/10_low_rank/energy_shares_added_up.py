"""Shares are added up, whose sum is not 1 to the last digit; too large a rank is cut."""
EXPECT = ("energy_rank_check", 'Squares added up in two ways')
CELL = "energy_rank"
CHANGE = ('    energy = np.cumsum(np.asarray(sizes, dtype=np.float64) ** 2)\n    return int(np.searchsorted(energy / energy[-1], share)) + 1', '    squares = np.asarray(sizes, dtype=np.float64) ** 2\n    energy = np.cumsum(squares / squares.sum())\n    return min(len(sizes), int(np.searchsorted(energy, share)) + 1)')
