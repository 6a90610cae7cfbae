"""Shapes that broadcast count as equal."""
EXPECT = ("check_apply_masks_check", 'look at the shapes')
CELL = "check_apply_masks"
CHANGE = ('map(np.array_equal,', 'map(lambda a, b: np.ndim(a) > 1 and np.all(a == b),')
