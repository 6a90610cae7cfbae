"""Only the first layer comes back."""
EXPECT = ("apply_masks_check", 'For two rows two rows come back')
CELL = "apply_masks"
CHANGE = ('    return [[', '    rows, masks = rows[:1], masks[:1]\n    return [[')
