"""The sign comes from an arithmetic shift of int8."""

def pack_int4(codes):
    if ((codes < -8) | (codes > 7)).any():
        raise ValueError("codes must lie in [-8, 7]")
    flat = codes.astype(np.uint8).ravel() & 0x0F
    if flat.size % 2:
        flat = np.append(flat, np.uint8(0))
    low, high = flat.reshape(-1, 2).T
    return (low + 16 * high).astype(np.uint8)


def unpack_int4(packed, n):
    signed = packed.view(np.int8)
    codes = np.empty(2 * packed.size, dtype=np.int8)
    codes[0::2] = (packed << 4).view(np.int8) >> 4
    codes[1::2] = signed >> 4
    return codes[:n]
