"""Only the weights come back."""
EXPECT = ("apply_masks_check", 'and what is remembered')
CELL = "apply_masks"
CHANGE = ('array * keep for array in row', 'array * keep for array in row[:1]')
