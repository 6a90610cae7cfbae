"""Leaves the symmetric zero point to the formula, which for an array of zeros gives the lowest code."""
EXPECT = ("quantization_params_check", "It is 0 if symmetric")

def quantization_params(values, bits, symmetric=False, axis=None):
    if not np.isfinite(values).all():
        raise ValueError("the values must be finite")
    lowest, highest = code_range(bits, symmetric)
    axes = other_axes(values, axis)
    low = values.min(axis=axes, keepdims=True, initial=0.0)
    high = values.max(axis=axes, keepdims=True, initial=0.0)
    if symmetric:
        high = np.maximum(-low, high)
        low = -high
    scale = ((high - low) / (highest - lowest)).astype(np.float32)
    scale[scale == 0] = 1.0
    return scale, np.rint(lowest - low / scale).astype(code_dtype(bits))
