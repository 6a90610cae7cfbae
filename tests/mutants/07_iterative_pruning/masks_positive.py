"""Negative numbers are cut, too."""
EXPECT = ("apply_masks_check", 'True is kept')
CELL = "apply_masks"
CHANGE = ('array * keep for array in row', 'np.maximum(array * keep, 0) for array in row')
