"""The weights are ranked as they were before training."""
EXPECT = ("progressive_prune_check", 'as they are then')
CELL = "progressive_prune"
CHANGE = (
    ('    masks, steps = None, 0', '    masks, steps, sizes = None, 0, sizes_of(pruned)'),
    ('masks_by_score(sizes_of(pruned),', 'masks_by_score(sizes,'),
)
