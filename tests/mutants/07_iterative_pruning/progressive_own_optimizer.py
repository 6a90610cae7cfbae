"""Another optimizer trains."""
EXPECT = ("progressive_prune_check", 'given')
CELL = "progressive_prune"
CHANGE = ('    masks, steps = None, 0', '    adam = SGD(pruned.parameters(), 1e-3, momentum=0.9)\n    masks, steps = None, 0')
