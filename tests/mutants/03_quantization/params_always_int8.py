"""Makes every zero point int8, whatever the bits."""
EXPECT = ("quantization_params_check", "dtype of codes: code_dtype")
CELL = "quantization_params"
CHANGE = ("exact.astype(code_dtype(bits))", "exact.astype(np.int8)")
