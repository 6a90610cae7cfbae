"""A gap of the largest size is padded."""
EXPECT = ("decode_gaps_check", "Three zeros fit 2 bits")
CELL = "decode_gaps"
CHANGE = ('        n_padding, gap = divmod(place - behind, 2**bits)\n', '        n_padding, gap = divmod(place - behind, 2**bits)\n        if gap == 2**bits - 1:\n            n_padding, gap = n_padding + 1, 0\n')
