"""The range goes from the smallest to the largest value; the zero point that then lies outside is clamped."""
EXPECT = ("quantization_params_hidden", "range has to include 0")

def quantization_params(values, bits, symmetric=False, axis=None):
    if not np.isfinite(values).all():
        raise ValueError("the values must be finite")
    lowest, highest = code_range(bits, symmetric)
    axes = other_axes(values, axis)
    if values.size == 0:
        return np.ones((1,) * values.ndim, np.float32), np.zeros((1,) * values.ndim, np.int8)
    low = values.min(axis=axes, keepdims=True)
    high = values.max(axis=axes, keepdims=True)
    if symmetric:
        high = np.maximum(-low, high)
        low = -high
    scale = ((high - low) / (highest - lowest)).astype(np.float32)
    scale[scale == 0] = 1.0
    exact = np.zeros(scale.shape) if symmetric else lowest - low / scale
    return scale, np.clip(np.rint(exact), lowest, highest).astype(code_dtype(bits))
