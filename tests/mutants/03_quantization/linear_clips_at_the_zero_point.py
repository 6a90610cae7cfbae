"""Cuts the outputs off at their zero point, as if a ReLU always followed."""
EXPECT = ("int8_linear_check", "Negative sums stay negative")
CELL = "int8_linear"
CHANGE = (
    "np.clip(scaled + output_zero, -128, 127)", "np.clip(scaled + output_zero, output_zero, 127)"
)
