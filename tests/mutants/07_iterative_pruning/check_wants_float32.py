"""Arrays have to be float32."""
EXPECT = ("check_apply_masks_check", 'arrays may be float64')
CELL = "check_apply_masks"
CHANGE = ('map(np.array_equal,', 'map(lambda a, b: a.dtype == np.float32 and np.array_equal(a, b),')
