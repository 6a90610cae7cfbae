"""It is checked that what is cut is 0, not that the rest stays."""
EXPECT = ("check_apply_masks_check", 'compare what stays')
CELL = "check_apply_masks"
CHANGE = ('sum(got, []), sum(due, [])', '[a * ~m for row, m in zip(got, masks) for a in row], [0 * a for row in due for a in row]')
