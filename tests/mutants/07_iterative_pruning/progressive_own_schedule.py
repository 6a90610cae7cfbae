"""The schedule that is given is not used."""
EXPECT = ("progressive_prune_check", 'never asks the schedule')
CELL = "progressive_prune"
CHANGE = ('schedule(done, target_sparsity))', 'cubic_sparsity(done, target_sparsity))')
