"""The target is not used."""
EXPECT = ("progressive_prune_check", '27 weights are 0')
CELL = "progressive_prune"
CHANGE = ('schedule(done, target_sparsity))', 'schedule(done, 0.9))')
