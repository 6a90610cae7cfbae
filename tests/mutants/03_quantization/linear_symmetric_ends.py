"""Saturates at -127."""
EXPECT = ("int8_linear_check", "The lowest code is -128")
CELL = "int8_linear"
CHANGE = ("-128, 127", "-127, 127")
