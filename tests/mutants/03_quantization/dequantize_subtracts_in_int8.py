"""Subtracts the zero point from codes that are still int8."""
EXPECT = ("dequantize_check", "cast up first")

def quantize(values, scale, zero_point, bits):
    if not np.isfinite(values).all():
        raise ValueError("the values must be finite")
    lowest, highest = code_range(bits)
    codes = np.rint(values / scale) + zero_point
    return np.clip(codes, lowest, highest).astype(code_dtype(bits))


def dequantize(codes, scale, zero_point):
    return ((codes - codes.dtype.type(zero_point)) * scale).astype(np.float32)
