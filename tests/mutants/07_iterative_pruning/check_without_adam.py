"""The patient with Adam is not tried."""
EXPECT = ("check_apply_masks_check", "Adam's rows have three arrays")
CELL = "check_apply_masks"
CHANGE = ('("none", "momentum", "adam")', '("none", "momentum")')
