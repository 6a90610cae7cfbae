"""Only the patient without an optimizer is tried."""
EXPECT = ("check_apply_masks_check", '*every* array')
CELL = "check_apply_masks"
CHANGE = ('("none", "momentum", "adam")', '("none",)')
