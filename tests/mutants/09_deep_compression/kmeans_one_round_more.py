"""One round more than asked for."""
EXPECT = ("kmeans_codebook_check", 'Without a round')
CELL = "kmeans_codebook"
CHANGE = ('range(rounds)', 'range(rounds + 1)')
