"""The masks given are turned round in place, and what they then mark is set to 0."""

EXPECT = ("apply_masks_check", "Leave them as they are: return new arrays")

def apply_masks(rows, masks):
    rows = [[array.copy() for array in row] for row in rows]
    for row, mask in zip(rows, masks):
        np.logical_not(mask, out=mask)
        for array in row:
            array[mask] = 0
    return rows
