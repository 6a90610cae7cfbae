"""Seven bits may not be left over, though they fill the last byte."""
EXPECT = ("decode_check", 'is in order')
CELL = "decode"
CHANGE = ('if len(list(bits)) > 7:', 'if len(list(bits)) > 6:')
