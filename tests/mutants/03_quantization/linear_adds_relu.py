"""Cuts negative sums off, although the layer has no ReLU of its own."""
EXPECT = ("int8_linear_hidden", "stays negative")

def int8_linear(inputs, weights, bias, input_zero, multiplier, output_zero):
    total = (inputs.astype(np.int32) - input_zero) @ weights.astype(np.int32) + bias
    total = np.maximum(total, 0)
    scaled = (total.astype(np.int64) * multiplier + 2**30) >> 31
    return np.clip(scaled + output_zero, -128, 127).astype(np.int8)
