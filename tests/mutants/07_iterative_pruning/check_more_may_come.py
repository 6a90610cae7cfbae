"""Arrays and rows may come back that were not there."""
EXPECT = ("check_apply_masks_check", 'no more')
CELL = "check_apply_masks"
CHANGE = ('        if [len(row) for row in got] != [len(row) for row in due]:', '        got = [row[:len(old)] for row, old in zip(got, due, strict=False)]\n        if [len(row) for row in got] != [len(row) for row in due]:')
