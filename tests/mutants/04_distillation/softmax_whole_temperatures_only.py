"""The temperature is rounded down to a whole number."""
EXPECT = ("softmax_with_temperature_check", "whatever number it")

def softmax_with_temperature(logits, temperature):
    if not (math.isfinite(temperature) and temperature > 0):
        raise ValueError("temperature must be positive and finite")
    scaled = logits / max(1, int(temperature))
    powers = np.exp(scaled - scaled.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)
