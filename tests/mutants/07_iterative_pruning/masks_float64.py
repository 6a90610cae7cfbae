"""The masks are turned into float64, and the arrays with them."""
EXPECT = ("apply_masks_check", 'float32 stays float32')
CELL = "apply_masks"
CHANGE = ('array * keep for array in row', 'array * keep.astype(float) for array in row')
