"""No bit may be left over, though some fill the last byte."""
EXPECT = ("decode_check", 'is in order')
CELL = "decode"
CHANGE = ('if len(list(bits)) > 7:', 'if len(list(bits)) > 0:')
