"""More than the target is never cut."""
EXPECT = ("progressive_prune_check", 'more than the target')
CELL = "progressive_prune"
CHANGE = ('schedule(done, target_sparsity))', 'min(schedule(done, target_sparsity), target_sparsity))')
