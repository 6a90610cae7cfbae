"""What is cut becomes tiny, not 0."""
EXPECT = ("apply_masks_check", 'all else is 0')
CELL = "apply_masks"
CHANGE = ('array * keep for array in row', 'np.where(keep, array, np.float32(1e-6)) for array in row')
