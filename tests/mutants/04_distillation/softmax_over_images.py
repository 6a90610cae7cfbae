"""The sum runs over the images of the batch, not over the classes."""
EXPECT = ("softmax_with_temperature_check", "then divide by their sum")

def softmax_with_temperature(logits, temperature):
    if not (math.isfinite(temperature) and temperature > 0):
        raise ValueError("temperature must be positive and finite")
    powers = np.exp((logits - logits.max()) / temperature)
    return powers / powers.sum(axis=0, keepdims=True)
