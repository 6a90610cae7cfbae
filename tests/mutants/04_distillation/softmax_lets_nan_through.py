"""Only temperatures at or below 0 are refused, not NaN."""
EXPECT = ("softmax_with_temperature_check", "T = nan asks for a ValueError")

def softmax_with_temperature(logits, temperature):
    if temperature <= 0:
        raise ValueError("temperature must be positive")
    powers = np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature)
    return powers / powers.sum(axis=-1, keepdims=True)
