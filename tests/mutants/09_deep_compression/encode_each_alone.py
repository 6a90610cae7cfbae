"""Every codeword is filled up to a byte of its own."""
EXPECT = ("decode_check", 'call to_bytes once')
CELL = "decode"
CHANGE = ('return to_bytes("".join(codes[symbol] for symbol in symbols))', 'return b"".join(to_bytes(codes[symbol]) for symbol in symbols)')
