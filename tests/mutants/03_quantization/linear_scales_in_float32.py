"""Scales the sum in float32, which cannot hold sums above 2**24 exactly."""
EXPECT = ("int8_linear_hidden_requantise", "scale in integers")

def int8_linear(inputs, weights, bias, input_zero, multiplier, output_zero):
    total = (inputs.astype(np.int32) - input_zero) @ weights.astype(np.int32) + bias
    scaled = np.floor(total.astype(np.float32) * (multiplier / 2.0**31).astype(np.float32)
                      + np.float32(0.5)).astype(np.int64)
    return np.clip(scaled + output_zero, -128, 127).astype(np.int8)
