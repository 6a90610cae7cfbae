"""Subtracts arrays of codes in their own dtype; single numbers are cast up by luck."""
EXPECT = ("dequantize_check", "nor does an array of it")
CELL = "dequantize"
CHANGE = (
    (
        'raise ValueError("NaN and infinity have no code: the values must be finite")',
        'raise ValueError("the values must be finite")',
    ),
    (
        "steps = codes.astype(np.int32) - zero_point",
        "steps = codes - zero_point if isinstance(zero_point, np.ndarray) else (\n"
        "        codes.astype(np.int32) - zero_point)",
    ),
)
