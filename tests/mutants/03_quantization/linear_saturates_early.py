"""Saturates before the output's zero point is added, and again after."""
EXPECT = ("int8_linear_hidden_requantise", "Saturate once")

def int8_linear(inputs, weights, bias, input_zero, multiplier, output_zero):
    total = (inputs.astype(np.int32) - input_zero) @ weights.astype(np.int32) + bias
    scaled = (total.astype(np.int64) * multiplier + 2**30) >> 31
    return np.clip(np.clip(scaled, -128, 127) + output_zero, -128, 127).astype(np.int8)
