"""Keeps codes of 8 bits and fewer in int16."""
EXPECT = ("dequantize_check", "int8 for 3 bits")

def quantize(values, scale, zero_point, bits):
    if not np.isfinite(values).all():
        raise ValueError("the values must be finite")
    lowest, highest = code_range(bits)
    codes = np.rint(values / scale) + zero_point
    return np.clip(codes, lowest, highest).astype(np.int16)


def dequantize(codes, scale, zero_point):
    return ((codes.astype(np.int32) - zero_point) * scale).astype(np.float32)
