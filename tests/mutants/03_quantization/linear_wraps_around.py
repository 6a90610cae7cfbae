"""Casts down without saturating."""
EXPECT = ("int8_linear_check", "the outputs are [-76, -128]")

def int8_linear(inputs, weights, bias, input_zero, multiplier, output_zero):
    total = (inputs.astype(np.int32) - input_zero) @ weights.astype(np.int32) + bias
    scaled = (total.astype(np.int64) * multiplier + 2**30) >> 31
    return (scaled + output_zero).astype(np.int8)
