"""A fault gives None."""
EXPECT = ("decode_check", 'yours gave None')
CELL = "decode"
CHANGE = ('raise ValueError(f"no codeword begins with {word}")', 'return None')
