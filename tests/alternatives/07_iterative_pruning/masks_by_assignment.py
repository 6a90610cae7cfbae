"""Zeros are assigned, in copies."""

def apply_masks(rows, masks):
    masked = []
    for row, mask in zip(rows, masks):
        copies = [array.copy() for array in row]
        for array in copies:
            array[~mask] = 0
        masked.append(copies)
    return masked
