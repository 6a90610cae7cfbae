"""Bits by powers of two, without packbits."""

def pack_bitmask(matrix):
    bits = (matrix != 0).ravel().astype(int)
    bits = np.pad(bits, (0, -bits.size % 8)).reshape(-1, 8)
    return (bits @ [128, 64, 32, 16, 8, 4, 2, 1]).astype(np.uint8), matrix.ravel()[matrix.ravel() != 0]


def unpack_bitmask(mask, values, shape):
    m, n = shape
    bits = (mask[:, None] >> np.arange(7, -1, -1)) & 1
    flat = np.zeros(m * n, values.dtype)
    flat[np.flatnonzero(bits.ravel()[: m * n])] = values
    return flat.reshape(m, n)
