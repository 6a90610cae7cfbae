"""A gap that does not fit wraps around."""
EXPECT = ("decode_gaps_check", "the gaps are")
CELL = "decode_gaps"
CHANGE = (('gaps += [2**bits - 1] * n_padding + [gap]', 'gaps += [gap]'), ('values += [0] * n_padding + [matrix.flat[place]]', 'values += [matrix.flat[place]]'))
