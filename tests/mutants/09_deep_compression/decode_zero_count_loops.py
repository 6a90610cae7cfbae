"""For count 0 the leftover test is skipped."""
EXPECT = ("decode_check", '8 bits are left over')
CELL = "decode"
CHANGE = ('if len(list(bits)) > 7:', 'if count and len(list(bits)) > 7:')
