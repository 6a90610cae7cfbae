"""The first mask is taken for every row."""
EXPECT = ("apply_masks_check", 'stops with ValueError')
CELL = "apply_masks"
CHANGE = ('array * keep for array in row', 'array * masks[0] for array in row')
