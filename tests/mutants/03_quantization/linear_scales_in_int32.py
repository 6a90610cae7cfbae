"""Multiplies the sum by the multiplier in int32."""
EXPECT = ("int8_linear_check", "the outputs are [-76, -128]")

def int8_linear(inputs, weights, bias, input_zero, multiplier, output_zero):
    total = (inputs.astype(np.int32) - input_zero) @ weights.astype(np.int32) + bias
    scaled = (total.astype(np.int32) * multiplier + 2**30) >> 31
    return np.clip(scaled + output_zero, -128, 127).astype(np.int8)
