"""A byte for each bit."""
EXPECT = ("decode_check", 'call to_bytes once')
CELL = "decode"
CHANGE = ('return to_bytes("".join(codes[symbol] for symbol in symbols))', 'return "".join(codes[symbol] for symbol in symbols).encode()')
