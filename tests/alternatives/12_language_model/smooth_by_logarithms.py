"""Weighed logarithms of both sizes."""


def smooth(gain, bias, weights, largest, strength=0.5):
    rows = np.maximum(weights.max(axis=1), -weights.min(axis=1)).astype(float)
    both = (rows > 0) & (np.asarray(largest) > 0)
    powers = np.zeros(len(rows))
    powers[both] = strength * np.log(np.asarray(largest, float)[both])
    powers[both] -= (1 - strength) * np.log(rows[both])
    s = np.exp(powers)
    f32 = np.float32
    return (gain / s).astype(f32), (bias / s).astype(f32), (weights * s[:, None]).astype(f32)
