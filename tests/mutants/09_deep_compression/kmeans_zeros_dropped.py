"""Values that are zero are left out, as if they were cut."""
EXPECT = ('kmeans_codebook_check', 'gives')
CELL = 'kmeans_codebook'
CHANGE = ('    codebook = np.linspace', '    values = values[values != 0]\n    codebook = np.linspace')
