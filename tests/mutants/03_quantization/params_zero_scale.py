"""Leaves the scale of an array of zeros at 0."""
EXPECT = ("quantization_params_check", "Without a range the scale is 1")

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
    safe = np.where(scale > 0, scale, 1.0)
    exact = np.zeros(scale.shape) if symmetric else lowest - low / safe
    return scale, np.rint(exact).astype(code_dtype(bits))
