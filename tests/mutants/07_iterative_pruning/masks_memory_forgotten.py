"""What the optimizer remembers comes back as it was."""
EXPECT = ("apply_masks_check", 'The memory of row 0 come back as they were')
CELL = "apply_masks"
CHANGE = ('[array * keep for array in row]', '[row[0] * keep, *row[1:]]')
