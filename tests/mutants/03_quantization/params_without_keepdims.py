"""Forgets keepdims: the axes that min and max look along are gone."""
EXPECT = ("quantization_params_check", "keepdims=True")

def quantization_params(values, bits, symmetric=False, axis=None):
    if not np.isfinite(values).all():
        raise ValueError("the values must be finite")
    lowest, highest = code_range(bits, symmetric)
    wide, axes = values.astype(np.float64), other_axes(values, axis)
    low, high = wide.min(axis=axes, initial=0.0), wide.max(axis=axes, initial=0.0)
    if symmetric:
        low, high = np.minimum(low, -high), np.maximum(-low, high)
    scale = np.asarray((high - low) / (highest - lowest))
    scale[scale == 0] = 1.0
    exact = np.zeros(scale.shape) if symmetric else np.rint(lowest - low / scale)
    return scale.astype(np.float32), exact.astype(code_dtype(bits))
