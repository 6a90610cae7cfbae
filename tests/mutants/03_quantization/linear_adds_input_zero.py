"""Adds the input's zero point instead of subtracting it."""
EXPECT = ("int8_linear_check", "z_x is subtracted")
CELL = "int8_linear"
CHANGE = ("np.int32) - input_zero)", "np.int32) + input_zero)")
