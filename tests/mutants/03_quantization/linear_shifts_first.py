"""Shifts the sum, and then multiplies."""
EXPECT = ("int8_linear_check", "Multiply first")
CELL = "int8_linear"
CHANGE = ("(total.astype(np.int64) * multiplier + 2**30) >> 31", "((total.astype(np.int64) + 2**30) >> 31) * multiplier")
