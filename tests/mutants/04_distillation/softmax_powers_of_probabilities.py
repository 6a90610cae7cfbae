"""The ordinary softmax is raised to 1/T, which lost what it had rounded to 0."""
EXPECT = ("softmax_with_temperature_hidden_range", "the probabilities are")

def softmax_with_temperature(logits, temperature):
    if not (temperature > 0 and math.isfinite(temperature)):
        raise ValueError
    e = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    p = p ** (1 / temperature)
    return p / p.sum(axis=-1, keepdims=True)
