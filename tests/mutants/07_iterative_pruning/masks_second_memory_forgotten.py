"""Of Adam's two arrays only the first is cleared."""
EXPECT = ("apply_masks_check", 'The second memory of row 0 come back')
CELL = "apply_masks"
CHANGE = ('[array * keep for array in row]', '[*[array * keep for array in row[:2]], *row[2:]]')
