"""Weights join once, before the first round; afterwards only values move."""
EXPECT = ('kmeans_codebook_check', 'changes sides')
CELL = 'kmeans_codebook'
CHANGE = (
    (
        '    for _ in range(rounds):\n        nearest = np.abs(values[:, None] - codebook).argmin(axis=1)\n',
        '    nearest = np.abs(values[:, None] - codebook).argmin(axis=1)\n    for _ in range(rounds):\n',
    ),
)
