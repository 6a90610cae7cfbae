"""Sums in float64, where they are exact, and scales in int64."""

def int8_linear(inputs, weights, bias, input_zero, multiplier, output_zero):
    total = np.einsum("nk,km->nm", inputs - float(input_zero), weights.astype(float))
    total = (total + bias).astype(np.int64)
    codes = (total * multiplier.astype(np.int64) + (1 << 30)) // (1 << 31)
    return np.clip(codes + output_zero, -128, 127).astype(np.int8)
