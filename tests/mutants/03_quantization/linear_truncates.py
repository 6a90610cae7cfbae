"""Divides by 2**31 and cuts off, so that negative sums go up."""
EXPECT = ("int8_linear_check", "cuts off towards 0")
CELL = "int8_linear"
CHANGE = (
    (">> 31", "/ 2**31"),
    ("np.clip(scaled + output_zero", "np.clip(np.trunc(scaled) + output_zero"),
)
