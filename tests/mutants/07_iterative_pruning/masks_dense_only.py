"""Arrays with four axes are left alone."""
EXPECT = ("apply_masks_check", 'axes')
CELL = "apply_masks"
CHANGE = ('array * keep for array in row', 'array * keep if array.ndim == 2 else array for array in row')
