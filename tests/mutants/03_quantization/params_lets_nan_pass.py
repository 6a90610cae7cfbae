"""Does not look for NaN and infinity."""
EXPECT = ("quantization_params_check", "np.isfinite")

def quantization_params(values, bits, symmetric=False, axis=None):
    lowest, highest = code_range(bits, symmetric)
    axes = other_axes(values, axis)
    low = np.nan_to_num(values).min(axis=axes, keepdims=True, initial=0.0)
    high = np.nan_to_num(values).max(axis=axes, keepdims=True, initial=0.0)
    if symmetric:
        high = np.maximum(-low, high)
        low = -high
    scale = ((high - low) / (highest - lowest)).astype(np.float32)
    scale[scale == 0] = 1.0
    exact = np.zeros(scale.shape) if symmetric else lowest - low / scale
    return scale, np.rint(exact).astype(code_dtype(bits))
