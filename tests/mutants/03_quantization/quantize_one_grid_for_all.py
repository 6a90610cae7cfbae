"""Uses the largest scale of all channels for each of them."""
EXPECT = ("dequantize_check", "they broadcast")

def quantize(values, scale, zero_point, bits):
    if not np.isfinite(values).all():
        raise ValueError("the values must be finite")
    lowest, highest = code_range(bits)
    codes = np.rint(values / np.max(scale)) + zero_point
    return np.clip(codes, lowest, highest).astype(code_dtype(bits))


def dequantize(codes, scale, zero_point):
    return ((codes.astype(np.int32) - zero_point) * scale).astype(np.float32)
