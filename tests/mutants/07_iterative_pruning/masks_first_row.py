"""Only the first layer is masked."""
EXPECT = ("apply_masks_check", 'of row 1 come back as they were')
CELL = "apply_masks"
CHANGE = ('    return [[array * keep for array in row]\n            for row, keep in zip(rows, masks, strict=True)]', '    return [[array * masks[0] for array in rows[0]], *rows[1:]]')
