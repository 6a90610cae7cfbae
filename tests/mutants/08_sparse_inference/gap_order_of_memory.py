"""Places are read as they lie in memory, columns first for a transpose."""
EXPECT = ("decode_gaps_check", "down the columns")

def encode_gaps(matrix, bits):
    limit = 2**bits
    gaps, values = [], []
    last = -1
    flat = matrix.ravel(order="K")
    for place in np.flatnonzero(flat):
        gap = place - last - 1
        while gap >= limit:
            gaps.append(limit - 1)
            values.append(0)
            gap -= limit
        gaps.append(gap)
        values.append(flat[place])
        last = place
    return np.array(gaps, np.uint8), np.array(values, matrix.dtype)


def decode_gaps(gaps, values, shape):
    flat = np.zeros(shape[0] * shape[1], values.dtype)
    flat[np.cumsum(gaps.astype(int) + 1) - 1] = values
    return flat.reshape(shape)
