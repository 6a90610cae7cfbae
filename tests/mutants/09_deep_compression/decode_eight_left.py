"""Eight bits may be left over."""
EXPECT = ("decode_check", '8 bits are left over')
CELL = "decode"
CHANGE = ('> 7:', '> 8:')
