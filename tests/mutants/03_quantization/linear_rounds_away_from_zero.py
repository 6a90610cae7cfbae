"""Rounds halves away from zero."""
EXPECT = ("int8_linear_hidden_requantise", "towards plus infinity")

def int8_linear(inputs, weights, bias, input_zero, multiplier, output_zero):
    total = (inputs.astype(np.int32) - input_zero) @ weights.astype(np.int32) + bias
    scaled = np.sign(total) * ((np.abs(total.astype(np.int64)) * multiplier + 2**30) >> 31)
    return np.clip(scaled + output_zero, -128, 127).astype(np.int8)
