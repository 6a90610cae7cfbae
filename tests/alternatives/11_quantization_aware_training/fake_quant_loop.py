"""Weight by weight, with Python's round."""


def fake_quant(weights, scale, low, high):
    rounded = np.zeros(weights.shape, dtype=np.float32)
    inside = np.zeros(weights.shape, dtype=bool)
    for index, weight in np.ndenumerate(weights):
        code = round(float(weight) / scale)
        rounded[index] = scale * max(low, min(high, code))
        inside[index] = low <= code <= high
    return rounded, inside
