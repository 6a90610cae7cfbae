"""What is cut is left out, and the shape lost."""
EXPECT = ("apply_masks_check", 'Keep the shape')
CELL = "apply_masks"
CHANGE = ('array * keep for array in row', 'array[keep] for array in row')
