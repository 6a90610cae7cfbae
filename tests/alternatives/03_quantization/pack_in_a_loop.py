"""Python integers, one byte after the other, with remainders instead of masks."""

def pack_int4(codes):
    flat = [int(code) for code in codes.ravel()]
    if any(not -8 <= code <= 7 for code in flat):
        raise ValueError("4 bits hold -8 to 7")
    flat += [0] * (len(flat) % 2)
    pairs = zip(flat[0::2], flat[1::2], strict=True)
    return np.array([low % 16 + 16 * (high % 16) for low, high in pairs], dtype=np.uint8)


def unpack_int4(packed, n):
    codes = []
    for byte in packed.tolist():
        codes += [(byte % 16 + 8) % 16 - 8, (byte // 16 + 8) % 16 - 8]
    return np.array(codes[:n], dtype=np.int8)
