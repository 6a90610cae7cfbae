"""Always fifty rounds."""
EXPECT = ("kmeans_codebook_check", 'Without a round')
CELL = "kmeans_codebook"
CHANGE = ('for _ in range(rounds):', 'for _ in range(50):')
