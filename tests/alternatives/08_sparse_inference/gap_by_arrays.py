"""Without a loop: repeats for the padding zeros, and places for the values."""

def encode_gaps(matrix, bits):
    places = np.flatnonzero(matrix)
    zeros = np.diff(places, prepend=-1) - 1
    at = np.cumsum((zeros >> bits) + 1) - 1
    gaps = np.full(at[-1] + 1 if at.size else 0, 2**bits - 1, np.uint8)
    values = np.zeros(gaps.size, matrix.dtype)
    gaps[at] = zeros % 2**bits
    values[at] = matrix.ravel()[places]
    return [gaps, values]


def decode_gaps(gaps, values, shape):
    places = np.cumsum(gaps, dtype=np.int64) + np.arange(gaps.size)
    matrix = np.zeros(shape, values.dtype)
    matrix.flat[places] = values
    return matrix
