"""The number of epochs is not used."""
EXPECT = ("progressive_prune_check", 'masks are drawn after steps')
CELL = "progressive_prune"
CHANGE = ('fit(loader, epochs)', 'fit(loader, 1)')
