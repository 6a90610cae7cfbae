"""What is cut has to be 0 exactly, what stays need only be close."""
EXPECT = ("check_apply_masks_check", 'exactly, not nearly')
CELL = "check_apply_masks"
CHANGE = ('map(np.array_equal,', 'map(lambda a, b: a.shape == b.shape and np.array_equal(a == 0, b == 0) and np.allclose(a, b),')
