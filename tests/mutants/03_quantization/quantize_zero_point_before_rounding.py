"""Adds the zero point before it rounds, so that halves go the other way where it is odd."""
EXPECT = ("dequantize_check", "before the zero point is added")
CELL = "dequantize"
CHANGE = (
    ('raise ValueError("NaN and infinity have no code: the values must be finite")',
     'raise ValueError("the values must be finite")'),
    ("np.rint(values.astype(np.float64) / scale) + zero_point",
     "np.rint(values.astype(np.float64) / scale + zero_point)"),
)
