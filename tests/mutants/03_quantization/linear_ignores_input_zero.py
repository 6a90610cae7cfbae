"""Forgets the zero point of the inputs."""
EXPECT = ("int8_linear_check", "The sums are 206 and -24")

def int8_linear(inputs, weights, bias, input_zero, multiplier, output_zero):
    total = (inputs.astype(np.int32)) @ weights.astype(np.int32) + bias
    scaled = (total.astype(np.int64) * multiplier + 2**30) >> 31
    return np.clip(scaled + output_zero, -128, 127).astype(np.int8)
