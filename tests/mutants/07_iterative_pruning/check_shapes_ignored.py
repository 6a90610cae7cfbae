"""Shapes are not looked at."""
EXPECT = ("check_apply_masks_check", 'look at the shapes')
CELL = "check_apply_masks"
CHANGE = ('map(np.array_equal,', 'map(lambda a, b: np.array_equal(np.ravel(a), np.ravel(b)),')
