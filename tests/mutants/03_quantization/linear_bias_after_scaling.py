"""Adds the bias after the scaling."""
EXPECT = ("int8_linear_check", "The bias belongs to the sum")

def int8_linear(inputs, weights, bias, input_zero, multiplier, output_zero):
    total = (inputs.astype(np.int32) - input_zero) @ weights.astype(np.int32)
    scaled = (total.astype(np.int64) * multiplier + 2**30) >> 31
    return np.clip(scaled + bias + output_zero, -128, 127).astype(np.int8)
