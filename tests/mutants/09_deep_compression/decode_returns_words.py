"""Codewords come back instead of symbols."""
EXPECT = ("decode_check", 'gives the list')
CELL = "decode"
CHANGE = ('symbols.append(words[word])', 'symbols.append(word)')
