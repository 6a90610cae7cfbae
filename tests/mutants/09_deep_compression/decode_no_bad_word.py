"""A word that is no codeword grows to the end of the data."""
EXPECT = ("decode_hidden_damage", 'nothing is read twice')
CELL = "decode"
CHANGE = ('elif "?" in word or len(word) >= longest:', 'elif "?" in word:')
