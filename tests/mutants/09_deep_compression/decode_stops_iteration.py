"""The end of the bits is an error of the iterator, no ValueError."""
EXPECT = ("decode_check", 'StopIteration')
CELL = "decode"
CHANGE = ('next(bits, "?")', 'next(bits)')
