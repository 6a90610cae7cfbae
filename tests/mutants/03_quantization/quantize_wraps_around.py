"""Casts down without saturating: what is too large comes back from below."""
EXPECT = ("dequantize_check", "Saturate before you cast down")

def quantize(values, scale, zero_point, bits):
    if not np.isfinite(values).all():
        raise ValueError("the values must be finite")
    lowest, highest = code_range(bits)
    codes = np.rint(values / scale) + zero_point
    if bits not in (8, 16):
        codes = np.clip(codes, lowest, highest)
    return codes.astype(np.int64).astype(code_dtype(bits))


def dequantize(codes, scale, zero_point):
    return ((codes.astype(np.int32) - zero_point) * scale).astype(np.float32)
