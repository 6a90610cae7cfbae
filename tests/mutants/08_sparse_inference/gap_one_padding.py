"""At most one padding zero is put in."""
EXPECT = ("decode_gaps_check", "take two padding zeros")
CELL = "decode_gaps"
CHANGE = ('        n_padding, gap = divmod(place - behind, 2**bits)\n', '        n_padding = int(place - behind >= 2**bits)\n        gap = place - behind - n_padding * 2**bits\n')
