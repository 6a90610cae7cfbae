"""Logarithms of the probabilities first, by log-sum-exp."""

def softmax_with_temperature(logits, temperature):
    if not 0 < temperature < float("inf"):
        raise ValueError("no such temperature")
    scaled = logits / logits.dtype.type(1) / float(temperature)
    top = scaled.max(axis=-1)[..., np.newaxis]
    log_sum = top + np.log(np.sum(np.exp(scaled - top), axis=-1, keepdims=True))
    return np.exp(scaled - log_sum)
