"""Looks for a missing range in the whole array only, not in each channel."""
EXPECT = ("quantization_params_check", "whatever is beside it")
CELL = "quantization_params"
CHANGE = (
    ('raise ValueError("NaN and infinity have no code: the values must be finite")',
     'raise ValueError("the values must be finite")'),
    ("scale[scale == 0] = 1.0\n", "scale[...] = scale if scale.any() else 1.0\n"),
    ("np.rint(lowest - low / scale)", "np.nan_to_num(np.rint(lowest - low / np.maximum(scale, 1e-40)))"),
)
