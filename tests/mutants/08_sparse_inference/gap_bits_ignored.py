"""The number of bits is taken for 2."""
EXPECT = ("decode_gaps_check", "Use bits: here a gap ends at 7")
CELL = "decode_gaps"
CHANGE = ('n_padding, gap = divmod', 'bits = 2\n        n_padding, gap = divmod')
