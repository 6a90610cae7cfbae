"""Subtracts in int16, in which codes of 16 bits wrap around."""
EXPECT = ("dequantize_check", "does not fit int16")
CELL = "dequantize"
CHANGE = ("codes.astype(np.int32) - zero_point", "codes.astype(np.int16) - zero_point")
