"""A codeword for each symbol that comes, once."""
EXPECT = ("decode_check", 'one after the other')
CELL = "decode"
CHANGE = ('return to_bytes("".join(codes[symbol] for symbol in symbols))', 'return to_bytes("".join(codes[symbol] for symbol in dict.fromkeys(symbols)))')
