"""Stops once values move by less than a hundredth."""
EXPECT = ('kmeans_codebook_check', 'Small weights move by little')
CELL = 'kmeans_codebook'
CHANGE = (
    (
        '        codebook = np.where(counts > 0, sums / np.maximum(counts, 1), codebook)',
        '        before, codebook = codebook, np.where(counts > 0, sums / np.maximum(counts, 1), codebook)\n'
        '        if np.abs(codebook - before).max() < 0.01:\n            break',
    ),
)
