"""No masks are drawn after the last step."""
EXPECT = ("progressive_prune_check", 'and 49, the last')
CELL = "progressive_prune"
CHANGE = (' or done == 1', '')
