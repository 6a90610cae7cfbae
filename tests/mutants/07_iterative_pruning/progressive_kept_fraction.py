"""The sparsity is taken for what stays."""
EXPECT = ("progressive_prune_check", '27 weights are 0')
CELL = "progressive_prune"
CHANGE = ('schedule(done, target_sparsity))', '1 - schedule(done, target_sparsity))')
