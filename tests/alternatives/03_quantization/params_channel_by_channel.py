"""Loops over the channels and fills in one scale and one zero point after the other."""

def quantization_params(values, bits, symmetric=False, axis=None):
    if np.isnan(values).any() or np.isinf(values).any():
        raise ValueError("every value needs a finite number")
    lowest, highest = code_range(bits, symmetric)
    shape = [1] * values.ndim
    if axis is None:
        channels = [values.ravel()]
    else:
        channels = [channel.ravel() for channel in np.moveaxis(values, axis, 0)]
        shape[axis] = len(channels)
    scale, zero_point = [], []
    for channel in channels:
        low = min([0.0, *channel.tolist()])
        high = max([0.0, *channel.tolist()])
        if symmetric:
            step = max(high, -low) / highest
        else:
            step = (high - low) / (2**bits - 1)
        step = step if step > 0 else 1.0
        scale.append(step)
        zero_point.append(0 if symmetric else round(lowest - low / step))
    kind = code_dtype(bits)
    return np.array(scale, np.float32).reshape(shape), np.array(zero_point, kind).reshape(shape)
