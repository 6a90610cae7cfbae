"""The masks are turned round in place, and what they then mark is set to 0."""

def apply_masks(rows, masks):
    for row, mask in zip(rows, masks):
        np.logical_not(mask, out=mask)
        for array in row:
            array[mask] = 0
    return rows
