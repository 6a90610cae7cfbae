"""Only the patient with Adam is tried."""
EXPECT = ("check_apply_masks_check", 'without an optimizer')
CELL = "check_apply_masks"
CHANGE = ('("none", "momentum", "adam")', '("adam",)')
