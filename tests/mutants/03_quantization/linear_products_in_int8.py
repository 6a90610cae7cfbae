"""Multiplies and adds in int8, where nothing above 127 fits."""
EXPECT = ("int8_linear_check", "cast up before each")
CELL = "int8_linear"
CHANGE = (
    "total = (inputs.astype(np.int32) - input_zero) @ weights.astype(np.int32) + bias",
    "total = (inputs - np.int8(input_zero)) @ weights + bias",
)
