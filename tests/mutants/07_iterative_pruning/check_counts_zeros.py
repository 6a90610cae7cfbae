"""Zeros are counted, no values compared."""
EXPECT = ("check_apply_masks_check", 'compare what stays')
CELL = "check_apply_masks"
CHANGE = ('map(np.array_equal,', 'map(lambda a, b: (a == 0).sum() == (b == 0).sum(),')
