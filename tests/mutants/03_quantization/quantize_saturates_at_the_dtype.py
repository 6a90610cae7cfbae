"""Saturates at the ends of int8, whatever the bits."""
EXPECT = ("dequantize_check", "saturate at -4 and 3")

def quantize(values, scale, zero_point, bits):
    if not np.isfinite(values).all():
        raise ValueError("the values must be finite")
    lowest, highest = code_range(8 if bits <= 8 else 16)
    codes = np.rint(values / scale) + zero_point
    return np.clip(codes, lowest, highest).astype(code_dtype(bits))


def dequantize(codes, scale, zero_point):
    return ((codes.astype(np.int32) - zero_point) * scale).astype(np.float32)
