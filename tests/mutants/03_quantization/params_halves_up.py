"""Rounds halves of the zero point up."""
EXPECT = ("quantization_params_check", "go to the even neighbour")
CELL = "quantization_params"
CHANGE = (
    ('raise ValueError("NaN and infinity have no code: the values must be finite")',
     'raise ValueError("the values must be finite")'),
    ("np.rint(lowest - low / scale)", "np.floor(lowest - low / scale + 0.5)"),
)
