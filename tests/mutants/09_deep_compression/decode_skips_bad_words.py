"""A word that is no codeword is skipped."""
EXPECT = ("decode_check", 'no codeword begins')
CELL = "decode"
CHANGE = ('        elif "?" in word or len(word) >= longest:\n            raise', '        elif len(word) >= longest and "?" not in word:\n            word = ""\n        elif "?" in word:\n            raise')
