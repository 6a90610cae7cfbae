"""The lowest bit of a byte is read first."""
EXPECT = ('decode_check', 'decode(b')
CELL = 'decode'
CHANGE = ('iter(bits_of(data))', 'iter("".join(format(byte, "08b")[::-1] for byte in data))')
