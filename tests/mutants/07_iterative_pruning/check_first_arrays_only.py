"""Of each row only the first array is looked at."""
EXPECT = ("check_apply_masks_check", '*every* array')
CELL = "check_apply_masks"
CHANGE = ('sum(got, []), sum(due, [])', '[row[0] for row in got], [row[0] for row in due]')
