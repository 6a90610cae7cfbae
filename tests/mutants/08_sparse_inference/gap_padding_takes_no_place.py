"""A padding zero is not counted as a zero itself."""
EXPECT = ("decode_gaps_check", "takes 2**bits of them")
CELL = "decode_gaps"
CHANGE = ('divmod(place - behind, 2**bits)', 'divmod(place - behind, 2**bits - 1)')
