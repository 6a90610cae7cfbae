"""The classes are taken to lie on axis 1, whatever the number of axes."""
EXPECT = ("softmax_with_temperature_hidden", "along the last axis sums to 1")

def softmax_with_temperature(logits, temperature):
    if not (math.isfinite(temperature) and temperature > 0):
        raise ValueError("temperature must be positive and finite")
    axis = min(1, logits.ndim - 1)
    powers = np.exp((logits - logits.max(axis=axis, keepdims=True)) / temperature)
    return powers / powers.sum(axis=axis, keepdims=True)
