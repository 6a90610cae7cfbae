"""Powers are taken of the logits as they are, which overflows."""
EXPECT = ("softmax_with_temperature_check", "Take the largest logit")

def softmax_with_temperature(logits, temperature):
    if not (math.isfinite(temperature) and temperature > 0):
        raise ValueError("temperature must be positive and finite")
    with np.errstate(all="ignore"):
        powers = np.exp(logits / temperature)
        return powers / powers.sum(axis=-1, keepdims=True)
