"""After a codeword the word goes on growing."""
EXPECT = ("decode_check", 'begin a new one')
CELL = "decode"
CHANGE = ('            word = ""\n        elif', '            word = word\n        elif')
