"""Nothing is returned."""
EXPECT = ("progressive_prune_check", 'returns the pruned network')
CELL = "progressive_prune"
CHANGE = ('    return pruned', '    return None')
