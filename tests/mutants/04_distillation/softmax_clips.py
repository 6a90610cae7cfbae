"""Large logits are clipped to keep the powers finite."""
EXPECT = ("softmax_with_temperature_check", "cut nothing off")

def softmax_with_temperature(logits, temperature):
    if not (math.isfinite(temperature) and temperature > 0):
        raise ValueError("temperature must be positive and finite")
    scaled = np.clip(logits / temperature, -80, 80)
    powers = np.exp(scaled)
    return powers / powers.sum(axis=-1, keepdims=True)
