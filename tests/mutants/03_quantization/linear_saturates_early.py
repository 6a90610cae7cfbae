"""Saturates before the output's zero point is added, and again after."""
EXPECT = ("int8_linear_check", "Saturate once")
CELL = "int8_linear"
CHANGE = (
    "return np.clip(scaled + output_zero, -128, 127).astype(np.int8)",
    "return np.clip(np.clip(scaled, -128, 127) + output_zero, -128, 127).astype(np.int8)",
)
