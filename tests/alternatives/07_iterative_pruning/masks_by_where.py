"""New arrays are made by np.where."""

def apply_masks(rows, masks):
    result = []
    for i in range(len(rows)):
        new_row = []
        for array in rows[i]:
            new_row.append(np.where(masks[i], array, np.zeros_like(array)))
        result.append(new_row)
    return result
