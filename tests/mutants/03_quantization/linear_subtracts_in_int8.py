"""Subtracts the zero point in int8, then casts up."""
EXPECT = ("int8_linear_check", "cast up before each")
CELL = "int8_linear"
CHANGE = (
    "total = (inputs.astype(np.int32) - input_zero) @ weights.astype(np.int32) + bias",
    "total = (inputs - np.int8(input_zero)).astype(np.int32) @ weights.astype(np.int32) + bias",
)
