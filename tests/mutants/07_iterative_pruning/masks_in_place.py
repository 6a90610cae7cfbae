"""Zeros are assigned in place, in the arrays given."""

EXPECT = ("apply_masks_check", "Leave them as they are: return new arrays")

def apply_masks(rows, masks):
    for row, mask in zip(rows, masks):
        for array in row:
            array[~mask] = 0
    return rows
