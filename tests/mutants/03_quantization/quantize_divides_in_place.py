"""Divides in place, and so changes the values it was given."""
EXPECT = ("dequantize_check", "write into an array")
CELL = "dequantize"
CHANGE = ("codes = np.rint(values.astype(np.float64) / scale) + zero_point", "values /= scale\n    codes = np.rint(values) + zero_point")
