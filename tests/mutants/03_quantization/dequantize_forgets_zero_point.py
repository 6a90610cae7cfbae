"""Multiplies by the scale and forgets the zero point."""
EXPECT = ("dequantize_check", "Subtract the zero point, and then multiply")

def quantize(values, scale, zero_point, bits):
    if not np.isfinite(values).all():
        raise ValueError("the values must be finite")
    lowest, highest = code_range(bits)
    codes = np.rint(values / scale) + zero_point
    return np.clip(codes, lowest, highest).astype(code_dtype(bits))


def dequantize(codes, scale, zero_point):
    return (codes.astype(np.int32) * scale).astype(np.float32)
