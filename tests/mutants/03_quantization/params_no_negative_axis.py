"""Compares axis with 0, 1, ...: a negative axis fits none and gives one grid in all."""
EXPECT = ("quantization_params_check", "look along other_axes")

def quantization_params(values, bits, symmetric=False, axis=None):
    if not np.isfinite(values).all():
        raise ValueError("the values must be finite")
    lowest, highest = code_range(bits, symmetric)
    axes = other_axes(values, axis)
    axes = tuple(i for i in range(values.ndim) if i != axis)
    low = values.min(axis=axes, keepdims=True, initial=0.0)
    high = values.max(axis=axes, keepdims=True, initial=0.0)
    if symmetric:
        high = np.maximum(-low, high)
        low = -high
    scale = ((high - low) / (highest - lowest)).astype(np.float32)
    scale[scale == 0] = 1.0
    exact = np.zeros(scale.shape) if symmetric else lowest - low / scale
    return scale, np.rint(exact).astype(code_dtype(bits))
