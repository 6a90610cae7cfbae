"""Refuses NaN only: infinity saturates like any large number."""
EXPECT = ("dequantize_check", "Infinity is no number")
CELL = "dequantize"
CHANGE = (
    ('if not np.isfinite(values).all():\n        raise ValueError("NaN and infinity have no code: the values must be finite")',
     'if np.isnan(values).any():\n        raise ValueError("the values must be numbers")'),
)
