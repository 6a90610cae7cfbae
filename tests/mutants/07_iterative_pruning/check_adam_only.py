"""Only the patient with Adam is tried, and there what it remembers."""
EXPECT = ("check_apply_masks_check", 'the weights')
CELL = "check_apply_masks"
CHANGE = (
    ('[len(row) for row in got] != [len(row) for row in due]', 'False'),
    ('sum(got, []), sum(due, [])', '[a for row in got for a in row[1:]], [a for row in due for a in row[1:]]'),
)
