"""A walk over all places, counting zeros; decoding by a loop."""

def encode_gaps(matrix, bits):
    gaps, values, zeros = [], [], 0
    for value in matrix.ravel():
        if value == 0:
            zeros += 1
            continue
        while zeros >= 2**bits:
            gaps.append(2**bits - 1)
            values.append(0)
            zeros -= 2**bits
        gaps.append(zeros)
        values.append(value)
        zeros = 0
    return np.array(gaps, "uint8"), np.array(values, matrix.dtype)


def decode_gaps(gaps, values, shape):
    flat, place = np.zeros(shape[0] * shape[1], values.dtype), -1
    for gap, value in zip(gaps.tolist(), values):
        place += gap + 1
        flat[place] = value
    return flat.reshape(shape)
