"""The hook is called before each step."""
EXPECT = ("progressive_prune_check", 'masks are drawn after steps')
CELL = "progressive_prune"
CHANGE = ('after_step=look_after', 'before_step=look_after')
