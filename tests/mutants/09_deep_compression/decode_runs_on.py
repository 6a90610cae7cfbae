"""At the end of the bits nothing is added, again and again."""
EXPECT = ("decode_check", 'no end')
CELL = "decode"
CHANGE = ('next(bits, "?")', 'next(bits, "")')
