"""What is decoded has one axis."""
EXPECT = ("decode_gaps_check", "has the shape")
CELL = "decode_gaps"
CHANGE = ('    return matrix.reshape(shape)\n', '    return matrix\n')
