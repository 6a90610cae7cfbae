"""Uses the first output's multiplier for all."""
EXPECT = ("int8_linear_hidden", "one multiplier")

def int8_linear(inputs, weights, bias, input_zero, multiplier, output_zero):
    total = (inputs.astype(np.int32) - input_zero) @ weights.astype(np.int32) + bias
    scaled = (total.astype(np.int64) * multiplier[0] + 2**30) >> 31
    return np.clip(scaled + output_zero, -128, 127).astype(np.int8)
