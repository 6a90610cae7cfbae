"""Sums are compared, not places."""
EXPECT = ("check_apply_masks_check", 'the shapes')
CELL = "check_apply_masks"
CHANGE = ('map(np.array_equal,', 'map(lambda a, b: abs(a.sum() - b.sum()) < 1e-4 and (a == 0).sum() == (b == 0).sum(),')
