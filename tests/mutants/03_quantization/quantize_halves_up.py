"""Rounds halves up."""
EXPECT = ("dequantize_check", "go to the even neighbour")

def quantize(values, scale, zero_point, bits):
    if not np.isfinite(values).all():
        raise ValueError("the values must be finite")
    lowest, highest = code_range(bits)
    codes = np.floor(values / scale + 0.5) + zero_point
    return np.clip(codes, lowest, highest).astype(code_dtype(bits))


def dequantize(codes, scale, zero_point):
    return ((codes.astype(np.int32) - zero_point) * scale).astype(np.float32)
