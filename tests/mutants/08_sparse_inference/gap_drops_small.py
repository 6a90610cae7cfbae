"""A value that is close to zero counts as zero."""
EXPECT = ("decode_gaps_check", "A small weight is not a zero")

def encode_gaps(matrix, bits):
    limit = 2**bits
    gaps, values = [], []
    last = -1
    flat = matrix.ravel()
    for place in np.flatnonzero(~np.isclose(flat, 0)):
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
