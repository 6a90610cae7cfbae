"""Masks are drawn after every 25 steps, whatever is asked for."""
EXPECT = ("progressive_prune_check", 'masks are drawn after steps')
CELL = "progressive_prune"
CHANGE = ('steps % every', 'steps % 25')
