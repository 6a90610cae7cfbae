"""Forgets the zero point of the inputs."""
EXPECT = ("int8_linear_check", "Subtract z_x from the inputs")
CELL = "int8_linear"
CHANGE = (
    "total = (inputs.astype(np.int32) - input_zero) @ weights.astype(np.int32) + bias",
    "total = (inputs.astype(np.int32)) @ weights.astype(np.int32) + bias",
)
