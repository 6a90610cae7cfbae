"""The arrays are changed in place, and nothing is returned."""
EXPECT = ("apply_masks_check", 'Return a list of lists')
CELL = "apply_masks"
CHANGE = ('    return [[array * keep for array in row]\n            for row, keep in zip(rows, masks, strict=True)]', '    for row, keep in zip(rows, masks):\n        for array in row:\n            array *= keep')
