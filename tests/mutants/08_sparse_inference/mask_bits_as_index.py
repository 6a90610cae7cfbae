"""Bits of uint8 are taken for places, not for a mask."""
EXPECT = ("unpack_bitmask_check", "is of bool")

def pack_bitmask(matrix):
    keep = matrix != 0
    return np.packbits(keep), matrix[keep]


def unpack_bitmask(mask, values, shape):
    m, n = shape
    keep = np.unpackbits(mask, count=m * n).reshape(shape)
    matrix = np.zeros(shape, values.dtype)
    matrix[keep] = values
    return matrix
