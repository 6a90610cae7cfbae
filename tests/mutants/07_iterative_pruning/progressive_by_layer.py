"""Each layer is cut by itself."""
EXPECT = ("progressive_prune_check", 'all layers together')
CELL = "progressive_prune"
CHANGE = ('masks_by_score(sizes_of(pruned), schedule(done, target_sparsity))', '[masks_by_score([s], schedule(done, target_sparsity))[0] for s in sizes_of(pruned)]')
