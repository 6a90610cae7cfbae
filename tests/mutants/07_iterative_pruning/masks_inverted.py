"""True is taken for cut."""
EXPECT = ("apply_masks_check", 'True is kept')
CELL = "apply_masks"
CHANGE = ('array * keep for array in row', 'array * ~keep for array in row')
