"""Casts up to int16 only, which holds the differences but not the sums."""
EXPECT = ("int8_linear_check", "does not fit int16")
CELL = "int8_linear"
CHANGE = ("(inputs.astype(np.int32) - input_zero) @ weights.astype(np.int32) + bias", "(inputs.astype(np.int16) - input_zero) @ weights.astype(np.int16) + bias")
