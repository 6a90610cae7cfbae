"""All need only be close."""
EXPECT = ("check_apply_masks_check", 'exactly 0, not nearly')
CELL = "check_apply_masks"
CHANGE = ('map(np.array_equal,', 'map(lambda a, b: a.shape == b.shape and np.allclose(a, b),')
