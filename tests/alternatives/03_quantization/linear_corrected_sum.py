"""Multiplies raw codes in int64 and takes the zero point off afterwards, by the column sums."""

def int8_linear(inputs, weights, bias, input_zero, multiplier, output_zero):
    wide = weights.astype(np.int64)
    total = inputs.astype(np.int64) @ wide - input_zero * wide.sum(axis=0) + bias
    codes = np.floor_divide(total * multiplier + 2**30, 2**31) + output_zero
    return np.minimum(np.maximum(codes, -128), 127).astype("int8")
