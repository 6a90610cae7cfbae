"""Where the bits end, what was read so far comes back."""
EXPECT = ("decode_check", 'the bits end before')
CELL = "decode"
CHANGE = (('word += next(bits, "?")', 'bit = next(bits, "")\n        if not bit:\n            return symbols\n        word += bit'),)
