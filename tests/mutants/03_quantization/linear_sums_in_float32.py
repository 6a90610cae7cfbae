"""Runs the sum in float32, fast, and loses units above 2**24."""
EXPECT = ("int8_linear_hidden", "float32 loses units")

def int8_linear(inputs, weights, bias, input_zero, multiplier, output_zero):
    total = ((inputs.astype(np.float32) - input_zero) @ weights.astype(np.float32) + bias.astype(np.float32)).astype(np.int32)
    scaled = (total.astype(np.int64) * multiplier + 2**30) >> 31
    return np.clip(scaled + output_zero, -128, 127).astype(np.int8)
