"""Of each row two arrays are looked at."""
EXPECT = ("check_apply_masks_check", "Adam's rows have three arrays")
CELL = "check_apply_masks"
CHANGE = ('sum(got, []), sum(due, [])', '[a for row in got for a in row[:2]], [a for row in due for a in row[:2]]')
