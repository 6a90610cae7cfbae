"""Packs whole pairs only and loses the last of an odd number of codes."""
EXPECT = ("unpack_int4_check", "a byte to itself")

def pack_int4(codes):
    if codes.size and (codes.min() < -8 or codes.max() > 7):
        raise ValueError("the codes do not fit 4 bits")
    halves = np.zeros(codes.size // 2 * 2, dtype=np.uint8)
    halves[:] = codes.ravel()[: halves.size] & 15
    return halves[0::2] | (halves[1::2] << 4)


def unpack_int4(packed, n):
    halves = np.stack([packed & 15, packed >> 4], axis=1).ravel()[:n].astype(np.int8)
    return np.where(halves > 7, halves - 16, halves).astype(np.int8)
