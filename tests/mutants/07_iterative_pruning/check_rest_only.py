"""It is checked that the rest stays, not that what is cut is 0."""
EXPECT = ("check_apply_masks_check", 'Look at a place whose mask is False')
CELL = "check_apply_masks"
CHANGE = ('sum(got, []), sum(due, [])', '[a * m for row, m in zip(got, masks) for a in row], sum(due, [])')
