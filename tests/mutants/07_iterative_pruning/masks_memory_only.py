"""The weights come back as they were."""
EXPECT = ("apply_masks_check", 'The weights of row 0 come back as they were')
CELL = "apply_masks"
CHANGE = ('[array * keep for array in row]', '[row[0], *[array * keep for array in row[1:]]]')
