"""What clipping moved was clipped; whole numbers have no -0.0."""


def fake_quant(weights, scale, low, high):
    codes = np.round(weights.astype(np.float64) / scale).astype(np.int64)
    kept = codes.clip(low, high)
    return (kept * scale).astype(np.float32), kept == codes
