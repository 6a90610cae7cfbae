"""A temperature of 0 or below is used as it is."""
EXPECT = ("softmax_with_temperature_check", "asks for a ValueError")

def softmax_with_temperature(logits, temperature):
    with np.errstate(all="ignore"):
        scaled = (logits - logits.max(axis=-1, keepdims=True)) / np.float64(temperature)
        scaled = scaled.astype(logits.dtype)
        powers = np.exp(scaled)
        return powers / powers.sum(axis=-1, keepdims=True)
