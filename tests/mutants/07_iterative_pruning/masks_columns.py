"""A whole column goes if a place of it does."""
EXPECT = ("apply_masks_check", 'True is kept')
CELL = "apply_masks"
CHANGE = ('array * keep for array in row', 'array * keep.all(axis=0) for array in row')
