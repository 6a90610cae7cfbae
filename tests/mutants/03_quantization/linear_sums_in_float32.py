"""Runs the sum in float32, fast, and loses units above 2**24."""
EXPECT = ("int8_linear_hidden", "float32 loses units")
CELL = "int8_linear"
CHANGE = (
    "total = (inputs.astype(np.int32) - input_zero) @ weights.astype(np.int32) + bias",
    "total = ((inputs.astype(np.float32) - input_zero) @ weights.astype(np.float32) + bias.astype(np.float32)).astype(np.int32)",
)
