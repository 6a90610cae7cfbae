"""Bits as a string of digits."""

def pack_bitmask(matrix):
    text = "".join("1" if v else "0" for v in matrix.ravel())
    text += "0" * (-len(text) % 8)
    mask = np.array([int(text[i : i + 8], 2) for i in range(0, len(text), 8)], np.uint8)
    return [mask, matrix.ravel()[matrix.ravel() != 0]]


def unpack_bitmask(mask, values, shape):
    m, n = shape
    text = "".join(f"{byte:08b}" for byte in mask)[: m * n]
    left = iter(values)
    flat = [next(left) if bit == "1" else 0 for bit in text]
    return np.array(flat, dtype=values.dtype).reshape(m, n)
