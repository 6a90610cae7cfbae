"""Neither s = 0 nor s = 1 is tried."""
EXPECT = ("check_magnitude_mask_hidden", "never drops the last weight")
CELL = "check_magnitude_mask"
CHANGE = ("([5.0, -6.0], 1.0, [False, False]),", "([5.0, -6.0], 0.5, [False, True]),")
