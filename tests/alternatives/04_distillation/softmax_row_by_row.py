"""A loop over rows, and the power 1/T of the ordinary probabilities."""

def softmax_with_temperature(logits, temperature):
    if temperature <= 0 or temperature != temperature or temperature == math.inf:
        raise ValueError(f"temperature {temperature}")
    rows = logits.reshape(-1, logits.shape[-1])
    result = np.empty_like(rows)
    for i, row in enumerate(rows):
        weights = np.exp((row.astype(float) - float(row.max())) / temperature)
        result[i] = weights / weights.sum()
    return result.reshape(logits.shape)
