"""One round, whatever is asked for."""
EXPECT = ("kmeans_codebook_check", 'changes sides')
CELL = "kmeans_codebook"
CHANGE = ('for _ in range(rounds):', 'for _ in range(min(rounds, 1)):')
