"""What is left over at the end is not looked at."""
EXPECT = ("decode_check", '8 bits are left over')
CELL = "decode"
CHANGE = ('if len(list(bits)) > 7:', 'if False:')
