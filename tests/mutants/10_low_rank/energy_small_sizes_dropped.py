"""Sizes below a fixed bound are left out."""
EXPECT = ("energy_rank_hidden", 'the rank is 5')
CELL = "energy_rank"
CHANGE = ('    energy = np.cumsum(np.asarray(sizes,', '    sizes = np.append(sizes[:1], sizes[1:][sizes[1:] > 1e-3])\n    energy = np.cumsum(np.asarray(sizes,')
