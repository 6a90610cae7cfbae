"""The temperature is accepted and never used."""
EXPECT = ("softmax_with_temperature_check", "Divide the logits by T")

def softmax_with_temperature(logits, temperature):
    if not (math.isfinite(temperature) and temperature > 0):
        raise ValueError("temperature must be positive and finite")
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)
