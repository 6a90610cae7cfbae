"""Masks are due where the remainder is 1, also with every = 1."""
EXPECT = ("progressive_prune_check", 'every = 1')
CELL = "progressive_prune"
CHANGE = ('steps % every == 0', '(steps + 1) % every == 1')
