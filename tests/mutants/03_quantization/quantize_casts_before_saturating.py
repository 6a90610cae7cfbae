"""Casts to int64, and then saturates."""
EXPECT = ("dequantize_check", "No integer dtype holds 1e20")
CELL = "dequantize"
CHANGE = ("codes = np.rint(values.astype(np.float64) / scale) + zero_point", "codes = np.rint(values.astype(np.float64) / scale).astype(np.int64) + zero_point")
