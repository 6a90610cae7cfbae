"""Subtracts arrays of codes in their own dtype; single numbers are cast up by luck."""
EXPECT = ("dequantize_hidden", "Subtract the zero point in a dtype with room")

def quantize(values, scale, zero_point, bits):
    if not np.isfinite(values).all():
        raise ValueError("the values must be finite")
    lowest, highest = code_range(bits)
    codes = np.rint(values / scale) + zero_point
    return np.clip(codes, lowest, highest).astype(code_dtype(bits))


def dequantize(codes, scale, zero_point):
    steps = codes - zero_point if isinstance(zero_point, np.ndarray) else (
        codes.astype(np.int32) - zero_point)
    return (steps * scale).astype(np.float32)
