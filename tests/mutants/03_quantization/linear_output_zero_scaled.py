"""Adds the output's zero point to the sum, before it is scaled."""
EXPECT = ("int8_linear_check", "z_y belongs to the result")

def int8_linear(inputs, weights, bias, input_zero, multiplier, output_zero):
    total = (inputs.astype(np.int32) - input_zero) @ weights.astype(np.int32) + bias + output_zero
    scaled = (total.astype(np.int64) * multiplier + 2**30) >> 31
    return np.clip(scaled, -128, 127).astype(np.int8)
