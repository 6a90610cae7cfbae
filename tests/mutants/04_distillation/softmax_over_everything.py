"""One sum over the whole array, so that all rows together give 1."""
EXPECT = ("softmax_with_temperature_check", "along the last axis sums to 1")

def softmax_with_temperature(logits, temperature):
    if not (math.isfinite(temperature) and temperature > 0):
        raise ValueError("temperature must be positive and finite")
    powers = np.exp((logits - logits.max()) / temperature)
    return powers / powers.sum()
