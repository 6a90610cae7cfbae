"""Zeros behind the last value are padded, where they fill a padding zero."""
EXPECT = ("decode_gaps_check", "Nothing is stored behind the last")

def encode_gaps(matrix, bits):
    limit = 2**bits
    gaps, values = [], []
    last = -1
    flat = matrix.ravel()
    for place in np.flatnonzero(flat):
        gap = place - last - 1
        while gap >= limit:
            gaps.append(limit - 1)
            values.append(0)
            gap -= limit
        gaps.append(gap)
        values.append(flat[place])
        last = place
    for _ in range((flat.size - last - 1) // limit):
        gaps.append(limit - 1)
        values.append(0)
    return np.array(gaps, np.uint8), np.array(values, matrix.dtype)


def decode_gaps(gaps, values, shape):
    flat = np.zeros(shape[0] * shape[1], values.dtype)
    flat[np.cumsum(gaps.astype(int) + 1) - 1] = values
    return flat.reshape(shape)
