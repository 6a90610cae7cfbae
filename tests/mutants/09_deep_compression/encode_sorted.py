"""Symbols are written in ascending order."""
EXPECT = ("decode_check", 'encode([1, 0, 2]')
CELL = "decode"
CHANGE = ('return to_bytes("".join(codes[symbol] for symbol in symbols))', 'return to_bytes("".join(codes[symbol] for symbol in sorted(symbols)))')
