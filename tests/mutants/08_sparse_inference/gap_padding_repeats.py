"""A padding zero carries the value that follows."""
EXPECT = ("decode_gaps_check", "has the value 0")
CELL = "decode_gaps"
CHANGE = ('[0] * n_padding + [matrix.flat[place]]', '[matrix.flat[place]] * (n_padding + 1)')
