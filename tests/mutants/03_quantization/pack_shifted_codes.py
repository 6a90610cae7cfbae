"""Adds 8 to every code instead of keeping two's complement."""
EXPECT = ("unpack_int4_check", "kept as q + 16")

def pack_int4(codes):
    if codes.size and (codes.min() < -8 or codes.max() > 7):
        raise ValueError("the codes do not fit 4 bits")
    halves = np.zeros(codes.size + codes.size % 2, dtype=np.uint8)
    halves[: codes.size] = codes.ravel() + 8
    return halves[0::2] | (halves[1::2] << 4)


def unpack_int4(packed, n):
    halves = np.stack([packed & 15, packed >> 4], axis=1).ravel()[:n].astype(np.int8)
    return halves - np.int8(8)
