"""A gap that does not fit is cut off."""
EXPECT = ("decode_gaps_check", "is not cut off")
CELL = "decode_gaps"
CHANGE = ('n_padding, gap = divmod(place - behind, 2**bits)', 'n_padding, gap = 0, min(place - behind, 2**bits - 1)')
