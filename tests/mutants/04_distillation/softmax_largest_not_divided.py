"""The largest logit is taken away from the logits that T has divided already."""
EXPECT = ("softmax_with_temperature_check", "Take the largest logit")

def softmax_with_temperature(logits, temperature):
    if not (temperature > 0 and math.isfinite(temperature)):
        raise ValueError
    e = np.exp(logits / temperature - logits.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
