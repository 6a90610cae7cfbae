"""Divides the range by the number of levels instead of the number of steps."""
EXPECT = ("quantization_params_check", "seven steps between them")

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
    scale = ((high - low) / (highest - lowest + 1)).astype(np.float32)
    scale[scale == 0] = 1.0
    exact = np.zeros(scale.shape) if symmetric else lowest - low / scale
    return scale, np.rint(exact).astype(code_dtype(bits))
