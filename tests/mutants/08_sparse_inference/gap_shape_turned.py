"""The shape is turned when decoding."""
EXPECT = ("decode_gaps_check", "has the shape")
CELL = "decode_gaps"
CHANGE = ('matrix.reshape(shape)', 'matrix.reshape(shape[::-1])')
