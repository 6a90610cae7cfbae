"""Works in float64, saturates with minimum and maximum, and multiplies out the brackets on the way back."""

def quantize(values, scale, zero_point, bits):
    lowest, highest = code_range(bits)
    if np.isnan(values).any() or np.isinf(values).any():
        raise ValueError("no code for NaN or infinity")
    steps = np.asarray(values, dtype=np.float64) / scale
    codes = np.maximum(lowest, np.minimum(highest, steps.round() + zero_point))
    return codes.astype("int8" if bits <= 8 else "int16")


def dequantize(codes, scale, zero_point):
    away = np.subtract(codes, zero_point, dtype=np.float64)
    return np.multiply(away, scale).astype(np.float32)
