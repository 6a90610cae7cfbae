"""Weights are ranked with their sign."""
EXPECT = ("progressive_prune_check", 'Rank by size')
CELL = "progressive_prune"
CHANGE = ('masks_by_score(sizes_of(pruned)', 'masks_by_score([w.data for w in weights_of(pruned)]')
