"""The model given comes back."""
EXPECT = ("progressive_prune_check", 'return pruned')
CELL = "progressive_prune"
CHANGE = ('return pruned', 'return model')
