"""Sizes are compared, without their signs."""
EXPECT = ("check_apply_masks_check", 'values, not sizes')
CELL = "check_apply_masks"
CHANGE = ('map(np.array_equal,', 'map(lambda a, b: np.array_equal(np.abs(a), np.abs(b)),')
