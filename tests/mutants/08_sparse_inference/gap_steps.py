"""The step to the value is stored, not the zeros before it."""
EXPECT = ("decode_gaps_check", "not the step to it")
CELL = "decode_gaps"
CHANGE = ('divmod(place - behind, 2**bits)', 'divmod(place - behind + (place > 1), 2**bits)')
