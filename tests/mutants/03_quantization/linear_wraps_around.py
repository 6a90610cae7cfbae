"""Casts down without saturating."""
EXPECT = ("int8_linear_check", "before you cast down")
CELL = "int8_linear"
CHANGE = (
    "return np.clip(scaled + output_zero, -128, 127).astype(np.int8)",
    "return (scaled + output_zero).astype(np.int8)",
)
