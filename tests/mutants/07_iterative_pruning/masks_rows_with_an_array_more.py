"""Rows have to have memory."""
EXPECT = ("apply_masks_check", 'stops with')
CELL = "apply_masks"
CHANGE = ('    return [[', '    rows[0][1].shape\n    return [[')
