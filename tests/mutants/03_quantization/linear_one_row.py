"""Works on the first row of the inputs only."""
EXPECT = ("int8_linear_check", "rows in")
CELL = "int8_linear"
CHANGE = ("(inputs.astype(np.int32) - input_zero)", "(inputs[:1].astype(np.int32) - input_zero)")
