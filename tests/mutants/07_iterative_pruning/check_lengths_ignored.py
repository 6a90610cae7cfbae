"""That arrays are missing is not seen."""
EXPECT = ("check_apply_masks_check", 'as many rows come back')
CELL = "check_apply_masks"
CHANGE = ('        if [len(row) for row in got] != [len(row) for row in due]:\n            return False\n', '')
