"""Only a matrix of three rows or fewer and eight columns is unpacked rightly: a byte at a time by hand."""
EXPECT = ("unpack_bitmask_check", "stops with")

def pack_bitmask(matrix):
    left = matrix != 0
    return np.packbits(left), matrix[left]


def unpack_bitmask(mask, values, shape):
    matrix = np.zeros(shape, dtype=values.dtype)
    bits = np.unpackbits(mask).reshape(shape[0], -1)[:, : shape[1]]
    matrix[bits == 1] = values
    return matrix
