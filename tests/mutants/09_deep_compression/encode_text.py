"""The bits come as text."""
EXPECT = ("decode_check", 'encode([1, 0, 2]')
CELL = "decode"
CHANGE = ('return to_bytes("".join(codes[symbol] for symbol in symbols))', 'return "".join(codes[symbol] for symbol in symbols)')
