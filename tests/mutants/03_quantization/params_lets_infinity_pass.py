"""Looks for NaN and forgets infinity."""
EXPECT = ("quantization_params_check", "np.isfinite")
CELL = "quantization_params"
CHANGE = ("not np.isfinite(values).all()", "np.isnan(values).any()")
