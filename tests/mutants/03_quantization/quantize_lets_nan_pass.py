"""Gives NaN and infinity a code."""
EXPECT = ("dequantize_check", "asks for a ValueError")

def quantize(values, scale, zero_point, bits):
    lowest, highest = code_range(bits)
    codes = np.rint(np.nan_to_num(values.astype(np.float64) / scale, posinf=1e9, neginf=-1e9)) + zero_point
    return np.clip(codes, lowest, highest).astype(code_dtype(bits))


def dequantize(codes, scale, zero_point):
    return ((codes.astype(np.int32) - zero_point) * scale).astype(np.float32)
