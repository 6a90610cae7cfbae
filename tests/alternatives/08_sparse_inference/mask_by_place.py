"""np.place fills the zeros; a list of two comes back."""

def pack_bitmask(matrix):
    return [np.packbits(matrix.astype(bool)), np.extract(matrix, matrix)]


def unpack_bitmask(mask, values, shape):
    bits = np.unpackbits(mask)[: shape[0] * shape[1]].reshape(shape).astype(bool)
    matrix = np.zeros_like(bits, dtype=values.dtype)
    if len(values):
        np.place(matrix, bits, values)
    return matrix
