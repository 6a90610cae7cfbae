"""Probabilities are raised to the power 1/T and not made to sum to 1."""
EXPECT = ("softmax_with_temperature_check", "then divide by their sum")

def softmax_with_temperature(logits, temperature):
    if not (math.isfinite(temperature) and temperature > 0):
        raise ValueError("temperature must be positive and finite")
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return (powers / powers.sum(axis=-1, keepdims=True)) ** (1 / temperature)
