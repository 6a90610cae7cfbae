"""What the optimizer remembers is not held."""
EXPECT = ("progressive_prune_check", 'no memory')
CELL = "progressive_prune"
CHANGE = ('hold(pruned, masks, adam)', 'hold(pruned, masks)')
