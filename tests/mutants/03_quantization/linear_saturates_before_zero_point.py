"""Saturates first, then adds the output's zero point and wraps around."""
EXPECT = ("int8_linear_check", "Saturate once")
CELL = "int8_linear"
CHANGE = ("np.clip(scaled + output_zero, -128, 127).astype", "(np.clip(scaled, -128, 127) + output_zero).astype")
