"""Returns float64."""
EXPECT = ("dequantize_check", "dequantize returns float32")

def quantize(values, scale, zero_point, bits):
    if not np.isfinite(values).all():
        raise ValueError("the values must be finite")
    lowest, highest = code_range(bits)
    codes = np.rint(values / scale) + zero_point
    return np.clip(codes, lowest, highest).astype(code_dtype(bits))


def dequantize(codes, scale, zero_point):
    return scale * (codes.astype(np.float64) - zero_point)
