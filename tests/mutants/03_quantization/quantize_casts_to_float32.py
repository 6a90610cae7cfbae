"""Takes the values for float32, also where they are float64."""
EXPECT = ("dequantize_check", "float32 would take it for a half")
CELL = "dequantize"
CHANGE = ("values.astype(np.float64) / scale", "values.astype(np.float32).astype(np.float64) / scale")
