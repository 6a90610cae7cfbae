"""The model given is trained, not the copy."""
EXPECT = ("progressive_prune_check", 'Train the copy')
CELL = "progressive_prune"
CHANGE = ('    masks, steps = None, 0', '    pruned = model\n    adam = Adam(pruned.parameters(), 1e-3)\n    masks, steps = None, 0')
