"""The learning rate does not fall."""
EXPECT = ("progressive_prune_check", 'The rate is to fall')
CELL = "progressive_prune"
CHANGE = ('after_step=look_after,\n            schedule=lambda done: 1 - done)', 'after_step=look_after)')
