"""Places are read as they lie in memory, columns first for a transpose."""
EXPECT = ("unpack_bitmask_check", "down the columns")

def pack_bitmask(matrix):
    flat = matrix.ravel(order="K")
    keep = flat != 0
    return np.packbits(keep), flat[keep]


def unpack_bitmask(mask, values, shape):
    m, n = shape
    keep = np.unpackbits(mask, count=m * n).reshape(shape).astype(bool)
    matrix = np.zeros(shape, values.dtype)
    matrix[keep] = values
    return matrix
