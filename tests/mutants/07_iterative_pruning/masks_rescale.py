"""What stays is made larger, as dropout does."""
EXPECT = ("apply_masks_check", 'as it is')
CELL = "apply_masks"
CHANGE = ('array * keep for array in row', 'array * keep / np.float32(keep.mean()) for array in row')
