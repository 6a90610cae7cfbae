"""One symbol more is read."""
EXPECT = ("decode_check", 'decode(')
CELL = "decode"
CHANGE = ('while len(symbols) < count:', 'while len(symbols) <= count:')
