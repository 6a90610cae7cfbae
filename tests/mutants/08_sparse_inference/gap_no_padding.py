"""A gap that does not fit is stored all the same."""
EXPECT = ("decode_gaps_check", "do not fit 2 bits: pad")
CELL = "decode_gaps"
CHANGE = ('n_padding, gap = divmod(place - behind, 2**bits)', 'n_padding, gap = 0, place - behind')
