"""Only the first row is looked at."""
EXPECT = ("check_apply_masks_check", 'Look at every row')
CELL = "check_apply_masks"
CHANGE = ('sum(got, []), sum(due, [])', 'got[0], due[0]')
