"""Divides by the missing range as well, of which numpy warns, and takes the lowest code there."""

def quantization_params(values, bits, symmetric=False, axis=None):
    low, high = code_range(bits, symmetric)
    if not np.isfinite(values).all():
        raise ValueError("NaN or infinity")
    axes = other_axes(values, axis)
    v = values.astype(np.float64)
    alpha = v.min(axis=axes, keepdims=True, initial=0)
    beta = v.max(axis=axes, keepdims=True, initial=0)
    if symmetric:
        step = np.maximum(beta, -alpha) / high
        zero = np.zeros(step.shape)
    else:
        step = (beta - alpha) / (2**bits - 1)
        zero = np.where(step > 0, np.rint(low - alpha / step), low)
    scale = np.where(step > 0, step, 1)
    return scale.astype(np.float32), zero.astype(code_dtype(bits))
