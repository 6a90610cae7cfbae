"""The masks are applied only when they are new."""
EXPECT = ("progressive_prune_check", 'Hold the masks after every step')
CELL = "progressive_prune"
CHANGE = ('        hold(pruned, masks, adam)\n        steps', '            hold(pruned, masks, adam)\n        steps')
