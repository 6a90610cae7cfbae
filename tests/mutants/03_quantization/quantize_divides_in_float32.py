"""Divides in the dtype of the values: a quotient of float32 may fall on a half."""
EXPECT = ("dequantize_check", "divide in float64")
CELL = "dequantize"
CHANGE = (
    ('raise ValueError("NaN and infinity have no code: the values must be finite")',
     'raise ValueError("the values must be finite")'),
    ("values.astype(np.float64) / scale", "values / scale"),
)
