"""The patient with momentum is not tried."""
EXPECT = ("check_apply_masks_check", 'patient with momentum')
CELL = "check_apply_masks"
CHANGE = ('("none", "momentum", "adam")', '("none", "adam")')
