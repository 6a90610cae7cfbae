"""One flat list comes back."""
EXPECT = ("apply_masks_check", 'Return a list of lists')
CELL = "apply_masks"
CHANGE = ('    return [[array * keep for array in row]\n            for row, keep in zip(rows, masks, strict=True)]', '    return [array * keep for row, keep in zip(rows, masks) for array in row]')
