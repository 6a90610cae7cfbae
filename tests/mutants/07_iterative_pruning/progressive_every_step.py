"""New masks are drawn after every step."""
EXPECT = ("progressive_prune_check", 'Draw new ones only when they are due')
CELL = "progressive_prune"
CHANGE = ('        steps += 1\n', '')
