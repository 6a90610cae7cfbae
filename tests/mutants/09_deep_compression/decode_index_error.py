"""The end of the bits is an IndexError."""
EXPECT = ("decode_check", 'IndexError')
CELL = "decode"
CHANGE = (('symbols, word = [], ""', 'symbols, word, text, at = [], "", list(bits), 0'), ('word += next(bits, "?")', 'word += text[at]\n        at += 1'), ('if len(list(bits)) > 7:', 'if len(text) - at > 7:'))
