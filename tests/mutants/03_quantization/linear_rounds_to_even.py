"""Rounds halves to the even neighbour, by a detour over floats."""
EXPECT = ("int8_linear_hidden_requantise", "halves go up")

def int8_linear(inputs, weights, bias, input_zero, multiplier, output_zero):
    total = (inputs.astype(np.int32) - input_zero) @ weights.astype(np.int32) + bias
    scaled = np.rint(total * (multiplier / 2.0**31)).astype(np.int64)
    return np.clip(scaled + output_zero, -128, 127).astype(np.int8)
