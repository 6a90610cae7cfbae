"""The number of epochs is taken for the number of steps."""
EXPECT = ("progressive_prune_check", 'and 49, the last')
CELL = "progressive_prune"
CHANGE = ('done == 1:', 'steps == epochs - 1:')
