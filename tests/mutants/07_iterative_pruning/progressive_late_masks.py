"""The first masks come after step `every`."""
EXPECT = ("progressive_prune_check", 'masks are drawn after steps')
CELL = "progressive_prune"
CHANGE = (
    ('steps % every == 0', '(steps + 1) % every == 0'),
    ('masks, steps = None, 0', 'masks, steps = masks_by_score(sizes_of(pruned), 0), 0'),
)
