"""Zeros are assigned, in place."""

def apply_masks(rows, masks):
    for row, mask in zip(rows, masks):
        for array in row:
            array[~mask] = 0
    return rows
