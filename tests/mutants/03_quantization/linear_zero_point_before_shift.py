"""Adds the output's zero point before the shift, which makes it vanish."""
EXPECT = ("int8_linear_check", "after the scaling")
CELL = "int8_linear"
CHANGE = (
    ("+ 2**30) >> 31", "+ 2**30 + output_zero) >> 31"),
    ("scaled + output_zero", "scaled"),
)
