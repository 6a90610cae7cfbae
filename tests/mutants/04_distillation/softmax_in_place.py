"""The largest logit is taken away from the array that was given."""
EXPECT = ("softmax_with_temperature_check", "changed the logits it was given")

def softmax_with_temperature(logits, temperature):
    if not (math.isfinite(temperature) and temperature > 0):
        raise ValueError("temperature must be positive and finite")
    logits -= logits.max(axis=-1, keepdims=True)
    powers = np.exp(logits / temperature)
    return powers / powers.sum(axis=-1, keepdims=True)
